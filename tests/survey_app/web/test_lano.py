"""What the local area's officer sees and makes, and what they can never see."""

import re
from io import BytesIO

import icalendar
import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Browser
from sqlalchemy import update

from survey_app.services.distribute import LONGEST_NAME
from survey_app.storage.channels import Channel
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_visit, post, sign_in

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def share(visit: BuiltVisit) -> str:
    return f"/staff/visits/{visit.id}/share"


def new_channel(client: FlaskClient, visit: BuiltVisit, name: str = "Letters home", kind: str = "school"):
    fields = {"survey": visit.surveys["young_people"], "kind": kind, "name": name}
    return post(client, f"{share(visit)}/new", fields)


def codes_on(page: str) -> set[str]:
    return set(re.findall(r"/s/([a-z0-9]+)", page))


def set_counts(site: Site, code: str, **counts: int) -> None:
    with site.writing() as work:
        work.session.execute(update(Channel).where(Channel.code == code).values(**counts))


def test_each_survey_has_its_main_link_and_the_deadline_in_words(
    client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, "lano", visit)
    page = client.get(share(visit)).text
    assert codes_on(page) >= set(visit.codes.values())
    assert "People can answer until Tuesday 1 December, 9am." in page


def test_a_link_that_was_made_leads_to_its_survey(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    before = codes_on(client.get(share(visit)).text)
    answer = new_channel(client, visit)
    page = client.get(answer.headers["Location"]).text
    (made,) = codes_on(page) - before
    assert made in answer.headers["Location"]
    assert "Letters home" in page
    assert client.get(f"/s/{made}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Give it a name"),
        ({"name": "x" * (LONGEST_NAME + 1)}, "Make the name shorter"),
        ({"kind": "direct"}, "Choose one from the list."),
        ({"kind": "nonsense"}, "Choose one from the list."),
        ({"survey": "0" * 32}, "Choose one from the list."),
    ],
)
@ON_SQLITE
def test_a_wrong_link_form_is_explained_and_keeps_what_was_typed(
    client: FlaskClient, visit: BuiltVisit, fields: dict[str, str], sentence: str
) -> None:
    sign_in(client, "lano", visit)
    given = {"survey": visit.surveys["young_people"], "kind": "school", "name": "Letters home", **fields}
    answer = post(client, f"{share(visit)}/new", given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{given["name"]}"' in answer.text


def test_two_links_of_one_survey_cannot_share_a_name(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    new_channel(client, visit)
    again = new_channel(client, visit, name="  Letters   home ")
    assert again.status_code == 422
    assert "already has a channel called" in again.text


def test_an_inspector_sees_the_links_and_makes_none(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "inspector", visit)
    page = client.get(share(visit)).text
    assert visit.codes["practitioners"] in page
    assert "Make another link" not in page
    assert client.get(f"{share(visit)}/new").status_code == 404


@pytest.mark.parametrize(
    ("sent", "band"),
    [(0, "under 10"), (9, "under 10"), (10, "10 to 24"), (24, "10 to 24"), (1_234, "1,000 to 2,499")],
)
@ON_SQLITE
def test_counts_come_in_bands_and_never_as_they_are(
    client: FlaskClient, site: Site, visit: BuiltVisit, sent: int, band: str
) -> None:
    started = sent + 77_777_777
    set_counts(site, visit.codes["young_people"], sent=sent, started=started)
    sign_in(client, "lano", visit)
    page = client.get(share(visit)).text
    assert f"<b>{band}</b>" in page
    assert str(started) not in page
    assert f"{started:,}" not in page
    assert f">{sent}<" not in page


@ON_SQLITE
@pytest.mark.parametrize("what", ["qr.svg", "qr.png", "poster"])
def test_a_code_of_another_visit_does_not_exist_here(
    client: FlaskClient, site: Site, visit: BuiltVisit, what: str
) -> None:
    other = make_visit(site, area="Other area")
    sign_in(client, "lano", visit)
    foreign = other.codes["young_people"]
    assert client.get(f"/staff/visits/{visit.id}/channels/{foreign}/{what}").status_code == 404
    assert client.get(f"/staff/visits/{other.id}/channels/{foreign}/{what}").status_code == 404


def test_the_qr_picture_opens_the_survey(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    code = visit.codes["parents_carers"]
    answer = client.get(f"/staff/visits/{visit.id}/channels/{code}/qr.png")
    assert answer.mimetype == "image/png"
    assert f"filename=send-voices-parents-carers-{code}.png" in answer.headers["Content-Disposition"]
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(answer.data)))
    assert found.text == f"http://localhost/s/{code}"
    assert client.get(found.text).status_code == 200


@pytest.mark.browser
@ON_SQLITE
def test_the_printed_poster_can_be_scanned_and_fits_one_page(
    client: FlaskClient, visit: BuiltVisit, browser: Browser
) -> None:
    sign_in(client, "lano", visit)
    code = visit.codes["young_people"]
    html = client.get(f"/staff/visits/{visit.id}/channels/{code}/poster").text
    style = client.get("/static/staff/poster.css").text
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.set_content(html.replace("</head>", f"<style>{style}</style></head>"))
    assert "until" in page.inner_text("main")
    assert "Tuesday 1 December, 9am" in page.inner_text("main")
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot())))
    assert found.text.endswith(f"/s/{code}")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.close()


def test_posters_speak_to_those_who_read_them(client: FlaskClient, site: Site) -> None:
    visit = make_visit(site)
    sign_in(client, "lano", visit)

    def poster(audience: str) -> str:
        return client.get(f"/staff/visits/{visit.id}/channels/{visit.codes[audience]}/poster").text

    assert "Are you 11 to 25?" in poster("young_people")
    assert "Are you 11 to 25?" not in poster("parents_carers")
    assert "Parents and carers" in poster("parents_carers")


def test_the_timetable_names_each_date_and_where_it_comes_from(
    client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, "lano", visit)
    page = client.get(f"/staff/visits/{visit.id}/timetable").text
    assert "By Tuesday 24 November 2026, 11am" in page
    assert "Annex A, paras 192 and 196" in page
    assert "Tuesday 1 December 2026, 9am" in page


def test_the_calendar_file_holds_the_same_dates(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    answer = client.get(f"/staff/visits/{visit.id}/timetable.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    shown = client.get(f"/staff/visits/{visit.id}/timetable").text.count(
        'class="govuk-table__header staff-when"'
    )
    assert len(events) == shown


def test_the_timetable_moves_on_with_the_days(
    client: FlaskClient, visit: BuiltVisit, clock: SettableClock
) -> None:
    clock.set("2026-11-23T10:00")
    sign_in(client, "lano", visit)
    address = f"/staff/visits/{visit.id}/timetable"
    assert "staff-past" not in client.get(address).text
    clock.forward(minutes=1)
    clock.set("2026-11-23T10:20")
    first_day = client.get(address).text.count("today</span>")
    assert first_day > 0
    clock.set("2030-01-02T10:00")
    sign_in(client, "lano", visit)
    over = client.get(address).text
    assert "today</span>" not in over
    assert "Next:" not in over


def test_the_officer_of_one_area_finds_nothing_of_another(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    other = make_visit(site, area="Other area")
    sign_in(client, "lano", visit)
    for page in ("share", "share/new", "timetable", "timetable.ics", "window"):
        assert client.get(f"/staff/visits/{other.id}/{page}").status_code == 404
