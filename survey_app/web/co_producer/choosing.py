"""What an author may choose for a preview: words, language, colours and size, each with its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accessibility.easy_read import face_of, faces_offered
from accessibility.languages import ENGLISH, LANGUAGES
from accessibility.preferences import CHOICES, SIGNED, Preferences
from questionnaires.model import Questionnaire

LABELS: Mapping[str, str] = {
    "face": "Words",
    "language": "Language",
    "theme": "Colours",
    "text_size": "Size of words",
    "reader": "Readers",
}
# For staff, in the words of the file rather than those of a reader.
FACES: Mapping[str, str] = {
    "standard": "Standard",
    "easy_read": "Easy read",
    "easy_read_pictures": "Easy read with pictures",
    SIGNED: "Signed video",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One list to choose from, with what is chosen now."""

    name: str
    label: str
    options: Mapping[str, str]
    chosen: str


def look_wanted(questionnaire: Questionnaire, wanted: Mapping[str, str]) -> Preferences:
    """The look that was asked for; what is not on offer here is as if never asked for."""
    face = wanted.get("face") or _best_face(questionnaire)
    chosen = Preferences().choosing({**wanted, "face": face}, _languages(questionnaire))
    return chosen.choosing({"face": face_of(chosen.face, questionnaire)})


def reader_wanted(questionnaire: Questionnaire, wanted: Mapping[str, str]) -> str:
    """The group of readers whose wording is shown; empty for the words for everybody."""
    groups = questionnaire.readers.groups if questionnaire.readers else {}
    return wanted["reader"] if wanted.get("reader") in groups else ""


def choices(questionnaire: Questionnaire, look: Preferences, reader: str) -> tuple[Choice, ...]:
    """The lists of a form that changes the preview."""
    offered: Mapping[str, Mapping[str, str]] = {
        "face": {face: FACES[face] for face in faces_offered(questionnaire)},
        "language": _languages(questionnaire),
        "theme": {name: str(words) for name, words in CHOICES["theme"].items()},
        "text_size": {size: f"{size} %" for size in CHOICES["text_size"]},
    }
    lists = [
        Choice(name, LABELS[name], options, str(getattr(look, name))) for name, options in offered.items()
    ]
    if questionnaire.readers:
        groups = {name: name.replace("_", " ").capitalize() for name in questionnaire.readers.groups}
        lists.append(Choice("reader", LABELS["reader"], {"": "Everybody", **groups}, reader))
    return tuple(lists)


def _best_face(questionnaire: Questionnaire) -> str:
    """What authors of easy read want to see first."""
    offered = faces_offered(questionnaire)
    return "easy_read_pictures" if "easy_read_pictures" in offered else offered[0]


def _languages(questionnaire: Questionnaire) -> Mapping[str, str]:
    """The languages that the questionnaire is written in, by code; drafts say that they are."""
    there = {code: language for code, language in LANGUAGES.items() if code in questionnaire.faces}
    return {ENGLISH.code: ENGLISH.english} | {
        code: language.english + ("" if questionnaire.faces[code].review == "reviewed" else " (draft)")
        for code, language in there.items()
    }


def counted(levels: Mapping[str, int]) -> str:
    """How many findings there are, in words."""
    said = {"must": "to change", "should": "to think about", "hint": "hints"}
    parts = [f"{levels[level]} {words}" for level, words in said.items() if levels.get(level)]
    parts = ["1 hint" if part == "1 hints" else part for part in parts]
    return ", ".join(parts) or "Nothing found"
