"""Hearing when a public page says something new: addresses apart from every answer, sealed, gone when stopped.

Nothing here knows a survey, a response or a draft. Staff never read an address: they see a band of how many.
"""

from __future__ import annotations

import json
import re
import secrets
from datetime import timedelta
from hashlib import blake2b, sha256

from sqlalchemy import func, or_, select

from analysis.small_numbers import band
from survey_app.services.entry import as_typed
from survey_app.services.errors import NoSuchCode, NotFound, Refused
from survey_app.services.feedback_entries import visit_with_feedback
from survey_app.services.permissions import Person
from survey_app.services.work import Work
from survey_app.storage.feedback import NewsRequest, PublicPage
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.sealing import KeyRing, SealBroken
from survey_app.storage.visits import Visit

SAY_YES, TELL = "news_say_yes", "news"
PURPOSE = "news"
LONGEST_ADDRESS = 254
# One part before the sign and a name with a dot after it; whether it exists only a mail can tell.
ADDRESS = re.compile(r"[^\s@,;<>()\"\\]+@[^\s@,;<>()\"\\]+\.[^\s@,;<>()\"\\.]+")
MOST_A_DAY = 300
"""Not yet confirmed, in one visit. More than that is a machine that fills in forms."""
KEPT, KEPT_UNCONFIRMED = timedelta(days=365), timedelta(days=7)


class NotAnAddress(Refused):
    """What was typed cannot be an e-mail address."""


def page_that_takes(work: Work, code: str, *, held: bool = False) -> PublicPage:
    """The page behind its code, `held` until the transaction ends; raises NoSuchCode where no addresses are taken."""
    statement = select(PublicPage).where(PublicPage.code == as_typed(code))
    page = work.session.scalars(statement.with_for_update() if held else statement).one_or_none()
    if page is None or not page.takes_addresses:
        raise NoSuchCode(code)
    return page


def ask(work: Work, code: str, address: str) -> None:
    """Keep an address until its owner says yes to a mail, which this sends. Raises NoSuchCode or Refused.

    Whether an address is known already looks the same from outside; it gets one mail a day at the most.
    """
    page = page_that_takes(work, code, held=True)
    address = address.strip()
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        raise NotAnAddress("Please write an email address.")
    found = _known(work, page.visit_id, address)
    if found and (found.confirmed or found.asked_on == work.today):
        return
    if _waiting(work, page.visit_id) >= MOST_A_DAY:
        raise Refused("too many")
    if found:
        found.asked_on = work.today
    row = found or _keep(work, page.visit_id, address)
    _write_mail(work, row, SAY_YES)


def find_request(work: Work, key: str) -> NewsRequest:
    """Whose address the link of a mail is about; raises NotFound."""
    row = work.session.scalars(select(NewsRequest).where(NewsRequest.stop_hash == _hash(key))).one_or_none()
    if row is None:
        raise NotFound("news")
    return row


def say_yes(work: Work, key: str) -> None:
    """From now on this address hears; raises NotFound."""
    find_request(work, key).confirmed = True


def stop(work: Work, key: str) -> None:
    """Delete an address, and every mail to it that still waits. Doing it again is no error."""
    statement = select(NewsRequest).where(NewsRequest.stop_hash == _hash(key))
    _delete(work, list(work.session.scalars(statement)))


def tell_all(work: Work, visit_id: str) -> None:
    """Write one mail to everybody who said yes: the page says something new."""
    statement = select(NewsRequest).where(NewsRequest.visit_id == visit_id, NewsRequest.confirmed)
    waiting = _waiting_mails(work, TELL)
    for row in work.session.scalars(statement):
        if row.id not in waiting:
            _write_mail(work, row, TELL)


def how_many(work: Work, person: Person, visit_id: str) -> str:
    """A band of how many said yes; raises NotFound. The only thing that staff ever see."""
    visit_with_feedback(work, person, visit_id, "write_feedback")
    statement = select(func.count()).where(NewsRequest.visit_id == visit_id, NewsRequest.confirmed)
    return band(work.session.execute(statement).scalar_one())


def let_go(work: Work) -> int:
    """Delete addresses after a year, and those that nobody confirmed after a week; how many went."""
    old = or_(
        NewsRequest.asked_on < work.today - KEPT,
        NewsRequest.confirmed.is_(False) & (NewsRequest.asked_on < work.today - KEPT_UNCONFIRMED),
    )
    rows = list(work.session.scalars(select(NewsRequest).where(old)))
    _delete(work, rows)
    return len(rows)


def opened(work: Work, request_id: str) -> tuple[NewsRequest, str, str] | None:
    """The row, its address and the key of its link, for the mail itself; None when it is gone or no key opens it."""
    row = work.session.get(NewsRequest, request_id)
    if row is None:
        return None
    try:
        held = json.loads(_ring(work).open(_salt(work, row.visit_id), _place(row), row.sealed))
    except SealBroken:
        return None
    return row, held["address"], held["key"]


def _known(work: Work, visit_id: str, address: str) -> NewsRequest | None:
    statement = select(NewsRequest).where(
        NewsRequest.visit_id == visit_id, NewsRequest.same_hash == _same(work, address)
    )
    return work.session.scalars(statement).one_or_none()


def _waiting(work: Work, visit_id: str) -> int:
    statement = select(func.count()).where(
        NewsRequest.visit_id == visit_id,
        NewsRequest.confirmed.is_(False),
        NewsRequest.asked_on == work.today,
    )
    return work.session.execute(statement).scalar_one()


def _keep(work: Work, visit_id: str, address: str) -> NewsRequest:
    key, request_id = secrets.token_urlsafe(24), secrets.token_hex(16)
    row = NewsRequest(
        id=request_id,
        visit_id=visit_id,
        same_hash=_same(work, address),
        stop_hash=_hash(key),
        asked_on=work.today,
        confirmed=False,
    )
    text = json.dumps({"address": address, "key": key})
    row.sealed = _ring(work).seal(_salt(work, visit_id), _place(row), text)
    work.session.add(row)
    work.session.flush()
    return row


def _write_mail(work: Work, row: NewsRequest, sort: str) -> None:
    hour = work.now.replace(minute=0, second=0, microsecond=0)
    work.session.add(OutboxItem(sort=sort, payload={"request": row.id}, due_at=hour))


def _waiting_mails(work: Work, *sorts: str) -> dict[str, list[OutboxItem]]:
    """The mails that have not left, by the request that they are for."""
    statement = select(OutboxItem).where(OutboxItem.sort.in_(sorts), OutboxItem.done_at.is_(None))
    found: dict[str, list[OutboxItem]] = {}
    for item in work.session.scalars(statement):
        found.setdefault(item.payload["request"], []).append(item)
    return found


def _delete(work: Work, rows: list[NewsRequest]) -> None:
    waiting = _waiting_mails(work, SAY_YES, TELL) if rows else {}
    for row in rows:
        for item in waiting.get(row.id, ()):
            work.session.delete(item)
        work.session.delete(row)


def _hash(key: str) -> str:
    """A key is 24 random bytes: a plain hash of it tells nothing."""
    return sha256(key.encode()).hexdigest()


def _same(work: Work, address: str) -> str:
    """Finds an address that comes twice; without the server's pepper nobody can try addresses against it."""
    return blake2b(
        address.casefold().encode(), key=_ring(work).pepper("news-same"), digest_size=32
    ).hexdigest()


def _ring(work: Work) -> KeyRing:
    return work.keys.for_purpose(PURPOSE)


def _salt(work: Work, visit_id: str) -> bytes:
    return work.session.get_one(Visit, visit_id).key_salt


def _place(row: NewsRequest) -> str:
    return f"{row.visit_id}/news/{row.id}"
