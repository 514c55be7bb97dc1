"""`send-voices co-production`: the words of a review as files that a person edits and commits, and back again."""

from __future__ import annotations

from pathlib import Path

import click

from questionnaires.loader import read_texts
from questionnaires.wording_changes import said
from survey_app.commands.opening import open_site
from survey_app.commands.operator import NAME
from survey_app.commands.stop import Stop
from survey_app.commands.writing import write_file
from survey_app.services.errors import NotFound, Refused

NO_ROUND = "There is no review {round}. Its id is in the address of its page."


@click.group("co-production")
def co_production() -> None:
    """Carry the words of a review out to files, and files back into a review."""


@co_production.command("export")
@click.argument("round_id", metavar="ROUND")
@click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="A new folder."
)
def export_round(round_id: str, folder: Path) -> None:
    """Write the questionnaire of a review as it is now, a patch (changes.diff) and the reasons (changes.md)."""
    from survey_app.services.carry_wording import carried_out
    from survey_app.services.permissions import Person

    if folder.exists() and any(folder.iterdir()):
        raise Stop(f"{folder} is not empty. Name a new folder, so that nothing is written over.")
    try:
        with open_site() as site, site.reading() as work:
            files = carried_out(work, Person("", NAME, administrator=True), round_id)
    except NotFound:
        raise Stop(NO_ROUND.format(round=round_id)) from None
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_file(folder / name, text.encode())
    click.echo(f"{len(files)} files are in {folder}. Read changes.md, then commit the YAML files.")


@co_production.command("import")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--round", "round_id", required=True, metavar="ROUND", help="The id of the review.")
@click.option("--why", default="Edited by hand.", help="The reason, which the groups read.")
def import_round(folder: Path, round_id: str, why: str) -> None:
    """Make the YAML in FOLDER, edited by hand, the draft of a review; refused when the review moved on since."""
    from survey_app.services.carry_wording import brought_in
    from survey_app.services.permissions import Person

    files = _files(folder)
    try:
        with open_site() as site, site.writing() as work:
            different = brought_in(work, Person("", NAME, administrator=True), round_id, files, why)
    except NotFound:
        raise Stop(NO_ROUND.format(round=round_id)) from None
    except Refused as refused:
        raise Stop(refused.sentence) from None
    for one in different:
        click.echo(f"{one.question or 'first page'}, {one.file}: {one.what}. {said(one)}")
    click.echo(f"Places changed: {len(different)}." if different else "Nothing was different.")


def _files(folder: Path) -> dict[str, str]:
    from survey_app.services.carry_wording import HEADER_FILE

    try:
        files = {name: text.decode() for name, text in read_texts(folder).items()}
        header = folder / HEADER_FILE
        return {**files, HEADER_FILE: header.read_text("utf-8")} if header.is_file() else files
    except UnicodeDecodeError:
        raise Stop(f"A file in {folder} is not UTF-8. `send-voices check {folder}` says where.") from None
