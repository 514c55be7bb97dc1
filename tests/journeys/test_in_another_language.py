"""Somebody who reads no English finds their language, answers in it from the right to the left, and sends."""

from playwright.sync_api import Page
from sqlalchemy import select

from survey_app.services.languages import allow_drafts
from survey_app.storage.responses import FreeText, Response
from tests.builders import lead_of
from tests.journeys.conftest import LiveSite

WORDS = "المعلمة لطيفة جدا ولكننا انتظرنا سنتين للحصول على العلاج"


def test_from_the_link_to_the_thanks_in_arabic(live: LiveSite, phone: Page) -> None:
    with live.site.writing() as work:
        allow_drafts(work, lead_of(live.visit.id), live.visit.id, ["ar", "pl"])
    phone.goto(live.survey("young_people"))
    phone.get_by_role("button", name="العربية").click()
    phone.locator("html[dir=rtl]").wait_for()
    assert phone.locator("html").get_attribute("lang") == "ar"
    phone.locator("form#answers button.on").click()
    pictures_on_the_right(phone)
    typed_and_back_in_polish(phone)
    for _ in range(40):
        if phone.url.endswith("/check"):
            break
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), phone.url
        answer(phone)
    send(phone)
    with live.site.reading() as work:
        assert work.session.scalars(select(Response.language)).one() == "ar"
        assert "ar" in set(work.session.scalars(select(FreeText.language)))


def pictures_on_the_right(phone: Page) -> None:
    """Of a question's row: first the mark, then the picture, then the words, from the right."""
    phone.locator("label.row svg").first.wait_for()
    row = phone.locator("label.row").first
    mark, picture, words = (
        row.locator(part).last.bounding_box() for part in (".mark", "svg", ":scope > span")
    )
    assert mark is not None
    assert picture is not None
    assert words is not None
    assert mark["x"] > picture["x"] > words["x"]


def typed_and_back_in_polish(phone: Page) -> None:
    """On a page with a box: to another language and back, and what was typed is still there."""
    while not phone.locator("textarea").count():
        answer(phone)
    page = phone.url
    phone.locator("textarea").first.fill(WORDS)
    for name in ("Polski", "العربية"):
        phone.locator("header .languages").click()
        phone.wait_for_url(lambda url: "/language?" in url)
        phone.get_by_role("button", name=name).click()
        phone.wait_for_url(page)
        assert phone.locator("textarea").first.input_value() == WORDS


def answer(phone: Page) -> None:
    """Tick the first choice of each question and go on."""
    here = phone.url
    for group in phone.locator("form#answers fieldset").all():
        group.locator("input").first.check()
    phone.locator("form#answers button.on").click()
    phone.wait_for_url(lambda url: url != here)


def send(phone: Page) -> None:
    phone.locator("form#answers button.on").click()
    phone.wait_for_url("**/sent")
    assert phone.locator("form.draft").is_visible()
