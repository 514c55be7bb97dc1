"""Lines of enquiry on both databases: several people at once, words whose key is gone, figures counted again."""

from dataclasses import replace
from itertools import count, pairwise

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from survey_app.services import enquire
from survey_app.services.enquire import ChangedMeanwhile
from survey_app.services.enquiry_evidence import add_figure, add_note, add_words, take_out
from survey_app.services.enquiry_figures import Figure
from survey_app.services.enquiry_figures import count as count_figure
from survey_app.services.enquiry_lines import LinePage, frozen_again, line_page, lines_behind, lines_of
from survey_app.services.enquiry_shares import ABOUT, POSITIVE, RESPONSES
from survey_app.services.enquiry_words import PARTS, LineParts, laid_together
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Wanted
from survey_app.services.permissions import INSPECTOR, LEAD_INSPECTOR, Person
from survey_app.services.read_answers import answers_page, scope_for
from survey_app.storage.lines_of_enquiry import LineEntry, LineOfEnquiry
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import KeyRing
from survey_app.storage.staff import Membership
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_person, make_visit
from tests.respondent import Respondent, send
from tests.survey_app.services.answering import at_once

WAITING = LineParts("Waiting")
TOLD = "We waited two years for an autism assessment."


def person(visit: BuiltVisit, name: str = "one", role: str = INSPECTOR) -> Person:
    return Person(name, f"{name}@example.org", roles={visit.id: frozenset({role})})


def start(site: Site, visit: BuiltVisit, parts: LineParts = WAITING) -> str:
    with site.writing() as work:
        return enquire.start(work, person(visit), visit.id, parts)


def read(site: Site, visit: BuiltVisit, line: str) -> LinePage:
    with site.reading() as work:
        return line_page(work, person(visit), visit.id, line)


def answered(app: Flask, visit: BuiltVisit, **answers: str) -> None:
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), {"would_change": TOLD} | answers)


def only_response(site: Site) -> str:
    with site.reading() as work:
        return work.session.scalars(select(Response.id)).one()


def change(site: Site, visit: BuiltVisit, line: str, seen: int, parts: LineParts, name: str = "one") -> bool:
    with site.writing() as work:
        return enquire.change(work, person(visit, name), visit.id, line, seen, parts)


# Two versions laid together

WORDS = st.sampled_from(["", "a", "b", "c"])
LINES = st.builds(LineParts, **dict.fromkeys(PARTS, WORDS))


@given(seen=LINES, theirs=LINES, mine=LINES)
def test_every_part_is_as_one_of_the_two_wrote_it_and_none_is_lost_unseen(
    seen: LineParts, theirs: LineParts, mine: LineParts
) -> None:
    merged = laid_together(seen, theirs, mine)
    for part in PARTS:
        before, there, here = (getattr(one, part) for one in (seen, theirs, mine))
        kept = getattr(merged.parts, part)
        if here == before:
            assert kept == there, "what I left alone is as they made it"
        else:
            assert kept == here, "what I changed is as I wrote it"
        overwritten = there not in (before, kept)
        assert (part in merged.clashes) == overwritten, "what they wrote goes only where somebody is asked"


@given(theirs=LINES, mine=LINES)
def test_without_the_version_that_was_seen_every_difference_is_asked_about(
    theirs: LineParts, mine: LineParts
) -> None:
    merged = laid_together(None, theirs, mine)
    assert set(merged.clashes) == {part for part in PARTS if getattr(theirs, part) != getattr(mine, part)}


# Several people


def test_a_change_over_one_that_was_not_seen_is_refused_and_shows_both(site: Site, visit: BuiltVisit) -> None:
    line = start(site, visit)
    change(site, visit, line, 1, LineParts("Waiting", hypothesis="Longer"), "two")
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        change(site, visit, line, 1, LineParts("Waiting", hypothesis="Shorter", question="Who?"))
    assert [(c.part, c.theirs, c.mine) for c in meanwhile.value.clashes] == [
        ("hypothesis", "Longer", "Shorter")
    ]
    assert meanwhile.value.by == "two@example.org"
    assert read(site, visit, line).card.parts == LineParts("Waiting", hypothesis="Longer")
    kept = replace(meanwhile.value.merged, hypothesis="Longer for some")
    change(site, visit, line, meanwhile.value.revision, kept)
    page = read(site, visit, line)
    assert page.card.parts == LineParts("Waiting", question="Who?", hypothesis="Longer for some")
    told = [one.told["parts"].get("hypothesis") for one in page.history if one.sort == "changed" and one.told]
    assert told == [["", "Longer"], ["Longer", "Longer for some"]]


def test_ten_inspectors_at_once_lose_nothing(site: Site, visit: BuiltVisit) -> None:
    line = start(site, visit)
    team = [f"inspector{number}" for number in range(10)]

    def work_on_it(name: str) -> None:
        add_to_it(site, visit, line, name)
        keep_trying(site, visit, line, name)

    got = at_once(*(lambda name=name: work_on_it(name) for name in team))  # type: ignore[misc]
    assert got == [None] * len(team)
    page = read(site, visit, line)
    assert {one.note for one in page.evidence} == {f"note of {name}" for name in team}
    assert {one.told["words"] for one in page.talk if one.told} == {f"said by {name}" for name in team}
    assert set(page.card.parts.hypothesis.split()) == set(team)
    assert page.card.revision == 1 + len(team)
    changes = [one.told["parts"]["hypothesis"] for one in page.history if one.sort == "changed" and one.told]
    for before, after in pairwise(changes):
        assert before[1] == after[0], "each change stands on the one before it"


def add_to_it(site: Site, visit: BuiltVisit, line: str, name: str) -> None:
    with site.writing() as work:
        add_note(work, person(visit, name), visit.id, line, "for", f"note of {name}")
    with site.writing() as work:
        enquire.say_to_team(work, person(visit, name), visit.id, line, f"said by {name}")


def keep_trying(site: Site, visit: BuiltVisit, line: str, name: str) -> None:
    """Add one's name to the same part, as somebody who reads what the others wrote and tries again."""
    for _ in range(100):
        card = read(site, visit, line).card
        mine = replace(card.parts, hypothesis=f"{card.parts.hypothesis} {name}")
        try:
            change(site, visit, line, card.revision, mine, name)
        except ChangedMeanwhile:
            continue
        return
    raise AssertionError("never came through")


def test_ten_inspectors_who_start_a_line_at_once_all_have_one(site: Site, visit: BuiltVisit) -> None:
    numbers = count()
    at_once(*[lambda: start(site, visit, LineParts(f"Line {next(numbers)}"))] * 10)
    with site.reading() as work:
        titles = [card.title for card in lines_of(work, person(visit), visit.id)]
    assert sorted(titles) == sorted(f"Line {number}" for number in range(10))


def test_the_same_words_twice_are_one_piece_of_evidence(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(plain, visit)
    line, response = start(site, visit), only_response(site)

    def add() -> str:
        with site.writing() as work:
            return add_words(
                work, person(visit), visit.id, line, response, "would_change", "", None, "for", ""
            )

    first = add()
    assert add() == first
    assert len(read(site, visit, line).standing) == 1


# Where evidence comes from


def test_an_excerpt_keeps_its_place_and_no_copy(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(plain, visit)
    line, response = start(site, visit), only_response(site)
    with site.writing() as work:
        add_words(
            work, person(visit), visit.id, line, response, "would_change", "two years", None, "for", "a note"
        )
    (piece,) = read(site, visit, line).evidence
    assert piece.excerpt
    assert (piece.sort, piece.excerpt.words) == ("excerpt", "two years")
    assert TOLD[piece.excerpt.start : piece.excerpt.end] == "two years"
    assert {mark.label for mark in piece.excerpt.marks}, "its codes come with it"
    with site.reading() as work:
        assert lines_behind(work, person(visit), visit.id, response) == ((line, "Waiting"),)


def test_evidence_of_another_visit_is_not_there(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(plain, visit)
    response, other = only_response(site), make_visit(site, title="Other", area="Harbour")
    line = start(site, other)
    with pytest.raises(NotFound), site.writing() as work:
        add_words(work, person(other), other.id, line, response, "would_change", "", None, "for", "")
    with pytest.raises(NotFound), site.writing() as work:
        add_note(work, person(visit), visit.id, line, "for", "a note")
    with pytest.raises(NotFound), site.writing() as work:
        enquire.change(work, person(visit), visit.id, line, 1, LineParts("Mine"))
    with pytest.raises(NotFound), site.reading() as work:
        line_page(work, person(other), visit.id, line)


def test_what_was_taken_out_stays_and_does_not_count(site: Site, visit: BuiltVisit) -> None:
    line = start(site, visit)
    with site.writing() as work:
        evidence = add_note(work, person(visit), visit.id, line, "against", "a note")
    for _ in range(2):
        with site.writing() as work:
            take_out(work, person(visit), visit.id, line, evidence, "wrong child")
    page = read(site, visit, line)
    assert (page.standing, page.card.speaks_against) == ((), 0)
    assert [piece.note for piece in page.taken_out] == ["a note"]
    assert [one.sort for one in page.history] == ["made", "added", "taken_out"]


# Figures


def count_now(site: Site, visit: BuiltVisit, figure: Figure) -> tuple[int, int | None]:
    with site.reading() as work:
        counted = count_figure(work, scope_for(work, visit.id), figure)
    return counted.count, counted.base


def test_each_kind_of_figure_counts_those_whom_its_filter_leaves(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    item = rated_item(site, visit)
    good, bad, unsure = item[1]
    for option in (good, good, bad, unsure):
        answered(plain, visit, **{item[0]: option})
    parents = Wanted(audience="parents_carers")
    assert count_now(site, visit, Figure(RESPONSES, replace(parents, everyone=True))) == (4, None)
    assert count_now(site, visit, Figure(POSITIVE, replace(parents, question=item[0]))) == (2, 3)
    with site.reading() as work:
        scope = scope_for(work, visit.id)
        themes = answers_page(work, person(visit), visit.id, Wanted()).told[0].texts[0].themes
        about = count_figure(work, scope, Figure(ABOUT, replace(parents, theme=themes[0].id)))
    assert (about.count, about.base) == (4, 4)
    nobody = Figure(RESPONSES, Wanted(audience="young_people", everyone=True))
    assert count_now(site, visit, nobody) == (0, None)


def rated_item(site: Site, visit: BuiltVisit) -> tuple[str, tuple[str, str, str]]:
    """A rated question of parents with a good, a bad and an unsure option."""
    with site.reading() as work:
        scope = scope_for(work, visit.id)
    for name, asked in scope.questions.items():
        question = asked.get("parents_carers")
        if question and question.kind == "scale" and question.show_if is None:
            scores = {option.id: option.score for option in question.options}
            good = [o for o, score in scores.items() if score is not None and score > 0]
            bad = [o for o, score in scores.items() if score is not None and score < 0]
            unsure = [o for o, score in scores.items() if score is None]
            if good and bad and unsure:
                return name, (good[0], bad[0], unsure[0])
    raise AssertionError("no rated item")


def test_a_frozen_figure_says_when_it_differs_and_when_not(
    plain: Flask, site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    answered(plain, visit)
    line, who = start(site, visit), person(visit)
    with site.writing() as work:
        with pytest.raises(Refused):
            add_figure(work, who, visit.id, line, Figure("won"), "for", "")
        figure = Figure(RESPONSES, Wanted(everyone=True))
        evidence = add_figure(work, who, visit.id, line, figure, "for", "")
    with site.reading() as work:
        assert frozen_again(work, who, visit.id, line, evidence)[1].difference == ()
    answered(plain, visit)
    clock.forward(hours=1)
    with site.reading() as work:
        piece, again = frozen_again(work, who, visit.id, line, evidence)
    assert again.now
    assert (again.then.count, again.now.count) == (1, 2)
    assert piece.added_at < clock.shows
    assert "It was 1. It is 2 now." in again.difference


# Words whose key is gone


def test_words_whose_key_is_gone_say_so_and_break_nothing(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    answered(plain, visit)
    line, response = start(site, visit), only_response(site)
    with site.writing() as work:
        add_words(work, person(visit), visit.id, line, response, "would_change", "", None, "for", "a note")
        enquire.say_to_team(work, person(visit), visit.id, line, "a remark")
    other = replace(site, keys=KeyRing({1: b"0" * 32}))
    page = read(other, visit, line)
    assert not page.card.readable
    assert [one.told for one in page.history] == [None, None, None]
    (piece,) = page.evidence
    assert piece.note is None
    assert piece.excerpt
    assert piece.excerpt.words is None
    with pytest.raises(Refused):
        change(other, visit, line, 1, LineParts("New"))
    with other.writing() as work:
        enquire.say_to_team(work, person(visit), visit.id, line, "after the loss")
    assert [one.told for one in read(other, visit, line).talk] == [None, {"words": "after the loss"}]
    assert read(site, visit, line).card.title == "Waiting", "nothing was written over"


def test_one_answer_that_cannot_be_opened_leaves_the_rest(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    answered(plain, visit)
    line, response = start(site, visit), only_response(site)
    with site.writing() as work:
        add_words(work, person(visit), visit.id, line, response, "would_change", "two years", None, "", "")
        work.session.execute(update(FreeText).values(sealed=b"\x01\x09" + b"x" * 40))
    page = read(site, visit, line)
    assert page.card.title == "Waiting"
    assert page.evidence[0].excerpt
    assert page.evidence[0].excerpt.words is None


def test_nothing_that_people_typed_lies_open_in_the_database(site: Site, visit: BuiltVisit) -> None:
    line = start(site, visit, LineParts("Secret title", hypothesis="Secret thought"))
    with site.writing() as work:
        enquire.say_to_team(work, person(visit), visit.id, line, "Secret remark")
        add_note(work, person(visit), visit.id, line, "for", "Secret note")
    with site.reading() as work:
        for table in LineOfEnquiry.metadata.sorted_tables:
            for row in work.connection.execute(table.select()):
                assert "Secret" not in str(row._mapping.values()), table.name


def test_a_line_copied_over_another_does_not_open(site: Site, visit: BuiltVisit) -> None:
    one, two = start(site, visit), start(site, visit, LineParts("Other"))
    with site.writing() as work:
        sealed = work.session.get_one(LineOfEnquiry, one).sealed
        work.session.execute(update(LineOfEnquiry).where(LineOfEnquiry.id == two).values(sealed=sealed))
    assert not read(site, visit, two).card.readable


# The team


def test_an_owner_is_one_of_the_team_and_stays_when_they_leave_it(site: Site, visit: BuiltVisit) -> None:
    lead = make_person(site, LEAD_INSPECTOR, visit)
    with pytest.raises(Refused):
        start(site, visit, LineParts("Waiting", owner="stranger@example.org"))
    line = start(site, visit, LineParts("Waiting", owner=lead.email))
    with site.writing() as work:
        membership = work.session.scalars(select(Membership).where(Membership.staff_id == lead.id)).one()
        work.session.delete(membership)
    change(site, visit, line, 1, LineParts("Waiting longer", owner=lead.email))
    assert read(site, visit, line).card.parts.owner == lead.email


def test_what_is_done_is_done_once(site: Site, visit: BuiltVisit) -> None:
    line = start(site, visit)
    with site.writing() as work:
        enquire.say_to_team(work, person(visit), visit.id, line, "Ask.", to_do=True)
        number = work.session.scalars(select(LineEntry.number).where(LineEntry.sort == "to_do")).one()
    for _ in range(2):
        with site.writing() as work:
            enquire.mark_done(work, person(visit), visit.id, line, number)
    page = read(site, visit, line)
    assert page.to_do == ()
    assert [one.sort for one in page.history] == ["made", "to_do", "done"]
    with pytest.raises(NotFound), site.writing() as work:
        enquire.mark_done(work, person(visit), visit.id, line, number + 1)
