"""Bytes that no browser sends: the staff pages answer with a page and a 4xx, on both databases."""

import pytest
from flask.testing import FlaskClient

from tests.builders import BuiltVisit, make_person, post, sign_in, site_of

NUL = "a\x00b"
HOSTILE = [NUL, "\x7f\x1b[31m", "\u202egnp.exe", "'; DROP TABLE staff; --", "<script>", "{{ 7 * 7 }}"]


@pytest.mark.parametrize("text", [NUL, "\x00", "a@b\x00.example"])
def test_signing_in_with_bytes_that_no_database_takes(client: FlaskClient, text: str) -> None:
    answer = post(client, "/staff/sign-in", {"email": text, "password": text})
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(
    "address",
    [
        "/staff/invitation/%00",
        "/staff/visits/%00/share",
        "/staff/admin/staff/%00",
        "/staff/admin/visits/%00",
        "/staff/admin/visits/%00/defer",
        "/staff/admin/visits/new/%00",
        "/staff/admin/journal?by=%00",
        "/staff/admin/journal?page=%00",
        "/staff/admin/journal?page=99999999999999999999999",
    ],
)
def test_addresses_that_name_nothing(client: FlaskClient, address: str) -> None:
    sign_in(client, "administrator")
    assert client.get(address).status_code in (200, 400, 404)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_form_of_an_administrator(
    client: FlaskClient, visit: BuiltVisit, text: str
) -> None:
    person = make_person(site_of(client.application))
    sign_in(client, "administrator")
    page = f"/staff/admin/staff/{person.id}"
    notice = {
        "area": text,
        "title": text,
        "notified_on": "2026-12-07",
        "notified_at": "09:30",
        "confirmed": "1",
    }
    for answer in (
        post(client, "/staff/admin/staff/invite", {"email": text}),
        post(client, page, {"visit": text, "role": text}),
        post(client, f"{page}/take-role", {"visit": text, "role": text}, page=page),
        post(client, "/staff/admin/visits/new/area-send-full-2024", notice),
        post(client, f"/staff/admin/visits/{visit.id}/abandon", {"why": text}),
    ):
        assert answer.status_code in (302, 400, 404, 409, 422)
    assert "<script>" not in client.get("/staff/admin/visits").text
    assert "<script>" not in client.get(f"/staff/admin/visits/{visit.id}").text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_the_name_of_a_link(client: FlaskClient, visit: BuiltVisit, text: str) -> None:
    sign_in(client, "lano", visit)
    share = f"/staff/visits/{visit.id}/share"
    fields = {"survey": visit.surveys["young_people"], "kind": "school", "name": text}
    assert post(client, f"{share}/new", fields).status_code in (302, 400, 422)
    assert "<script>" not in client.get(share).text
