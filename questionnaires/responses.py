"""ResponseRow: the flat record that the site writes and the analysis reads, their only contract."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One answer to one question; a `several` answer gives a row for each chosen option.

    response       random id of the response; the same on all its rows, and meaningless elsewhere
    inspection     the inspection's reference; a reference without a place name where results are national
    visit_kind     id of the kind of inspection or visit
    audience       young_people, parents_carers, practitioners, ...
    questionnaire  id of the questionnaire, with `version` (the author's number)
    wave           label of a repeated survey's wave, empty otherwise
    received_on    the day, nothing finer
    mode           online or paper
    language       of the page that was answered, such as en-GB
    face           standard, easy_read or easy_read_pictures
    complete       False when the person left before sending and partial answers are kept by rule
    late           True for paper that came after the close
    question, stem, kind, paragraphs (joined by a space), theme   from the questionnaire
    wording        the question's words in this version
    value          option id, empty for text; `label` its words; `score` from -1 to 1, or None where
                   the option takes no side or the question asks who somebody is
    text           the person's own words, empty for other kinds
    text_language  the language that these seem to be in, such as pl; empty where nobody can tell
    wording_asked  the question's words for people of this person's age, which may be those of `wording`
    """

    response: str
    inspection: str
    visit_kind: str
    audience: str
    questionnaire: str
    version: int
    wave: str
    received_on: date
    mode: str
    language: str
    face: str
    complete: bool
    late: bool
    question: str
    stem: str
    kind: str
    paragraphs: str
    theme: str
    wording: str
    value: str
    label: str
    score: float | None
    text: str
    text_language: str = ""
    wording_asked: str = ""


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(ResponseRow))
