"""People decide about themes: each decision is kept, and what counts follows from all of them, on both databases."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from survey_app.services import code_answers
from survey_app.services.code_answers import Place
from survey_app.services.coded_answer import CodedAnswer, coded_answer
from survey_app.services.coding_queue import NO_THEME, Wanted, following, preceding, progress, resume
from survey_app.services.disagreements import disagreements
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Wanted as WantedAnswers
from survey_app.services.inspect import results
from survey_app.services.permissions import INSPECTOR, LEAD_INSPECTOR, ROLES, Person
from survey_app.services.read_answers import answers_page, scope_for
from survey_app.services.settle_codes import Verdict
from survey_app.storage.code_decisions import CodeDecision, SettledCode
from survey_app.storage.findings import Finding
from survey_app.web.site import Site
from tests.builders import BuiltVisit, make_visit
from tests.respondent import Respondent, send
from tests.survey_app.services.answering import at_once

BLAME = "We waited two years for an autism assessment."
PLACE_OF_ALL = (0, len(BLAME))


def person(visit: BuiltVisit, name: str = "one", role: str = INSPECTOR) -> Person:
    return Person(name, f"{name}@example.org", roles={visit.id: frozenset({role})})


def answered(app: Flask, visit: BuiltVisit, text: str = BLAME, question: str = "would_change") -> None:
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), {question: text})


@pytest.fixture
def coded(plain: Flask, visit: BuiltVisit) -> BuiltVisit:
    """A visit with one answer in which the machine found a theme."""
    answered(plain, visit)
    return visit


def here(site: Site, visit: BuiltVisit, who: Person | None = None) -> CodedAnswer:
    who = who or person(visit)
    with site.reading() as work:
        scope = scope_for(work, visit.id, who)
        found = resume(work, who, scope, Wanted())
        assert found
        return coded_answer(work, who, scope, *found)


def do(site: Site, visit: BuiltVisit, act: Callable[..., object], *more: object, who: Person | None = None):
    answer = here(site, visit)
    with site.writing() as work:
        return act(work, who or person(visit), visit.id, answer.response_id, answer.question, *more)


def first_place(answer: CodedAnswer) -> Place:
    card = answer.cards[0]
    return Place(card.start, card.end, card.found)


def counts(site: Site, visit: BuiltVisit) -> dict[str, tuple[int, int]]:
    """Praise and criticism by theme, as the results page shows them."""
    with site.reading() as work:
        shown = results(work, person(visit), visit.id)
    rows = [row for part in shown.paragraphs for row in part.rows]
    return {
        row.theme: (row.counts["parents_carers"].praise, row.counts["parents_carers"].criticism)
        for row in rows
    }


def behind(site: Site, visit: BuiltVisit, theme: str, stance: str = "") -> int:
    """How many people the number of a theme opens."""
    with site.reading() as work:
        return answers_page(work, person(visit), visit.id, WantedAnswers(theme=theme, stance=stance)).people


def test_an_answer_shows_what_the_machine_found_and_that_it_waits(site: Site, coded: BuiltVisit) -> None:
    answer = here(site, coded)
    assert answer.text == BLAME
    assert answer.looked == ()
    card = answer.cards[0]
    assert (card.source, card.state, card.said) == ("machine", "waiting", ())
    assert card.words == BLAME[card.start : card.end]
    assert card.rule
    assert card.version


def test_a_rejected_code_does_not_count_and_comes_back_when_it_is_accepted(
    site: Site, coded: BuiltVisit
) -> None:
    place = first_place(here(site, coded))
    assert counts(site, coded)[place.found] == (0, 1)
    do(site, coded, code_answers.reject, place)
    assert place.found not in counts(site, coded)
    assert behind(site, coded, place.found) == 0
    assert here(site, coded).cards[0].state == "rejected"
    do(site, coded, code_answers.accept, place)
    assert counts(site, coded)[place.found] == (0, 1)
    assert behind(site, coded, place.found, "negative") == 1
    assert here(site, coded).cards[0].state == "accepted"


def test_a_recoded_answer_counts_under_what_the_person_said(site: Site, coded: BuiltVisit) -> None:
    place = first_place(here(site, coded))
    do(site, coded, code_answers.decide, place, Verdict("transport", "positive"))
    assert counts(site, coded).get("transport") == (1, 0)
    assert place.found not in counts(site, coded)
    card = here(site, coded).cards[0]
    assert (card.found, card.theme, card.state) == (place.found, "transport", "recoded")
    with site.reading() as work:
        shown = answers_page(work, person(coded), coded.id, WantedAnswers(theme="transport"))
    (mark,) = [mark for mark in shown.told[0].texts[0].themes if mark.id == "transport"]
    assert mark.rule == "decided by people"


def test_an_added_code_rests_on_its_words_and_counts(site: Site, coded: BuiltVisit) -> None:
    do(site, coded, code_answers.add, "waited  two\r\nyears", Verdict("transport", "neutral"))
    card = next(card for card in here(site, coded).cards if card.theme == "transport")
    assert (card.words, card.source, card.state) == ("waited two years", "person", "added")
    assert behind(site, coded, "transport", "neutral") == 1


def test_no_words_mean_the_whole_answer(site: Site, coded: BuiltVisit) -> None:
    place = do(site, coded, code_answers.add, "  ", Verdict("transport", "neutral"))
    assert (place.start, place.end) == PLACE_OF_ALL


def test_of_equal_words_the_ones_that_were_chosen_are_coded(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    answered(plain, visit, "\U0001f642 bus and bus and bus")
    place = do(site, visit, code_answers.add, "bus", Verdict("transport", "neutral"), 10)
    assert (place.start, place.end) == (10, 13)


@pytest.mark.parametrize(
    ("words", "verdict", "sentence"),
    [
        ("three years", Verdict("transport", "neutral"), "not in the answer"),
        ("two years", Verdict("no_such_theme", "neutral"), "theme from the list"),
        ("two years", Verdict("transport", "lovely"), "praise, criticism"),
        ("two years", Verdict("", ""), "Choose a theme"),
    ],
)
def test_what_cannot_be_coded_is_refused_in_words(
    site: Site, coded: BuiltVisit, words: str, verdict: Verdict, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        do(site, coded, code_answers.add, words, verdict)


def test_a_code_that_nobody_gave_cannot_be_decided(site: Site, coded: BuiltVisit) -> None:
    with pytest.raises(Refused, match="not there any more"):
        do(site, coded, code_answers.accept, Place(0, 3, "transport"))


def test_two_who_differ_disagree_until_a_third_decides(site: Site, coded: BuiltVisit) -> None:
    place = first_place(here(site, coded))
    do(site, coded, code_answers.accept, place, who=person(coded, "one"))
    do(site, coded, code_answers.reject, place, who=person(coded, "two"))
    assert here(site, coded).cards[0].state == "disputed"
    with site.reading() as work:
        listed = disagreements(work, person(coded), scope_for(work, coded.id))
    assert listed.total == len(listed.answers) == 1
    assert place.found not in counts(site, coded)
    do(site, coded, code_answers.accept, place, who=person(coded, "three"))
    card = here(site, coded).cards[0]
    assert card.state == "accepted"
    assert {one.who: one.theme for one in card.said} == {"one": place.found, "two": "", "three": place.found}
    assert counts(site, coded)[place.found] == (0, 1)


def test_what_the_lead_settles_stays_settled(site: Site, coded: BuiltVisit) -> None:
    place = first_place(here(site, coded))
    lead = person(coded, "lead", LEAD_INSPECTOR)
    do(site, coded, code_answers.accept, place, who=person(coded, "one"))
    do(site, coded, code_answers.reject, place, who=person(coded, "two"))
    do(site, coded, code_answers.reject, place, who=lead)
    do(site, coded, code_answers.accept, place, who=person(coded, "three"))
    do(site, coded, code_answers.accept, place, who=person(coded, "four"))
    card = here(site, coded).cards[0]
    assert card.state == "rejected"
    assert [one.settles for one in card.said if one.who == "lead"] == [True]


def test_ten_decisions_at_once_are_all_kept(site: Site, coded: BuiltVisit) -> None:
    answer = here(site, coded)
    place = first_place(answer)

    def decides(number: int) -> Callable[[], object]:
        who = person(coded, f"person {number}")
        act = code_answers.accept if number % 3 else code_answers.reject

        def job() -> None:
            with site.writing() as work:
                act(work, who, coded.id, answer.response_id, answer.question, place)

        return job

    assert at_once(*map(decides, range(10))) == [None] * 10
    with site.reading() as work:
        assert work.session.execute(select(func.count()).select_from(CodeDecision)).scalar_one() == 10
        (settled,) = work.session.scalars(select(SettledCode)).all()
    assert (settled.theme, settled.disputed) == (place.found, False)
    card = here(site, coded).cards[0]
    assert len(card.said) == 10
    assert sum(one.theme == "" for one in card.said) == 4


def test_the_machines_row_is_never_changed(site: Site, coded: BuiltVisit) -> None:
    def rows() -> list[tuple[object, ...]]:
        with site.reading() as work:
            columns = Finding.__table__.columns
            return sorted(tuple(map(str, row)) for row in work.connection.execute(select(*columns)))

    before = rows()
    place = first_place(here(site, coded))
    do(site, coded, code_answers.decide, place, Verdict("transport", "positive"))
    do(site, coded, code_answers.reject, place)
    assert rows() == before


@pytest.mark.parametrize("role", sorted(ROLES.keys() - {INSPECTOR, LEAD_INSPECTOR}))
def test_nobody_else_codes(site: Site, coded: BuiltVisit, role: str) -> None:
    place = first_place(here(site, coded))
    with pytest.raises(NotFound):
        do(site, coded, code_answers.accept, place, who=person(coded, "other", role))


def test_an_answer_of_another_visit_is_not_there(plain: Flask, site: Site, coded: BuiltVisit) -> None:
    other = make_visit(site, area="Hill and Dale")
    answer = here(site, coded)
    with site.writing() as work, pytest.raises(NotFound):
        code_answers.reject(
            work, person(other), other.id, answer.response_id, answer.question, first_place(answer)
        )
    with site.reading() as work, pytest.raises(NotFound):
        coded_answer(work, person(other), scope_for(work, other.id), answer.response_id, answer.question)


def test_each_answer_comes_once_and_progress_is_shared(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    for number in range(4):
        answered(plain, visit, f"{BLAME} {number}")
    one, two = person(visit, "one"), person(visit, "two")
    seen = []
    for turn in range(4):
        who = (one, two)[turn % 2]
        with site.writing() as work:
            place = resume(work, who, scope_for(work, visit.id), Wanted())
            assert place
            seen.append(place)
            code_answers.look_through(work, who, visit.id, *place)
    assert len(set(seen)) == 4
    with site.reading() as work:
        scope = scope_for(work, visit.id)
        assert resume(work, one, scope, Wanted()) is None
        done = progress(work, one, scope, Wanted(unseen=True))
    assert (done.total, done.looked, done.mine, done.left) == (4, 4, 2, 0)


def test_next_and_previous_walk_the_same_answers(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    for number in range(3):
        answered(plain, visit, f"{BLAME} {number}")
    who = person(visit)
    with site.reading() as work:
        scope = scope_for(work, visit.id)
        first = resume(work, who, scope, Wanted())
        assert first
        second = following(work, who, scope, Wanted(), first)
        assert second
        third = following(work, who, scope, Wanted(), second)
        assert third
        assert following(work, who, scope, Wanted(), third) == first
        ordered = sorted([first, second, third])
        assert preceding(work, who, scope, Wanted(), ordered[2]) == ordered[1]
        assert preceding(work, who, scope, Wanted(), ordered[0]) is None


def test_filters_narrow_what_is_to_be_coded(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(plain, visit)
    answered(plain, visit, "Purple elephants.", "going_well")
    who = person(visit)

    def total(**wanted: object) -> int:
        with site.reading() as work:
            return progress(work, who, scope_for(work, visit.id), Wanted(**wanted)).total  # type: ignore[arg-type]

    theme = here_theme(site, visit)
    assert total() == 2
    assert total(question="going_well") == 1
    assert total(audience="young_people") == 0
    assert total(theme=theme) == 1
    assert total(theme=NO_THEME) == 1
    assert total(theme="nobody's") == 0
    assert total(audience="nobody's") == 0


def here_theme(site: Site, visit: BuiltVisit) -> str:
    with site.reading() as work:
        return work.session.scalars(select(Finding.label).where(Finding.sort == "theme")).first() or ""
