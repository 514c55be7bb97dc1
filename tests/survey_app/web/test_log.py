"""The list of who was asked, as the local area's officer works with it, without scripts."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import BuiltVisit, post, sign_in

FIELDS = {"name": "Hill School", "groups": "special", "covers": "1,200", "edition": "0"}


def at(visit: BuiltVisit, more: str = "") -> str:
    return f"/staff/visits/{visit.id}/asked{more}"


def add(client: FlaskClient, visit: BuiltVisit, **more: str) -> str:
    answer = post(client, at(visit, "/new"), {**FIELDS, **more})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].rpartition("entry-")[2]


def edition(client: FlaskClient, visit: BuiltVisit, entry: str) -> str:
    page = client.get(at(visit, f"/{entry}")).text
    found = re.search(r'name="edition" value="(\d+)"', page)
    assert found
    return found[1]


def press(client: FlaskClient, visit: BuiltVisit, entry: str, standing: str, seen: str = ""):
    seen = seen or edition(client, visit, entry)
    fields = {"standing": standing, "edition": seen}
    return post(client, at(visit, f"/{entry}/standing"), fields, page=at(visit))


def test_a_school_is_added_and_marked_with_one_press(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    entry = add(client, visit)
    page = client.get(at(visit)).text
    assert "About 1,200 people" in page
    assert "16 of 17 have nobody asked yet" not in page
    assert press(client, visit, entry, "asked").status_code == 302
    page = client.get(at(visit)).text
    assert "<b>Asked</b>" in page
    assert "24 November" in page
    assert "16 of 17 have nobody asked yet" in page


def test_the_gap_leads_to_a_form_with_its_group_ticked(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    assert "No post-16 colleges yet." in client.get(at(visit)).text
    form = client.get(at(visit, "/new?group=post_16")).text
    assert re.search(r'value="post_16" checked', form)
    assert form.count("checked") == 1


def test_an_answer_closes_a_gap(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    post(client, at(visit, "/gaps"), {"gap": "youth_justice", "why": "We have <none>."}, page=at(visit))
    page = client.get(at(visit)).text
    assert "We have &lt;none&gt;." in page
    assert "No youth justice service yet." not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Say who passes it on"),
        ({"covers": "many"}, "Give a whole number"),
        ({"covers": "²"}, "Give a whole number"),
        ({"email": "nowhere"}, "Check the e-mail address"),
        ({"groups": "pigeons"}, "Choose the groups from the list"),
        ({"channel": "nonsense"}, "Choose the link from the list"),
        ({"remind": "yes"}, "A reminder needs an e-mail address"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_wrong_form_is_explained_and_keeps_what_was_typed(
    client: FlaskClient, visit: BuiltVisit, wrong: dict[str, str], sentence: str
) -> None:
    sign_in(client, "lano", visit)
    answer = post(client, at(visit, "/new"), {**FIELDS, "note": "Ring first.", **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Ring first." in answer.text


def test_two_officers_never_write_over_each_other_unseen(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, "lano", visit)
    entry = add(client, visit)
    second = app.test_client()
    sign_in(second, "lano", visit)
    seen = edition(second, visit, entry)
    post(client, at(visit, f"/{entry}"), {**FIELDS, "edition": seen, "note": "From the first."})
    met = post(second, at(visit, f"/{entry}"), {**FIELDS, "edition": seen, "note": "From the second."})
    assert met.status_code == 409
    assert "From the first." in met.text
    assert "From the second." in met.text
    assert "From the second." not in client.get(at(visit)).text
    again = re.search(r'name="edition" value="(\d+)"', met.text)
    assert again
    fields = {**FIELDS, "edition": again[1], "note": "From the second."}
    assert post(second, at(visit, f"/{entry}"), fields).status_code == 302
    assert "From the second." in client.get(at(visit)).text


def test_a_press_on_an_old_page_says_how_it_stands(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    entry = add(client, visit)
    press(client, visit, entry, "declined", seen="1")
    met = press(client, visit, entry, "confirmed", seen="1")
    assert met.status_code == 409
    assert "now stands at: said no" in met.text


@pytest.mark.parametrize("seen", ["", "x", "-1", "²", "9" * 40])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_made_up_edition_writes_nothing(client: FlaskClient, visit: BuiltVisit, seen: str) -> None:
    sign_in(client, "lano", visit)
    entry = add(client, visit)
    fields = {"standing": "asked", "edition": seen}
    assert post(client, at(visit, f"/{entry}/standing"), fields, page=at(visit)).status_code == 409


def test_an_inspector_sees_the_list_and_changes_nothing(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, "lano", visit)
    entry = add(client, visit)
    inspector = app.test_client()
    sign_in(inspector, "inspector", visit)
    page = inspector.get(at(visit)).text
    assert "Hill School" in page
    assert "Asked today" not in page
    assert inspector.get(at(visit, f"/{entry}")).status_code == 404
