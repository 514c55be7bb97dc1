"""`send-voices demo`: an invented inspection to look at, loaded once and served until Ctrl-C."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from survey_app.commands.demo_folder import DemoFolder
from survey_app.commands.demo_tour import tour
from survey_app.commands.opening import open_site, settings_or_stop
from survey_app.commands.progress import progress
from survey_app.commands.serving import run_server, stop_unless_free, stop_unless_ready
from survey_app.commands.stop import Stop
from survey_app.commands.writing import OWNER_ONLY, write_file
from survey_app.services.demonstration.loading import SignIn, how_many, is_loaded, load
from survey_app.services.demonstration.making_together import group_addresses
from survey_app.services.demonstration.tour import addresses
from survey_app.settings import Settings
from survey_app.storage import migrate
from survey_app.storage.database import Database

HOST = "127.0.0.1"


@click.command
@click.option("--data", default=".demo", show_default=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--links", type=click.Path(path_type=Path, dir_okay=False), help="Write the addresses as JSON here."
)
@click.option(
    "--code", "who", metavar="EMAIL", help="Print this person's one-time code of the moment, and end."
)
def demo(data: Path, port: int, links: Path | None, who: str | None) -> None:
    """Serve an invented inspection at http://127.0.0.1:PORT. What is answered stays in the folder DATA."""
    os.umask(0o077)
    folder = DemoFolder(data)
    if who:
        click.echo(folder.code_of(who))
        return
    stop_unless_free(f"{HOST}:{port}")
    if links:
        links.unlink(missing_ok=True)
    settings = _settings(folder, port)
    _load_once(settings, folder.staff())
    stop_unless_ready(settings, about_mail=False)
    run_server(settings, f"{HOST}:{port}", ready=lambda: _show(settings, folder, links), chatty=False)


def _settings(folder: DemoFolder, port: int) -> Settings:
    return settings_or_stop(
        **folder.keys(),
        database=f"sqlite:///{folder.database}",
        public_address=f"http://{HOST}:{port}",
        mail_server="",
        workers=2,
        proxies=0,
    )


def _load_once(settings: Settings, staff: tuple[SignIn, ...]) -> None:
    database = Database(settings.database, pool_size=1)
    try:
        migrate.move(database)
    except migrate.MigrationProblem as problem:
        raise Stop(f"{problem} `make demo-reset` starts anew.") from None
    finally:
        database.dispose()
    with open_site(settings) as site:
        with site.reading() as work:
            if is_loaded(work):
                return
            total = how_many(work.now, site.calendar)
        with progress("Inventing answers", total) as advance:
            load(site, site.calendar, staff, advance)


def _show(settings: Settings, folder: DemoFolder, links: Path | None) -> None:
    """Say where everything is, now that the server listens."""
    base, staff = settings.public_address, folder.staff()
    with open_site(settings) as site, site.reading() as work:
        surveys, groups = addresses(work, base), group_addresses(work, base)
    if links:
        told = {
            "base": base,
            "surveys": [survey.as_link() for survey in surveys],
            "groups": [group.as_link() for group in groups],
            "staff": [asdict(who) for who in staff],
        }
        write_file(links, json.dumps(told, indent=2).encode(), OWNER_ONLY)
    click.echo(tour(base, surveys, groups, staff, folder.shown))
