"""Running the site: people, roles, new visits, and moving a visit's dates."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.services import staff
from survey_app.services.staff import team_of
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, enter, make_person, make_visit, post, sign_in

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STAFF = "/staff/admin/staff"
NEW = "/staff/admin/visits/new/area-send-full-2024"
NOTICE = {
    "area": "Hill and Harbour",
    "title": "Full inspection, winter",
    "notified_on": "2026-12-07",
    "notified_at": "09:30",
}


def words(page: str) -> str:
    """The words of a page as somebody reads them."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def admin(client: FlaskClient) -> FlaskClient:
    """A browser in which an administrator is signed in."""
    sign_in(client, "administrator")
    return client


def test_an_invitation_link_lets_somebody_choose_a_password(admin: FlaskClient, app: Flask) -> None:
    page = post(admin, f"{STAFF}/invite", {"email": "New.Officer@example.org"}).text
    link = re.search(r"http://localhost(/staff/invitation/[^\s<]+)", page)
    assert link
    assert "new.officer@example.org" in app.test_client().get(link[1]).text
    assert "Invited" in admin.get(STAFF).text


@ON_SQLITE
@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "a b@example.org",
        "a@b",
        "a@example.org\r\nBcc: x@example.org",
        "a" * 250 + "@example.org",
    ],
)
def test_an_invitation_needs_a_real_address(admin: FlaskClient, email: str) -> None:
    answer = post(admin, f"{STAFF}/invite", {"email": email})
    assert answer.status_code == 422
    assert "/staff/invitation/" not in answer.text


def test_inviting_again_takes_the_old_password_and_session_away(
    admin: FlaskClient, app: Flask, site: Site, visit: BuiltVisit
) -> None:
    person = make_person(site, "lano", visit)
    browser = app.test_client()
    enter(browser, person)
    post(admin, f"{STAFF}/invite", {"email": person.email})
    assert browser.get("/staff").status_code == 302
    answer = post(browser, "/staff/sign-in", {"email": person.email, "password": person.password})
    assert answer.status_code == 200


def test_nobody_invites_or_switches_off_themselves(client: FlaskClient) -> None:
    person = sign_in(client, "administrator")
    assert post(client, f"{STAFF}/invite", {"email": person.email}).status_code == 422
    own = f"{STAFF}/{person.id}"
    answer = post(client, f"{own}/switch", {"to": "off"}, page=own)
    assert answer.status_code == 409
    assert client.get("/staff").status_code == 200


def test_a_role_is_given_and_taken_away(
    admin: FlaskClient, app: Flask, site: Site, visit: BuiltVisit
) -> None:
    person = make_person(site)
    browser = app.test_client()
    enter(browser, person)
    results = f"/staff/visits/{visit.id}/timetable"
    assert browser.get(results).status_code == 404
    page = f"{STAFF}/{person.id}"
    post(admin, page, {"visit": visit.id, "role": "inspector"})
    assert browser.get(results).status_code == 200
    assert f"Inspector, {visit.title}" in words(admin.get(page).text)
    post(admin, f"{page}/take-role", {"visit": visit.id, "role": "inspector"}, page=page)
    assert browser.get(results).status_code == 404


@pytest.mark.parametrize(("held", "asked"), [("lano", "inspector"), ("safeguarding_lead", "lano")])
@ON_SQLITE
def test_the_areas_officer_is_never_on_the_team_of_the_same_visit(
    admin: FlaskClient, site: Site, visit: BuiltVisit, held: str, asked: str
) -> None:
    person = make_person(site, held, visit)
    answer = post(admin, f"{STAFF}/{person.id}", {"visit": visit.id, "role": asked})
    assert answer.status_code == 422
    assert "cannot also be on the inspection team" in answer.text
    with site.reading() as work:
        assert len(team_of(work, visit.id)) == 1


@ON_SQLITE
@pytest.mark.parametrize(
    "fields", [{"role": "administrator"}, {"role": "x"}, {"visit": "0" * 32}, {"visit": ""}]
)
def test_a_made_up_role_or_visit_is_refused(
    admin: FlaskClient, site: Site, visit: BuiltVisit, fields: dict[str, str]
) -> None:
    person = make_person(site)
    answer = post(admin, f"{STAFF}/{person.id}", {"visit": visit.id, "role": "inspector", **fields})
    assert answer.status_code == 422


def test_switching_off_and_on_again(admin: FlaskClient, app: Flask, site: Site, visit: BuiltVisit) -> None:
    person = make_person(site, "lano", visit)
    browser = app.test_client()
    enter(browser, person)
    page = f"{STAFF}/{person.id}"
    post(admin, f"{page}/switch", {"to": "off"}, page=page)
    assert browser.get("/staff").status_code == 302
    assert "Switched off" in admin.get(page).text
    post(admin, f"{page}/switch", {"to": "on"}, page=page)
    answer = post(browser, "/staff/sign-in", {"email": person.email, "password": person.password})
    assert answer.status_code == 302


def test_a_visit_is_shown_in_words_before_it_is_stored(admin: FlaskClient) -> None:
    page = words(post(admin, NEW, NOTICE).text)
    assert "Opens when you press go on Monday 7 December." in page
    assert "Closes at 9am on Tuesday 15 December: 9am on the 6th working day after notification." in page
    assert NOTICE["title"] not in admin.get("/staff/admin/visits").text


def test_confirming_stores_it_as_a_draft_that_opens_when_its_lead_says_so(
    admin: FlaskClient, app: Flask, site: Site, clock: SettableClock
) -> None:
    stored = post(admin, NEW, {**NOTICE, "confirmed": "1"}).headers["Location"]
    visit_id = stored.rsplit("/", 1)[1]
    assert "Not live yet" in admin.get(stored).text
    built = BuiltVisit(visit_id, NOTICE["title"], NOTICE["area"], {}, {})
    clock.set("2026-12-08T10:00")
    lead = app.test_client()
    sign_in(lead, "lead_inspector", built)
    codes = re.findall(r"/s/([a-z0-9]{10})", lead.get(f"/staff/visits/{visit_id}/share").text)
    assert "Not open yet" in app.test_client().get(f"/s/{codes[0]}").text
    post(lead, f"/staff/visits/{visit_id}/window/go_live", {})
    assert "Not open yet" not in app.test_client().get(f"/s/{codes[0]}").text


def test_changing_something_keeps_what_was_typed(admin: FlaskClient) -> None:
    page = post(admin, NEW, {**NOTICE, "change": "1"}).text
    assert 'value="Hill and Harbour"' in page
    assert 'value="2026-12-07"' in page


@ON_SQLITE
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"notified_on": "2026-12-05"}, "5 December is a Saturday. Choose a working day"),
        ({"notified_on": "2026-12-25"}, "25 December is a bank holiday in England (Christmas Day)."),
        ({"notified_on": "2026-13-45"}, "Enter a real date."),
        ({"notified_on": "2099-01-05"}, "is outside the bank holidays we know"),
        ({"notified_on": ""}, "Enter a real date."),
        ({"notified_at": "25:00"}, "Enter a time of day."),
        ({"area": " "}, "Enter the name of the local area."),
        ({"title": "x" * 201}, "Make it shorter."),
    ],
)
def test_a_wrong_notice_is_explained_and_nothing_is_stored(
    admin: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    answer = post(admin, NEW, {**NOTICE, **fields, "confirmed": "1"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "There are no visits yet." in admin.get("/staff/admin/visits").text


@ON_SQLITE
def test_a_monitoring_visit_has_the_surveys_that_were_ticked(admin: FlaskClient) -> None:
    address = "/staff/admin/visits/new/area-send-monitoring"
    fields = {**NOTICE, "surveys": ["parents_carers"]}
    assert "Survey for parents and carers" in post(admin, address, fields).text
    stored = post(admin, address, {**fields, "confirmed": "1"}).headers["Location"]
    visit = BuiltVisit(stored.rsplit("/", 1)[1], "", "", {}, {})
    sign_in(admin, "inspector", visit)
    page = admin.get(f"/staff/visits/{visit.id}/share").text
    assert re.findall(r'<h2 class="govuk-heading-m" id="survey-\w+">([^<]+)', page) == ["Parents and carers"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("kind", "dates", "closes"),
    [
        ("impact-wave", {"opens_on": "2026-12-07", "closes_on": "2026-12-18"}, "Friday 18 December"),
        ("post-inspection", {"opens_on": "2026-12-07", "working_days": "10"}, "Monday 21 December"),
        ("local-area-2016", {"notified_on": "2026-12-07", "notified_at": "09:00"}, "Friday 11 December"),
    ],
)
def test_kinds_that_count_differently_ask_for_other_dates(
    admin: FlaskClient, kind: str, dates: dict[str, str], closes: str
) -> None:
    fields = {"area": "Hill and Harbour", "title": "Another kind", **dates}
    page = words(post(admin, f"/staff/admin/visits/new/{kind}", fields).text)
    assert f"on {closes}" in page


def test_an_unknown_kind_does_not_exist(admin: FlaskClient) -> None:
    assert admin.get("/staff/admin/visits/new/nonsense").status_code == 404


def test_the_journal_says_who_did_what_and_can_be_narrowed(
    admin: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    person = make_person(site)
    post(admin, f"{STAFF}/{person.id}", {"visit": visit.id, "role": "inspector"})
    everything = words(admin.get("/staff/admin/journal").text)
    assert f"Gave a role {person.email}: Inspector, {visit.title}" in everything
    narrowed = admin.get("/staff/admin/journal?by=somebody@example.org").text
    assert "Nothing was done by" in narrowed
    for page in ("0", "-1", "99999", "x"):
        assert admin.get(f"/staff/admin/journal?page={page}").status_code == 200


def test_the_journal_goes_on_over_pages(admin: FlaskClient, site: Site) -> None:
    for number in range(51):
        with site.writing() as work:
            staff.invite(work, f"person{number}@example.org", by="many@example.org")
    first = admin.get("/staff/admin/journal?by=many@example.org").text
    assert "Page 1 of 2" in first
    second = admin.get("/staff/admin/journal?by=many@example.org&page=2").text
    assert len(re.findall(r"person\d+@", first)) == 50
    assert len(re.findall(r"person\d+@", second)) == 1


def window(visit: BuiltVisit, move: str = "") -> str:
    return f"/staff/visits/{visit.id}/window{'/' + move if move else ''}"


def test_the_lead_moves_the_close_later_with_a_reason(
    client: FlaskClient, app: Flask, visit: BuiltVisit, clock: SettableClock
) -> None:
    sign_in(client, "lead_inspector", visit)
    fields = {"on": "2026-12-02", "at": "12:00", "why": "Snow closed most schools."}
    assert post(client, window(visit, "extend"), fields).status_code == 302
    page = words(client.get(window(visit)).text)
    assert "Closes Wednesday 2 December, 12 noon, was Tuesday 1 December, 9am" in page
    assert "Snow closed most schools." in page
    clock.set("2026-12-02T11:59")
    start = app.test_client().get(f"/s/{visit.codes['young_people']}")
    assert "closed" not in words(start.text).lower()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on": "2026-11-30"}, "People were told they can answer until Tuesday 1 December, 9am."),
        ({"on": "2026-12-01", "at": "09:00"}, "Choose a later time."),
        ({"why": "  "}, "Say why, in a sentence."),
        ({"why": "x" * 1001}, "Make it shorter"),
        ({"on": "soon"}, "Enter a real date."),
        ({"on": "2027-03-28", "at": "01:30"}, "clocks go forward"),
    ],
)
@ON_SQLITE
def test_a_close_never_moves_earlier_or_without_a_reason(
    client: FlaskClient, visit: BuiltVisit, fields: dict[str, str], sentence: str
) -> None:
    sign_in(client, "lead_inspector", visit)
    given = {"on": "2026-12-02", "at": "12:00", "why": "Snow.", **fields}
    answer = post(client, window(visit, "extend"), given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Closes Tuesday 1 December 2026, 9am" in words(client.get(window(visit)).text)


def test_pausing_stops_answers_and_going_on_gives_the_lost_time_back(
    client: FlaskClient, app: Flask, visit: BuiltVisit, clock: SettableClock
) -> None:
    sign_in(client, "lead_inspector", visit)
    post(client, window(visit, "pause"), {"why": "A wrong link was sent."})
    survey = f"/s/{visit.codes['young_people']}"
    assert "Stopped for now" in app.test_client().get(survey).text
    clock.set("2026-11-25T10:00")
    sign_in(client, "lead_inspector", visit)
    assert client.get(window(visit, "extend")).status_code == 409
    post(client, window(visit, "resume"), {"why": "Mended."})
    assert "Stopped for now" not in app.test_client().get(survey).text
    assert "Closes Wednesday 2 December 2026, 9am" in words(client.get(window(visit)).text)


def test_a_visit_put_off_gets_new_dates_and_keeps_its_links(
    client: FlaskClient, app: Flask, visit: BuiltVisit
) -> None:
    sign_in(client, "lead_inspector", visit)
    survey = f"/s/{visit.codes['young_people']}"
    post(client, window(visit, "defer"), {"why": "Illness in the team."})
    assert "happening later" in app.test_client().get(survey).text
    dates = {"on": "2027-01-11", "at": "09:30", "why": "Agreed with the area."}
    post(client, window(visit, "reschedule"), dates)
    assert "Closes Tuesday 19 January 2027, 9am" in words(client.get(window(visit)).text)
    assert "Not open yet" in app.test_client().get(survey).text


def test_an_administrator_defers_for_the_lead_but_never_extends(
    admin: FlaskClient, visit: BuiltVisit
) -> None:
    page = f"/staff/admin/visits/{visit.id}"
    assert admin.get(f"{page}/extend").status_code == 409
    post(admin, f"{page}/defer", {"why": "Illness in the team."})
    assert "Deferred" in admin.get(page).text


def test_an_administrator_reads_no_results(admin: FlaskClient, visit: BuiltVisit) -> None:
    for page in ("share", "timetable", "window"):
        assert admin.get(f"/staff/visits/{visit.id}/{page}").status_code == 404


def test_a_second_look_at_an_old_page_cannot_undo_a_decision(
    client: FlaskClient, app: Flask, site: Site
) -> None:
    visit = make_visit(site)
    sign_in(client, "lead_inspector", visit)
    old = client.get(window(visit, "pause")).text
    post(client, window(visit, "abandon"), {"why": "Stopped by the inspectorate."})
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', old)
    assert token
    late = client.post(window(visit, "pause"), data={"csrf_token": token[1], "why": "Too late."})
    assert late.status_code == 409
    assert "the visit is abandoned" in late.text
    assert "will not go on" in client.get(window(visit)).text
