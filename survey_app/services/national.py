"""Thematic visits: what all areas that were visited said together. No area is named, ranked or told apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from analysis.codebook.loader import load_codebook
from analysis.codebook.mapping import Framework, load_frameworks
from analysis.people import People
from analysis.spread import Spread, spread
from analysis.summaries import (
    ItemSummary,
    StemComparison,
    ThemeCount,
    ThemeName,
    side_by_side,
    summarise,
    theme_table,
)
from analysis.tallies import Tally, asked_items
from questionnaires.model import Questionnaire
from survey_app.services.counting import people_of
from survey_app.services.inspect import is_national
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.visits import Visit


@dataclass(frozen=True)
class NationalItem:
    """One question side by side for the audiences that were asked it, and how far areas lie apart by audience."""

    comparison: StemComparison
    spreads: Mapping[str, Spread]


@dataclass(frozen=True)
class PartOfFramework:
    """One theme of the visits, and what people wrote about it: rows by theme of the codebook, then by audience."""

    title: str
    source: str
    rows: tuple[tuple[str, tuple[ThemeCount, ...]], ...]


@dataclass(frozen=True)
class NationalFindings:
    """What every visit of a kind heard. `people` and `wrote` count responses by audience."""

    visits: int
    areas: int
    people: Mapping[str, int]
    wrote: Mapping[str, int]
    items: tuple[NationalItem, ...]
    parts: tuple[PartOfFramework, ...]


Visits = Sequence[Mapping[str, People]]


def national_findings(work: Work, person: Person, visit_id: str) -> NationalFindings | None:
    """The findings of all visits of this visit's kind; None where findings are about one area. Raises NotFound."""
    require(person, "read_results", visit_id)
    kind = work.session.get_one(Visit, visit_id).kind
    if not is_national(kind):
        return None
    statement = select(Visit.id, Visit.area_id).where(Visit.kind == kind, Visit.opens_at.is_not(None))
    there = work.session.execute(statement).all()
    visits = [people_of(work, visit) for visit, _ in there]
    heard = [any(len(them) for them in people.values()) for people in visits]
    wrote = _sums((a, int(them.wrote_anything().sum())) for people in visits for a, them in people.items())
    return NationalFindings(
        visits=sum(heard),
        areas=len({area for (_, area), one in zip(there, heard, strict=True) if one}),
        people=_sums((audience, len(them)) for people in visits for audience, them in people.items()),
        wrote=wrote,
        items=tuple(_items(work, visits, _by_area([area for _, area in there], visits))),
        parts=tuple(_parts(load_frameworks().get(kind), _themes(visits, wrote))),
    )


def _by_area(areas: Sequence[str], visits: Visits) -> list[Visits]:
    found: defaultdict[str, list[Mapping[str, People]]] = defaultdict(list)
    for area, people in zip(areas, visits, strict=True):
        found[area].append(people)
    return list(found.values())


def _items(work: Work, visits: Visits, by_area: Sequence[Visits]) -> Iterable[NationalItem]:
    digests = sorted(
        {one for people in visits for them in people.values() for one in them.wording.options if one}
    )
    asked = [version_of(work, digest) for digest in digests]
    profile = {(one.audience, q.id) for one in asked for q in one.questions.values() if q.profile}
    areas = [{(i.audience, i.question): i for i in _summed(asked, area)} for area in by_area]
    views = [i for i in _summed(asked, visits) if i.rated and (i.audience, i.question) not in profile]
    for one in side_by_side(views):
        yield NationalItem(one, dict(_spreads(one.items, areas)))


def _spreads(
    items: Sequence[ItemSummary], areas: Sequence[Mapping[tuple[str, str], ItemSummary]]
) -> Iterable[tuple[str, Spread]]:
    for item in items:
        here = [
            area[item.audience, item.question] for area in areas if (item.audience, item.question) in area
        ]
        found = spread((one.positive, one.views) for one in here)
        if found:
            yield item.audience, found


def _summed(asked: Sequence[Questionnaire], visits: Visits) -> tuple[ItemSummary, ...]:
    """The items of these visits together."""
    people: Counter[str] = Counter()
    answered: Counter[tuple[str, str]] = Counter()
    chosen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for audience, them in ((audience, them) for visit in visits for audience, them in visit.items()):
        people[audience] += len(them)
        answered.update({(audience, question): n for question, n in them.answers().items()})
        for question, options in them.chosen().items():
            chosen[audience, question].update(options)
    return summarise(asked_items(asked), Tally(people, answered, chosen))


def _themes(visits: Visits, wrote: Mapping[str, int]) -> tuple[ThemeCount, ...]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for people in visits:
        for audience, them in people.items():
            for (theme, stance), count in them.written.counts().items():
                counts[theme, audience, stance] += count
    known = load_codebook().themes
    # A theme that was made for one visit belongs to that visit's area, so it is not shown here.
    national = Counter({key: count for key, count in counts.items() if key[0] in known})
    names = {theme.id: ThemeName(theme.label, theme.paragraphs[0]) for theme in known.values()}
    return theme_table(national, wrote, names)


def _parts(framework: Framework | None, themes: Sequence[ThemeCount]) -> Iterable[PartOfFramework]:
    """The themes under each part of the framework, the most spoken of first; all under one where there is none."""
    rows: dict[str, list[ThemeCount]] = {}
    for count in themes:
        rows.setdefault(count.theme, []).append(count)
    ordered = sorted(rows, key=lambda theme: (-sum(one.answers for one in rows[theme]), theme))
    if framework is None:
        yield PartOfFramework("Themes", "", tuple((rows[t][0].label, tuple(rows[t])) for t in ordered))
        return
    for part in framework.parts.values():
        here = [theme for theme in ordered if part.id in framework.places.get(theme, ())]
        yield PartOfFramework(
            part.label, part.source, tuple((rows[t][0].label, tuple(rows[t])) for t in here)
        )


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, count in pairs:
        found[name] = found.get(name, 0) + count
    return found
