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
@click.option(
    "--false-flags", is_flag=True, help="Instead, answers flagged as harm where the machine was wrong."
)
def labels(visit: str, out: Path, false_flags: bool) -> None:
    """Write the answers of VISIT that people have coded to OUT (.jsonl), to train or to measure with."""
    from survey_app.services import labels as themes
    from survey_app.services import safeguarding_labels as flags
    from survey_app.services.find_visit import visit_named

    note = flags.note_false_flags if false_flags else themes.note_labels
    labelled = flags.false_flags if false_flags else themes.labels
    with open_site() as site:
        try:
            with site.writing() as work:
                visit_id = visit_named(work, visit).id
                note(work, leading(visit_id), visit_id)
            with site.reading() as work:
                lines = list(themes.as_lines(labelled(work, leading(visit_id), visit_id)))
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
