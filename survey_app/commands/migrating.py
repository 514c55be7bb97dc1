"""`send-voices migrate`: make the tables, or bring them to the version of the software."""

from __future__ import annotations

import click

from survey_app.commands.opening import open_database, settings_or_stop
from survey_app.commands.stop import Stop


@click.command
@click.option("--to", default="head", show_default=True, metavar="N", help="A number such as 0001, or base.")
def migrate(to: str) -> None:
    """Move the database to migration N: all of the way, or not at all."""
    from survey_app.storage import migrate as steps

    with open_database(settings_or_stop()) as database:
        was = steps.current(database)
        try:
            now = steps.move(database, to)
        except steps.MigrationProblem as problem:
            raise Stop(str(problem)) from None
    click.echo(f"The database is at {now}." if now == was else f"The database went from {was} to {now}.")
