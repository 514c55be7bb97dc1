"""What waits to be sent, and those who send it: in the test, or in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import update

from survey_app.services import receive_answers, safeguard, take_part
from survey_app.services.alert_overdue import alert
from survey_app.services.entry import find_entry
from survey_app.services.mail import SmtpPost, dispatch_one
from survey_app.services.take_part import DraftState
from survey_app.settings import PREFIX, Settings
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.sealing import new_cookie_secret
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.survey_app.services.post_office import PostOffice

WORDS = "the swing in the blue garden"


def raise_concerns(site: Site, visit: BuiltVisit, count: int = 1, level: int = 2) -> None:
    """Answers that a person must read, received as the site receives them."""
    with site.writing() as work:
        entry = find_entry(work, visit.codes["young_people"])
        begun = take_part.begin(work, entry)
        for _ in range(count):
            draft = DraftState(begun.questionnaire, {"going_well": WORDS})
            sending = receive_answers.prepare_sending(
                work, entry, new_cookie_secret(), draft, "en-GB", "standard"
            )
            receive_answers.receive(work, entry, sending)
            safeguard.raise_concern(work, visit.id, sending.ready.id, level)


def raise_concerns_long_ago(site: Site, visit: BuiltVisit, count: int = 1) -> None:
    """Concerns that are due by the database's own clock too, which a dispatcher in its process reads."""
    raise_concerns(site, visit, count)
    with site.writing() as work:
        work.connection.execute(update(OutboxItem).values(due_at=datetime(2026, 1, 1, tzinfo=UTC)))


def send_all(site: Site, settings: Settings) -> int:
    """Send by mail what waits now; how many were tried."""
    sent = 0
    while dispatch_one(site, SmtpPost(settings), settings):
        sent += 1
    return sent


def alert_and_send(site: Site, settings: Settings) -> None:
    """What the dispatcher does each time it looks."""
    alert(site, site.calendar)
    send_all(site, settings)


def taken(office: PostOffice, subject: str) -> int:
    """How many messages of a subject the mail server took."""
    return sum(message["Subject"] == subject for message in office.taken)


class Dispatcher:
    """`send-voices dispatch` in a process of its own, to be killed."""

    def __init__(self, settings: Settings) -> None:
        environment = {
            f"{PREFIX}DATABASE": settings.database,
            f"{PREFIX}SECRET": settings.secret.get_secret_value(),
            f"{PREFIX}MASTER_KEYS": settings.master_keys.get_secret_value(),
            f"{PREFIX}PUBLIC_ADDRESS": settings.public_address,
            f"{PREFIX}MAIL_SERVER": settings.mail_server,
            f"{PREFIX}MAIL_PORT": str(settings.mail_port),
            f"{PREFIX}MAIL_TLS": "false",
            f"{PREFIX}MAIL_FROM": settings.mail_from,
        }
        command = [sys.executable, "-m", "survey_app.cli", "dispatch", "--every", "0.05", "--lease", "0.5"]
        self.process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)

    def ended(self) -> int:
        return self.process.wait(timeout=30)
