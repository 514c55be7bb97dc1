"""The pages of one form joined: what is answered for certain, and what a person must be asked, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from questionnaires.answers import AnswerProblem
from questionnaires.kinds import is_text, read_answer
from questionnaires.model import Question, Questionnaire
from questionnaires.path import kept_answers
from questionnaires.rules import AnswerValue
from survey_app.paper.marks import BoxRead, PageRead, State, Why
from survey_app.paper.sheets import PageMap

SENTENCES: Mapping[str, str] = {
    Why.NOT_SEEN: "A box cannot be seen well enough. Look at the picture.",
    Why.FAINT: "There is something very faint in a box. Is it a mark?",
    Why.BESIDE: "There is a mark beside a box. What does it mean?",
    Why.CROSSED_OUT: "A box looks crossed out. Which answer is meant?",
    Why.FILLED: "A box is coloured in beside another mark. Which answer is meant?",
    "one_only": "More than 1 box is ticked, and the question asks for 1. Which answer is meant?",
    "exclusive": "An answer that stands alone is ticked beside others. Which answers are meant?",
    "not_an_option": "A box that the question does not have was read. Look at the picture.",
    "missing": "The page with this question is not here yet. Add a picture of it.",
    "only_shown": "The machine cannot read this page. Type what the picture shows.",
    "twice": "Two pictures of the same page do not say the same. Look at both.",
    "hidden": "This is answered, but going by the other answers it is not asked. Look at the picture.",
    "words": "Type what is written here.",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of the form that a person must settle: `why` is a key of SENTENCES."""

    question: str
    page: int
    why: str

    @property
    def sentence(self) -> str:
        """What the person is asked."""
        return SENTENCES[self.why]


@dataclass(frozen=True, slots=True)
class FormRead:
    """What was read for certain, by question; what is asked; and the numbers of pages that are still missing."""

    answers: Mapping[str, AnswerValue]
    asks: tuple[Ask, ...]
    missing: tuple[int, ...]


def read_form(
    questionnaire: Questionnaire,
    maps: Sequence[PageMap],
    pages: Iterable[PageRead],
    shown: frozenset[int] = frozenset(),
) -> FormRead:
    """The pages of one form as one set of answers; `maps` is the map of its sheets.

    `shown` are numbers of pages of which there is a picture that cannot be read. An answer stands in `answers` only
    where nothing about it is asked.
    """
    read = list(pages)
    unread = {sheet.number for sheet in maps} - {page.number for page in read}
    missing = tuple(sorted(unread - shown))
    pages_of = _pages_of(maps)
    joined = _joined(read)
    written = {area.area.question for page in read for area in page.writing if area.written}
    answers: dict[str, AnswerValue] = {}
    asks: list[Ask] = []
    for question in questionnaire.questions.values():
        numbers = pages_of.get(question.id, ())
        boxes = joined.get(question.id, ())
        value, why = _settled(question, boxes, question.id in written, _why_unread(numbers, missing, unread))
        if why:
            asks.append(Ask(question.id, numbers[0] if numbers else 0, why))
        elif value is not None:
            answers[question.id] = value
    return _without_hidden(questionnaire, FormRead(answers, tuple(asks), missing), pages_of)


def _pages_of(maps: Sequence[PageMap]) -> Mapping[str, tuple[int, ...]]:
    """The pages that each question has boxes or lines on."""
    pages: dict[str, dict[int, None]] = {}
    for sheet in maps:
        for question in (*(box.question for box in sheet.boxes), *(area.question for area in sheet.writing)):
            pages.setdefault(question, {})[sheet.number] = None
    return {question: tuple(numbers) for question, numbers in pages.items()}


def _joined(read: Sequence[PageRead]) -> Mapping[str, tuple[tuple[BoxRead, ...], ...]]:
    """Every box of a question, with each picture's reading of it."""
    boxes: dict[str, dict[str, list[BoxRead]]] = {}
    for page in read:
        for one in page.boxes:
            boxes.setdefault(one.box.question, {}).setdefault(one.box.option, []).append(one)
    return {
        question: tuple(tuple(readings) for readings in options.values())
        for question, options in boxes.items()
    }


def _why_unread(numbers: Iterable[int], missing: Iterable[int], unread: Iterable[int]) -> str:
    """Why a question on these pages was not read; empty where all of them were."""
    if not set(numbers).isdisjoint(missing):
        return "missing"
    return "" if set(numbers).isdisjoint(unread) else "only_shown"


def _settled(
    question: Question, boxes: Sequence[Sequence[BoxRead]], written: bool, unread: str
) -> tuple[AnswerValue | None, str]:
    """The answer, or else why it is asked."""
    if unread:
        return None, unread
    if is_text(question):
        return None, "words" if written else ""
    if why := next(_doubts(boxes), ""):
        return None, why
    try:
        return read_answer(question, [one[0].box.option for one in boxes if _is_marked(one)]), ""
    except AnswerProblem as problem:
        return None, problem.reason


def _doubts(boxes: Sequence[Sequence[BoxRead]]) -> Iterator[str]:
    """What is unsure about the boxes of one question, also where they stand on two pages."""
    for readings in boxes:
        yield from (one.why for one in readings if one.state is State.UNSURE)
        if len({one.state for one in readings}) > 1:
            yield "twice"
    marked = [readings for readings in boxes if _is_marked(readings)]
    if len(marked) > 1 and any(one.filled for readings in marked for one in readings):
        yield Why.FILLED


def _is_marked(readings: Sequence[BoxRead]) -> bool:
    return any(one.state is State.MARKED for one in readings)


def _without_hidden(
    questionnaire: Questionnaire, form: FormRead, pages_of: Mapping[str, tuple[int, ...]]
) -> FormRead:
    """What was answered although other answers say that it is not asked: a person looks before it is dropped.

    Nothing is said of that while a question is still open, as it may be the one that decides.
    """
    kept = kept_answers(questionnaire, form.answers)
    if any(not is_text(questionnaire.questions[ask.question]) for ask in form.asks):
        return form
    hidden = tuple(
        Ask(question, pages_of[question][0], "hidden") for question in form.answers if question not in kept
    )
    return FormRead(kept, form.asks + hidden, form.missing)
