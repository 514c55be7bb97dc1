"""Inspectors read the words that somebody was asked in: those for people of their age, where there are some."""

import orjson
import pytest
from flask import Flask

from questionnaires.model import Page, Question, Questionnaire, Readers, ReaderWording, Section
from survey_app.services.export import rows
from survey_app.services.permissions import INSPECTOR, Person
from survey_app.services.read_answers import whole_response
from survey_app.services.wording_asked import wording_asked
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import Respondent, send

OWN_WORDS = Question(
    "life",
    "long_text",
    "What is it like?",
    for_readers={
        "adult": ReaderWording("What is your life like?"),
        "older": ReaderWording(hint="At college."),
    },
)
ASKED = Questionnaire(
    "small",
    1,
    "Small",
    "young_people",
    5,
    (Section("all", "All", (Page("only", (OWN_WORDS,)),)),),
    readers=Readers("age", {"adult": frozenset({"age_18_25"}), "older": frozenset({"age_16_17"})}),
)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"age": "age_18_25"}, "What is your life like?"),
        ({"age": "age_16_17"}, "What is it like?"),
        ({"age": "other_age"}, "What is it like?"),
        ({}, "What is it like?"),
        ({"age": ["age_18_25"], "setting": ["home"]}, "What is it like?"),
    ],
)
def test_the_words_are_those_of_the_persons_age(choices: dict[str, object], words: str) -> None:
    assert wording_asked(ASKED, "life", orjson.dumps(choices).decode()) == words


def test_a_question_that_is_gone_is_named() -> None:
    assert wording_asked(ASKED, "gone", "{}") == "gone"


def test_what_was_chosen_and_what_is_taken_away_have_the_words_of_the_age(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    given = {"age_band": "age_18_25", "listened_to": "good"}
    send(Respondent(plain.test_client(), visit.codes["young_people"]), given)
    reader = Person("1", "somebody@example.org", roles={visit.id: frozenset({INSPECTOR})})
    with site.reading() as work:
        found = {row.question: row for row in rows(work, reader, visit.id)}
        told = whole_response(work, visit.id, found["listened_to"].response, reader)
    row, other = found["listened_to"], found["age_band"]
    assert "decide about your life" in row.wording_asked
    assert "decide about your life" not in row.wording
    assert other.wording_asked == other.wording
    assert [one.wording for one in told.ticked if one.question == "listened_to"] == [row.wording_asked]
