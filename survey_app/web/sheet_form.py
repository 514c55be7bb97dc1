"""The form of a sheet of statements: one step and some words for each, as it was sent."""

from __future__ import annotations

from collections.abc import Mapping

from survey_app.services.self_check import LONGEST_WORDS, STEPS, FilledIn, Given, Sheet
from survey_app.web.showable import showable

STEP_OF = {str(step): step for step in range(len(STEPS))}
LONGEST_NUMBER = 9


def given_in(sheet: Sheet, typed: Mapping[str, str]) -> dict[str, Given]:
    """What was chosen and written for each statement; a step that does not exist counts as none."""
    return {
        one.id: Given(
            STEP_OF.get(typed.get(f"step-{one.id}", "")), showable(typed.get(f"words-{one.id}", "")).strip()
        )
        for one in sheet.statements
    }


def edition_in(typed: Mapping[str, str]) -> int:
    """The edition that the page showed; none that ever was where it is made up."""
    said = typed.get("edition", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < LONGEST_NUMBER else -1


def problems_in(sheet: Sheet, given: Mapping[str, Given], sentence: str) -> list[dict[str, str]]:
    """A refusal for the top of the page, with a link to the statement that it is about, or to the first."""
    long = [one.id for one in sheet.statements if len(given[one.id].words) > LONGEST_WORDS]
    at = f"words-{long[0]}" if long else f"step-{sheet.statements[0].id}-0"
    return [{"text": sentence, "href": f"#{at}"}] if sentence else []


def differing(sheet: Sheet, mine: Mapping[str, Given], theirs: FilledIn) -> dict[str, Given]:
    """What somebody else said meanwhile, of the statements of which this person says something else."""
    return {
        one.id: theirs.of(one.id)
        for one in sheet.statements
        if mine.get(one.id, Given()) != theirs.of(one.id)
    }
