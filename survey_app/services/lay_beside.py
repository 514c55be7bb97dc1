"""Lays each text of easy read beside its standard wording and what the rules say about it, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from accessibility.places import lines_of
from accessibility.review import Path, easy_texts
from questionnaires.faces import EASY_READ, EASY_READ_FILE
from questionnaires.model import Page, Question, Questionnaire
from survey_app.services.review_questions import Remark, Review, Texts

FIRST_PAGE = ""
SORTS: Mapping[str, str] = {"title": "Title", "intro": "Introduction", "titles": "Heading"}
PARTS: Mapping[str, str] = {
    "text": "Question",
    "hint": "Hint",
    "options": "Answer",
    "for_readers": "For some readers",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One text: what it is, its line in easy_read.yaml (0: not written there), its pieces, each marked or not."""

    sort: str
    line: int
    pieces: tuple[tuple[str, bool], ...]
    standard: str
    remarks: tuple[Remark, ...]


def rows_by_page(
    questionnaire: Questionnaire, review: Review, texts: Texts, rule: str
) -> dict[str, list[Row]]:
    """The texts of each page by its id, in the order in which they are read; those before any under FIRST_PAGE."""
    easy = questionnaire.faces.get(EASY_READ)
    said = {path: text for path, text in easy_texts(easy).items() if text} if easy else {}
    lines = lines_of(said, texts.get(EASY_READ_FILE, ""))
    homes = _homes(questionnaire)
    remarks: dict[Path, list[Remark]] = {}
    for remark in review.by_rule(rule):
        remarks.setdefault(_row_of(remark, said), []).append(remark)
    laid: dict[str, list[Row]] = {}
    for path in _in_reading_order(questionnaire, said):
        row = _row(
            path, said[path], lines.get(path, 0), _standard(questionnaire, path), remarks.get(path, ())
        )
        laid.setdefault(homes.get(path[1] if len(path) > 1 else "", FIRST_PAGE), []).append(row)
    return laid


def of_the_whole(review: Review, rule: str) -> tuple[Remark, ...]:
    """The remarks about no text in particular."""
    return tuple(remark for remark in review.by_rule(rule) if not remark.placed.finding.path)


def _row(path: Path, text: str, line: int, standard: str, remarks: Iterable[Remark]) -> Row:
    remarks = tuple(remarks)
    spans = [
        (one.placed.finding.start, one.placed.finding.end)
        for one in remarks
        if one.placed.finding.path == path
    ]
    return Row(_sort(path), line, tuple(_pieces(text, spans)), standard, remarks)


def _sort(path: Path) -> str:
    return SORTS.get(path[0]) or PARTS[path[2]]


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text cut wherever a mark begins or ends; marks that overlap become one."""
    at = 0
    for start, end in sorted(spans):
        start = max(start, at)
        if start < end:
            if at < start:
                yield text[at:start], False
            yield text[start:end], True
            at = end
    if at < len(text):
        yield text[at:], False


def _row_of(remark: Remark, said: Mapping[Path, str]) -> Path:
    """The text that a remark stands with: its own, or that of the question or answer whose picture or page it is."""
    path = remark.placed.finding.path
    return next((near for near in (path, (*path, "text"), (*path[:-1], "text")) if near in said), ())


def _homes(questionnaire: Questionnaire) -> dict[str, str]:
    """The page on which the words under an id are first read; no section or page shares its id with a question."""
    homes: dict[str, str] = {}
    for page in questionnaire.pages:
        for name in _names_on(questionnaire, page):
            homes.setdefault(name, page.id)
    return homes


def _in_reading_order(questionnaire: Questionnaire, said: Mapping[Path, str]) -> list[Path]:
    order: dict[str, int] = {}
    for place, name in enumerate(_names(questionnaire)):
        order.setdefault(name, place)
    return sorted(said, key=lambda path: order.get(path[1], -1) if path[0] in ("titles", "questions") else -1)


def _names(questionnaire: Questionnaire) -> Iterator[str]:
    return (name for page in questionnaire.pages for name in _names_on(questionnaire, page))


def _names_on(questionnaire: Questionnaire, page: Page) -> tuple[str, ...]:
    return (questionnaire.section_of[page.id].id, page.id, *(question.id for question in page.questions))


def _standard(questionnaire: Questionnaire, path: Path) -> str:
    """The standard wording of the same thing; empty where the two are not written thing by thing."""
    match path:
        case ("title",):
            return questionnaire.title
        case ("titles", name):
            page = questionnaire.page_by_id.get(name)
            return (
                page.title
                if page
                else next((one.title for one in questionnaire.sections if one.id == name), "")
            )
        case ("questions", name, *rest):
            question = questionnaire.questions.get(name)
            return _of_question(question, rest) if question else ""
    return ""


def _of_question(question: Question, rest: list[str]) -> str:
    match rest:
        case ["text"]:
            return question.text
        case ["hint"]:
            return question.hint
        case ["options", option_id, "text"]:
            option = question.option(option_id)
            return option.text if option else ""
    return ""
