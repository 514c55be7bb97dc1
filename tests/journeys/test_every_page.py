"""Every page that somebody who answers can meet, once: axe, the validator, and no template that nobody looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import flask
import pytest
from flask import Flask
from jinja2 import Template
from playwright.sync_api import Browser

from tests.accessibility_run import rounds
from tests.accessibility_run.faults import Found
from tests.accessibility_run.listening import listening
from tests.accessibility_run.looks import quick_walk

pytestmark = pytest.mark.browser
TEMPLATES = Path(__file__).resolve().parents[2] / "survey_app/web/templates"
# They answer with another page, with words for machines, or with a file.
DRAW_NOTHING = {"public.health"}
# Only the site of these tests has them.
FAIL_ON_PURPOSE = {"respondent.fails", "respondent.says_no"}
# The errors of staff pages have a frame of their own, which the rounds of staff look at.
OF_STAFF = {"errors/staff.html"}
PART_OF_ANOTHER = re.compile(r'(?:include|extends|import|from) "([^"]+)"')


@dataclass(frozen=True)
class Walked:
    """What one walk through every page found, and the templates that were drawn on the way."""

    app: Flask
    found: Found
    templates: frozenset[str]


@pytest.fixture(scope="module")
def walked(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    drawn: set[str] = set()

    def remember(_sender: object, template: Template, **_more: object) -> None:
        drawn.add(template.name or "")

    with listening(tmp_path_factory.mktemp("site")) as at, flask.template_rendered.connected_to(remember):
        found = rounds.walk_round(browser, at, quick_walk(measures=False))
        yield Walked(at.app, found, frozenset(drawn))


def test_no_page_has_a_fault_that_a_machine_can_find(walked: Walked) -> None:
    assert [f"{f.check}: {f.page} ({f.how}): {f.what}" for f in walked.found.faults] == []


def test_every_page_of_the_public_and_of_those_who_answer_was_looked_at(walked: Walked) -> None:
    shown = {
        rule.endpoint
        for rule in walked.app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint.startswith(("public.", "respondent."))
    }
    assert shown - set(walked.found.pages.values()) - DRAW_NOTHING - FAIL_ON_PURPOSE == set()


def test_every_template_of_theirs_was_drawn(walked: Walked) -> None:
    texts = {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in TEMPLATES.rglob("*.html")}
    parts = {name for text in texts.values() for name in PART_OF_ANOTHER.findall(text)}
    pages = {name for name in texts if name.startswith(("respondent/", "errors/", "public/"))}
    assert pages - parts - walked.templates - OF_STAFF == set()


def test_a_listening_site_comes_back_after_its_database_was_away(tmp_path: Path) -> None:
    with listening(tmp_path) as at:
        client, address = at.app.test_client(), f"/s/{at.code}"
        with at.without_database():
            assert client.get(address).status_code == 503
        assert client.get(address).status_code == 200
