"""Messages that must leave: leased from the outbox, sent by SMTP, marked done. Nothing is lost.

A message that left just before its dispatcher was killed is sent again when the lease is over, under the
same Message-ID and with a line that says so: that is what "possible repeat" means.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate
from typing import Protocol

from sqlalchemy import func, or_, select

from survey_app.services.letters import LETTERS, Letter
from survey_app.services.work import Work
from survey_app.services.workshop import Workshop
from survey_app.settings import Settings
from survey_app.storage.outbox import OutboxItem

log = logging.getLogger("survey_app.mail")

# Longer than a slow mail server takes, short enough for a concern to be told again within minutes.
LEASE = timedelta(minutes=3)
SMTP_TIMEOUT = 20.0
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=10)
LATE = timedelta(minutes=15)
REPEAT = "possible_repeat"
TLS_FROM_THE_START = 465
Letters = Mapping[str, Callable[[Work, Mapping[str, str], Settings], Letter]]


class NotTaken(Exception):
    """The mail server surely does not have the message, so trying again repeats nothing."""


class Unsure(Exception):
    """The line broke while the server was taking the message: it may have it."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One message that is ours until `until`."""

    id: str
    letter: Letter
    until: datetime
    attempts: int
    possible_repeat: bool


class Post(Protocol):
    """What carries a message away."""

    def carry(self, claimed: Claimed) -> None:
        """Return when the message was taken; raises NotTaken or Unsure."""
        ...


def dispatch_one(
    shop: Workshop, post: Post, settings: Settings, lease: timedelta = LEASE, letters: Letters = LETTERS
) -> bool:
    """Send the message of these sorts that has waited longest; False when nothing is due."""
    with shop.writing() as work:
        claimed = _claim(work, settings, lease, letters)
    if claimed is None:
        return False
    try:
        post.carry(claimed)
    except Unsure as error:
        log.warning("Message %s may or may not have left (%s). It is sent again later.", claimed.id, error)
    except NotTaken as error:
        log.warning("Message %s did not leave (%s). It is tried again.", claimed.id, error)
        with shop.writing() as work:
            _put_back(work, claimed)
    else:
        with shop.writing() as work:
            _done(work, claimed)
    return True


def late_messages(work: Work) -> int:
    """How many messages should have left a quarter of an hour ago and have not."""
    statement = select(func.count()).where(OutboxItem.done_at.is_(None), OutboxItem.due_at < work.now - LATE)
    return work.session.execute(statement).scalar_one()


def was_tried(payload: Mapping[str, str]) -> bool:
    """True when the message may have left before, and nobody knows."""
    return REPEAT in payload


def _claim(work: Work, settings: Settings, lease: timedelta, letters: Letters) -> Claimed | None:
    free = or_(OutboxItem.leased_until.is_(None), OutboxItem.leased_until <= work.now)
    item = work.session.scalars(
        select(OutboxItem)
        .where(OutboxItem.done_at.is_(None), OutboxItem.due_at <= work.now, free)
        .where(OutboxItem.sort.in_(letters))
        .order_by(OutboxItem.due_at, OutboxItem.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if item is None:
        return None
    if item.leased_until is not None:
        # Somebody had it and never said how it went.
        item.payload = {**item.payload, REPEAT: "yes"}
    item.leased_until = work.now + lease
    item.attempts += 1
    letter = letters[item.sort](work, item.payload, settings)
    return Claimed(item.id, letter, item.leased_until, item.attempts, was_tried(item.payload))


def _put_back(work: Work, claimed: Claimed) -> None:
    item = _still_ours(work, claimed)
    if item is not None:
        item.leased_until = None
        item.due_at = work.now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(claimed.attempts - 1, 10))


def _done(work: Work, claimed: Claimed) -> None:
    item = _still_ours(work, claimed)
    if item is not None:
        item.leased_until = None
        # The hour is enough for us, and a finer time would tell when somebody answered.
        item.done_at = work.now.replace(minute=0, second=0, microsecond=0)


def _still_ours(work: Work, claimed: Claimed) -> OutboxItem | None:
    statement = select(OutboxItem).where(
        OutboxItem.id == claimed.id, OutboxItem.leased_until == claimed.until
    )
    return work.session.scalars(statement.with_for_update()).one_or_none()


class SmtpPost:
    """Carries messages to the mail server that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def carry(self, claimed: Claimed) -> None:
        if not claimed.letter.to:
            raise NotTaken("nobody is there to tell: give somebody the role, or set SEND_VOICES_ALERT_TO")
        message = _message(claimed, self._settings)
        try:
            line = self._line()
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(_kind(error)) from error
        try:
            _hand_over(line, message, self._settings.mail_from, claimed.letter.to)
        finally:
            _hang_up(line)

    def _line(self) -> smtplib.SMTP:
        """A line to the mail server, secured and signed in as the settings say."""
        settings, context = self._settings, ssl.create_default_context()
        server, port = settings.mail_server, settings.mail_port
        if settings.mail_tls and port == TLS_FROM_THE_START:
            line: smtplib.SMTP = smtplib.SMTP_SSL(server, port, timeout=SMTP_TIMEOUT, context=context)
        else:
            line = smtplib.SMTP(server, port, timeout=SMTP_TIMEOUT)
        try:
            if settings.mail_tls and port != TLS_FROM_THE_START:
                line.starttls(context=context)
            if settings.mail_user:
                line.login(settings.mail_user, settings.mail_password.get_secret_value())
        except (OSError, smtplib.SMTPException):
            line.close()
            raise
        return line


def _hang_up(line: smtplib.SMTP) -> None:
    # However the goodbye goes, the message has been taken or not by now.
    with suppress(OSError, smtplib.SMTPException):
        line.quit()
    line.close()


def _hand_over(line: smtplib.SMTP, message: EmailMessage, sender: str, to: tuple[str, ...]) -> None:
    try:
        refused = line.send_message(message, sender, list(to))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise NotTaken(_kind(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unsure(_kind(error)) from error
    if refused:
        log.warning("The mail server refused %d of %d addresses of a message.", len(refused), len(to))


def _message(claimed: Claimed, settings: Settings) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = "undisclosed-recipients:;"
    message["Subject"] = claimed.letter.subject
    # The same for every try, so that mail programs can tell a repeat.
    message["Message-ID"] = f"<{claimed.id}@{settings.mail_from.rpartition('@')[2]}>"
    message["Date"] = formatdate()
    message["Auto-Submitted"] = "auto-generated"
    repeat = "You may have had this message before.\n\n" if claimed.possible_repeat else ""
    message.set_content(repeat + claimed.letter.body)
    return message


def _kind(error: Exception) -> str:
    """What went wrong without the server's own words, which may repeat an address."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
