"""What is different? Two visits to the same area, with the same questions asked again, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from analysis.summaries import ItemSummary, ThemeCount
from analysis.theme_waves import ThemeChange, theme_changes
from analysis.waves import WaveComparison, wave_by_wave
from survey_app.services.describe_visit import VisitCard, card_of
from survey_app.services.errors import NotFound
from survey_app.services.inspect import Results, is_national, results
from survey_app.services.permissions import Person, require
from survey_app.services.work import Work
from survey_app.storage.visits import Visit


@dataclass(frozen=True, slots=True)
class Wave:
    """One visit among those to the same area, with the name that sentences give it, such as `March 2026`."""

    visit: VisitCard
    name: str


@dataclass(frozen=True)
class Different:
    """Two waves, the earlier one first. `people` and `wrote` are by audience, each as (earlier, later)."""

    earlier: Wave
    later: Wave
    people: dict[str, tuple[int, int]]
    wrote: dict[str, tuple[int, int]]
    items: tuple[WaveComparison, ...]
    only_one: tuple[ItemSummary, ...]
    themes: tuple[ThemeChange, ...]


def other_waves(work: Work, person: Person, visit_id: str) -> tuple[Wave, ...]:
    """The other visits to the same area whose results this person may read as well, newest first; raises NotFound.

    Thematic visits are about no single area, so they have none and are nobody's wave.
    """
    require(person, "read_results", visit_id)
    visit = _visit(work, visit_id)
    if is_national(visit.kind):
        return ()
    statement = (
        select(Visit)
        .where(Visit.area_id == visit.area_id, Visit.id != visit.id, Visit.opens_at.is_not(None))
        .order_by(Visit.opens_at.desc(), Visit.id)
    )
    there = [
        other
        for other in work.session.scalars(statement)
        if person.may("read_results", other.id) and not is_national(other.kind)
    ]
    return tuple(Wave(card_of(work, one, person), _name(one)) for one in there)


def different(work: Work, person: Person, visit_id: str, other_id: str) -> Different:
    """What people said in one wave and in the other; raises NotFound, also where one of them may not be read."""
    other = next((wave for wave in other_waves(work, person, visit_id) if wave.visit.id == other_id), None)
    if other is None:
        raise NotFound(other_id)
    visit = _visit(work, visit_id)
    here = Wave(card_of(work, visit, person), _name(visit))
    earlier, later = sorted((here, other), key=lambda wave: (str(wave.visit.opens_at), wave.visit.id))
    earlier, later = _told_apart(earlier, later)
    old, new = (results(work, person, wave.visit.id) for wave in (earlier, later))
    compared = wave_by_wave({earlier.name: _items(old), later.name: _items(new)})
    both = {(one.audience, one.question) for one in compared}
    return Different(
        earlier=earlier,
        later=later,
        people=_beside(old.sent, new.sent),
        wrote=_beside(old.wrote, new.wrote),
        items=compared,
        only_one=tuple(i for i in (*_items(old), *_items(new)) if (i.audience, i.question) not in both),
        themes=theme_changes(_themes(old), _themes(new), dict(old.wrote), dict(new.wrote)),
    )


def _visit(work: Work, visit_id: str) -> Visit:
    visit = work.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(visit_id)
    return visit


def _name(visit: Visit) -> str:
    return f"{visit.opens_at:%B %Y}" if visit.opens_at else visit.reference


def _told_apart(earlier: Wave, later: Wave) -> tuple[Wave, Wave]:
    """Two waves that began in the same month are named by their references as well."""
    if earlier.name != later.name:
        return earlier, later
    first, second = (Wave(wave.visit, f"{wave.name} ({wave.visit.reference})") for wave in (earlier, later))
    return first, second


def _items(found: Results) -> Iterable[ItemSummary]:
    return [item for one in found.compared for item in one.comparison.items]


def _themes(found: Results) -> Iterable[ThemeCount]:
    return [
        count for paragraph in found.paragraphs for row in paragraph.rows for count in row.counts.values()
    ]


def _beside(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    return {name: (old.get(name, 0), new.get(name, 0)) for name in dict.fromkeys((*old, *new))}
