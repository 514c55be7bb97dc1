"""What the database holds after a storm, opened with the site's own keys and laid beside what people were told."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from survey_app.services.receive_answers import text_place
from survey_app.storage.channels import Channel
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.visits import Visit
from tests.benchmarks.driver import Tally
from tests.benchmarks.prepared import BENCHMARK_CHOICES, BENCHMARK_TEXTS, Prepared

Marks = frozenset[str]


@dataclass(frozen=True, slots=True)
class Stored:
    """Every response of the benchmark survey: the marks of its texts and how many choices it has."""

    marks: dict[str, Marks]
    choices: dict[str, int]
    counted: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """How what is stored differs from what was said. Everything but `unthanked` must be 0."""

    thanked: int
    lost: int
    twice: int
    half: int
    invented: int
    miscounted: int
    unthanked: int


def read_stored(prepared: Prepared) -> Stored:
    """Open every text of the survey; raises SealBroken when one cannot be opened."""
    site = prepared.site()
    texts: defaultdict[str, set[str]] = defaultdict(set)
    with site.reading() as work:
        visit = work.session.get_one(Visit, prepared.visit_id)
        rows = select(Response.id, Response.choices).where(Response.survey_id == prepared.benchmark_survey)
        choices = {row.id: len(json.loads(row.choices)) for row in work.session.execute(rows)}
        sealed = select(FreeText).where(FreeText.survey_id == prepared.benchmark_survey)
        for text in work.session.scalars(sealed):
            place = text_place(visit.id, text.response_id, text.question)
            texts[text.response_id].add(site.keys.open(visit.key_salt, place, text.sealed).split()[0])
        counted = work.session.get_one(Channel, prepared.benchmark).sent
    site.database.dispose()
    return Stored({one: frozenset(texts[one]) for one in {*choices, *texts}}, choices, counted)


def compare(stored: Stored, tally: Tally) -> Verdict:
    """Lay what is stored beside what the respondents saw."""
    thanked = [frozenset(marks) for marks in tally.thanked]
    known = {mark for marks in (*thanked, *map(frozenset, tally.unsure)) for mark in marks}
    responses = Counter(stored.marks.values())
    return Verdict(
        thanked=len(thanked),
        lost=sum(responses[marks] == 0 for marks in thanked),
        twice=_repeated(stored.marks.values()),
        half=sum(not _whole(stored, one) for one in stored.marks),
        invented=sum(not marks <= known for marks in stored.marks.values()),
        miscounted=abs(stored.counted - len(stored.choices)),
        unthanked=len(stored.marks) - sum(responses[marks] for marks in set(thanked)),
    )


def _repeated(responses: Iterable[Marks]) -> int:
    """How many marks are stored more than once."""
    times = Counter(mark for marks in responses for mark in marks)
    return sum(count - 1 for count in times.values())


def _whole(stored: Stored, response: str) -> bool:
    """True when a response has all of its answers."""
    return (
        stored.choices.get(response) == BENCHMARK_CHOICES and len(stored.marks[response]) == BENCHMARK_TEXTS
    )
