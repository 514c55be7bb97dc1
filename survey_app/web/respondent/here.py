"""Where a respondent is: the survey, their start, and what they have answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import url_for

from questionnaires.model import Page, Questionnaire
from survey_app.services import come_back
from survey_app.services import entry as entries
from survey_app.services.entry import Entry
from survey_app.services.errors import DraftGone, NotTakingAnswers
from survey_app.services.publish import version_of
from survey_app.services.take_part import DraftState
from survey_app.services.work import Work
from survey_app.web.languages import speak_as
from survey_app.web.respondent import visitor
from survey_app.web.respondent.visitor import Begun

MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Here:
    """One browser's place in one survey."""

    entry: Entry
    begun: Begun
    draft: DraftState

    @property
    def code(self) -> str:
        """The code in the address."""
        return self.entry.code


def address_of(code: str, questionnaire: Questionnaire, page: Page) -> str:
    """Where a page is asked: by its number, so that a browser's history says nothing of what it asks."""
    return url_for(".page", code=code, page_id=questionnaire.pages.index(page) + 1)


def page_at(questionnaire: Questionnaire, page_id: str) -> Page | None:
    """The page behind the end of an address: its number from 1, or its name."""
    if page_id.isascii() and page_id.isdecimal() and len(page_id) < MOST_DIGITS:
        return dict(enumerate(questionnaire.pages, 1)).get(int(page_id))
    return questionnaire.page_by_id.get(page_id)


def find_entry(work: Work, code: str) -> Entry:
    """The survey behind a code, in whose languages the page speaks from now on; raises NoSuchCode."""
    return speak_as(work, entries.find_entry(work, code))


def where(work: Work, code: str) -> Here:
    """Where this browser is in the survey behind a code; raises NoSuchCode, NotTakingAnswers or DraftGone."""
    return where_in(work, find_entry(work, code))


def where_in(work: Work, entry: Entry) -> Here:
    """Where this browser is in a survey; raises NotTakingAnswers, or DraftGone when there is nothing to go on with."""
    begun = visitor.visit_begun(entry)
    if begun is None and entry.takes_starts:
        raise DraftGone(entry.code)
    if begun is None or not begun.may_go_on(entry):
        raise NotTakingAnswers(entry.code)
    secret, draft = come_back.find_draft(work, entry, begun.secret)
    now_under = replace(begun, secret=secret)
    return Here(entry, now_under, draft or DraftState(version_of(work, begun.digest)))
