"""Signing in through the front door, staying signed in, and leaving."""

from urllib.parse import urlsplit

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.services import sign_in as service
from survey_app.services import staff
from survey_app.services.permissions import Person
from survey_app.storage.staff import Staff
from survey_app.web.account.throttle import FREE_TRIES, throttle
from survey_app.web.site import Site
from tests.builders import (
    BuiltVisit,
    SettableClock,
    csrf_token,
    enter,
    make_person,
    make_visit,
    post,
    sign_in,
)

# Where the database makes no difference, one is enough.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def is_in(client: FlaskClient) -> bool:
    return client.get("/staff").status_code == 200


def try_password(client: FlaskClient, email: str, password: str, **more: object):
    return post(client, "/staff/sign-in", {"email": email, "password": password}, **more)


def test_password_and_code_open_the_list_of_visits(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    page = client.get("/staff").text
    assert visit.title in page
    assert "People can answer until Tuesday 1 December, 9am." in page


def test_a_password_alone_opens_nothing(client: FlaskClient, site: Site) -> None:
    person = make_person(site)
    answer = try_password(client, person.email, person.password)
    assert answer.status_code == 302
    assert not is_in(client)


def test_an_address_in_capitals_is_the_same_address(client: FlaskClient, site: Site) -> None:
    person = make_person(site)
    answer = try_password(client, f" {person.email.upper()} ", person.password)
    assert "/staff/second-step" in answer.headers["Location"]


def test_a_visit_of_another_team_is_not_in_the_list(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    other = make_visit(site, title="Somebody else's visit", area="Other area")
    sign_in(client, "inspector", visit)
    assert other.title not in client.get("/staff").text


@ON_SQLITE
def test_unknown_address_and_wrong_password_look_the_same(client: FlaskClient, site: Site) -> None:
    person = make_person(site)
    wrong = try_password(client, person.email, "not the password")
    unknown = try_password(client, "unknown@example.org", "not the password")

    def bare(page: str, email: str) -> str:
        return page.replace(csrf_token(page), "").replace(email, "")

    assert bare(wrong.text, person.email) == bare(unknown.text, "unknown@example.org")
    assert "do not fit together" in wrong.text


def test_a_code_works_once(app: Flask, site: Site, clock: SettableClock) -> None:
    person = make_person(site)
    code = person.code(clock.shows)
    answers = []
    for _ in range(2):
        browser = app.test_client()
        try_password(browser, person.email, person.password)
        answers.append(post(browser, "/staff/second-step", {"code": code}).status_code)
    assert answers == [302, 200]


def test_the_next_code_works_after_one_was_used(app: Flask, site: Site, clock: SettableClock) -> None:
    person = make_person(site)
    enter(app.test_client(), person)
    clock.forward(seconds=30)
    browser = app.test_client()
    enter(browser, person)
    assert is_in(browser)


@ON_SQLITE
@pytest.mark.parametrize("age", [-120, -61, 61, 120])
def test_a_code_of_another_time_does_not_work(
    client: FlaskClient, site: Site, clock: SettableClock, age: int
) -> None:
    clock.set("2026-11-24T10:00:00")
    person = make_person(site)
    try_password(client, person.email, person.password)
    clock.forward(seconds=age)
    code = person.code(clock.shows)
    clock.forward(seconds=-age)
    answer = post(client, "/staff/second-step", {"code": code})
    assert "That code does not fit" in answer.text
    assert not is_in(client)


def test_guessing_codes_is_slowed_down_even_for_the_right_one(
    client: FlaskClient, site: Site, clock: SettableClock
) -> None:
    person = make_person(site)
    try_password(client, person.email, person.password)
    right = person.code(clock.shows)
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(FREE_TRIES + 1):
        post(client, "/staff/second-step", {"code": wrong})
    post(client, "/staff/second-step", {"code": right})
    assert not is_in(client)
    throttle.succeeded(person.id)


@ON_SQLITE
def test_guessing_passwords_is_slowed_down_for_that_address_only(app: Flask, site: Site) -> None:
    person, other = make_person(site), make_person(site)
    for _ in range(FREE_TRIES + 1):
        try_password(app.test_client(), person.email, "not the password")
    refused = try_password(app.test_client(), person.email, person.password)
    assert "Too many tries" in refused.text
    assert try_password(app.test_client(), other.email, other.password).status_code == 302
    throttle.succeeded(person.email)


def test_half_an_hour_without_a_click_signs_out(client: FlaskClient, clock: SettableClock) -> None:
    sign_in(client)
    clock.forward(minutes=29)
    assert is_in(client)
    clock.forward(minutes=29)
    assert is_in(client)
    clock.forward(minutes=31)
    away = client.get("/staff?from=mail")
    assert away.headers["Location"] == "/staff/sign-in?next=/staff?from%3Dmail"
    assert "You have been away for a while" in client.get("/staff/sign-in").text


@ON_SQLITE
def test_twelve_hours_end_a_session_however_busy(client: FlaskClient, clock: SettableClock) -> None:
    sign_in(client)
    for _ in range(35):
        clock.forward(minutes=20)
        assert is_in(client)
    clock.forward(minutes=20)
    assert not is_in(client)


def test_signing_out_ends_a_copied_cookie_too(app: Flask, client: FlaskClient) -> None:
    sign_in(client)
    copied = client.get_cookie("visit")
    assert copied is not None
    post(client, "/staff/sign-out", {}, page="/staff")
    thief = app.test_client()
    thief.set_cookie("visit", copied.value)
    assert not is_in(client)
    assert not is_in(thief)


def test_being_away_on_one_device_leaves_the_other_signed_in(
    app: Flask, site: Site, clock: SettableClock
) -> None:
    person = make_person(site)
    desk, phone = app.test_client(), app.test_client()
    enter(desk, person)
    clock.forward(minutes=25)
    enter(phone, person)
    clock.forward(minutes=25)
    assert not is_in(desk)
    assert is_in(phone)


def test_switching_somebody_off_ends_their_session_at_once(client: FlaskClient, site: Site) -> None:
    person = sign_in(client)
    with site.writing() as work:
        staff.switch(work, Person("a", "a@example.org", administrator=True), person.id, on=False)
    assert not is_in(client)
    assert "do not fit together" in try_password(client, person.email, person.password).text


def test_a_role_taken_away_is_gone_on_the_next_request(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    person = sign_in(client, "lano", visit)
    assert client.get(f"/staff/visits/{visit.id}/share").status_code == 200
    with site.writing() as work:
        staff.remove_membership(work, person.id, visit.id, "lano", by="a@example.org")
    assert client.get(f"/staff/visits/{visit.id}/share").status_code == 404


def test_signing_in_leads_to_the_page_that_was_asked_for(
    client: FlaskClient, site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    person = make_person(site, "lano", visit)
    wanted = f"/staff/visits/{visit.id}/timetable"
    ask = client.get(wanted).headers["Location"]
    step = try_password_at(client, ask, person.email, person.password)
    answer = post(client, step, {"code": person.code(clock.shows)})
    assert answer.headers["Location"] == wanted


@ON_SQLITE
@pytest.mark.parametrize(
    "hostile",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "https://localhost.evil.example",
        "javascript:alert(1)",
        "/staff@evil.example",
        "/staff\r\nX-Bad: 1",
    ],
)
def test_signing_in_never_leads_away(
    client: FlaskClient, site: Site, clock: SettableClock, hostile: str
) -> None:
    person = make_person(site)
    page = client.get("/staff/sign-in", query_string={"next": hostile})
    fields = {"email": person.email, "password": person.password, "csrf_token": csrf_token(page.text)}
    step = client.post("/staff/sign-in", query_string={"next": hostile}, data={**fields, "next": hostile})
    place = step.headers["Location"]
    assert place.startswith("/staff/second-step")
    assert "evil" not in place
    answer = post(client, place, {"code": person.code(clock.shows), "next": hostile})
    # Browsers read a backslash as a slash, so it counts as one here too.
    leads_to = urlsplit(answer.headers["Location"].replace("\\", "/"))
    assert (leads_to.scheme, leads_to.netloc) == ("", "")
    assert "X-Bad" not in answer.headers


def try_password_at(client: FlaskClient, address: str, email: str, password: str) -> str:
    place: str = post(client, address, {"email": email, "password": password}).headers["Location"]
    return place


def test_an_invitation_becomes_a_password_then_codes_then_a_session(
    client: FlaskClient, site: Site, clock: SettableClock
) -> None:
    with site.writing() as work:
        token = staff.invite(work, "New.Person@Example.org", by="a@example.org")
    password = "four words for testing"
    done = post(client, f"/staff/invitation/{token}", {"password": password, "again": password})
    assert done.headers["Location"] == "/staff/sign-in"
    step = try_password(client, "new.person@example.org", password)
    assert step.headers["Location"] == "/staff/second-step/set-up"
    shown = post(client, "/staff/second-step/set-up", {"setup": "authenticator"}).text
    key = shown.split('<span class="staff-code">')[1].split("</span>")[0].replace("-", "")
    code = pyotp.TOTP(key).at(clock.shows)
    client.post("/staff/second-step", data={"csrf_token": csrf_token(shown), "code": code})
    assert is_in(client)


def test_an_invitation_works_once_and_for_a_week(
    client: FlaskClient, site: Site, clock: SettableClock
) -> None:
    def invite(email: str) -> str:
        with site.writing() as work:
            return f"/staff/invitation/{staff.invite(work, email, by='a@example.org')}"

    used, late, replaced = invite("used@example.org"), invite("late@example.org"), invite("again@example.org")
    clock.forward(seconds=1)
    newest = invite("again@example.org")
    words = {"password": "four words for testing", "again": "four words for testing"}
    assert post(client, used, words).status_code == 302
    assert client.get(used).status_code == 404
    assert client.get(replaced).status_code == 404
    assert client.get(newest).status_code == 200
    clock.forward(days=7)
    assert client.get(late).status_code == 404
    assert "does not work any more" in client.get(late).text


@ON_SQLITE
@pytest.mark.parametrize("token", ["x", "a" * 32, "a" * 32 + ".x", "." * 80, "a" * 5000])
def test_a_made_up_invitation_is_refused(client: FlaskClient, token: str) -> None:
    assert client.get(f"/staff/invitation/{token}").status_code == 404


@ON_SQLITE
@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "Choose a password of 12 to 128 characters."),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "more different characters"),
        ("four words for testing", "other words for testing", "The two passwords differ."),
        ("", "", "Enter a password."),
        ("x1y2z" * 40, "x1y2z" * 40, "Choose a password of 12 to 128 characters."),
    ],
)
def test_a_poor_password_is_explained(
    client: FlaskClient, site: Site, password: str, again: str, sentence: str
) -> None:
    with site.writing() as work:
        token = staff.invite(work, "new@example.org", by="a@example.org")
    answer = post(client, f"/staff/invitation/{token}", {"password": password, "again": again})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_recovery_codes_are_shown_once_kept_as_marks_and_work_once(
    app: Flask, client: FlaskClient, site: Site
) -> None:
    person = sign_in(client)
    page = post(client, "/staff/recovery-codes", {"generate_new_codes": "1"}).text
    codes = [part.split("<")[0] for part in page.split('<li class="staff-code">')[1:]]
    assert len(codes) == service.RECOVERY_CODES
    assert not any(code in client.get("/staff/recovery-codes?show_codes=1").text for code in codes)
    with site.reading() as work:
        kept = work.session.get_one(Staff, person.id).mf_recovery_codes or []
    assert len(kept) == len(codes)
    assert not {code.replace("-", "") for code in codes} & {mark[:12] for mark in kept}
    answers = []
    for _ in range(2):
        browser = app.test_client()
        try_password(browser, person.email, person.password)
        post(browser, "/staff/second-step/recovery-code", {"code": codes[0].upper().replace("-", " ")})
        answers.append(is_in(browser))
    assert answers == [True, False]
    throttle.succeeded(person.id)


def test_secrets_are_not_stored_as_they_are(site: Site) -> None:
    person = make_person(site)
    with site.reading() as work:
        stored = work.session.get_one(Staff, person.id)
    assert stored.password is not None
    assert stored.password.startswith("$argon2id$")
    assert person.totp_secret not in (stored.tf_totp_secret or "")


@ON_SQLITE
@pytest.mark.parametrize(
    "address", ["/staff/sign-in", "/staff/second-step", "/staff/sign-out", "/staff/recovery-codes"]
)
def test_a_post_without_its_token_does_nothing(client: FlaskClient, address: str) -> None:
    person = sign_in(client)
    answer = client.post(address, data={"email": person.email, "password": person.password})
    assert answer.status_code == 400
    assert is_in(client)


@ON_SQLITE
def test_json_is_no_way_in(client: FlaskClient, site: Site) -> None:
    person = make_person(site)
    answer = client.post("/staff/sign-in", json={"email": person.email, "password": person.password})
    assert answer.status_code == 400
    assert not is_in(client)


@ON_SQLITE
def test_nobody_registers_and_nobody_resets_by_mail(client: FlaskClient) -> None:
    for address in ("/register", "/reset", "/staff/register", "/staff/reset", "/change", "/confirm"):
        assert client.get(address).status_code == 404


@ON_SQLITE
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient, site: Site) -> None:
    person = make_person(site)
    header = try_password(client, person.email, person.password).headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Expires" not in header
