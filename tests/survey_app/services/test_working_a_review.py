"""A review worked to its end: all is answered, words change without loss, groups say yes, and the file says who."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.model import Questionnaire
from survey_app.services import answer_reactions, approve_wording, change_wording, reaction_list
from survey_app.services.answer_reactions import Answer
from survey_app.services.change_wording import Why, WordsMoved
from survey_app.services.errors import NotFound, Refused
from survey_app.services.key_holders import facilitator_behind, member_behind
from survey_app.services.permissions import (
    ADMINISTRATOR,
    INSPECTOR,
    LANO,
    LEAD_INSPECTOR,
    PARTNERSHIP_LEAD,
    Person,
)
from survey_app.services.publish import version_of
from survey_app.services.react import Said as SaidBySeat
from survey_app.services.react import Seat, Shown, keep_comment, keep_sorts, keep_words, seat_id
from survey_app.services.reaction_list import Only, QuestionWork, work_list
from survey_app.services.review_rounds import GroupParts, RoundParts, add_group, open_round
from survey_app.services.work import Work
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound
from survey_app.storage.surveys import Survey
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.survey_app.people import person

EVERYTHING = Only()
ADMIN = person(ADMINISTRATOR, "")
EASY = "easy_read.yaml"
TEXT = ("questions", "listened_to", "text")
HINT = ("questions", "listened_to", "hint")
NEW = "Do people listen to you?"
KEPT = Answer("kept", "The handbook asks it this way.", "We have to ask this.")


@pytest.fixture
def youth(site: Site) -> ReviewGroup:
    """A youth group that must approve, in a review of the national questions."""
    with site.writing() as work:
        found = open_round(work, ADMIN, RoundParts(None, "young-people", "Our words"), site.calendar)
        parts = GroupParts("youth_group", "The youth group", "a young people's forum", must_approve=True)
        return add_group(work, ADMIN, found.id, parts)


def react(site: Site, group: ReviewGroup, secret: str, *sorts: str, word: str = "", words: str = "") -> None:
    with site.writing() as work:
        holder = member_behind(work, group.code, "react")
        asked = version_of(work, holder.round.draft_digest)
        seat = Seat(holder, seat_id(work, holder, secret), asked, asked.questions["listened_to"])
        keep_sorts(work, seat, (), sorts)
        if word:
            keep_words(work, seat, (word,), (), (word,))
        if words:
            keep_comment(work, seat, Shown(SaidBySeat().mark), words, ())


def shown(
    site: Site, group: ReviewGroup, only: Only = EVERYTHING, who: Person = ADMIN
) -> tuple[QuestionWork, ...]:
    with site.reading() as work:
        return work_list(work, who, group.round_id, only)


def answer_all(site: Site, group: ReviewGroup, said: Answer = KEPT) -> int:
    picks = [one.pick for question in shown(site, group) for one in question.said]
    with site.writing() as work:
        return answer_reactions.answer(work, ADMIN, group.round_id, picks, said)


def change(
    site: Site, group: ReviewGroup, seen: int, place: tuple[str, ...], words: str, by: Person = ADMIN
) -> int:
    with site.writing() as work:
        why = Why("It is shorter.", group.id)
        return change_wording.change_words(work, by, group.round_id, seen, {(EASY, place): words}, why)


def round_of(site: Site, group: ReviewGroup) -> ReviewRound:
    with site.reading() as work:
        return work.session.get_one(ReviewRound, group.round_id)


def draft(site: Site, group: ReviewGroup) -> Questionnaire:
    with site.reading() as work:
        return version_of(work, round_of(site, group).draft_digest)


def easy(asked: Questionnaire) -> str:
    return asked.faces["easy_read"].questions["listened_to"].text


def say(site: Site, group: ReviewGroup, said: str = "yes", note: str = "", digest: str = "") -> None:
    with site.writing() as work:
        holder = facilitator_behind(work, group.facilitator_key, "approve_wording")
        approve_wording.say_of_words(work, holder, digest or holder.round.draft_digest, said, note)


def missing(site: Site, group: ReviewGroup) -> tuple[str, ...]:
    with site.reading() as work:
        return approve_wording.what_is_missing(work, work.session.get_one(ReviewRound, group.round_id))


def approve(site: Site, group: ReviewGroup, seen: int = 0) -> Questionnaire:
    with site.writing() as work:
        return approve_wording.approve(
            work, ADMIN, group.round_id, seen or work.session.get_one(ReviewRound, group.round_id).edition
        )


def of(found: tuple[QuestionWork, ...], name: str = "listened_to") -> QuestionWork:
    return next(one for one in found if one.question == name)


def test_the_same_thing_said_by_several_is_one_line(site: Site, youth: ReviewGroup) -> None:
    react(site, youth, "one", "hard_word", word="people")
    react(site, youth, "two", "hard_word", "understand", word="people")
    said = {(one.sort, one.subject): (one.people, one.waiting) for one in of(shown(site, youth)).said}
    assert said == {
        ("hard_word", ""): (2, 2),
        ("hard_word", "people"): (2, 2),
        ("understand", ""): (1, 0),
    }


def test_a_worry_comes_first_with_its_words(site: Site, youth: ReviewGroup) -> None:
    react(site, youth, "one", "missing", words="My uncle hits me at night and I am scared.")
    found = shown(site, youth)
    assert found[0].question == "listened_to"
    assert "uncle" in found[0].worries[0].words


def test_the_list_can_be_cut_to_what_waits_a_question_or_a_group(site: Site, youth: ReviewGroup) -> None:
    react(site, youth, "one", "upsets")
    assert [one.question for one in shown(site, youth, Only(waiting=True))] == ["listened_to"]
    assert [one.question for one in shown(site, youth, Only(question="safe"))] == ["safe"]
    assert shown(site, youth, Only(group="0" * 32)) == ()


@pytest.mark.parametrize("role", [INSPECTOR, LANO, LEAD_INSPECTOR, PARTNERSHIP_LEAD])
def test_only_an_administrator_works_a_national_review(site: Site, youth: ReviewGroup, role: str) -> None:
    other = person(role, "0" * 32)
    with pytest.raises(NotFound):
        shown(site, youth, who=other)
    with pytest.raises(NotFound):
        change(site, youth, 1, TEXT, NEW, other)
    with pytest.raises(NotFound), site.writing() as work:
        approve_wording.approve(work, other, youth.round_id, 1)


def test_an_answer_reaches_everybody_who_said_it(site: Site, youth: ReviewGroup) -> None:
    react(site, youth, "one", "upsets")
    react(site, youth, "two", "upsets", "missing")
    assert answer_all(site, youth) == 3
    assert not any(one.waiting for one in shown(site, youth))
    assert {one.reply for one in of(shown(site, youth)).said} == {KEPT.words}


@pytest.mark.parametrize(
    "said, why",
    [
        (Answer("kept", "", "Easy."), "Say why"),
        (Answer("kept", "Because."), "easy read"),
        (Answer("changed", "", "Easy."), "Change the words first"),
        (Answer("deleted", "a", "b"), "Choose how"),
        (Answer("kept", "a" * 1001, "b"), "1,000"),
    ],
)
def test_an_answer_that_says_too_little_is_refused(
    site: Site, youth: ReviewGroup, said: Answer, why: str
) -> None:
    react(site, youth, "one", "upsets")
    with pytest.raises(Refused, match=why):
        answer_all(site, youth, said)


def test_nothing_of_another_review_can_be_answered(site: Site, youth: ReviewGroup) -> None:
    react(site, youth, "one", "upsets")
    picks = [one.pick for one in of(shown(site, youth)).said]
    with site.writing() as work:
        other = open_round(work, ADMIN, RoundParts(None, "young-people", "Other"), site.calendar).id
    with pytest.raises(Refused, match="Choose what"), site.writing() as work:
        answer_reactions.answer(work, ADMIN, other, picks, KEPT)


def test_changed_words_are_a_new_version_raised_once(site: Site, youth: ReviewGroup) -> None:
    before = draft(site, youth)
    assert change(site, youth, 1, TEXT, NEW) == 1
    assert change(site, youth, 2, HINT, "Think of those who help.") == 1
    assert easy(draft(site, youth)) == NEW
    assert draft(site, youth).version == before.version + 1
    with site.reading() as work:
        rows = change_wording.changes_in(work, youth.round_id)
    assert [(row.place, row.after, row.group_id) for row in rows] == [
        ("questions/listened_to/text", NEW, youth.id),
        ("questions/listened_to/hint", "Think of those who help.", youth.id),
    ]


def test_the_same_words_again_change_nothing(site: Site, youth: ReviewGroup) -> None:
    change(site, youth, 1, TEXT, NEW)
    assert change(site, youth, 2, TEXT, NEW) == 0
    assert change(site, youth, 1, TEXT, NEW) == 0
    assert round_of(site, youth).edition == 2


def test_two_people_at_one_question_see_both_and_lose_nothing(site: Site, youth: ReviewGroup) -> None:
    change(site, youth, 1, TEXT, NEW)
    with pytest.raises(WordsMoved) as stopped:
        change(site, youth, 1, TEXT, "Are you heard?")
    (clash,) = stopped.value.clashes
    assert (clash.theirs, clash.mine) == (NEW, "Are you heard?")
    assert easy(draft(site, youth)) == NEW
    # Another place of the same question is laid beside it.
    assert change(site, youth, 1, HINT, "Anybody.") == 1
    assert change(site, youth, stopped.value.edition + 1, TEXT, "Are you heard?") == 1


def test_a_stale_page_does_not_take_back_what_it_did_not_touch(site: Site, youth: ReviewGroup) -> None:
    old = easy(draft(site, youth))
    change(site, youth, 1, TEXT, NEW)
    with site.writing() as work:
        edits = {(EASY, TEXT): old, (EASY, HINT): "Anybody."}
        change_wording.change_words(work, ADMIN, youth.round_id, 1, edits)
    assert easy(draft(site, youth)) == NEW


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_hostile_words_are_stored_exactly_or_refused(site: Site, youth: ReviewGroup, words: str) -> None:
    before = draft(site, youth)
    try:
        change(site, youth, 10_000, TEXT, words)
    except Refused:
        assert draft(site, youth) == before
        return
    assert easy(draft(site, youth)) == words.replace("\r\n", "\n").strip()


def test_words_that_break_the_questionnaire_are_refused(site: Site, youth: ReviewGroup) -> None:
    with pytest.raises(Refused, match="Nothing was changed"):
        change(site, youth, 1, ("questions", "listened_to", "picture"), "")
    with pytest.raises(Refused, match="no file"), site.writing() as work:
        change_wording.change_words(work, ADMIN, youth.round_id, 1, {("../x.yaml", TEXT): "a"})


def test_a_group_says_yes_to_one_wording_only(site: Site, youth: ReviewGroup) -> None:
    change(site, youth, 1, TEXT, NEW)
    say(site, youth)
    assert missing(site, youth) == ()
    change(site, youth, 2, HINT, "Anybody.")
    assert missing(site, youth) == ("The youth group has not said yes yet.",)
    with pytest.raises(Refused, match="changed while you looked"):
        say(site, youth, digest="0" * 64)


def test_not_yet_needs_a_reason(site: Site, youth: ReviewGroup) -> None:
    with pytest.raises(Refused, match="what should be different"):
        say(site, youth, "not_yet")
    say(site, youth, "not_yet", "It is still too long.")
    assert missing(site, youth) == ("The youth group has said: not yet.",)


def test_nothing_is_approved_while_something_waits(site: Site, youth: ReviewGroup) -> None:
    react(site, youth, "one", "upsets")
    say(site, youth)
    with pytest.raises(Refused, match="1 reactions have no answer"):
        approve(site, youth)


def test_approved_words_say_who_chose_them(site: Site, youth: ReviewGroup) -> None:
    for number in range(11):
        react(site, youth, f"seat {number}", "upsets")
    change(site, youth, 1, TEXT, NEW)
    answer_all(site, youth, Answer("changed", "", "We changed it."))
    say(site, youth)
    approved = approve(site, youth)
    (credit,) = approved.credits
    assert (credit.group, credit.kind, credit.took_part) == ("a young people's forum", "youth_group", 11)
    assert credit.changed == ("listened_to",)
    assert easy(approved) == NEW
    with pytest.raises(Refused, match="ended"):
        change(site, youth, 3, TEXT, "Later")


def test_a_small_group_is_credited_without_its_number(site: Site, youth: ReviewGroup) -> None:
    react(site, youth, "one", "understand")
    say(site, youth)
    assert [one.took_part for one in approve(site, youth).credits] == [0]


def test_words_that_changed_since_are_not_approved(site: Site, youth: ReviewGroup) -> None:
    say(site, youth)
    with pytest.raises(Refused, match="changed while you looked"):
        approve(site, youth, seen=7)


def test_approved_words_are_asked_in_the_visit_of_the_review(site: Site, visit: BuiltVisit) -> None:
    lead = person(LEAD_INSPECTOR, visit.id)
    with site.writing() as work:
        parts = RoundParts(visit.id, "young-people", "Our words")
        found = open_round(work, lead, parts, site.calendar)
        change_wording.change_words(work, lead, found.id, 1, {(EASY, TEXT): NEW})
    with pytest.raises(Refused, match="Approve the words first"), site.writing() as work:
        approve_wording.serve(work, lead, found.id, "The group chose it.")
    with site.writing() as work:
        approve_wording.approve(work, lead, found.id, 2)
        approve_wording.serve(work, lead, found.id, "The group chose it.")
    with site.reading() as work:
        survey = work.session.get_one(Survey, visit.surveys["young_people"])
        assert easy(version_of(work, survey.version_digest)) == NEW
    with pytest.raises(NotFound), site.writing() as work:
        approve_wording.serve(work, person(PARTNERSHIP_LEAD, visit.id), found.id, "No.")


def test_how_many_wait_counts_no_one_who_understands(site: Site, youth: ReviewGroup) -> None:
    react(site, youth, "one", "understand", "missing")

    def waiting(work: Work) -> int:
        return reaction_list.how_many_wait(work, youth.round_id)

    with site.reading() as work:
        assert waiting(work) == 1
