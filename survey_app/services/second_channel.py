"""The second channel of alerts: what is mailed about a concern is also posted, signed, to an address of the team.

Each message has a row of its own in the outbox, so neither channel waits for the other or repeats it.
"""

from __future__ import annotations

import hmac
import json
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import blake2b
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from survey_app.services.letters import CONCERN, HOW_SOON, LATE_FOR, OVERDUE, PROPOSED, Letter
from survey_app.services.mail import Claimed, NotTaken, Unsure, was_tried
from survey_app.services.safeguard import LEVELS
from survey_app.services.work import Work
from survey_app.services.workshop import Workshop
from survey_app.settings import Settings
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.visits import Visit

log = logging.getLogger("survey_app.mail")

BY_WEBHOOK = "by_webhook"
ALSO_POSTED = (CONCERN, OVERDUE, PROPOSED)
# A mail may leave just before its second row is written; older ones were told before the channel was there.
MAILED_LATELY = timedelta(hours=2)
TIMEOUT = 10.0
TIME_HEADER, SIGNATURE_HEADER = "SEND-Voices-Time", "SEND-Voices-Signature"


def fan_out(shop: Workshop) -> int:
    """Write a second row for each alert that has none; how many there were."""
    try:
        with shop.writing() as work:
            items = _without_a_second(work)
            for item in items:
                _write_second(work, item)
            return len(items)
    except IntegrityError:
        log.info("Another dispatcher has just written the rows of the second channel.")
        return 0


def _without_a_second(work: Work) -> list[OutboxItem]:
    lately = or_(OutboxItem.done_at.is_(None), OutboxItem.done_at >= work.now - MAILED_LATELY)
    statement = select(OutboxItem).where(
        OutboxItem.sort.in_(ALSO_POSTED), OutboxItem.payload[BY_WEBHOOK].as_string().is_(None), lately
    )
    return list(work.session.scalars(statement.with_for_update(skip_locked=True)))


def _write_second(work: Work, item: OutboxItem) -> None:
    key = blake2b(f"{BY_WEBHOOK}/{item.id}".encode(), digest_size=16).hexdigest()
    told: dict[str, str] = {
        name: item.payload[name] for name in ("concern", "visit", "level", "step") if name in item.payload
    }
    payload: dict[str, str] = {"id": key, "about": item.sort, **told}
    work.session.add(OutboxItem(id=key, sort=BY_WEBHOOK, payload=payload, due_at=item.due_at))
    # The second row may be tidied away while the mail still waits, so the first one remembers it.
    item.payload = {**item.payload, BY_WEBHOOK: "yes"}


def _notice(work: Work, payload: Mapping[str, str], settings: Settings) -> Letter:
    # Only immediate concerns wait for a second person.
    level = int(payload.get("level", "1"))
    said: dict[str, object] = {
        "id": payload["id"],
        "about": payload["about"],
        "visit": work.session.get_one(Visit, payload["visit"]).reference,
        "level": level,
        "level_name": LEVELS.get(level, str(level)),
        "what_to_do": _what_to_do(payload, level),
        "page": f"{settings.public_address}/staff/visits/{payload['visit']}/concerns/{payload['concern']}",
        "possible_repeat": was_tried(payload),
    }
    return Letter((settings.webhook_url,), "", json.dumps(said))


def _what_to_do(payload: Mapping[str, str], level: int) -> str:
    if payload["about"] == OVERDUE:
        late = LATE_FOR.get(payload["step"], "to be decided")
        return f"This concern is overdue {late}. Sign in and open the page."
    if payload["about"] == PROPOSED:
        return "A second person has to read the whole answer, then confirm the ending or send it back."
    return f"A person has to read this answer {HOW_SOON.get(level, 'today')}. Sign in and open the page."


NOTICES: Mapping[str, Callable[[Work, Mapping[str, str], Settings], Letter]] = {BY_WEBHOOK: _notice}
"""How a row of the second channel becomes the JSON that is posted."""


def signature(secret: str, sent_at: str, body: bytes) -> str:
    """`sha256=` and the HMAC-SHA256, in hex, of the time (seconds since 1970), a full stop and the body."""
    return "sha256=" + hmac.digest(secret.encode(), sent_at.encode() + b"." + body, "sha256").hex()


class WebhookPost:
    """Posts notices to the address that the settings name. A redirect is a refusal: it is never followed."""

    def __init__(self, settings: Settings, timeout: float = TIMEOUT) -> None:
        self._settings = settings
        self._timeout = timeout

    def carry(self, claimed: Claimed) -> None:
        parts = urlsplit(self._settings.webhook_url)
        line = _line(parts, self._timeout)
        try:
            line.connect()
        except OSError as error:
            line.close()
            raise NotTaken(type(error).__name__) from error
        try:
            status = self._handed_over(line, parts, claimed.letter.body.encode())
        except (OSError, HTTPException) as error:
            raise Unsure(type(error).__name__) from error
        finally:
            line.close()
        if not 200 <= status < 300:
            raise NotTaken(f"the webhook answered {status}")

    def _handed_over(self, line: HTTPConnection, parts: SplitResult, body: bytes) -> int:
        """The status that the other side answered with; what else it says is not read."""
        sent_at = str(int(time.time()))
        secret = self._settings.webhook_secret.get_secret_value()
        headers = {
            "Content-Type": "application/json",
            TIME_HEADER: sent_at,
            SIGNATURE_HEADER: signature(secret, sent_at, body),
        }
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("POST", target, body, headers)
        return line.getresponse().status


def _line(parts: SplitResult, timeout: float) -> HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=timeout, context=ssl.create_default_context())
    return HTTPConnection(host, parts.port, timeout=timeout)
