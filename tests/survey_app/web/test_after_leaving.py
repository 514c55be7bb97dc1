"""After somebody left or sent: the next reader of the same browser is given nothing of theirs."""

import pytest
from flask import Flask

from survey_app.storage.responses import Response
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import WORDS, Respondent, count
from tests.survey_app.web.test_errors import at_own_words, has_help


def test_leaving_works_with_a_page_that_is_too_old(young: Respondent, site: Site) -> None:
    at_own_words(young, site)
    away = young.client.post(f"/s/{young.code}/leave", data={"csrf_token": "old"})
    assert away.location.startswith("https://")
    with young.client.session_transaction() as cookie:
        assert dict(cookie) == {"left": True}


def test_a_stranger_cannot_make_somebody_elses_browser_forget(app: Flask, visit: BuiltVisit) -> None:
    """A form on another site is sent without our cookie, so its answer must not ask to empty the browser."""
    away = app.test_client().post(f"/s/{visit.codes['young_people']}/leave")
    assert away.status_code == 303
    assert "Clear-Site-Data" not in away.headers
    assert "Set-Cookie" not in away.headers


def test_what_was_typed_after_sending_is_not_shown_to_the_next_person(young: Respondent, site: Site) -> None:
    at_own_words(young, site)
    address, form = young.path, young.hidden()
    young.press({"would_change": "first"})
    young.go(f"/s/{young.code}/check")
    young.press()
    assert young.heading == "Thank you"
    young.post(address, {**form, "would_change": WORDS})
    assert young.page.status_code == 410
    assert WORDS not in young.page.text
    assert has_help(young)
    assert count(site, Response) == 1


@pytest.mark.parametrize("begun_anew", [False, True])
def test_a_page_that_is_sent_again_after_leaving_shows_nothing(
    young: Respondent, site: Site, begun_anew: bool
) -> None:
    at_own_words(young, site)
    address, form = young.path, {**young.hidden(), "would_change": WORDS * 200}
    young.post(address, form)
    assert young.came_back
    assert "too long" in young.text
    young.client.post(f"/s/{young.code}/leave", data={"csrf_token": form["csrf_token"]})
    if begun_anew:
        young.go(f"/s/{young.code}")
        young.press()
    young.post(address, form)
    assert young.page.status_code == 400
    assert WORDS not in young.page.text
    assert has_help(young)
