"""`send-voices dispatch`: sends what waits in the outbox. `serve` starts it and keeps it running."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

import click

from survey_app.commands.opening import open_site, settings_or_stop
from survey_app.commands.stop import Stop
from survey_app.services.alert_overdue import alert
from survey_app.services.letters import LETTERS
from survey_app.services.mail import LEASE, Letters, Post, SmtpPost, dispatch_one
from survey_app.services.remind import remind
from survey_app.services.remind_of_plans import remind_of_plans
from survey_app.services.second_channel import NOTICES, WebhookPost, fan_out
from survey_app.settings import PREFIX, Settings
from survey_app.storage.database import DatabaseAway
from survey_app.web.site import Site

log = logging.getLogger("survey_app.mail")


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out: `write` puts what it has to say into the outbox, `post` carries it away."""

    write: Callable[[Site], int]
    post: Post
    letters: Letters


@click.command
@click.option("--once", is_flag=True, help="Send what is due now, then end.")
@click.option("--every", default=5.0, show_default=True, metavar="SECONDS", help="How often to look.")
@click.option("--lease", type=float, metavar="SECONDS", help="How long a message is held while it is sent.")
@click.option("--parent", type=int, hidden=True, help="End when this process has ended.")
def dispatch(once: bool, every: float, lease: float | None, parent: int | None) -> None:
    """Send the messages of the outbox until told to stop. Several may run: each takes its own."""
    settings = settings_or_stop()
    stop_unless_mail(settings)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stopping = stop_when_told()
    held = LEASE if lease is None else timedelta(seconds=lease)
    with open_site(settings) as site:

        def keep_sending(channel: Channel) -> None:
            try:
                while not stopping.is_set() and parent in (None, os.getppid()):
                    if not _sent_one(site, channel, settings, held):
                        if once:
                            return
                        stopping.wait(every)
            except BaseException:
                # Half a dispatcher would go unnoticed: it ends whole, and is started again.
                stopping.set()
                raise

        # Each channel has its own thread, so that one that is slow never holds up the other.
        channels = _channels(settings)
        with ThreadPoolExecutor(len(channels)) as pool:
            running = [pool.submit(keep_sending, channel) for channel in channels]
        for each in running:
            each.result()


def _channels(settings: Settings) -> list[Channel]:
    by_mail = Channel(_written_for_mail, SmtpPost(settings), LETTERS)
    if not settings.webhook_url:
        return [by_mail]
    return [by_mail, Channel(fan_out, WebhookPost(settings), NOTICES)]


def _written_for_mail(site: Site) -> int:
    return alert(site, site.calendar) + remind(site, site.calendar) + remind_of_plans(site, site.calendar)


def stop_unless_mail(settings: Settings) -> None:
    """Refuse to send without a server and a sender, or to post what nobody can check."""
    if settings.webhook_url and not settings.webhook_secret.get_secret_value():
        raise Stop(
            f"{PREFIX}WEBHOOK_URL is set without {PREFIX}WEBHOOK_SECRET: make one with `send-voices keys`."
        )
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


def _sent_one(site: Site, channel: Channel, settings: Settings, held: timedelta) -> bool:
    try:
        channel.write(site)
        return dispatch_one(site, channel.post, settings, held, channel.letters)
    except DatabaseAway as error:
        log.warning("The database does not answer (%s). It is asked again.", error)
        return False
