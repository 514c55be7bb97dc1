"""`send-voices backup`: a copy of an SQLite database, taken while the site runs."""

from __future__ import annotations

from pathlib import Path

import click

from survey_app.commands.opening import open_database, settings_or_stop
from survey_app.commands.stop import Stop


@click.command
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)
def backup(out: Path) -> None:
    """Copy the SQLite database to a file, complete and checked. The master keys are not in it: keep them elsewhere."""
    from survey_app.storage.backup import BackupProblem, copy_sqlite

    with open_database(settings_or_stop()) as database:
        if database.engine.dialect.name != "sqlite":
            raise Stop("This database is PostgreSQL: copy it with pg_dump, as docs/operating.md says.")
        try:
            copy_sqlite(database, out)
        except BackupProblem as problem:
            raise Stop(str(problem)) from None
    click.echo(f"{out}: {out.stat().st_size:,} bytes, complete and checked.")
