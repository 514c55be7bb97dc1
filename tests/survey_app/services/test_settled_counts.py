"""Counts move at three hours of the day: no sequence of looks tells whether one given answer came."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.small_numbers import BANDS, band
from survey_app.calendar.clock import to_london
from survey_app.services.distribute import reach
from survey_app.services.permissions import LANO
from survey_app.services.settled_counts import SETTLING_HOURS, count_sent, last_settling
from survey_app.storage.channels import Channel
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_visit
from tests.survey_app.people import person

YOUNG = "young_people"
MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MINUTES = st.integers(0, 4 * 24 * 60)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SLOWLY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)


@dataclass(frozen=True)
class History:
    """Minutes after the first morning at which answers came, and at which somebody looked."""

    already: int
    sends: tuple[int, ...]
    looks: tuple[int, ...]


HISTORIES = st.builds(
    History,
    st.integers(0, 30),
    st.lists(MINUTES, min_size=1, max_size=15).map(tuple),
    st.lists(MINUTES, min_size=1, max_size=15).map(tuple),
)


def at(minutes: int) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def within_the_same_hours(minute: int) -> list[int]:
    """Every minute between the same two settlings."""
    settling = last_settling(at(minute))
    return [other for other in range(4 * 24 * 60 + 1) if last_settling(at(other)) == settling]


def seen(site: Site, clock: SettableClock, history: History) -> list[tuple[str, str]]:
    """What the looks of a history show, on a visit of its own: the survey's band and the channel's."""
    clock.shows = MORNING - timedelta(days=1)
    visit = make_visit(site)
    code, officer = visit.codes[YOUNG], person(LANO, visit.id)
    with site.writing() as work:
        work.session.get_one(Channel, code).sent = history.already
    shown = []
    steps = [(m, 0) for m in history.sends] + [(m, 1) for m in history.looks]
    for minutes, is_look in sorted(steps):
        clock.shows = at(minutes)
        if is_look:
            with site.reading() as work:
                survey = next(s for s in reach(work, officer, visit.id) if s.audience == YOUNG)
            shown.append((survey.band, survey.channels[0].band))
        else:
            with site.writing() as work:
                count_sent(work, code)
    return shown


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_the_last_settling_hour_is_behind_us_and_no_other_lies_between(naive: datetime) -> None:
    now = naive.replace(tzinfo=UTC)
    last = last_settling(now)
    assert to_london(last).time() in SETTLING_HOURS
    assert last <= now < last + timedelta(hours=17)
    assert last_settling(last) == last
    assert last_settling(last - timedelta(microseconds=1)) < last


@ON_SQLITE
@SLOWLY
@given(HISTORIES)
def test_what_is_shown_is_the_count_at_the_last_hour(
    site: Site, clock: SettableClock, history: History
) -> None:
    expected = [
        band(history.already + sum(at(m) < last_settling(at(look)) for m in history.sends))
        for look in sorted(history.looks)
    ]
    assert [channel for _, channel in seen(site, clock, history)] == expected


@ON_SQLITE
@SLOWLY
@given(HISTORIES, st.data())
def test_when_an_answer_came_within_its_hours_cannot_be_seen(
    site: Site, clock: SettableClock, history: History, data: st.DataObject
) -> None:
    which = data.draw(st.sampled_from(range(len(history.sends))))
    other = data.draw(st.sampled_from(within_the_same_hours(history.sends[which])))
    moved = (*history.sends[:which], other, *history.sends[which + 1 :])
    assert seen(site, clock, History(history.already, moved, history.looks)) == seen(site, clock, history)


@ON_SQLITE
@SLOWLY
@given(HISTORIES, st.data())
def test_whether_an_answer_came_at_all_cannot_be_seen_beside_the_others(
    site: Site, clock: SettableClock, history: History, data: st.DataObject
) -> None:
    """Leaving one answer out shows where a count stood just on the edge of a band, and nowhere else.

    There it can be any of all that came since the hour before: an observer learns that somebody answered, not who.
    """
    which = data.draw(st.sampled_from(range(len(history.sends))))
    without = History(history.already, history.sends[:which] + history.sends[which + 1 :], history.looks)
    pairs = zip(seen(site, clock, history), seen(site, clock, without), sorted(history.looks), strict=True)
    for with_it, without_it, look in pairs:
        count = history.already + sum(at(m) < last_settling(at(look)) for m in history.sends)
        assert with_it == without_it or count in BANDS


def test_several_answers_at_once_are_all_counted(site: Site, visit: BuiltVisit, clock: SettableClock) -> None:
    code = visit.codes[YOUNG]
    for hour, expected in (("2026-11-24T10:00", 0), ("2026-11-24T14:00", 12), ("2026-11-25T08:59", 24)):
        clock.set(hour)
        for _ in range(12):
            with site.writing() as work:
                count_sent(work, code)
        with site.reading() as work:
            assert work.session.get_one(Channel, code).settled == expected
