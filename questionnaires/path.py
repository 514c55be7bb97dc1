"""Where next? Answers with pages, never with addresses: the web turns a page into a link."""

from __future__ import annotations

from questionnaires.model import Page, Question, Questionnaire
from questionnaires.rules import Answers, AnswerValue


def shown_questions(page: Page, kept: Answers) -> tuple[Question, ...]:
    """The questions of a page that are asked, given the kept answers."""
    return tuple(question for question in page.questions if _asked(question, kept))


def shown_pages(questionnaire: Questionnaire, answers: Answers) -> tuple[Page, ...]:
    """The pages that these answers lead through, in order. Answers to hidden questions change nothing."""
    kept = kept_answers(questionnaire, answers)
    return tuple(page for page in questionnaire.pages if _asked(page, kept) and shown_questions(page, kept))


def next_page(questionnaire: Questionnaire, answers: Answers, page_id: str) -> Page | None:
    """The page after this one, or None when the path is finished."""
    return _neighbour(questionnaire, answers, page_id, step=1)


def previous_page(questionnaire: Questionnaire, answers: Answers, page_id: str) -> Page | None:
    """The page before this one, or None at the beginning."""
    return _neighbour(questionnaire, answers, page_id, step=-1)


def kept_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, AnswerValue]:
    """The answers that are still on the path: a hidden question's old answer is not sent.

    Questions are taken in order and a rule looks only at answers that are themselves kept.
    """
    kept: dict[str, AnswerValue] = {}
    for page in questionnaire.pages:
        if _asked(page, kept):
            for question in page.questions:
                if question.id in answers and _asked(question, kept):
                    kept[question.id] = answers[question.id]
    return kept


def _asked(part: Page | Question, kept: Answers) -> bool:
    return part.show_if is None or part.show_if.holds(kept)


def _neighbour(questionnaire: Questionnaire, answers: Answers, page_id: str, step: int) -> Page | None:
    order = {page.id: place for place, page in enumerate(questionnaire.pages)}
    here = order.get(page_id, -1)
    pages = shown_pages(questionnaire, answers)
    if step > 0:
        return next((page for page in pages if order[page.id] > here), None)
    return next((page for page in reversed(pages) if order[page.id] < here), None)
