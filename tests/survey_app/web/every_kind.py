"""A survey that asks one question of every kind, and somebody in the middle of it."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey_app.services import publish
from survey_app.storage.surveys import Survey
from survey_app.web.showable import showable
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import Respondent

SAMPLE = Path(__file__).resolve().parents[2] / "samples/questionnaires/every_kind"
START = {"age_band": "age_16_17", "kinds_of_help": "school", "listened_to": "ok"}
PAGE_OF = {
    "age_band": "age",
    "kinds_of_help": "help",
    "listened_to": "listen",
    "help_is_right": "help_works",
    "why_not": "help_works",
    "one_word": "one_word",
}


def ask_every_kind(site: Site, visit: BuiltVisit) -> str:
    """The code of a survey that asks one question of every kind."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(SAMPLE.glob("*.yaml"))}
    with site.writing() as work:
        made = publish.publish(work, texts, "builder@example.org")
        work.session.get_one(Survey, visit.surveys["young_people"]).version_digest = made.digest
    return visit.codes["young_people"]


def at_the_end_of(app: Flask, code: str) -> Respondent:
    """Somebody who has come to the last look, in a browser that does not look at every page: hundreds come by."""
    app.test_client_class = FlaskClient
    young = Respondent(app.test_client(), code)
    young.walk(START)
    return young


def put(young: Respondent, question: str, value: str | list[str]) -> TestResponse:
    """Answer one question on its own page; the reply before any redirect to another."""
    path = f"/s/{young.code}/page/{PAGE_OF[question]}"
    young.go(path)
    reply = young.client.post(path, data={**young.hidden(), question: value})
    young.came_back = reply.location == path
    return young.client.get(path) if young.came_back else reply


def as_kept(text: str) -> str:
    return showable(text).strip()
