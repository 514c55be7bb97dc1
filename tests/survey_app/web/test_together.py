"""Members of a group look at every question as it will be asked and say what they think: no account, no name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from survey_app.services.letters import LETTERS
from survey_app.services.publish import version_of
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.review_rounds import Reaction, ReviewGroup, ReviewRound, ReviewSeat
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock
from tests.respondent import Respondent
from tests.survey_app.reviews import LEAD, make_group

HARM = "My uncle hits me at night and I am scared."


class Member(Respondent):
    """A member of a group in one browser."""

    def __post_init__(self) -> None:
        self.go(self.at(""))

    def at(self, end: str) -> str:
        return f"/together/{self.code}{end}"

    def at_question(self, number: int, end: str = "") -> Member:
        self.go(self.at(f"/{number}{end}"))
        assert self.page.status_code == 200
        return self

    def checked(self, name: str) -> set[str]:
        found = LexborHTMLParser(self.page.text).css(f"input[name={name}][checked]")
        return {str(field.attributes["value"]) for field in found}


@pytest.fixture
def group(site: Site) -> ReviewGroup:
    return make_group(site)


@pytest.fixture
def member(app: Flask, group: ReviewGroup) -> Member:
    return Member(app.test_client(), group.code)


def reactions(site: Site) -> list[Reaction]:
    with site.reading() as work:
        return list(work.session.scalars(select(Reaction)))


def questions(site: Site, group: ReviewGroup) -> list[str]:
    with site.reading() as work:
        asked = work.session.get_one(ReviewRound, group.round_id)
        return list(version_of(work, asked.draft_digest).questions)


def test_the_whole_survey_takes_one_choice_and_one_button_a_question(
    site: Site, group: ReviewGroup, member: Member
) -> None:
    presses, member_at = 1, member.press
    member_at()
    total = len(questions(site, group))
    while "/end" not in member.path:
        assert f"of {total}" in member.text
        member.press(said="understand")
        presses += 2
    assert presses == 1 + 2 * total
    assert {row.sort for row in reactions(site)} == {"understand"}
    assert len(reactions(site)) == total
    assert "Thank you" in member.text


def test_before_anybody_says_a_word_they_read_who_reads_it_and_where_help_is(member: Member) -> None:
    assert "We do not ask your name." in member.text
    assert "The people who lead this review read what you say." in member.text
    assert "It is not the place to tell us about your own life." in member.text
    assert "Get help" in member.page.text
    assert "Childline" in member.page.text
    member.at_question(2, "/comment")
    assert "Please leave out names." in member.text
    assert "We do not read it straight away." in member.text


def test_what_was_said_is_there_again_and_can_be_taken_back(site: Site, member: Member) -> None:
    member.at_question(3).press(said=["understand", "upsets"])
    assert member.path.endswith("/4")
    assert member.at_question(3).checked("said") == {"understand", "upsets"}
    member.press(said="understand")
    assert {row.sort for row in reactions(site)} == {"understand"}
    member.at_question(3).press(said="missing", skip="1")
    assert {row.sort for row in reactions(site)} == {"understand"}


def test_each_choice_asks_what_it_needs_and_then_the_next_question_comes(site: Site, member: Member) -> None:
    member.at_question(4).press(said=["hard_word", "picture", "missing", "comment"])
    assert "/4/words" in member.path
    member.press(word=["listening", "made up"])
    assert "/4/picture" in member.path
    first = LexborHTMLParser(member.page.text).css_first("input[name=picture]")
    assert first is not None
    better = str(first.attributes["value"])
    member.press(picture=better)
    assert "/4/comment" in member.path
    member.press(comment="Say who these people are.", symbol=["good", "no such"])
    assert member.path.endswith("/5")
    kept = {(row.sort, row.subject, row.symbols) for row in reactions(site)}
    assert kept == {
        ("hard_word", "", ""),
        ("hard_word", "listening", ""),
        ("picture", "", ""),
        ("picture", better, ""),
        ("missing", "", ""),
        ("comment", "", "good"),
    }
    assert member.at_question(4, "/words").checked("word") == {"listening"}
    assert member.at_question(4, "/picture").checked("picture") == {better}
    assert "Say who these people are." in member.at_question(4, "/comment").page.text


def test_a_question_is_shown_as_it_will_be_asked_and_cannot_be_answered(member: Member) -> None:
    page = LexborHTMLParser(member.at_question(4).page.text)
    drawn = page.css_first(".shown fieldset[disabled]")
    assert drawn is not None
    assert len(drawn.css("input[type=radio]")) == 4
    assert drawn.css_first("h1") is not None
    assert drawn.css_first("svg.picture") is not None


def test_every_face_language_age_and_paper_can_be_seen(member: Member) -> None:
    page = LexborHTMLParser(member.at_question(4).page.text)
    ways = [str(link.attributes["href"]) for link in page.css(".ways a")]
    seen = set()
    for way in ways:
        member.go(way)
        assert member.page.status_code == 200
        shown = LexborHTMLParser(member.page.text).css_first(".shown fieldset > div")
        assert shown is not None
        seen.add((shown.attributes.get("lang"), shown.text(strip=True)))
    assert len(seen) == len(ways)
    assert {"cy", "ar", "pl"} <= {str(language)[:2] for language, _words in seen}
    assert any("Tick 1 box." in words for _language, words in seen)


def test_a_comment_that_is_too_long_is_shown_again_with_what_to_do(site: Site, member: Member) -> None:
    member.at_question(1, "/comment").press(comment="y" * 2001)
    assert member.came_back
    assert "This is too long. Please write less." in member.text
    assert "y" * 2001 in member.page.text
    assert reactions(site) == []


def test_a_page_that_was_open_too_long_gives_back_what_was_written_until_somebody_leaves(
    site: Site, member: Member
) -> None:
    member.at_question(1, "/comment").press(comment="I was away for a while.", csrf_token="old")
    assert member.came_back
    assert "I was away for a while." in member.page.text
    written = member.path
    leave = LexborHTMLParser(member.page.text).css_first("form.away")
    assert leave is not None
    token = str(leave.css_first("input").attributes["value"])  # type: ignore[union-attr]
    member.client.post(str(leave.attributes["action"]), data={"csrf_token": token})
    member.go(written)
    assert "I was away for a while." not in member.page.text
    assert reactions(site) == []


@pytest.mark.parametrize("end", ["/0", "/16", "/99999999999999999999", "/x", "/4/x", "/-1", "/16/words"])
def test_a_question_that_is_not_there_is_not_found(member: Member, end: str) -> None:
    member.go(member.at(end))
    assert member.page.status_code == 404


def test_hostile_forms_keep_nothing_and_break_nothing(site: Site, member: Member) -> None:
    member.at_question(4)
    for name in ("said", "seen", "word", "picture", "mark", "symbol"):
        member.at_question(4).press({name: "x" * 10_000 + "\x00'\"<script>"})
        assert member.page.status_code == 200
    member.at_question(4, "/words").press(word=["<b>", "x" * 10_000], seen="\x00")
    member.at_question(4, "/picture").press(picture="../../etc/passwd")
    assert reactions(site) == []
    huge = member.at_question(4, "/comment").press(comment="z" * 1_000_000)
    assert huge.status_code in (413, 422)
    assert reactions(site) == []


def test_another_browser_and_another_group_see_nothing_of_it(
    app: Flask, site: Site, group: ReviewGroup, member: Member
) -> None:
    member.at_question(4, "/comment").press(comment="Only for those who lead.")
    other_group = make_group(site, "The forum")
    second = Member(app.test_client(), group.code)
    crossing = Member(member.client, other_group.code)
    for browser in (second, crossing):
        for end in ("", "/4", "/4/comment", "/end", "/replies"):
            browser.go(browser.at(end))
            assert "Only for those who lead." not in browser.page.text
        assert browser.at_question(4).checked("said") == set()


def test_keys_open_only_their_own_doors(
    app: Flask, site: Site, group: ReviewGroup, visit: BuiltVisit
) -> None:
    client = app.test_client()
    for address in (
        f"/together/{group.facilitator_key}",
        f"/together/f/{group.code}",
        f"/together/{visit.codes['young_people']}",
        f"/together/{group.round_id}",
        f"/together/{group.id}/4",
    ):
        assert client.get(address).status_code == 404


def test_a_seat_is_known_by_a_one_way_id_and_never_in_an_address(site: Site, member: Member) -> None:
    member.press()
    member.press(said="understand")
    (cookie,) = [held for held in member.client._cookies.values() if held.key.startswith("seat-")]
    assert cookie.http_only
    assert cookie.max_age is not None
    with site.reading() as work:
        (seat,) = work.session.scalars(select(ReviewSeat)).all()
    assert cookie.value not in (seat.id, member.path, member.page.text)
    assert seat.id not in member.page.text


def test_leaving_quickly_leaves_no_seat(site: Site, member: Member) -> None:
    member.at_question(2).press(said="upsets")
    page = LexborHTMLParser(member.page.text)
    form = page.css_first("form.away")
    assert form is not None
    token = page.css_first("form.away input[name=csrf_token]")
    assert token is not None
    member.client.post(str(form.attributes["action"]), data={"csrf_token": str(token.attributes["value"])})
    assert not [held for held in member.client._cookies.values() if held.key.startswith("seat-")]
    assert member.at_question(2).checked("said") == set()


def test_somebody_else_begins_anew_on_the_same_phone(site: Site, member: Member) -> None:
    member.press()
    member.press(said="understand")
    member.go(member.at(""))
    member.press(someone_else="1")
    member.press()
    assert member.path.endswith("/1")
    assert member.checked("said") == set()
    member.press(said="upsets")
    assert sorted(row.sort for row in reactions(site)) == ["understand", "upsets"]
    assert len({row.seat_id for row in reactions(site)}) == 2


def test_who_comes_back_goes_on_after_the_last_question_they_spoke_of(member: Member) -> None:
    member.at_question(6).press(said="understand")
    member.go(member.at(""))
    member.press()
    assert member.path.endswith("/7")


def test_words_of_harm_lead_to_help_and_mail_the_lead_without_them(site: Site, member: Member) -> None:
    member.at_question(5, "/comment").press(comment=HARM)
    assert "We ask a person to read what you wrote." in member.text
    assert "999" in member.text
    onward = LexborHTMLParser(member.page.text).css_first("main p > a[href$='/6']")
    assert onward is not None
    (row,) = reactions(site)
    assert row.worry in (1, 2)
    with site.reading() as work:
        (item,) = work.session.scalars(select(OutboxItem)).all()
        letter = LETTERS[item.sort](work, item.payload, site.settings)
    assert letter.to == (LEAD,)
    assert "uncle" not in f"{letter.subject}{letter.body}{item.payload}"


def test_when_time_is_up_what_was_typed_is_given_back(
    site: Site, member: Member, clock: SettableClock
) -> None:
    member.at_question(4, "/comment")
    clock.shows += timedelta(days=10)
    member.press(comment="I was nearly done.")
    assert member.came_back
    assert "This is now closed" in member.text
    assert "I was nearly done." in member.page.text
    assert reactions(site) == []
    member.go(member.at("/4"))
    assert "This is now closed" in member.text


def test_replies_are_read_in_easy_words_when_there_are_any_and_when_it_is_over(
    site: Site, member: Member, clock: SettableClock
) -> None:
    member.at_question(4).press(said=["upsets", "hard_word"])
    member.go(member.at("/replies"))
    assert "Nothing is answered yet." in member.text
    with site.writing() as work:
        for row in work.session.scalars(select(Reaction)):
            row.answer, row.reply = "changed", "The wording was amended."
            row.easy_reply = "We use other words now." if row.sort == "upsets" else ""
    member.go(member.at("/replies"))
    assert "We changed it." in member.text
    assert "We use other words now." in member.text
    clock.shows += timedelta(days=10)
    member.go(member.at(""))
    assert "This is now closed" in member.text
    assert "We use other words now." in member.text
    assert "The wording was amended." in member.text
    assert "not answered yet" not in member.text


def test_the_look_and_the_language_are_the_readers_own(member: Member) -> None:
    member.go(f"{member.at('/look')}?back={member.at('/3')}")
    form = LexborHTMLParser(member.page.text).css_first("main form")
    assert form is not None
    token = str(form.css_first("input[name=csrf_token]").attributes["value"])  # type: ignore[union-attr]
    member.post(
        member.at("/look"),
        {"csrf_token": token, "theme": "dark", "face": "standard", "back": member.at("/3")},
    )
    assert member.path.endswith("/3")
    assert 'data-theme="dark"' in member.page.text
    member.post(
        member.at("/language"), {"csrf_token": token, "language": "cy", "back": "https://example.org"}
    )
    assert 'lang="cy"' in member.page.text
    assert "Helpwch ni" in member.text


def test_a_code_leads_on_from_every_place_where_it_may_be_typed(
    client: FlaskClient, group: ReviewGroup
) -> None:
    for place in ("/", "/together"):
        answer = client.get(place, query_string={"code": f" {group.code.upper()} "})
        assert answer.location == f"/together/{group.code}"
