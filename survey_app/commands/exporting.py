"""`send-voices export`: the answers of a visit as flat rows, for analysis without the site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from survey_app.commands.opening import open_site
from survey_app.commands.operator import inspecting
from survey_app.commands.progress import progress
from survey_app.commands.stop import Stop
from survey_app.services.errors import Refused


@click.command
@click.option("--visit", "reference", required=True, metavar="REF", help="The reference of a visit.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="FILE.csv, .jsonl, .parquet or .xlsx.",
)
def export(reference: str, out: Path) -> None:
    """Write every answer of a visit to a file, complete or not at all. That it was done is written down."""
    from analysis.export_files import ExportProblem, write_rows
    from survey_app.services.export import note_export, rows
    from survey_app.services.find_visit import visit_named

    with open_site() as site:
        try:
            with site.writing() as work:
                visit_id = visit_named(work, reference).id
                note_export(work, inspecting(visit_id), visit_id)
            with site.reading() as work, progress("Rows written") as advance:
                written = write_rows(rows(work, inspecting(visit_id), visit_id), out, _since_last(advance))
        except (Refused, ExportProblem) as problem:
            raise Stop(str(problem)) from None
    # What was read is only as safe as where it lies now.
    click.echo(f"{written:,} rows in {out}, readable by you alone.")


def _since_last(advance: Callable[[int], None]) -> Callable[[int], None]:
    """Turns "so many in all" into "so many more"."""
    seen = 0

    def so_far(count: int) -> None:
        nonlocal seen
        advance(count - seen)
        seen = count

    return so_far
