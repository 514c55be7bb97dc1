"""A respondent's pages as HTML."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from flask import render_template, request, url_for

from accessibility.easy_read import Reading
from accessibility.preferences import Preferences
from questionnaires.model import Page
from questionnaires.path import kept_answers, previous_page, shown_pages, shown_questions
from questionnaires.rules import Answers, AnswerValue
from survey_app.services.entry import Entry
from survey_app.web.help_lines import help_lines_for
from survey_app.web.languages import Speech, speech
from survey_app.web.page_view import QuestionView, page_views
from survey_app.web.respondent import visitor
from survey_app.web.respondent.drawn_once import drawn_once
from survey_app.web.respondent.here import Here, address_of
from survey_app.web.respondent.reading import reading_of
from survey_app.web.site import site


def draw(template: str, entry: Entry, **words: object) -> str:
    """A respondent's page with what every page needs."""
    return render_template(
        f"respondent/{template}",
        entry=entry,
        look=visitor.look(),
        leave_to=site().settings.leave_to,
        help_lines=help_lines_for(entry.audience),
        picture=page_views().picture,
        **words,
    )


def draw_same(template: str, entry: Entry, **words: Hashable) -> str:
    """A page that shows nothing of its reader: the same for all who come here at this stage with this look."""
    place = (template, request.path, entry, visitor.look(), speech(), *words.items())
    return drawn_once(place, lambda **more: draw(template, entry, **words, **more))


def draw_page(here: Here, shown: Page, answers: Answers, problems: Mapping[str, str]) -> str:
    """A page of questions, with answers filled in and a sentence beside each problem."""
    questionnaire = here.draft.questionnaire
    kept = kept_answers(questionnaire, answers)
    visible = tuple(question.id for question in shown_questions(shown, kept))
    path = shown_pages(questionnaire, here.draft.answers)
    place = Place(
        code=here.code,
        digest=questionnaire.digest,
        page=shown.id,
        reading=reading_of(questionnaire, here.draft.answers),
        look=visitor.look(),
        speech=speech(),
        visible=visible,
        number=next((n for n, other in enumerate(path, 1) if other.id == shown.id), len(path)),
        total=len(path),
        one_each=all(len(page.questions) == 1 for page in questionnaire.pages),
        back=_page_before(here, shown),
    )
    if problems or any(question in answers for question in visible):
        return _draw_place(here, shown, place, answers, problems)
    return drawn_once(place, lambda **more: _draw_place(here, shown, place, {}, {}, **more))


@dataclass(frozen=True, slots=True)
class Place:
    """Everything that a page shows besides answers and problems: the same for everybody who is here."""

    code: str
    digest: str
    page: str
    reading: Reading
    look: Preferences
    speech: Speech
    visible: tuple[str, ...]
    number: int
    total: int
    one_each: bool
    back: str


def _draw_place(
    here: Here, shown: Page, place: Place, answers: Answers, problems: Mapping[str, str], **words: object
) -> str:
    view = page_views().page(here.draft.questionnaire, shown, place.reading)
    return draw(
        "page.html",
        here.entry,
        view=view,
        place=place,
        questions=[question for question in view.questions if question.id in place.visible],
        answers=answers,
        problems=problems,
        **words,
    )


def _page_before(here: Here, shown: Page) -> str:
    back = previous_page(here.draft.questionnaire, here.draft.answers, shown.id)
    if back is None:
        return url_for(".start", code=here.code)
    return address_of(here.code, here.draft.questionnaire, back)


def draw_check(here: Here, key: str, mark: str) -> str:
    """The last look before sending: every question on the path with its answer."""
    questionnaire = here.draft.questionnaire
    reading = reading_of(questionnaire, here.draft.answers)
    kept = kept_answers(questionnaire, here.draft.answers)
    path = shown_pages(questionnaire, kept)
    rows = []
    for shown in path:
        address = address_of(here.code, questionnaire, shown)
        visible = {question.id for question in shown_questions(shown, kept)}
        for question in page_views().page(questionnaire, shown, reading).questions:
            if question.id in visible:
                rows.append((address, question, in_words(question, kept.get(question.id))))
    return draw("check.html", here.entry, rows=rows, key=key, mark=mark, last=address, answered=bool(kept))


def not_open(entry: Entry, typed: Mapping[str, str] | None = None, guide: str = "") -> str:
    """The kind page of a survey that cannot be answered now, with whatever was typed kept in it.

    `guide` is the code of the visit's guide, which tells what is happening.
    """
    return draw("not_open.html", entry, typed=typed or {}, guide=guide)


def in_words(question: QuestionView, value: AnswerValue | None) -> tuple[str, ...]:
    """An answer as its reader knows it; empty when it was skipped."""
    if not value:
        return ()
    if question.own_words:
        return (str(value),)
    chosen = (value,) if isinstance(value, str) else value
    return tuple(option.text for option in question.options if option.id in chosen)
