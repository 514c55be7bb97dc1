"""`send-voices health`: one line for each thing that matters, and 1 when somebody has to act."""

from __future__ import annotations

import click

from survey_app.commands.opening import open_site
from survey_app.commands.stop import Wrong
from survey_app.services.health import findings


@click.command
def health() -> None:
    """Look at settings, database, keys, outbox and teams; for a timer that tells somebody when it ends with 1."""
    with open_site() as site, site.reading() as work:
        found = list(findings(work))
    for finding in found:
        click.echo(f"{'ok    ' if finding.well else 'WRONG '} {finding.words}")
    wrong = sum(not finding.well for finding in found)
    if wrong:
        raise Wrong(f"{wrong} of {len(found)} checks found something wrong.")
