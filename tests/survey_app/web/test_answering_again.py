"""Answering again: for another child, or from another role; nothing of the first answers is left."""

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import Respondent, page_of
from tests.survey_app.web.readers import answer, somebody


@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners"])
def test_answering_again_carries_nothing_over(
    app: Flask, site: Site, visit: BuiltVisit, audience: str
) -> None:
    """For another child, or from another role."""
    person = somebody(app, visit, audience)
    answer(person, site, listened_to=person_chooses(person, site, "listened_to"), would_change="The buses")
    person.go(f"/s/{person.code}/check")
    person.press()
    assert person.heading == "Thank you"
    again = LexborHTMLParser(person.page.text).css_first(f"main a[href='/s/{person.code}']")
    assert again is not None
    assert again.text() == "Answer again"
    person.go(str(again.attributes["href"]))
    assert "Start" in person.text
    person.press()
    for question in ("listened_to", "would_change"):
        person.go(f"/s/{person.code}/page/{page_of(person, site, question)}")
        assert "".join(person.shown_value(question)).strip() == ""
        assert "The buses" not in person.page.text
    person.go(f"/s/{person.code}/check")
    assert "not answered a question yet" in person.text


def person_chooses(person: Respondent, site: Site, question: str) -> str:
    """The first option of a question."""
    person.go(f"/s/{person.code}/page/{page_of(person, site, question)}")
    return person.options(question)[0]


@pytest.mark.parametrize(
    "audience, offers",
    [("parents_carers", "another child"), ("practitioners", "another role")],
)
def test_who_may_answer_again_is_told_so(
    app: Flask, site: Site, visit: BuiltVisit, audience: str, offers: str
) -> None:
    person = somebody(app, visit, audience)
    answer(person, site, would_change="The buses")
    person.go(f"/s/{person.code}/check")
    person.press()
    assert offers in person.text
