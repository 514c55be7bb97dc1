"""People who read and answer in front of the site: of an age, in a face, for an audience."""

from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from survey_app.storage.areas import Area
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit, csrf_token
from tests.respondent import Respondent, page_of

FACES = ("standard", "easy_read_pictures")


def somebody(app: Flask, visit: BuiltVisit, audience: str = "young_people", face: str = "") -> Respondent:
    """Somebody who has begun, and reads in a face."""
    person = Respondent(app.test_client(), visit.codes[audience])
    if face:
        chosen = {"csrf_token": csrf_token(person.page.text), "face": face}
        person.client.post(f"/s/{person.code}/look", data=chosen)
        person.go(f"/s/{person.code}")
    person.press()
    return person


def answer(person: Respondent, site: Site, **answers: str) -> None:
    """Go to the page of each question and answer it."""
    for question, value in answers.items():
        person.go(f"/s/{person.code}/page/{page_of(person, site, question)}")
        person.press({question: value})


def words_before(person: Respondent, site: Site, question: str = "going_well") -> str:
    """The block before a text box."""
    person.go(f"/s/{person.code}/page/{page_of(person, site, question)}")
    (block,) = LexborHTMLParser(person.page.text).css(f"#{question}-safe")
    (box,) = person.form().css(f"#{question}")
    assert f"{question}-safe" in str(box.attributes["aria-describedby"])
    return block.html or ""


def said(html: str) -> str:
    """The words of a piece of a page."""
    return " ".join(LexborHTMLParser(html).text().split())


def open_front_door(site: Site, visit: BuiltVisit, words: str) -> None:
    """Let the area say where it wants people to ask for help."""
    with site.writing() as work:
        stored = work.session.get_one(Visit, visit.id)
        work.session.get_one(Area, stored.area_id).front_door = words
