"""Those who answer can see who helped to choose the words, and what each group changed."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from questionnaires.co_production import with_credits
from questionnaires.credits import GROUPS, Credit
from questionnaires.definitions import shipped_definitions
from questionnaires.edit_in_place import with_number
from questionnaires.loader import MAIN_FILE, read_texts
from survey_app.services.publish import correct
from survey_app.storage.surveys import Survey
from survey_app.web.respondent.credits import SENTENCES
from survey_app.web.site import Site
from tests.builders import BuiltVisit

YOUTH = Credit(
    "a <b>young people's</b> forum", "youth_group", date(2026, 12, 1), 12, ("listened_to", "long_gone")
)


@pytest.fixture
def code(site: Site, visit: BuiltVisit) -> str:
    """A survey whose words a group of young people chose."""
    texts = {n: d.decode() for n, d in read_texts(shipped_definitions()["young-people"]).items()}
    texts[MAIN_FILE] = with_number(with_credits(texts[MAIN_FILE], [YOUTH]), "version", 99)
    with site.writing() as work:
        survey = work.session.get_one(Survey, visit.surveys["young_people"])
        correct(work, survey, texts, "lead@example.org", "The group chose it.")
    return visit.codes["young_people"]


def text(page: str) -> str:
    return " ".join(LexborHTMLParser(page).text().split())


def test_the_first_page_says_who_chose_the_words(client: FlaskClient, code: str) -> None:
    page = client.get(f"/s/{code}").text
    assert "Young people helped to choose these words." in text(page)
    assert f"/s/{code}/who-chose" in page


def test_a_page_says_what_each_group_changed(client: FlaskClient, code: str) -> None:
    page = client.get(f"/s/{code}/who-chose").text
    assert "a <b>young people's</b> forum" in text(page)
    assert "<b>young" not in page
    assert "1 December 2026" in text(page)
    assert "People who took part: 12" in text(page)
    assert "How good are people at listening to you?" in text(page)


def test_a_survey_that_no_group_chose_says_nothing_of_it(client: FlaskClient, visit: BuiltVisit) -> None:
    assert "who-chose" not in client.get(f"/s/{visit.codes['parents_carers']}").text
    assert "No group has chosen" in text(client.get(f"/s/{visit.codes['parents_carers']}/who-chose").text)


def test_every_kind_of_group_has_its_sentence() -> None:
    assert set(SENTENCES) == set(GROUPS)
