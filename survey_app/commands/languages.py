"""`send-voices languages`: how much is said in each language, who has read it, and what keeps it from people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from accessibility.languages import ENGLISH, LANGUAGES, Language
from questionnaires.definitions import shipped_definitions
from questionnaires.loader import load_questionnaire
from questionnaires.model import Questionnaire
from survey_app.commands.stop import Stop, Wrong
from survey_app.services import catalogues
from survey_app.services.catalogues import (
    REVIEWED,
    BadCatalogue,
    Catalogue,
    read_catalogues,
    template_messages,
)

FOLDER_OF_CATALOGUES = click.Path(path_type=Path, exists=True, file_okay=False)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is in one language: pages and questionnaires, and how many of them a person has read."""

    language: Language
    catalogue: Catalogue | None
    messages: int
    faces: tuple[str, ...]
    reviewed_faces: int
    questionnaires: int

    @property
    def said(self) -> int:
        """How many messages of the pages have words."""
        return self.messages - len(self.catalogue.missing) if self.catalogue else 0

    @property
    def offered(self) -> str:
        """Who is offered it, or why nobody is."""
        if self.catalogue is None or not self.catalogue.complete:
            return f"no: words are missing for {self.messages - self.said} of {self.messages} messages of the pages"
        if not self.faces:
            return "no: no questionnaire speaks it"
        if not self.catalogue.reviewed:
            return "where the lead allows drafts: nobody has read the pages"
        if not self.reviewed_faces:
            return "where the lead allows drafts: nobody has read a questionnaire"
        return f"yes, in {self.reviewed_faces} of {self.questionnaires} questionnaires"

    @property
    def faults(self) -> list[str]:
        """What must not be: pages that somebody read to the end although words are missing."""
        if self.catalogue and self.catalogue.reviewed and not self.catalogue.complete:
            missing = ", ".join(f"“{words}”" for words in self.catalogue.missing[:3])
            return [f"{self.language.english} is marked reviewed, but has no words for {missing}."]
        return []


@click.command
@click.option("--translations", type=FOLDER_OF_CATALOGUES, help="A folder of catalogues in place of ours.")
@click.option("--check", is_flag=True, help="Fail when something marked reviewed is not complete.")
@click.option("--update", is_flag=True, help="Give every catalogue the messages of messages.pot first.")
def languages(translations: Path | None, check: bool, update: bool) -> None:
    """Show for each language what is translated, who has read it, and whether people are offered it."""
    folder = translations or catalogues.FOLDER
    try:
        if update:
            for file in catalogues.bring_up_to_date(folder):
                click.echo(f"{file.relative_to(folder)} has new messages.", err=True)
        rows = coverage(folder)
    except BadCatalogue as problem:
        raise Stop(str(problem)) from None
    click.echo("\n".join(_table(rows)))
    if check and (faults := [fault for row in rows for fault in row.faults]):
        raise Wrong("\n".join(faults))


def coverage(folder: Path = catalogues.FOLDER) -> tuple[Coverage, ...]:
    """What there is in every language but English; raises BadCatalogue."""
    read, messages = read_catalogues(folder), len(template_messages(folder))
    asked = [load_questionnaire(path) for path in shipped_definitions().values()]
    others = (language for language in LANGUAGES.values() if language != ENGLISH)
    return tuple(_coverage(language, read.get(language.code), messages, asked) for language in others)


def _coverage(
    language: Language, catalogue: Catalogue | None, messages: int, asked: Iterable[Questionnaire]
) -> Coverage:
    speaking = {one.id: one.faces.get(language.code) for one in asked}
    faces = {name: face for name, face in speaking.items() if face}
    reviewed = sum(face.review == REVIEWED for face in faces.values())
    return Coverage(language, catalogue, messages, tuple(faces), reviewed, len(speaking))


def _table(rows: Iterable[Coverage]) -> list[str]:
    head = ("language", "pages", "read by", "questionnaires", "read", "offered")
    body = [
        (
            f"{row.language.code} {row.language.english}",
            f"{row.said}/{row.messages}",
            (row.catalogue.review if row.catalogue else "") or "nobody",
            f"{len(row.faces)}/{row.questionnaires}",
            str(row.reviewed_faces),
            row.offered,
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (head, *body)) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (head, *body)
    ]
