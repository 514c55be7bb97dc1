"""`send-voices dispatch`: sends what waits in the outbox. `serve` starts it and keeps it running."""

from __future__ import annotations

import logging
import os
import signal
from datetime import timedelta
from threading import Event

import click

from survey_app.commands.opening import open_site, settings_or_stop
from survey_app.commands.stop import Stop
from survey_app.services.alert_overdue import alert
from survey_app.services.mail import LEASE, SmtpPost, dispatch_one
from survey_app.settings import PREFIX, Settings
from survey_app.storage.database import DatabaseAway
from survey_app.web.site import Site

log = logging.getLogger("survey_app.mail")


@click.command
@click.option("--once", is_flag=True, help="Send what is due now, then end.")
@click.option("--every", default=5.0, show_default=True, metavar="SECONDS", help="How often to look.")
@click.option("--lease", type=float, metavar="SECONDS", help="How long a message is held while it is sent.")
@click.option("--parent", type=int, hidden=True, help="End when this process has ended.")
def dispatch(once: bool, every: float, lease: float | None, parent: int | None) -> None:
    """Send the messages of the outbox by SMTP until told to stop. Several may run: each takes its own."""
    settings = settings_or_stop()
    stop_unless_mail(settings)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stopping = stop_when_told()
    held = LEASE if lease is None else timedelta(seconds=lease)
    with open_site(settings) as site:
        while not stopping.is_set() and parent in (None, os.getppid()):
            _write_what_is_late(site)
            if not _sent_one(site, settings, held):
                if once:
                    return
                stopping.wait(every)


def stop_unless_mail(settings: Settings) -> None:
    """Refuse to send without a server and a sender."""
    for name in ("mail_server", "mail_from"):
        if not getattr(settings, name):
            raise Stop(
                f"{PREFIX}{name.upper()} is not set, so no message can leave. docs/operating.md says what it is."
            )


def stop_when_told() -> Event:
    """An event that Ctrl-C or a polite kill sets: the message in hand is still finished."""
    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def _write_what_is_late(site: Site) -> None:
    try:
        alert(site, site.calendar)
    except DatabaseAway as error:
        log.warning("The database does not answer (%s). It is asked again.", error)


def _sent_one(site: Site, settings: Settings, held: timedelta) -> bool:
    try:
        return dispatch_one(site, SmtpPost(settings), settings, held)
    except DatabaseAway as error:
        log.warning("The database does not answer (%s). It is asked again.", error)
        return False
