"""Photos of sheets sent in by whoever types: read for ticks, checked by a person, deleted when the form is stored."""

import json
import random
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from questionnaires.model import Questionnaire
from survey_app.paper.sheets import Print, Sheets, set_sheets
from survey_app.services.paper_prints import Order, order_print
from survey_app.services.publish import version_of
from survey_app.storage.paper import PaperPicture
from survey_app.storage.responses import Response
from survey_app.storage.surveys import Survey
from survey_app.web.site import Site
from tests.builders import BuiltVisit, csrf_token, lead_of, make_visit
from tests.survey_app.paper.pens import BIRO, Camera, take, tick
from tests.survey_app.paper.sheets import drawn
from tests.survey_app.web.test_paper import Typist

FACE, SIZE = "standard", 14
ANSWERS = {"age_band": "age_16_17", "safe": "good"}


class Printed:
    """A printing of three forms, and photos of the first page that has boxes."""

    def __init__(self, site: Site, visit: BuiltVisit) -> None:
        survey = visit.surveys["young_people"]
        with site.writing() as work:
            self.code = order_print(work, lead_of(visit.id), visit.id, Order(survey, FACE, "en", SIZE, 3))
            digest = work.session.get_one(Survey, survey).version_digest
            self.questionnaire: Questionnaire = version_of(work, digest)
        self.sheets: Sheets = set_sheets(self.questionnaire, FACE, "en", SIZE, Print(self.code, 3))

    def photos(self, chosen: dict[str, str], form: int = 1) -> list[bytes]:
        """A photo of every page with questions of a form, ticked in biro and held a little askew."""
        chance = random.Random(4)
        each = len(drawn(self.sheets.pdf)) // 3
        made = []
        for at in self.sheets.pages:
            cover = each - len(self.sheets.pages)
            page = drawn(self.sheets.pdf)[(form - 1) * each + cover + at.number - 1].copy()
            for box in at.boxes:
                if chosen.get(box.question) == box.option:
                    tick(page, box, BIRO, chance)
            made.append(take(page, Camera(turn=3, lean=0.02, blur=0.5), chance))
        return made


@pytest.fixture
def printed(site: Site, visit: BuiltVisit) -> Printed:
    return Printed(site, visit)


@pytest.fixture
def typist(app: Flask, visit: BuiltVisit) -> Typist:
    return Typist(app, visit)


def send(typist: Typist, files: list[tuple[str, bytes]], day: str = "24") -> str:
    at = f"{typist.at}/pictures"
    fields = {
        "csrf_token": csrf_token(typist.client.get(at).text),
        "received_on": [day, "11", "2026"],
        "pictures": [(BytesIO(content), name) for name, content in files],
    }
    answer = typist.client.post(at, data=fields, content_type="multipart/form-data")
    # The test browser writes what is large into a file and leaves it open.
    answer.request.environ["wsgi.input"].close()
    typist.status = answer.status_code
    return answer.text


def pictures(site: Site) -> list[PaperPicture]:
    with site.reading() as work:
        return list(work.session.scalars(select(PaperPicture)))


def test_ticks_are_read_checked_and_stored_and_the_pictures_are_gone(
    site: Site, typist: Typist, printed: Printed
) -> None:
    photos = printed.photos(ANSWERS)
    page = send(typist, [(f"{n}.jpg", photo) for n, photo in enumerate(photos)])
    assert page.count("Read. Check it on its form.") == len(photos)
    kept = pictures(site)
    assert len(kept) == len(photos)
    assert not any(photos[0][:200] in one.sealed for one in kept)
    form = f"{typist.at}/forms/{kept[0].form_id}"
    entry = typist.client.get(form).text
    assert "Picture of page 1" in entry
    assert 'value="age_16_17" checked' in entry
    assert 'value="good" checked' in entry
    typist.post(form, {"answer-age_band": "age_16_17", "answer-safe": "good", "then": "done"})
    with site.reading() as work:
        one = work.session.scalars(select(Response)).one()
    assert json.loads(one.choices) == ANSWERS
    assert pictures(site) == []


def test_the_picture_is_shown_to_whoever_types_and_to_nobody_else(
    app: Flask, site: Site, visit: BuiltVisit, typist: Typist, printed: Printed
) -> None:
    send(typist, [("a.jpg", printed.photos(ANSWERS)[0])])
    at = f"{typist.at}/pictures/{pictures(site)[0].id}.jpg"
    shown = typist.client.get(at)
    assert Image.open(BytesIO(shown.data)).format == "JPEG"
    assert "no-store" in shown.headers["Cache-Control"]
    assert app.test_client().get(at).status_code in (302, 404)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"<html>not a picture</html>", "JPEG"),
        (b"%PDF-1.7 broken", "PDF"),
    ],
)
def test_what_is_no_picture_is_refused_whole_with_a_sentence(
    site: Site, typist: Typist, printed: Printed, content: bytes, sentence: str
) -> None:
    page = send(typist, [("good.jpg", printed.photos(ANSWERS)[0]), ("bad.jpg", content)])
    assert (typist.status, sentence in page) == (422, True)
    assert pictures(site) == []


def test_a_picture_of_something_else_says_what_is_missing(site: Site, typist: Typist) -> None:
    kept = BytesIO()
    Image.new("RGB", (1200, 1600), "white").save(kept, "JPEG")
    page = send(typist, [("table.jpg", kept.getvalue())])
    assert typist.status == 200
    assert "Not known" in page
    assert pictures(site) == []


def test_a_sheet_of_another_visit_is_not_taken(
    app: Flask, site: Site, typist: Typist, printed: Printed
) -> None:

    other = Typist(app, make_visit(site, title="Other visit", area="Harbour"))
    assert "No form of this visit has that name" in send(other, [("a.jpg", printed.photos(ANSWERS)[0])])
    assert pictures(site) == []


def test_nobody_who_is_not_signed_in_sends_much(app: Flask, visit: BuiltVisit) -> None:
    client = app.test_client()
    many = {"pictures": (BytesIO(b"x" * 2_000_000), "a.jpg")}
    answer = client.post(
        f"/staff/visits/{visit.id}/paper/pictures", data=many, content_type="multipart/form-data"
    )
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code in (400, 413)
