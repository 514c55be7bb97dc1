"""Whom an inspection's scope holds and a local area easily misses: each group is asked by somebody, or answered for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import Person, require
from survey_app.services.typed_words import tidied
from survey_app.services.work import Work
from survey_app.storage.distribution import DistributionEntry, GapAnswer
from survey_app.storage.journal import JournalEntry

LONGEST_WHY = 200
HANDBOOK = "Area SEND handbook, January 2024"
HEARD_BEFORE = "Heard in earlier inspections"


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the scope: how a list names it, how its absence is said, why it matters, and where that is from."""

    id: str
    name: str
    missing: str
    why: str
    source: str


GROUPS: Mapping[str, Group] = {
    group.id: group
    for group in (
        Group(
            "special",
            "Special schools",
            "No special schools yet.",
            "Most of their pupils have an EHC plan.",
            f"{HANDBOOK}, paras 13 and 118",
        ),
        Group(
            "mainstream",
            "Mainstream schools",
            "No mainstream schools yet.",
            "Children who get SEN support without a plan are mostly there.",
            f"{HANDBOOK}, paras 13 and 118",
        ),
        Group(
            "early_years",
            "Nurseries and early years",
            "No early years settings yet.",
            "The scope begins at birth: their parents can answer for them.",
            f"{HANDBOOK}, paras 13 and 28",
        ),
        Group(
            "post_16",
            "Post-16 colleges and training",
            "No post-16 colleges yet.",
            "The scope goes on to the age of 25.",
            f"{HANDBOOK}, paras 13 and 28",
        ),
        Group(
            "alternative",
            "Alternative provision",
            "No alternative provision yet.",
            "Inspectors look at how the area commissions it, unregistered places too.",
            f"{HANDBOOK}, paras 14 and 61 to 64",
        ),
        Group(
            "out_of_area",
            "Educated out of the area",
            "Nobody who is educated out of the area yet.",
            "They live here, so they are in scope wherever they learn.",
            f"{HANDBOOK}, paras 13 and 91",
        ),
        Group(
            "home_educated",
            "Home educated",
            "No home-educating families yet.",
            "No school will pass the survey on to them.",
            f"{HANDBOOK}, para 67",
        ),
        Group(
            "not_in_school",
            "Not in school",
            "Nobody who is not in school yet.",
            "They are on no school's list, or do not go.",
            f"{HANDBOOK}, paras 67 and 68",
        ),
        Group(
            "short_breaks",
            "Short-break providers",
            "No short-break providers yet.",
            "They know families whom schools seldom hear.",
            f"{HANDBOOK}, Annex A, item 4.2",
        ),
        Group(
            "health",
            "Community health",
            "No community health services yet.",
            "Therapists, nurses and clinics meet families who wait.",
            f"{HANDBOOK}, paras 28 and 88",
        ),
        Group(
            "social_care",
            "Social care teams",
            "No social care teams yet.",
            "Children in care and in need are theirs to reach.",
            f"{HANDBOOK}, paras 88 and 91",
        ),
        Group(
            "youth_justice",
            "Youth justice",
            "No youth justice service yet.",
            "Inspectors may look at those whom it knows.",
            f"{HANDBOOK}, para 111 and Annex A, item 2.5",
        ),
        Group(
            "forum",
            "Parent carer forum",
            "The parent carer forum has not been asked yet.",
            "Its list is quick to reach.",
            "Thematic guidance, April 2026, on how surveys are shared",
        ),
        Group(
            "beyond_forum",
            "Families outside the forum",
            "Nothing yet for families outside the forum.",
            "Most families belong to no forum, and have said that they felt left out.",
            HEARD_BEFORE,
        ),
        Group(
            "young_groups",
            "Young people's groups",
            "No young people's groups yet.",
            "Young people answer where somebody they trust asks them.",
            f"{HANDBOOK}, para 88",
        ),
        Group(
            "offline",
            "Families without internet",
            "Nothing yet for families without internet.",
            "Paper and phone calls reach them. A link does not.",
            f"{HANDBOOK}, para 89; {HEARD_BEFORE.lower()}",
        ),
        Group(
            "languages",
            "Families who speak other languages",
            "Nothing yet for the other languages spoken here.",
            "Ask in the languages that families read at home.",
            f"{HANDBOOK}, para 91",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Where one group stands. `asked` and `planned` name the entries of the log; `answer` says why none is needed."""

    group: Group
    asked: tuple[str, ...]
    planned: tuple[str, ...]
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Nobody of it was asked, and nobody said why not."""
        return not self.asked and not self.answer


def gaps_of(work: Work, person: Person, visit_id: str) -> tuple[Gap, ...]:
    """Every group of the scope with where it stands; raises NotFound."""
    require(person, "see_distribution", visit_id)
    entries = tuple(
        work.session.scalars(
            select(DistributionEntry)
            .where(DistributionEntry.visit_id == visit_id)
            .order_by(DistributionEntry.name)
        )
    )
    answers = {
        row.gap: row.why
        for row in work.session.scalars(select(GapAnswer).where(GapAnswer.visit_id == visit_id))
    }
    return tuple(_gap(group, entries, answers.get(group.id, "")) for group in GROUPS.values())


def answer_gap(work: Work, person: Person, visit_id: str, gap: str, why: str) -> None:
    """Say why a group needs nobody ("we have none here"); no words take the answer back. Raises NotFound, Refused."""
    require(person, "log_distribution", visit_id)
    if gap not in GROUPS:
        raise NotFound(gap)
    why = tidied(why)
    if len(why) > LONGEST_WHY:
        raise Refused(f"Say why in {LONGEST_WHY} characters or fewer.")
    found = work.session.get(GapAnswer, (visit_id, gap), with_for_update=True)
    if found is not None and not why:
        work.session.delete(found)
    elif found is not None:
        found.why, found.by, found.at = why, person.email, work.now
    elif why:
        work.session.add(GapAnswer(visit_id=visit_id, gap=gap, why=why, by=person.email, at=work.now))
    else:
        return
    work.session.add(
        JournalEntry(
            at=work.now, by=person.email, action="answer_gap", subject=visit_id, detail=f"{gap}: {why}"
        )
    )


def known_groups(ids: Iterable[str]) -> tuple[str, ...]:
    """Those of these ids that are groups, in the order of the list; raises Refused when one is none."""
    wanted = set(ids)
    if wanted - GROUPS.keys():
        raise Refused("Choose the groups from the list.")
    return tuple(id for id in GROUPS if id in wanted)


def _gap(group: Group, entries: Iterable[DistributionEntry], answer: str) -> Gap:
    theirs = [entry for entry in entries if group.id in entry.groups.split() and entry.declined_on is None]
    asked = tuple(entry.name for entry in theirs if entry.asked_on)
    planned = tuple(entry.name for entry in theirs if not entry.asked_on)
    return Gap(group, asked, planned, answer)
