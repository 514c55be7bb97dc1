"""Two tabs or two phones on one draft: a page says which answers it showed, so that none is overwritten unseen."""

from __future__ import annotations

from hashlib import blake2b

from questionnaires.model import Page
from questionnaires.path import kept_answers, shown_questions
from questionnaires.rules import AnswerValue
from survey_app.services.take_part import DraftState, PageRead, draft_key, packed
from survey_app.services.work import Work

# The mark of a page that showed no answer: the same for everybody, so that such a page is drawn once.
NOTHING_SHOWN = ""
MARK_BYTES = 8


def answers_on(page: Page, draft: DraftState) -> dict[str, AnswerValue]:
    """The answers that a page shows: those to its questions that the earlier answers bring up."""
    kept = kept_answers(draft.questionnaire, draft.answers)
    shown = (question.id for question in shown_questions(page, kept))
    return {name: draft.answers[name] for name in shown if name in draft.answers}


def mark_of(work: Work, secret: str, page: Page, draft: DraftState) -> str:
    """A mark of exactly the answers that a page shows; it says nothing about them to anybody else."""
    shown = answers_on(page, draft)
    if not shown:
        return NOTHING_SHOWN
    key = draft_key(work, secret).sent_key.encode()
    body = packed(dict(sorted(shown.items()))).encode()
    return blake2b(body, key=key, person=b"seen", digest_size=MARK_BYTES).hexdigest()


def answered_elsewhere(page: Page, draft: DraftState, read: PageRead, mark: str, seen: str) -> bool:
    """True when saving `read` would overwrite answers (`mark`) that its sender was not shown (`seen`)."""
    return mark != seen and answers_on(page, draft) != {name: v for name, v in read.answers.items() if v}
