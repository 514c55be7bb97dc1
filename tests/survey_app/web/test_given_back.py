"""What could not be kept comes back at its own address, and to nobody else."""

from __future__ import annotations

import secrets
import zlib
from base64 import urlsafe_b64decode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey_app.web.given_back import COOKIE
from survey_app.web.showable import showable
from survey_app.web.site import Site
from tests.respondent import ANSWERS, WORDS, Respondent, page_of

TOO_LONG = f"{WORDS} " * 200


@pytest.fixture
def page(young: Respondent, site: Site) -> str:
    """The page that asks for own words, in a visit that has begun."""
    young.press()
    path = f"/s/{young.code}/page/{page_of(young, site, 'would_change')}"
    young.go(path)
    return path


def cookie_at(young: Respondent, page: str) -> str:
    found = young.client.get_cookie(COOKIE, path=page)
    return found.value if found else ""


def test_the_cookie_goes_to_its_page_only_and_tells_nothing(young: Respondent, page: str) -> None:
    young.press({"would_change": TOO_LONG})
    assert young.came_back
    kept = young.client.get_cookie(COOKIE, path=page)
    assert kept
    assert kept.http_only
    assert kept.expires is None
    assert cookie_at(young, f"/s/{young.code}") == ""
    sealed = urlsafe_b64decode(kept.value)
    assert WORDS[:12].encode() not in sealed
    for start in range(len(sealed)):
        with pytest.raises(zlib.error):
            zlib.decompress(sealed[start:])


def test_it_goes_when_the_page_is_kept(young: Respondent, page: str) -> None:
    young.press({"would_change": TOO_LONG})
    young.press({"would_change": WORDS})
    assert cookie_at(young, page) == ""
    young.go(page)
    assert young.shown_value("would_change") == [WORDS]


@pytest.mark.parametrize("ending", ["leave", "send", "later"])
def test_after_the_end_nobody_can_open_it(young: Respondent, page: str, ending: str) -> None:
    young.press({"would_change": TOO_LONG})
    held = cookie_at(young, page)
    if ending == "leave":
        young.client.post(f"/s/{young.code}/leave", data={"csrf_token": young.hidden()["csrf_token"]})
    elif ending == "later":
        young.press({"would_change": WORDS}, later="1")
    else:
        young.go(f"/s/{young.code}")
        young.walk(ANSWERS)
        young.press()
    young.client.set_cookie(COOKIE, held, path=page)
    young.go(f"/s/{young.code}")
    young.press()
    young.go(page)
    assert young.shown_value("would_change") == [""]
    assert WORDS not in young.page.text


def test_what_is_too_much_for_a_cookie_comes_back_in_answer_to_the_form(young: Respondent, page: str) -> None:
    noise = secrets.token_hex(6000)
    young.press({"would_change": noise})
    assert young.page.status_code == 422
    assert young.shown_value("would_change") == [noise]


@pytest.mark.parametrize("made_up", ["", "x", "AAAA", "=" * 50, "é", "A" * 3000])
def test_a_cookie_that_was_made_up_shows_the_page_as_it_is_kept(
    young: Respondent, page: str, made_up: str
) -> None:
    young.press({"would_change": WORDS})
    young.go(page)
    young.press({"would_change": TOO_LONG})
    young.client.set_cookie(COOKIE, made_up, path=page)
    young.go(page)
    assert young.page.status_code == 200
    assert young.shown_value("would_change") == [WORDS]


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(min_size=1, max_size=600))
def test_whatever_was_typed_comes_back_as_it_was(young: Respondent, page: str, typed: str) -> None:
    young.client.delete_cookie(COOKIE, path=page)
    young.go(page)
    young.press({"would_change": typed, "csrf_token": "from before"})
    shown = young.shown_value("would_change")
    assert shown == [showable(typed).replace("\r\n", "\n").replace("\r", "\n")] or not showable(typed).strip()
