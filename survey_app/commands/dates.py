"""`send-voices window`, `timetable` and `kinds`: when a visit of some kind opens, closes and reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from questionnaires.visit_kinds import VisitKindError, load_visit_kinds
from survey_app.calendar.errors import CalendarError
from survey_app.calendar.report import Request, timetable_ics, timetable_text, window_text
from survey_app.commands.stop import Stop
from survey_app.commands.writing import write_file

OPTIONS = (
    click.option("--kind", required=True, metavar="ID", help="A kind of visit: see `send-voices kinds`."),
    click.option(
        "--notified", metavar="2026-11-23T09:30", help="When the area was notified, on England's clock."
    ),
    click.option("--opens", metavar="2026-11-23", help="The first day, where somebody chooses it."),
    click.option("--closes", metavar="2026-12-11", help="The last day, where somebody chooses it."),
    click.option("--working-days", metavar="N", help="How many working days, where somebody chooses them."),
    click.option(
        "--days-off", "days_off_file", metavar="FILE", help="More days off, as docs/operating.md says."
    ),
    click.option("--kinds", "kinds_folder", metavar="DIR", help="A folder of your own kinds of visit."),
)


def about_a_visit(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that date a visit; a date that cannot be ends it with a sentence and 2."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except CalendarError as error:
            raise Stop(str(error)) from None

    for option in reversed(OPTIONS):
        run = option(run)
    return run


@click.command
@about_a_visit
def window(**typed: str | None) -> None:
    """Print when the surveys of a visit open and close, as JSON with the offset of England's clock."""
    click.echo(window_text(_request(typed)))


@click.command
@about_a_visit
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), help="Write a calendar file as well.")
def timetable(ics: Path | None, **typed: str | None) -> None:
    """Print every date of a visit, each with the paragraph that it comes from."""
    request = _request(typed)
    click.echo(timetable_text(request))
    if ics is not None:
        write_file(ics, timetable_ics(request, datetime.now(UTC)))
        click.echo(f"\nCalendar file: {ics}")


@click.command
@click.option(
    "--kinds", "folder", type=click.Path(path_type=Path), help="A folder of your own kinds of visit."
)
def kinds(folder: Path | None) -> None:
    """Print the kinds of inspection and visit, with their surveys and their windows."""
    try:
        known = load_visit_kinds(folder)
    except VisitKindError as error:
        raise Stop(str(error)) from None
    for kind in known.values():
        surveys = ", ".join(spec.audience for spec in kind.surveys)
        click.echo(
            f"{kind.id}\n    {kind.title}\n    open until: {kind.window.words}\n    surveys: {surveys}"
        )


def _request(typed: dict[str, str | None]) -> Request:
    return Request(**typed)  # type: ignore[arg-type]
