"""A respondent's pages as HTML."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, render_template, url_for

from accessibility.symbols import load_symbols
from questionnaires.model import Page
from questionnaires.path import kept_answers, previous_page, shown_pages, shown_questions
from questionnaires.rules import Answers, AnswerValue
from survey_app.services.entry import Entry
from survey_app.web.respondent import visitor
from survey_app.web.respondent.help_lines import help_lines_for
from survey_app.web.respondent.here import Here
from survey_app.web.respondent.page_view import PageViews, QuestionView
from survey_app.web.site import site

EXTENSION = "page_views"


def page_views() -> PageViews:
    """The app's page views, made once; a partnership's own pictures take the place of ours, by name."""
    views: PageViews | None = current_app.extensions.get(EXTENSION)
    if views is None:
        views = current_app.extensions[EXTENSION] = PageViews(load_symbols(site().settings.symbols))
    return views


def draw(template: str, entry: Entry, **words: object) -> str:
    """A respondent's page with what every page needs."""
    return render_template(
        f"respondent/{template}",
        entry=entry,
        look=visitor.look(),
        help_lines=help_lines_for(entry.audience),
        picture=page_views().picture,
        **words,
    )


def draw_page(here: Here, shown: Page, answers: Answers, problems: Mapping[str, str]) -> str:
    """A page of questions, with answers filled in and a sentence beside each problem."""
    questionnaire = here.draft.questionnaire
    face = visitor.face_for(questionnaire, visitor.look())
    view = page_views().page(questionnaire, shown, face)
    visible = {question.id for question in shown_questions(shown, answers)}
    path = shown_pages(questionnaire, here.draft.answers)
    back = previous_page(questionnaire, here.draft.answers, shown.id)
    return draw(
        "page.html",
        here.entry,
        view=view,
        face=face,
        questions=[question for question in view.questions if question.id in visible],
        answers=answers,
        problems=problems,
        number=next((n for n, other in enumerate(path, 1) if other.id == shown.id), len(path)),
        total=len(path),
        back=url_for(".page", code=here.code, page_id=back.id) if back else url_for(".start", code=here.code),
    )


def draw_check(here: Here, key: str, mark: str) -> str:
    """The last look before sending: every question on the path with its answer."""
    questionnaire = here.draft.questionnaire
    face = visitor.face_for(questionnaire, visitor.look())
    kept = kept_answers(questionnaire, here.draft.answers)
    path = shown_pages(questionnaire, kept)
    rows = []
    for shown in path:
        visible = {question.id for question in shown_questions(shown, kept)}
        for question in page_views().page(questionnaire, shown, face).questions:
            if question.id in visible:
                rows.append((shown.id, question, _words(question, kept.get(question.id))))
    return draw("check.html", here.entry, rows=rows, key=key, mark=mark, last=path[-1].id, answered=bool(kept))


def not_open(entry: Entry, typed: Mapping[str, str] | None = None) -> str:
    """The kind page of a survey that cannot be answered now, with whatever was typed kept in it."""
    return draw("not_open.html", entry, typed=typed or {})


def _words(question: QuestionView, value: AnswerValue | None) -> tuple[str, ...]:
    if not value:
        return ()
    if question.own_words:
        return (str(value),)
    chosen = (value,) if isinstance(value, str) else value
    return tuple(option.text for option in question.options if option.id in chosen)
