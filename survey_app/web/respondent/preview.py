"""A page as somebody who answers would see it, for people who write the questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import current_app, g

from accessibility.easy_read import Reading, face_of, opening
from accessibility.languages import ENGLISH, LANGUAGES
from accessibility.preferences import Preferences
from accessibility.symbols import load_symbols
from questionnaires.model import Page, Questionnaire
from survey_app.calendar.states import VisitState
from survey_app.services.entry import Entry
from survey_app.web.languages import LOOK_COOKIE, Speech, catalogues
from survey_app.web.media import media
from survey_app.web.page_view import PageViews
from survey_app.web.respondent.drawing import Place, draw
from survey_app.web.site import site

CODE = "preview"
DAYS_LEFT = timedelta(days=6)


def draw_preview(
    questionnaire: Questionnaire, page: Page | None, look: Preferences, reader: str, now: datetime
) -> str:
    """A page (None: the first one) as a reader of this group with this look sees it while the survey is open."""
    speech = _speech(questionnaire, look)
    reading = Reading(face_of(look.face, questionnaire), look.language, reader)
    entry = _entry(questionnaire, now)
    with _as_reader(look, speech):
        if page is None:
            words = opening(questionnaire, reading)
            return draw("start.html", entry, opening=words, minutes=questionnaire.minutes, begun=False)
        # Views of their own: what somebody tries out is not remembered with what is really asked.
        view = PageViews(load_symbols(site().settings.symbols), media()).page(questionnaire, page, reading)
        place = _place(questionnaire, page, reading, look, speech)
        return draw(
            "page.html", entry, view=view, place=place, questions=view.questions, answers={}, problems={}
        )


@contextmanager
def _as_reader(look: Preferences, speech: Speech) -> Iterator[None]:
    """A request inside this one that carries somebody else's look and language and nothing of the author."""
    cookie = f"{LOOK_COOKIE}={look.to_token()}"
    with current_app.test_request_context(f"/s/{CODE}", headers={"Cookie": cookie}):
        g.speech = speech
        yield


def _speech(questionnaire: Questionnaire, look: Preferences) -> Speech:
    language = LANGUAGES.get(look.language, ENGLISH)
    face = questionnaire.faces.get(language.code)
    catalogue = catalogues().get(language.code)
    draft = language != ENGLISH and not (
        face and face.review == "reviewed" and catalogue and catalogue.reviewed
    )
    return Speech(language, draft, messages=catalogue.messages if catalogue else {})


def _place(
    questionnaire: Questionnaire, page: Page, reading: Reading, look: Preferences, speech: Speech
) -> Place:
    pages = [other.id for other in questionnaire.pages]
    return Place(
        code=CODE,
        digest=questionnaire.digest,
        page=page.id,
        reading=reading,
        look=look,
        speech=speech,
        visible=tuple(question.id for question in page.questions),
        number=pages.index(page.id) + 1,
        total=len(pages),
        one_each=all(len(other.questions) == 1 for other in questionnaire.pages),
        back="",
    )


def _entry(questionnaire: Questionnaire, now: datetime) -> Entry:
    return Entry(
        code=CODE,
        survey_id=CODE,
        audience=questionnaire.audience,
        version_digest=questionnaire.digest,
        visit_id=CODE,
        kind=CODE,
        standing="live",
        opens_at=now,
        closes_at=now + DAYS_LEFT,
        grace_until=now + DAYS_LEFT,
        key_salt=b"",
        area="",
        front_door="",
        draft_languages="",
        state=VisitState.OPEN,
        asked_at=now,
    )
