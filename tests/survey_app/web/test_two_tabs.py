"""Two tabs on one draft: what one has answered is never overwritten by the other unseen."""

from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from survey_app.web.site import Site
from tests.respondent import WORDS, Respondent, page_of
from tests.survey_app.services.answering import with_cookies_of

OTHER_WORDS = "My teacher is kind, and the bus is late."


@pytest.fixture
def page(young: Respondent, site: Site) -> str:
    """The address of a page with one text box, for somebody who has begun."""
    young.press()
    return f"/s/{young.code}/page/{page_of(young, site, 'would_change')}"


def another_tab(app: Flask, young: Respondent, path: str) -> Respondent:
    """A second tab of the same browser, on the same page."""
    tab = Respondent(app.test_client(), young.code)
    tab.client = with_cookies_of(young.client, app)
    tab.go(path)
    return tab


def kept(young: Respondent, page: str) -> list[str]:
    """What is stored, without what came back to this browser."""
    young.client.delete_cookie("given_back", path=page)
    young.go(page)
    return young.shown_value("would_change")


def test_a_page_that_was_answered_in_another_tab_comes_back_with_both_answers(
    app: Flask, young: Respondent, page: str
) -> None:
    young.go(page)
    other = another_tab(app, young, page)
    other.press({"would_change": OTHER_WORDS})
    young.press({"would_change": WORDS})
    assert young.came_back
    assert "Answered somewhere else too" in young.text
    assert OTHER_WORDS in young.text
    assert young.shown_value("would_change") == [WORDS]
    assert kept(other, page) == [OTHER_WORDS]


def test_pressing_next_once_more_keeps_what_was_typed_here(app: Flask, young: Respondent, page: str) -> None:
    young.go(page)
    other = another_tab(app, young, page)
    other.press({"would_change": OTHER_WORDS})
    young.press({"would_change": WORDS})
    young.press({"would_change": WORDS})
    assert young.page.status_code == 200
    assert kept(young, page) == [WORDS]


def test_the_other_answer_can_be_kept(app: Flask, young: Respondent, page: str) -> None:
    young.go(page)
    other = another_tab(app, young, page)
    other.press({"would_change": OTHER_WORDS})
    young.press({"would_change": WORDS})
    young.press({"would_change": WORDS}, keep_other="1")
    assert young.page.status_code == 200
    assert kept(young, page) == [OTHER_WORDS]


@pytest.mark.parametrize("how", ["skip", "later"])
def test_skipping_or_saving_for_later_overwrites_nothing_unseen_either(
    app: Flask, young: Respondent, page: str, how: str
) -> None:
    young.go(page)
    other = another_tab(app, young, page)
    other.press({"would_change": OTHER_WORDS})
    young.press({"would_change": WORDS}, **{how: "1"})
    assert young.came_back
    assert OTHER_WORDS in young.text
    assert kept(other, page) == [OTHER_WORDS]


def test_an_answer_that_was_taken_away_in_another_tab_does_not_come_back_unasked(
    app: Flask, young: Respondent, page: str
) -> None:
    young.go(page)
    young.press({"would_change": WORDS})
    young.go(page)
    other = another_tab(app, young, page)
    other.press(skip="1")
    young.press({"would_change": WORDS})
    assert young.came_back
    assert "Skipped" in young.text
    assert kept(other, page) == [""]


def test_the_same_answer_in_two_tabs_is_no_matter(app: Flask, young: Respondent, page: str) -> None:
    young.go(page)
    form = {**young.hidden(), "would_change": WORDS}
    young.post(page, form)
    young.post(page, form)
    assert young.page.status_code == 200
    assert kept(young, page) == [WORDS]


def test_tabs_on_different_pages_add_up(app: Flask, young: Respondent, site: Site, page: str) -> None:
    feeling = f"/s/{young.code}/page/{page_of(young, site, 'listened_to')}"
    young.go(page)
    other = another_tab(app, young, feeling)
    other.press({"listened_to": "bad"})
    young.press({"would_change": WORDS})
    assert young.page.status_code == 200
    other.go(feeling)
    assert other.shown_value("listened_to") == ["bad"]


def test_a_mistake_does_not_make_a_page_forget_what_it_showed(
    app: Flask, young: Respondent, page: str
) -> None:
    young.go(page)
    other = another_tab(app, young, page)
    other.press({"would_change": OTHER_WORDS})
    young.press({"would_change": "We waited. " * 1000})
    assert young.came_back
    young.press({"would_change": WORDS})
    assert young.came_back
    assert kept(other, page) == [OTHER_WORDS]


def test_a_form_without_its_mark_overwrites_nothing(young: Respondent, page: str) -> None:
    young.go(page)
    young.press({"would_change": WORDS})
    young.go(page)
    form = {"csrf_token": str(young.hidden()["csrf_token"]), "would_change": OTHER_WORDS}
    young.post(page, form)
    assert young.came_back
    assert kept(young, page) == [WORDS]


@pytest.mark.parametrize("mark", ["'", "0" * 16, "x" * 3000, "<b>", "\x00"])
def test_a_mark_that_was_made_up_overwrites_nothing(young: Respondent, page: str, mark: str) -> None:
    young.go(page)
    young.press({"would_change": WORDS})
    young.go(page)
    young.press({"would_change": OTHER_WORDS}, seen=mark)
    assert young.came_back
    assert kept(young, page) == [WORDS]


def test_the_mark_of_an_answer_tells_nothing_to_another_browser(
    app: Flask, young: Respondent, page: str
) -> None:
    marks = set()
    for reader in (young, Respondent(app.test_client(), young.code)):
        if reader is not young:
            reader.press()
        reader.go(page)
        assert reader.hidden()["seen"] == ""
        reader.press({"would_change": WORDS})
        reader.go(page)
        marks.add(reader.hidden()["seen"])
    assert len(marks) == 2


@dataclass
class Tab:
    """What one tab shows: its form's own fields, and the stored answer that its reader was last shown."""

    client: FlaskClient
    fields: dict[str, str] = field(default_factory=dict)
    shown: str = ""

    def read(self, html: str) -> None:
        tree = LexborHTMLParser(html)
        hidden = tree.css("form#answers input[type=hidden]")
        self.fields = {str(one.attributes["name"]): one.attributes["value"] or "" for one in hidden}
        beside = tree.css(".problems dd")
        kept = [node.text() for node in tree.css(".problems dd span:not(.none)")]
        typed = [box.text().strip() for box in tree.css("form#answers textarea")]
        self.shown = "".join(kept if beside else typed)


MOVES = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["open", "next", "skip", "keep_other"]), st.integers(0, 2)),
    min_size=4,
    max_size=14,
)


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_two_tabs_do_an_answer_goes_only_if_its_overwriter_was_shown_it(
    page: str, tabs: list[Tab], moves: list[tuple[int, str, int]]
) -> None:
    begin_anew(tabs, page)
    stored = ""
    for which, what, number in moves:
        tab = tabs[which]
        if what == "open":
            tab.read(tab.client.get(page).text)
            continue
        text = "" if what == "skip" else f"thought {number}"
        pressed = {what: "1"} if what in ("skip", "keep_other") else {}
        reply = tab.client.post(page, data={**tab.fields, "would_change": text, **pressed})
        if reply.location == page:
            tab.read(tab.client.get(page).text)
            assert tab.shown == stored
        elif what != "keep_other":
            assert stored in (text, tab.shown), "an answer was overwritten unseen"
            stored = text
        now = Tab(tab.client)
        now.read(tab.client.get(page).text)
        assert now.shown == stored


def begin_anew(tabs: list[Tab], page: str) -> None:
    """Both tabs on the page of a new, empty draft."""
    first = Respondent(tabs[0].client.application.test_client(), page.split("/")[2])
    first.press()
    for tab in tabs:
        tab.client = with_cookies_of(first.client, first.client.application)
        tab.read(tab.client.get(page).text)


@pytest.fixture
def tabs(app: Flask) -> list[Tab]:
    """Two tabs of one browser."""
    return [Tab(app.test_client()), Tab(app.test_client())]


def test_a_form_without_its_token_comes_back_as_it_was_typed(young: Respondent, page: str) -> None:
    young.go(page)
    young.press({"would_change": WORDS})
    young.go(page)
    seen = str(young.hidden()["seen"])
    assert seen
    young.post(page, {"would_change": OTHER_WORDS, "seen": seen, "later": "1"})
    assert young.came_back
    assert "Not saved yet" in young.text
    assert young.shown_value("would_change") == [OTHER_WORDS]
    young.press({"would_change": OTHER_WORDS}, later="1")
    assert young.heading == "Your answers are saved"
