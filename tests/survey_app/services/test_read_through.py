"""Reading everything that people wrote, together: nobody's words are left out, none are counted twice."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from questionnaires.kinds import is_text
from survey_app.services import mark_answers
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import INSPECTOR, LANO, SAFEGUARDING_LEAD, Person
from survey_app.services.read_answers import scope_for
from survey_app.services.read_through import (
    Progress,
    ToRead,
    Wanted,
    following,
    note_read,
    preceding,
    progress,
    resume,
    to_read,
)
from survey_app.storage.reading import AnswerMark, ReadResponse
from survey_app.storage.responses import FreeText
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, make_visit
from tests.respondent import Respondent, send
from tests.survey_app.services.answering import at_once

WORDS = "We waited two years, and then two years more."
ALL = Wanted()


def person(visit: BuiltVisit, name: str = "one", role: str = INSPECTOR) -> Person:
    return Person(name, f"{name}@example.org", roles={visit.id: frozenset({role})})


@pytest.fixture
def filled(site: Site, visit: BuiltVisit) -> BuiltVisit:
    with site.writing() as work:
        fill(work, visit.id, 24)
    return visit


@pytest.fixture
def answered(plain: Flask, visit: BuiltVisit) -> BuiltVisit:
    send(Respondent(plain.test_client(), visit.codes["parents_carers"]), {"would_change": WORDS})
    return visit


def now(site: Site, visit: BuiltVisit, who: Person, wanted: Wanted = ALL) -> str | None:
    with site.reading() as work:
        return resume(work, who, scope_for(work, visit.id), wanted)


def after(site: Site, visit: BuiltVisit, who: Person, here: str, wanted: Wanted = ALL) -> str | None:
    with site.reading() as work:
        return following(work, who, scope_for(work, visit.id), wanted, here)


def before(site: Site, visit: BuiltVisit, who: Person, here: str) -> str | None:
    with site.reading() as work:
        return preceding(work, who, scope_for(work, visit.id), ALL, here)


def so_far(site: Site, visit: BuiltVisit, who: Person, wanted: Wanted = ALL) -> Progress:
    with site.reading() as work:
        return progress(work, who, scope_for(work, visit.id), wanted)


def read(site: Site, visit: BuiltVisit, who: Person, response: str | None) -> None:
    assert response
    with site.writing() as work:
        note_read(work, who, visit.id, response)


def shown(site: Site, visit: BuiltVisit, who: Person, response: str | None = None) -> ToRead:
    here = response or now(site, visit, who)
    assert here
    with site.reading() as work:
        return to_read(work, who, scope_for(work, visit.id, who), ALL, here)


def wrote(site: Site) -> set[str]:
    with site.reading() as work:
        return set(work.session.scalars(select(FreeText.response_id)))


def test_whoever_reads_to_the_end_has_read_everybody_once(site: Site, filled: BuiltVisit) -> None:
    who, seen = person(filled), []
    while (here := now(site, filled, who)) is not None:
        seen.append(here)
        read(site, filled, who, here)
    assert sorted(seen) == sorted(wrote(site))
    assert so_far(site, filled, who) == Progress(len(seen), len(seen), len(seen))


def test_two_readers_share_the_work_and_meet_only_when_nothing_is_left(
    site: Site, filled: BuiltVisit
) -> None:
    pair, seen, everybody = (person(filled, "one"), person(filled, "two")), [], wrote(site)
    while len(seen) < len(everybody):
        who = pair[len(seen) % 2]
        here = now(site, filled, who)
        seen.append(here)
        read(site, filled, who, here)
    assert set(seen) == everybody
    done = so_far(site, filled, pair[0])
    assert (done.left, done.mine) == (0, -(-len(everybody) // 2))
    # What is left for each is what the other has read.
    assert now(site, filled, pair[0]) in set(seen[1::2])


def test_the_order_is_the_same_each_time_and_another_for_others(site: Site, filled: BuiltVisit) -> None:
    def order(name: str) -> list[str]:
        who = person(filled, name)
        found = [now(site, filled, who) or ""]
        while len(found) < len(wrote(site)):
            found.append(after(site, filled, who, found[-1]) or "")
        return found

    orders = [order(name) for name in ("one", "two", "three", "four")]
    assert orders[0] == order("one")
    assert len({found[0] for found in orders}) > 1
    assert all(set(found) == wrote(site) for found in orders)


def test_back_leads_where_one_came_from(site: Site, filled: BuiltVisit) -> None:
    who = person(filled)
    path = [now(site, filled, who) or ""]
    assert before(site, filled, who, path[0]) is None
    while len(path) < len(wrote(site)):
        path.append(after(site, filled, who, path[-1]) or "")
        assert before(site, filled, who, path[-1]) == path[-2]


def test_filters_narrow_what_is_read_and_what_is_counted(site: Site, filled: BuiltVisit) -> None:
    who = person(filled)
    everything = so_far(site, filled, who).total
    audience = Wanted(audience="young_people")
    assert 0 < so_far(site, filled, who, audience).total < everything
    with site.reading() as work:
        scope = scope_for(work, filled.id)
        question, asked = next(
            (name, one.paragraphs[0])
            for name, by_audience in scope.questions.items()
            for one in by_audience.values()
            if is_text(one) and one.paragraphs and name == "would_change"
        )
    by_question = so_far(site, filled, who, Wanted(question=question)).total
    assert 0 < by_question <= so_far(site, filled, who, Wanted(paragraph=asked)).total
    assert so_far(site, filled, who, Wanted(question="nobody-asked-this")).total == 0
    assert now(site, filled, who, Wanted(paragraph="000/9999")) is None


def test_the_same_click_twice_and_two_people_at_once_double_nothing(
    plain: Flask, site: Site, answered: BuiltVisit
) -> None:
    people = [person(answered, "one"), person(answered, "two")] * 3
    here = now(site, answered, people[0])
    at_once(*(partial(read, site, answered, who, here) for who in people))
    with site.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(ReadResponse)) == 2
    assert so_far(site, answered, people[0]) == Progress(1, 1, 1)


def test_words_are_marked_with_a_note_that_is_sealed(site: Site, answered: BuiltVisit) -> None:
    who, here = person(answered), now(site, answered, person(answered))
    assert here
    with site.writing() as work:
        mark_answers.mark(work, who, answered.id, here, "would_change", "two years", "Ask about this.", 29)
    (mark,) = shown(site, answered, person(answered, "two"), here).marks["would_change"]
    assert (mark.words, mark.note, mark.by, mark.mine) == ("two years", "Ask about this.", who.email, False)
    assert mark.start == WORDS.rindex("two years")
    with site.reading() as work:
        assert b"Ask" not in work.session.scalars(select(AnswerMark.sealed)).one()


def test_a_mark_sent_again_changes_its_note_and_only_its_maker_takes_it_away(
    site: Site, answered: BuiltVisit
) -> None:
    who, other = person(answered), person(answered, "two")
    here = now(site, answered, who) or ""
    for maker, note in ((who, "First."), (who, "Second."), (other, "Mine.")):
        with site.writing() as work:
            mark_answers.mark(work, maker, answered.id, here, "would_change", "We waited", note)
    marks = {mark.by: mark for mark in shown(site, answered, who, here).marks["would_change"]}
    assert {by: mark.note for by, mark in marks.items()} == {who.email: "Second.", other.email: "Mine."}
    with site.writing() as work, pytest.raises(Refused):
        mark_answers.unmark(work, who, answered.id, marks[other.email].id)
    with site.writing() as work:
        mark_answers.unmark(work, who, answered.id, marks[who.email].id)
    assert [mark.by for mark in shown(site, answered, who, here).marks["would_change"]] == [other.email]


def test_what_cannot_be_marked_is_refused(site: Site, answered: BuiltVisit) -> None:
    who, here = person(answered), now(site, answered, person(answered)) or ""
    for words, note in (("three years", ""), ("two years", "x" * 2_001)):
        with site.writing() as work, pytest.raises(Refused):
            mark_answers.mark(work, who, answered.id, here, "would_change", words, note)
    assert shown(site, answered, who, here).marks == {}


@pytest.mark.parametrize("role", [LANO, SAFEGUARDING_LEAD])
def test_others_find_nothing(site: Site, answered: BuiltVisit, role: str) -> None:
    stranger, here = person(answered, "other", role), now(site, answered, person(answered)) or ""
    with site.reading() as work:
        scope = scope_for(work, answered.id)
        for ask in (resume, progress):
            with pytest.raises(NotFound):
                ask(work, stranger, scope, ALL)
    with site.writing() as work, pytest.raises(NotFound):
        note_read(work, stranger, answered.id, here)
    with site.writing() as work, pytest.raises(NotFound):
        mark_answers.mark(work, stranger, answered.id, here, "would_change", "two years", "")


def test_a_response_of_another_visit_is_not_there(site: Site, answered: BuiltVisit) -> None:
    other = make_visit(site, title="Other visit", area="Harbour")
    who, here = person(other), now(site, answered, person(answered)) or ""
    with site.writing() as work, pytest.raises(NotFound):
        note_read(work, who, other.id, here)
    with site.reading() as work, pytest.raises(NotFound):
        to_read(work, who, scope_for(work, other.id), ALL, here)


def test_a_concern_in_somebodys_hands_is_told_without_what_it_is(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    words = "My step dad hits me and I am scared to go home."
    send(Respondent(plain.test_client(), visit.codes["young_people"]), {"would_change": words})
    found = shown(site, visit, person(visit))
    assert found.dealt_with
    assert not any(text.flags for text in found.told.texts)
    assert [text.text for text in found.told.texts] == [words]
