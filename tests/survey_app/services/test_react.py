"""What members of a group say of questions: kept once, taken back when it is, sealed, and read when it worries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from accessibility.easy_read import Wording
from survey_app.services import react, replies
from survey_app.services.errors import NotTakingAnswers, Refused
from survey_app.services.key_holders import member_behind
from survey_app.services.publish import publish, version_of
from survey_app.services.react import SORTS, Said, Seat, Shown
from survey_app.services.words_of_questions import every_word, mark_of, words_in
from survey_app.services.work import Work
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.review_rounds import Reaction, ReviewGroup, ReviewRound, ReviewSeat
from survey_app.storage.surveys import QuestionnaireVersion
from survey_app.web.site import Site
from tests.builders import SettableClock
from tests.survey_app.reviews import LEAD, make_group
from tests.survey_app.services.answering import at_once

HARM = "My uncle hits me at night and I am scared."
QUESTION = "listened_to"
UNSEEN = Shown(Said().mark)


@pytest.fixture
def group(site: Site) -> ReviewGroup:
    return make_group(site)


def seat(work: Work, group: ReviewGroup, secret: str = "one", question: str = QUESTION) -> Seat:
    holder = member_behind(work, group.code, "react")
    asked = version_of(work, holder.round.draft_digest)
    identity = react.seat_id(work, holder, secret)
    return Seat(holder, identity, asked, asked.questions[question], "easy_read", "en")


def said(site: Site, group: ReviewGroup, secret: str = "one", question: str = QUESTION) -> Said:
    with site.reading() as work:
        return react.said_by(work, seat(work, group, secret, question))


def do(site: Site, group: ReviewGroup, what: Callable[[Work, Seat], object], secret: str = "one") -> object:
    with site.writing() as work:
        return what(work, seat(work, group, secret))


def rows(site: Site) -> list[Reaction]:
    with site.reading() as work:
        return list(work.session.scalars(select(Reaction).order_by(Reaction.id)))


SOME = st.frozensets(st.sampled_from(SORTS))


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(SOME, min_size=1, max_size=5), again=st.integers(1, 3))
def test_sending_again_replaces_and_never_doubles(
    site: Site, group: ReviewGroup, steps: list[frozenset[str]], again: int
) -> None:
    for chosen in steps:
        seen = said(site, group).sorts
        for _ in range(again):
            do(site, group, lambda work, at, c=chosen, s=seen: react.keep_sorts(work, at, s, c))
        assert said(site, group).sorts == chosen
        assert len(rows(site)) == len(chosen)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=SOME, other=SOME)
def test_two_tabs_that_saw_nothing_lose_nothing_of_one_another(
    site: Site, group: ReviewGroup, one: frozenset[str], other: frozenset[str]
) -> None:
    before = said(site, group).sorts
    do(site, group, lambda work, at: react.keep_sorts(work, at, before, ()))
    for chosen in (one, other, one):
        do(site, group, lambda work, at, c=chosen: react.keep_sorts(work, at, (), c))
    assert said(site, group).sorts == one | other


def test_a_seat_is_made_with_its_first_reaction_and_is_of_its_group_alone(
    site: Site, group: ReviewGroup
) -> None:
    other = make_group(site, "The forum")
    do(site, group, lambda work, at: react.keep_sorts(work, at, (), ["understand"]))
    do(site, other, lambda work, at: react.keep_sorts(work, at, (), ["missing"]))
    with site.reading() as work:
        seats = work.session.scalars(select(ReviewSeat)).all()
        assert {one.group_id for one in seats} == {group.id, other.id}
        assert "one" not in {one.id for one in seats}
    assert said(site, group).sorts == {"understand"}
    assert said(site, other).sorts == {"missing"}
    assert said(site, group, "two") == Said()


def test_what_is_made_up_is_not_kept(site: Site, group: ReviewGroup) -> None:
    do(site, group, lambda work, at: react.keep_sorts(work, at, (), ["made_up", "x" * 10**6, "understand"]))
    there = ["good", "people"]
    do(site, group, lambda work, at: react.keep_words(work, at, there, (), ["good", "poison", "y" * 500]))
    assert said(site, group).sorts == {"understand", "hard_word"}
    assert said(site, group).words == {"good"}


def test_taking_back_that_a_word_is_hard_takes_its_words_along(site: Site, group: ReviewGroup) -> None:
    do(site, group, lambda work, at: react.keep_words(work, at, ["good", "at"], (), ["good", "at"]))
    do(site, group, lambda work, at: react.keep_words(work, at, ["good", "at"], ["good", "at"], ["at"]))
    assert said(site, group).words == {"at"}
    do(site, group, lambda work, at: react.keep_sorts(work, at, ["hard_word"], ()))
    assert said(site, group) == Said()
    assert rows(site) == []


def test_a_better_picture_replaces_the_one_before(site: Site, group: ReviewGroup) -> None:
    for chosen in ("listen", "talking", "talking"):
        do(site, group, lambda work, at, c=chosen: react.keep_picture(work, at, c))
    assert said(site, group).picture == "talking"
    assert sorted(row.subject for row in rows(site)) == ["", "talking"]
    do(site, group, lambda work, at: react.keep_picture(work, at, ""))
    assert said(site, group).picture == ""
    assert said(site, group).sorts == {"picture"}


def test_a_comment_is_sealed_and_is_no_more_when_it_is_emptied(site: Site, group: ReviewGroup) -> None:
    words = "Purple elephants are hard to read."
    assert do(site, group, lambda work, at: react.keep_comment(work, at, UNSEEN, words, ["good"])) == 0
    (row,) = rows(site)
    assert row.sealed is not None
    assert b"elephants" not in row.sealed
    now = said(site, group)
    assert (now.comment, now.symbols) == (words, ("good",))
    seen = Shown(now.mark, now.symbols)
    do(site, group, lambda work, at: react.keep_comment(work, at, seen, " ", []))
    assert rows(site) == []


def test_comments_from_two_tabs_are_both_kept_and_sent_again_once(site: Site, group: ReviewGroup) -> None:
    for words in ("From one tab.", "From the other.", "From one tab.", "From the other."):
        do(site, group, lambda work, at, w=words: react.keep_comment(work, at, UNSEEN, w, []))
    assert said(site, group).comment == "From one tab.\n\nFrom the other."


def test_tabs_that_send_at_the_same_moment_lose_nothing_and_double_nothing(
    site: Site, group: ReviewGroup
) -> None:
    words = ["One tab.", "Another tab.", "A third.", "A fourth."]

    def send(text: str) -> None:
        do(site, group, lambda work, at: react.keep_sorts(work, at, (), ["upsets", "missing"]))
        do(site, group, lambda work, at: react.keep_comment(work, at, UNSEEN, text, ["good"]))

    assert at_once(*(partial(send, text) for text in words)) == [None] * len(words)
    assert sorted(said(site, group).comment.split("\n\n")) == sorted(words)
    assert sorted(row.sort for row in rows(site)) == ["comment", "missing", "upsets"]


@pytest.mark.parametrize("size", [2001, 10**6])
def test_a_comment_that_is_too_long_is_refused_and_what_was_there_stays(
    site: Site, group: ReviewGroup, size: int
) -> None:
    do(site, group, lambda work, at: react.keep_comment(work, at, UNSEEN, "Short.", []))
    with pytest.raises(Refused):
        do(site, group, lambda work, at: react.keep_comment(work, at, UNSEEN, "x" * size, []))
    assert said(site, group).comment == "Short."


def test_words_of_harm_ask_whoever_leads_to_read_once_an_hour_without_a_word_of_them(
    site: Site, group: ReviewGroup
) -> None:
    worry = do(site, group, lambda work, at: react.keep_comment(work, at, UNSEEN, HARM, []))
    do(site, group, lambda work, at: react.keep_comment(work, at, UNSEEN, HARM, []), "two")
    assert worry in (1, 2)
    assert {row.worry for row in rows(site)} == {worry}
    with site.reading() as work:
        (item,) = work.session.scalars(select(OutboxItem).where(OutboxItem.sort == "review_worry")).all()
        assert item.payload == {"round": group.round_id, "visit": "", "to": LEAD}


def test_nothing_is_kept_when_the_time_is_over(site: Site, group: ReviewGroup, clock: SettableClock) -> None:
    clock.shows += timedelta(days=10)
    for attempt in (
        lambda work, at: react.keep_sorts(work, at, (), ["understand"]),
        lambda work, at: react.keep_words(work, at, ["good"], (), ["good"]),
        lambda work, at: react.keep_picture(work, at, "listen"),
        lambda work, at: react.keep_comment(work, at, UNSEEN, "Late.", []),
    ):
        with pytest.raises(NotTakingAnswers):
            do(site, group, attempt)
    assert rows(site) == []


def reword(site: Site, group: ReviewGroup, old: str, new: str) -> None:
    """Put other words into the draft, as whoever leads would."""
    with site.writing() as work:
        asked = work.session.get_one(ReviewRound, group.round_id)
        texts = dict(work.session.get_one(QuestionnaireVersion, asked.draft_digest).texts)
        assert any(old in text for text in texts.values())
        texts = {name: text.replace(old, new) for name, text in texts.items()}
        asked.draft_digest = publish(work, texts, LEAD).digest


def test_what_was_said_stays_with_the_words_it_was_said_of(site: Site, group: ReviewGroup) -> None:
    do(site, group, lambda work, at: react.keep_sorts(work, at, (), ["not_understood"]))
    reword(site, group, "How good are people at noticing what you need help with?", "Do people notice?")
    assert said(site, group).sorts == {"not_understood"}
    reword(site, group, "How good are people at listening to what you want?", "Do people listen?")
    assert said(site, group) == Said()
    do(site, group, lambda work, at: react.keep_sorts(work, at, (), ["understand"]))
    assert said(site, group).sorts == {"understand"}
    assert {row.sort for row in rows(site)} == {"not_understood", "understand"}


def test_a_reply_is_to_a_group_and_says_each_thing_once(site: Site, group: ReviewGroup) -> None:
    other = make_group(site, "The forum")
    for secret in ("one", "two"):
        do(site, group, lambda work, at: react.keep_sorts(work, at, (), ["upsets", "understand"]), secret)
    with site.writing() as work:
        for row in work.session.scalars(select(Reaction).where(Reaction.sort == "upsets")):
            row.answer, row.easy_reply = "changed", "We took it out."
    with site.reading() as work:
        mine = member_behind(work, group.code, "react")
        (reply,) = replies.replies_to(work, mine)
        assert (reply.question, reply.sort, reply.easy) == (QUESTION, "upsets", "We took it out.")
        assert not replies.waits_for_reply(work, mine)
        assert replies.replies_to(work, member_behind(work, other.code, "react")) == ()


def test_a_reply_about_a_word_is_not_said_again_without_it(site: Site, group: ReviewGroup) -> None:
    do(site, group, lambda work, at: react.keep_words(work, at, ["good", "at"], (), ["good", "at"]))
    with site.writing() as work:
        for row in work.session.scalars(select(Reaction)):
            row.answer, row.easy_reply = "kept", "Everybody knows it."
    with site.reading() as work:
        found = replies.replies_to(work, member_behind(work, group.code, "react"))
    assert [reply.subject for reply in found] == ["at", "good"]


def test_a_comment_that_changes_after_its_answer_waits_for_a_new_one(site: Site, group: ReviewGroup) -> None:
    do(site, group, lambda work, at: react.keep_comment(work, at, UNSEEN, "First.", []))
    with site.writing() as work:
        for row in work.session.scalars(select(Reaction)):
            row.answer, row.easy_reply = "kept", "Because."
    seen = Shown(said(site, group).mark)
    do(site, group, lambda work, at: react.keep_comment(work, at, seen, "Second.", []))
    (row,) = rows(site)
    assert (row.answer, row.easy_reply) == ("", "")


def test_the_words_of_a_question_are_its_own_in_every_language(site: Site, group: ReviewGroup) -> None:
    with site.reading() as work:
        at = seat(work, group)
        everywhere = every_word(at.asked, at.question)
        marks = {mark_of(at.asked, name) for name in at.asked.questions}
        assert len(marks) == len(at.asked.questions)
    assert {"listening", "OK", "Słuchają"} & everywhere >= {"listening", "OK"}
    assert not {word for word in everywhere if " " in word or not any(c.isalpha() for c in word)}


@given(st.text(max_size=60))
def test_tapped_words_come_once_and_stand_in_the_text(text: str) -> None:
    found = words_in(Wording(text))
    assert all(word in text for word in found)
    assert len({word.casefold() for word in found}) == len(found)


def test_many_at_once_are_counted_by_seat(site: Site, group: ReviewGroup) -> None:
    for number in range(4):
        do(site, group, lambda work, at: react.keep_sorts(work, at, (), ["understand"]), f"seat {number}")
    with site.reading() as work:
        assert work.session.scalar(select(func.count(ReviewSeat.id))) == 4
