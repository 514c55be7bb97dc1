"""`send-voices correct`: better wording for a questionnaire that is in use."""

from __future__ import annotations

from pathlib import Path

import click

from questionnaires.loader import read_texts
from questionnaires.problems import QuestionnaireProblems
from survey_app.commands.opening import open_site
from survey_app.commands.operator import NAME
from survey_app.commands.stop import Stop, Wrong
from survey_app.services.errors import Refused


@click.command
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--survey", "name", required=True, metavar="REF/AUDIENCE", help="A survey, or the code of its link."
)
@click.option("--why", required=True, help="The reason, which is written down.")
def correct(folder: Path, name: str, why: str) -> None:
    """Serve the questionnaire in FOLDER to those who begin from now on; who has begun keeps the old wording."""
    from survey_app.services import publish
    from survey_app.services.find_visit import survey_named

    with open_site() as site:
        try:
            texts = {file: text.decode() for file, text in read_texts(folder).items()}
            with site.writing() as work:
                corrected = publish.correct(work, survey_named(work, name), texts, NAME, why)
        except QuestionnaireProblems as problems:
            for problem in problems.problems:
                click.echo(f"{folder}/{problem}")
            raise Wrong("Nothing was changed: put these right first.") from None
        except UnicodeDecodeError:
            raise Stop(f"A file in {folder} is not UTF-8. `send-voices check {folder}` says where.") from None
        except Refused as refused:
            raise Stop(refused.sentence) from None
    click.echo(f"{corrected.id} is served in version {corrected.version} from now on.")
