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
        "received_on": f"2026-11-{day}",
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
    assert "The whole of page 1" in entry
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


def spoilt(photo: bytes) -> bytes:
    """The same photo with its upper right quarter dark: neither the code nor the mark there can be read."""
    image = Image.open(BytesIO(photo)).convert("RGB")
    wide, tall = image.size
    image.paste((90, 90, 90), (wide * 6 // 10, 0, wide, tall // 6))
    kept = BytesIO()
    image.save(kept, "JPEG", quality=88)
    return kept.getvalue()


def table() -> bytes:
    """A photo of nothing."""
    kept = BytesIO()
    Image.new("RGB", (1200, 1600), "white").save(kept, "JPEG")
    return kept.getvalue()


def placed(typist: Typist, picture: str, code: str, page: int, form: int = 1) -> str:
    at = f"{typist.at}/pictures/{picture}/place"
    told = {"printing": code, "form": form, "of_page": page, "received_on": "2026-11-24"}
    return typist.post(at, told)


def test_a_picture_that_tells_no_page_waits_and_is_read_once_somebody_says_which_it_is(
    site: Site, typist: Typist, printed: Printed
) -> None:
    page = send(typist, [("a.jpg", spoilt(printed.photos(ANSWERS)[0]))])
    assert "Say which page this is" in page
    (kept,) = pictures(site)
    assert (kept.form_id, kept.page, kept.state) == (None, None, "waiting")
    assert "deleted after Tuesday 8 December" in typist.client.get(typist.at).text
    entry = placed(typist, kept.id, printed.code, 1)
    assert "The picture is with its form now, as page 1." in entry
    assert 'value="age_16_17" checked' in entry
    assert f"/pictures/{kept.id}/age_band.jpg" in entry
    (kept,) = pictures(site)
    assert (kept.page, kept.form_id is not None) == (1, True)
    part = Image.open(BytesIO(typist.client.get(f"{typist.at}/pictures/{kept.id}/age_band.jpg").data))
    whole = Image.open(BytesIO(typist.client.get(f"{typist.at}/pictures/{kept.id}.jpg").data))
    assert part.height < whole.height / 2
    assert typist.client.get(f"{typist.at}/pictures/{kept.id}/safe.jpg").status_code == 404
    typist.post(typist.here, {"answer-age_band": "age_16_17", "then": "done"})
    assert pictures(site) == []


def test_a_picture_that_cannot_be_read_is_shown_for_typing(
    site: Site, typist: Typist, printed: Printed
) -> None:
    send(typist, [("table.jpg", table())])
    (kept,) = pictures(site)
    entry = placed(typist, kept.id, printed.code, 1)
    assert "The machine cannot read this page. Type what the picture shows." in entry
    assert f'src="{typist.at}/pictures/{kept.id}.jpg"' in entry
    assert f"/pictures/{kept.id}/age_band.jpg" not in entry
    assert "checked" not in entry.replace('value="" checked', "")
    assert typist.client.get(f"{typist.at}/pictures/{kept.id}/age_band.jpg").status_code == 404


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"of_page": 0}, "nothing to tick"),
        ({"of_page": 99}, "These forms have pages 1 to"),
        ({"form": 4}, "there are forms 1 to 3"),
        ({"form": 0}, "Type the form’s number"),
        ({"printing": "nothing"}, "Choose one from the list."),
    ],
)
def test_a_page_that_cannot_be_is_refused_and_the_picture_waits_on(
    site: Site, typist: Typist, printed: Printed, told: dict[str, object], sentence: str
) -> None:
    send(typist, [("table.jpg", table())])
    (kept,) = pictures(site)
    right: dict[str, object] = {"printing": printed.code, "form": 1, "of_page": 1}
    at = f"{typist.at}/pictures/{kept.id}/place"
    assert sentence in typist.post(at, {**right, "received_on": "2026-11-24", **told})
    assert typist.status == 422
    assert [one.state for one in pictures(site)] == ["waiting"]
    assert "No form is on the desk." in typist.client.get(typist.at).text


def test_a_code_that_can_be_read_is_offered_and_not_contradicted(
    site: Site, typist: Typist, printed: Printed
) -> None:
    image = Image.open(BytesIO(printed.photos(ANSWERS)[1])).convert("RGB")
    wide, tall = image.size
    # The left side and the foot are cut off: of four marks there are at most two.
    image.crop((wide // 5, 0, wide, tall * 8 // 10)).save(kept_as := BytesIO(), "JPEG", quality=90)
    send(typist, [("a.jpg", kept_as.getvalue())])
    (kept,) = pictures(site)
    asked = typist.client.get(f"{typist.at}/pictures/{kept.id}/place").text
    assert "read from the square code" in asked
    assert f'value="{printed.code}" checked' in asked
    assert "The square code on the picture says" in placed(typist, kept.id, printed.code, 1)
    assert "as page 2" in placed(typist, kept.id, printed.code, 2)


def test_a_picture_with_the_wrong_form_is_taken_away_again_and_deleted(
    site: Site, typist: Typist, printed: Printed
) -> None:
    send(typist, [("table.jpg", table())])
    (kept,) = pictures(site)
    placed(typist, kept.id, printed.code, 1)
    form = typist.here
    away = f"{typist.at}/pictures/{kept.id}/not-of/{form.rpartition('/')[2]}"
    assert "Which page is this?" in typist.post(away, {}, look=form)
    assert [(one.form_id, one.state) for one in pictures(site)] == [(None, "waiting")]
    at = f"{typist.at}/pictures/{kept.id}"
    assert "The picture is deleted." in typist.post(f"{at}/delete", {}, look=f"{at}/place")
    assert pictures(site) == []
    assert typist.client.get(f"{at}/place").status_code == 404


def test_what_waits_in_one_visit_is_not_there_in_another(app: Flask, site: Site, typist: Typist) -> None:
    send(typist, [("table.jpg", table())])
    (kept,) = pictures(site)
    other = Typist(app, make_visit(site, title="Other visit", area="Harbour"))
    for address in (f"{kept.id}.jpg", f"{kept.id}/place", f"{kept.id}/age_band.jpg"):
        assert other.client.get(f"{other.at}/pictures/{address}").status_code == 404
    other.post(f"{other.at}/pictures/{kept.id}/delete", {}, look=other.at)
    assert (other.status, len(pictures(site))) == (404, 1)


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


def test_who_types_second_and_where_two_differ_see_the_pieces_and_not_what_was_read(
    app: Flask, site: Site, visit: BuiltVisit, printed: Printed
) -> None:
    first, second = Typist(app, visit), Typist(app, visit)
    send(first, [("a.jpg", printed.photos(ANSWERS)[0])])
    (kept,) = pictures(site)
    form = f"{first.at}/forms/{kept.form_id}"
    piece = f"/pictures/{kept.id}/age_band.jpg"
    assert "second person types it now" in first.post(form, {"answer-age_band": "age_16_17", "then": "done"})
    page = second.take(f"{printed.code}-1")
    assert (piece in page, "Please look" in page, 'value="age_16_17" checked' in page) == (True, False, False)
    page = second.post(form, {"answer-age_band": "age_18_25", "then": "done"})
    assert "read 1 answer differently" in page
    assert piece in page
