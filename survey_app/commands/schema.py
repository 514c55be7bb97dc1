"""`send-voices schema`: JSON Schemas, so that an editor completes and checks a questionnaire while it is written."""

from __future__ import annotations

import json
from pathlib import Path

import click

from questionnaires.json_schema import json_schema, signed_schema, wording_schema
from survey_app.commands.writing import write_file

SCHEMAS = {"questionnaire": json_schema, "wording": wording_schema, "signed": signed_schema}


@click.command
@click.argument("file", type=click.Choice(list(SCHEMAS)), default="questionnaire")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
def schema(file: str, out: Path | None) -> None:
    """Print the schema of questionnaire.yaml, of a wording file (easy_read.yaml, pl.yaml) or of signed.yaml."""
    text = json.dumps(SCHEMAS[file](), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        write_file(out, text.encode())
