"""`send-voices labels` and `send-voices scan-again`: what people decided about themes, and a new run of the machine."""

from __future__ import annotations

from pathlib import Path

import click

from survey_app.commands.opening import open_site
from survey_app.commands.operator import leading
from survey_app.commands.stop import Stop
from survey_app.commands.writing import OWNER_ONLY, write_file
from survey_app.services.errors import Refused


@click.command
@click.argument("visit")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
def labels(visit: str, out: Path) -> None:
    """Write the answers of VISIT that people have coded to OUT (.jsonl), to train or to measure with."""
    from survey_app.services.find_visit import visit_named
    from survey_app.services.labels import as_lines, note_labels
    from survey_app.services.labels import labels as labelled

    with open_site() as site:
        try:
            with site.writing() as work:
                visit_id = visit_named(work, visit).id
                note_labels(work, leading(visit_id), visit_id)
            with site.reading() as work:
                lines = list(as_lines(labelled(work, leading(visit_id), visit_id)))
        except Refused as problem:
            raise Stop(str(problem)) from None
    write_file(out, b"".join(lines), OWNER_ONLY)
    # What was read is only as safe as where it lies now.
    click.echo(f"{len(lines):,} answers in {out}, readable by you alone.")


@click.command("scan-again")
@click.argument("visit")
def scan_again(visit: str) -> None:
    """Read the answers of VISIT for themes with the machine as it is now; what people decided stays."""
    from survey_app.services import scan_again as scanning
    from survey_app.services.find_visit import visit_named

    with open_site() as site:
        try:
            with site.reading() as work:
                visit_id = visit_named(work, visit).id
                found = scanning.scan_again(work, leading(visit_id), visit_id)
            with site.writing() as work:
                scanning.keep_codes(work, leading(visit_id), visit_id, found)
        except Refused as problem:
            raise Stop(str(problem)) from None
    click.echo(f"{len(found.answers):,} answers read, {len(found.codes):,} codes found.")
    if found.unread:
        click.echo(f"{found.unread:,} answers could not be read and keep the codes that they had.", err=True)
