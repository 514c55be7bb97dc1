"""What leaves the team: the figures as they may stand now, and the words that a person made fit. Written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import orjson
from sqlalchemy import select

from analysis.count_tables import count_tables, wrote_rows
from analysis.evidence import Evidence, LeavingTable, Quote, as_they_stand
from analysis.redaction_hints import everywhere, replaced
from analysis.small_numbers import band
from analysis.standing_figures import ShownRow
from questionnaires.model import AUDIENCES
from survey_app.calendar.wording import say_day
from survey_app.services.errors import NotFound
from survey_app.services.inspect import Results, counted, is_national, results, visit_of_results
from survey_app.services.permissions import Person, require
from survey_app.services.redact import fit_to_show
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.journal import JournalEntry
from survey_app.storage.reading import TakenAway
from survey_app.storage.visits import Visit

NOTE, WORKBOOK, SUMMARY, PUBLIC = "note", "workbook", "summary", "public"
_Rows = Mapping[str, ShownRow]
_Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took what, and when."""

    sort: str
    by: str
    at: datetime


def ready(work: Work, person: Person, visit_id: str) -> Evidence:
    """What would leave at this moment; nothing is kept. Raises NotFound."""
    return _gather(work, person, visit_id)[0]


def publish(work: Work, person: Person, visit_id: str, sort: str) -> Evidence:
    """What leaves now. Its figures are kept, so that nothing that leaves later can be subtracted from them.

    The visit is held until the transaction ends: of two who take at once, the second sees what the first took.
    Raises NotFound.
    """
    require(person, "take_away", visit_id)
    held = work.session.scalars(select(Visit).where(Visit.id == visit_id).with_for_update()).one_or_none()
    if held is None:
        raise NotFound(visit_id)
    evidence, rows = _gather(work, person, visit_id)
    work.session.add(
        TakenAway(visit_id=visit_id, sort=sort, at=work.now, by=person.email, counts=_packed(rows))
    )
    entry = JournalEntry(at=work.now, by=person.email, action="take_away", subject=visit_id, detail=sort)
    work.session.add(entry)
    return evidence


def leave_for_everybody(work: Work, visit_id: str, by: str) -> Evidence:
    """The figures as everybody may read them, without words; written down as what left, like any other.

    Whoever calls has asked whether `by` may publish; nobody is shown more than what comes back. Raises NotFound.
    """
    held = work.session.scalars(select(Visit).where(Visit.id == visit_id).with_for_update()).one_or_none()
    if held is None:
        raise NotFound(visit_id)
    found = counted(work, visit_id)
    tables, rows = _standing(work, visit_id, found)
    work.session.add(TakenAway(visit_id=visit_id, sort=PUBLIC, at=work.now, by=by, counts=_packed(rows)))
    made_on = say_day(work.today, with_year=True)
    return Evidence(held.title, held.reference, "", made_on, _answered(found), tables)


def taken(work: Work, person: Person, visit_id: str) -> tuple[Taken, ...]:
    """What was taken away so far, the latest first; raises NotFound."""
    require(person, "take_away", visit_id)
    statement = select(TakenAway.sort, TakenAway.by, TakenAway.at).where(TakenAway.visit_id == visit_id)
    found = work.session.execute(statement.order_by(TakenAway.number.desc()))
    return tuple(Taken(sort, by, at) for sort, by, at in found)


def _gather(work: Work, person: Person, visit_id: str) -> tuple[Evidence, _Rows]:
    require(person, "take_away", visit_id)
    card = visit_of_results(work, person, visit_id)
    found = results(work, person, visit_id)
    tables, rows = _standing(work, visit_id, found)
    clean = _without_area(work, visit_id, is_national(card.kind))
    evidence = Evidence(
        title=card.title,
        reference=clean(card.reference),
        area=card.area,
        made_on=say_day(work.today, with_year=True),
        answered=_answered(found),
        tables=tuple(_cleaned(table, clean) for table in tables),
        quotes=_quotes(work, person, visit_id, clean),
    )
    return evidence, rows


def _standing(work: Work, visit_id: str, found: Results) -> tuple[tuple[LeavingTable, ...], _Rows]:
    themes = [count for p in found.paragraphs for row in p.rows for count in row.counts.values()]
    tables = count_tables((one.comparison for one in found.compared), found.others, themes)
    return as_they_stand(tables, wrote_rows(found.wrote), _earlier(work, visit_id))


def _answered(found: Results) -> tuple[tuple[str, str], ...]:
    return tuple((AUDIENCES.get(a, a), band(count)) for a, count in found.sent.items()) if found.total else ()


def _quotes(work: Work, person: Person, visit_id: str, clean: _Clean) -> tuple[Quote, ...]:
    return tuple(
        Quote(
            text=clean(one.kept.text),
            audience=AUDIENCES.get(one.audience, one.audience),
            wording=clean(one.wording),
            paragraph=one.paragraph,
            language=one.language,
        )
        for one in fit_to_show(work, person, visit_id)
        if one.kept is not None
    )


def _without_area(work: Work, visit_id: str, national: bool) -> _Clean:
    """Takes the area's name out of any words, where findings are national."""
    if not national:
        return str
    area = work.session.get_one(Area, work.session.get_one(Visit, visit_id).area_id).name
    return lambda words: replaced(words, everywhere(words, area, "place"))


def _cleaned(table: LeavingTable, clean: _Clean) -> LeavingTable:
    rows = tuple(replace(row, label=clean(row.label)) for row in table.rows)
    headings = tuple(map(clean, table.headings))
    return replace(table, title=clean(table.title), headings=headings, rows=rows)


def _earlier(work: Work, visit_id: str) -> list[_Rows]:
    statement = select(TakenAway.counts).where(TakenAway.visit_id == visit_id).order_by(TakenAway.number)
    return [_unpacked(counts) for counts in work.session.scalars(statement)]


def _packed(rows: _Rows) -> bytes:
    return orjson.dumps({key: [row.base, row.cells] for key, row in rows.items()})


def _unpacked(counts: bytes) -> _Rows:
    return {key: ShownRow(base, tuple(cells)) for key, (base, cells) in orjson.loads(counts).items()}
