"""Who answered a visit, as columns in the memory of this process: every group among them is counted in a moment.

What is new is added; nothing is read twice. Days that are over are read packed (`pack_answers.py`). What is kept
has no order of arrival beyond the day that is stored: whoever could read it could read the database.

    people = people_of(work, visit_id)["parents_carers"]
    some = among(people, wanted)              # the people whom a reader's filters leave
    people.chosen(some)["listened_to"]        # how many of them chose each option
    people.written.counts(some)               # and how many wrote about each theme, by (theme, stance)
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from threading import Lock

import numpy as np
from sqlalchemy import select

from analysis.people import ID, Bits, People, joined
from survey_app.services.codes_that_count import changes_of_codes, stamp_of_codes
from survey_app.services.distribute import surveys_of
from survey_app.services.find_answers import Wanted
from survey_app.services.kept import Stamp
from survey_app.services.read_people import (
    PeopleByDay,
    as_decided,
    ids_of_day,
    packed_people,
    people_by_day,
    read_days,
    read_some,
    themes_found,
)
from survey_app.services.work import Work
from survey_app.storage.packed import PackedDay
from survey_app.storage.surveys import Survey

# When more than this are new on a day, reading the whole day again is as quick.
MOST_ADDED = 20_000
# A thematic visit asks three audiences in each of some thirty areas.
SURVEYS = 128


@dataclass(frozen=True, slots=True)
class _Known:
    """The people of one survey with the machine's themes (`found`) and with those that count, and as of when."""

    found: People
    people: People
    codes: Stamp
    changes: int


_kept: dict[str, _Known] = {}
_lock = Lock()


def people_of(work: Work, visit_id: str) -> dict[str, People]:
    """Everybody who answered a visit, by audience. Permission is the caller's to ask."""
    return {survey.audience: people_of_survey(work, survey) for survey in surveys_of(work, visit_id)}


def among(people: People, wanted: Wanted) -> Bits:
    """Whom the filters about people leave (`about`, `but`, `mode`, `language`, `face`); the others are not asked."""
    return people.among(
        wanted.about, wanted.but, mode=wanted.mode, language=wanted.language, face=wanted.face
    )


def forget() -> None:
    """Read everything anew from now on in this process."""
    with _lock:
        _kept.clear()


def people_of_survey(work: Work, survey: Survey) -> People:
    """Everybody who answered one survey."""
    known = _known(survey.id)
    codes = stamp_of_codes(work, survey.visit_id, [survey.id])
    by_day = people_by_day(work, survey.id)
    if known is not None and known.codes == codes and _days_of(known.found) == by_day:
        return known.people
    changes = changes_of_codes(work, survey.visit_id)
    found = _up_to_date(work, survey, known, by_day, changes)
    known = _Known(found, as_decided(work, survey, found), codes, changes)
    _keep(survey.id, known)
    return known.people


def to_read_first(work: Work, survey: Survey) -> int:
    """How many of a survey's people `people_of_survey` has to read row by row, being neither known nor packed."""
    known = _known(survey.id)
    packed = select(PackedDay.received_on).where(
        PackedDay.survey_id == survey.id,
        PackedDay.changes == changes_of_codes(work, survey.visit_id),
    )
    there = {*(_days_of(known.found) if known else ()), *work.session.scalars(packed)}
    by_day = people_by_day(work, survey.id)
    return sum(count for day, count in by_day.items() if day not in there)


def _known(survey_id: str) -> _Known | None:
    with _lock:
        return _kept.get(survey_id)


def _keep(survey_id: str, known: _Known) -> None:
    with _lock:
        _kept.pop(survey_id, None)
        _kept[survey_id] = known
        while len(_kept) > SURVEYS:
            del _kept[next(iter(_kept))]


def _up_to_date(
    work: Work, survey: Survey, known: _Known | None, by_day: PeopleByDay, changes: int
) -> People:
    """Who is known stays, days that are packed are unpacked, and only the rest is read row by row."""
    parts = _still_right(work, survey, known.found, by_day) if known else []
    there = {day for part in parts for day in _days_of(part)}
    packed = packed_people(work, survey, {day: n for day, n in by_day.items() if day not in there})
    parts += [one.people for one in packed.values()]
    unread = [day for day in by_day if day not in there and day not in packed]
    if unread or not parts:
        parts.append(read_days(work, survey, unread if parts else None))
    whole = joined(parts)
    read_at = {*(one.changes for one in packed.values()), *([known.changes] if known else [])}
    return whole if read_at <= {changes} else whole.with_written(themes_found(work, survey))


def _still_right(work: Work, survey: Survey, found: People, by_day: PeopleByDay) -> list[People]:
    """The people of the days of which nobody is gone, with those who are new there."""
    had = _days_of(found)
    same = [day for day, count in by_day.items() if had.get(day) == count]
    more = [day for day, count in by_day.items() if 0 < count - had.get(day, count) <= MOST_ADDED]
    grown = [_grown(work, survey, _of_days(found, [day]), day) for day in more]
    right = [one for one, day in zip(grown, more, strict=True) if len(one) == by_day[day]]
    return [part for part in (_of_days(found, same), *right) if len(part)]


def _grown(work: Work, survey: Survey, had: People, day: date) -> People:
    there = np.array(ids_of_day(work, survey.id, day), ID)
    fresh = [str(one, "ascii") for one in np.setdiff1d(there, had.ids).tolist()]
    return joined([had, read_some(work, survey, fresh)]) if fresh else had


def _days_of(people: People) -> dict[date, int]:
    return {date.fromordinal(day): end - begin for day, (begin, end) in people.stretches.items()}


def _of_days(people: People, days: Collection[date]) -> People:
    if len(days) == len(people.stretches):
        return people
    wanted = sorted(people.stretches[day.toordinal()] for day in days)
    rows = [np.arange(begin, end) for begin, end in wanted]
    return people.taken(np.concatenate([np.zeros(0, np.int64), *rows]))
