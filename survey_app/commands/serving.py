"""`send-voices serve`: the site for real, behind a proxy, with the outbox's dispatcher beside it."""

from __future__ import annotations

import socket
from collections.abc import Callable

import click

from survey_app.commands.dispatching import stop_unless_mail
from survey_app.commands.opening import open_site, settings_or_stop
from survey_app.commands.stop import Stop
from survey_app.settings import PREFIX, Settings

LAST_PORT = 65535


@click.command
@click.option(
    "--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen."
)
def serve(bind: str) -> None:
    """Serve the site until told to stop. It does not start when something would go wrong later."""
    settings = settings_or_stop()
    stop_unless_ready(settings)
    stop_unless_free(bind)
    run_server(settings, bind)


def stop_unless_ready(settings: Settings, about_mail: bool = True) -> None:
    """Refuse with a sentence: database away or of another version, keys that do not fit, a broken catalogue,
    half a mail setting.
    """
    from survey_app.services.catalogues import FOLDER, BadCatalogue, read_catalogues
    from survey_app.services.health import KEYS_DO_NOT_FIT, keys_fit

    try:
        read_catalogues(settings.translations or FOLDER)
    except BadCatalogue as problem:
        raise Stop(f"{PREFIX}TRANSLATIONS: {problem}") from None
    with open_site(settings) as site, site.reading() as work:
        if not keys_fit(work):
            raise Stop(f"{PREFIX}MASTER_KEYS: {KEYS_DO_NOT_FIT}")
    if settings.mail_server:
        stop_unless_mail(settings)
    elif about_mail:
        click.echo(
            f"{PREFIX}MAIL_SERVER is not set: concerns wait on the site, and nobody is told by mail.",
            err=True,
        )


def stop_unless_free(bind: str) -> None:
    """Refuse to listen where nobody can, or where somebody else does."""
    host, _, port = bind.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and 0 < int(port) <= LAST_PORT):
        raise Stop(f"The site cannot listen at {bind}: write a host and a port, like 127.0.0.1:8000.")
    try:
        socket.create_server((host, int(port))).close()
    except OSError as error:
        raise Stop(f"The site cannot listen at {bind}: {error.strerror}. Choose another port.") from None


def run_server(
    settings: Settings, bind: str, ready: Callable[[], None] = lambda: None, chatty: bool = True
) -> None:
    """Serve in this process and its workers, and end the process at the end. `ready` is called once it listens."""
    from survey_app.commands.gunicorn_master import Site

    Site(settings, bind, ready, chatty).run()
