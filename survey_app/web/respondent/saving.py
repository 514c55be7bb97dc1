"""Saving a posted page; and what is said when it was answered in another tab or on another phone meanwhile."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import abort, g, request
from flask_babel import gettext as _

from questionnaires.model import Page
from questionnaires.path import kept_answers, shown_questions
from questionnaires.rules import AnswerValue
from survey_app.services import take_part, two_tabs
from survey_app.services.take_part import DraftState, PageRead
from survey_app.web.fields.table import sentence
from survey_app.web.page_view import page_views
from survey_app.web.respondent.drawing import draw_page, in_words
from survey_app.web.respondent.here import Here, where
from survey_app.web.respondent.reading import reading_of
from survey_app.web.showable import showable
from survey_app.web.site import site

TRIES = 5
OWN_FIELDS = frozenset({"csrf_token", "skip", "seen", "later", "keep_other", "to_language"})
MARK = re.compile(r"[0-9a-f]{0,16}", re.ASCII)
Sent = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """The mark of the stored answers that a page shows, and those given elsewhere: question, answer in words.

    `unsaved`: what the page shows was typed and sent, and could not be kept.
    """

    mark: str = two_tabs.NOTHING_SHOWN
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unsaved: bool = False


class AnsweredElsewhere(Exception):
    """The page was answered in another tab or on another phone since it was shown; nothing was overwritten."""

    def __init__(self, here: Here, mark: str) -> None:
        super().__init__()
        self.here = here
        self.mark = mark


def draw_stored(here: Here, shown: Page, mark: str) -> str:
    """A page as it is stored; `mark` comes back with the form."""
    g.seen = Seen(mark)
    return draw_page(here, shown, here.draft.answers, {})


def draw_given_back(here: Here, shown: Page, mark: str, sent: Sent) -> str:
    """A page that could not be kept, as it was typed: what is wrong with it, or that it has to be sent again."""
    read = _read(shown, sent)
    if read.problems:
        return draw_again(here, shown, sent, read)
    if two_tabs.answered_elsewhere(shown, here.draft, read, mark, mark_in(sent)):
        return draw_elsewhere(AnsweredElsewhere(here, mark), shown, read)
    if two_tabs.answers_on(shown, here.draft) == {name: v for name, v in read.answers.items() if v}:
        return draw_stored(here, shown, mark)
    g.seen = Seen(mark, unsaved=True)
    return draw_page(here, shown, {**here.draft.answers, **_typed(shown, sent)}, {})


def draw_again(here: Here, shown: Page, sent: Sent, read: PageRead) -> str:
    """A page as it was typed, with a sentence beside what could not be read."""
    g.seen = Seen(mark_in(sent))
    problems = {name: sentence(problem) for name, problem in read.problems.items()}
    return draw_page(here, shown, {**here.draft.answers, **_typed(shown, sent)}, problems)


def draw_elsewhere(found: AnsweredElsewhere, shown: Page, read: PageRead) -> str:
    """A page as it was typed, beside the answers that are stored now; sending it once more keeps what was typed."""
    here, mine = found.here, {name: value for name, value in read.answers.items() if value}
    theirs = two_tabs.answers_on(shown, here.draft)
    other_pages = {name: value for name, value in here.draft.answers.items() if name not in read.answers}
    differ = {name for name in read.answers if mine.get(name) != theirs.get(name)}
    reading = reading_of(here.draft.questionnaire, here.draft.answers)
    view = page_views().page(here.draft.questionnaire, shown, reading)
    kept = ((one.text, in_words(one, theirs.get(one.id))) for one in view.questions if one.id in differ)
    g.seen = Seen(found.mark, tuple(kept))
    sentence = _("You answered this in another tab or on another phone.")
    return draw_page(here, shown, {**other_pages, **mine}, dict.fromkeys(differ, sentence))


def form_sent() -> Sent:
    """The posted fields with all their values."""
    return {name: request.form.getlist(name) for name in request.form}


def read_form(shown: Page, sent: Sent) -> PageRead:
    """The posted page; a field that the page never had is refused."""
    if set(sent) - {question.id for question in shown.questions} - OWN_FIELDS:
        abort(400)
    return _read(shown, sent)


def mark_in(sent: Sent) -> str:
    """The mark that came with a form; none counts as that of a page which showed no answer."""
    mark = next(iter(sent.get("seen", ())), two_tabs.NOTHING_SHOWN)
    return mark if MARK.fullmatch(mark) else two_tabs.NOTHING_SHOWN


def _read(shown: Page, sent: Sent) -> PageRead:
    if "skip" in sent:
        return PageRead({question.id: None for question in shown.questions}, {})
    return take_part.read_page(shown, sent)


def _typed(shown: Page, sent: Sent) -> dict[str, AnswerValue]:
    """What was typed or chosen, just as it came, to be shown again."""
    typed: dict[str, AnswerValue] = {}
    for question in shown.questions:
        values = [showable(value) for value in sent.get(question.id, ())]
        if values:
            typed[question.id] = tuple(values) if question.options else values[0]
    return typed


def save(here: Here, shown: Page, read: PageRead, seen: str) -> Here:
    """Store the page; when another tab was quicker, load what it saved and add this page to it.

    Raises AnsweredElsewhere when the other tab has answered this very page, in another way.
    """
    for _try in range(TRIES):
        with site().writing() as work:
            secret, draft = here.begun.secret, here.draft
            mark = two_tabs.mark_of(work, secret, shown, draft)
            if two_tabs.answered_elsewhere(shown, draft, read, mark, seen):
                raise AnsweredElsewhere(here, mark)
            asked = _asked(shown, draft, read)
            if take_part.save_page(work, here.entry, secret, draft, asked):
                return replace(here, draft=_with(draft, asked))
        with site().reading() as work:
            here = where(work, here.code)
    abort(409)


def _asked(shown: Page, draft: DraftState, read: PageRead) -> PageRead:
    """A question that the page did not show was not skipped by it."""
    asked = {one.id for one in shown_questions(shown, kept_answers(draft.questionnaire, draft.answers))}
    return PageRead({name: value for name, value in read.answers.items() if value or name in asked}, {})


def _with(draft: DraftState, read: PageRead) -> DraftState:
    answers = {**draft.answers, **read.answers}
    return DraftState(draft.questionnaire, {name: value for name, value in answers.items() if value}, 1)
