"""Everything that moves a visit: who may, in which state, what is written down, and what people are told."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from survey_app.calendar.states import TRANSITIONS, VisitState
from survey_app.calendar.windows import parse_london, window_for
from survey_app.services import open_and_close
from survey_app.services.errors import MayNotShorten, NotFound, Refused
from survey_app.services.open_and_close import Notice, add_area, kind_of, notify, state_of
from survey_app.services.permissions import (
    ADMINISTRATOR,
    LEAD_INSPECTOR,
    PARTNERSHIP_LEAD,
)
from survey_app.storage.channels import Channel
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_visit
from tests.survey_app.moving import WHY, Table
from tests.survey_app.people import EVERY_ROLE, person

LEAD, ADMIN = frozenset({LEAD_INSPECTOR}), frozenset({LEAD_INSPECTOR, ADMINISTRATOR})
LIVE = frozenset("scheduled open closing closed".split())
MOVES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "go_live": (frozenset({"draft"}), LEAD),
    "extend": (LIVE, LEAD),
    "pause": (frozenset({"open"}), LEAD),
    "resume": (frozenset({"paused"}), LEAD),
    "defer": (LIVE | {"paused"}, ADMIN),
    "reschedule": (frozenset({"deferred"}), LEAD),
    "abandon": (LIVE | {"draft", "paused", "deferred"}, ADMIN),
    "archive": (frozenset({"closed", "abandoned"}), ADMIN),
}
"""Every move: from which states, and by whom, in a visit that the inspectorate owns."""


class UndoIt(Exception):
    """Ends a piece of work without keeping it."""


@pytest.fixture
def table(site: Site, clock: SettableClock) -> Table:
    """A visit that is not live yet."""
    return Table(site, clock, make_visit(site, live=False))


def works(table: Table, name: str, role: str) -> bool:
    """Whether this move works now for this role; it is undone either way."""
    try:
        with table.site.writing() as work:
            table.carry_out(work, name, person(role, table.visit.id))
            work.finish()
            raise UndoIt
    except UndoIt:
        return True
    except Refused:
        return False


def test_the_table_names_every_move() -> None:
    assert set(MOVES) == set(TRANSITIONS) - {"tick"}


@pytest.mark.parametrize("state", [state.value for state in VisitState])
def test_each_move_works_from_its_states_for_its_people_and_for_nobody_else(table: Table, state: str) -> None:
    table.come_to(state)
    seen = {(name, role) for name in MOVES for role in EVERY_ROLE if works(table, name, role)}
    wanted = {(name, role) for name, (states, roles) in MOVES.items() if state in states for role in roles}
    assert seen == wanted


def test_somebody_of_another_team_moves_nothing(table: Table) -> None:
    table.come_to("open")
    stranger = person(LEAD_INSPECTOR, "another visit")
    for name in MOVES:
        with pytest.raises(Refused):
            table.do(name, stranger)
    assert [event.action for event in table.events()] == ["notify", "go_live"]


@pytest.mark.parametrize("why", ["", "   ", "\n\t"])
def test_a_move_without_a_reason_is_refused_and_changes_nothing(table: Table, why: str) -> None:
    table.come_to("open")
    for name in ("extend", "pause", "defer", "abandon"):
        with pytest.raises(Refused, match="Say why"):
            table.do(name, why=why)
    assert table.state() == "open"
    assert len(table.events()) == 2


def test_every_move_says_who_when_and_why(table: Table) -> None:
    table.come_to("open")
    close = parse_london("2026-12-01T09:00")
    later = parse_london("2026-12-03T09:00")
    for name, minutes in (
        ("extend", 1),
        ("pause", 2),
        ("resume", 3),
        ("defer", 4),
        ("reschedule", 5),
        ("abandon", 6),
        ("archive", 7),
    ):
        table.clock.forward(minutes=minutes)
        table.do(name, why=f" why {name} ", **({"to": later} if name == "extend" else {}))
        event = table.events()[-1]
        assert (event.action, event.by, event.at) == (name, "lead_inspector@example.org", table.clock.shows)
        assert event.why == f"why {name}"
    told = [(e.action, e.was, e.now) for e in table.events()]
    assert told == [
        ("notify", "", "draft"),
        ("go_live", "draft", "open"),
        ("extend", "open", "open"),
        ("pause", "open", "paused"),
        ("resume", "paused", "open"),
        ("defer", "open", "deferred"),
        ("reschedule", "deferred", "scheduled"),
        ("abandon", "scheduled", "abandoned"),
        ("archive", "abandoned", "archived"),
    ]
    extended = table.events()[2]
    assert (extended.old_close, extended.new_close) == (close, later)


# A close only ever moves later.


def test_an_extension_moves_the_close_and_keeps_the_grace(table: Table) -> None:
    table.come_to("open")
    later = parse_london("2026-12-04T12:00")
    table.do("extend", to=later)
    stored = table.stored()
    assert stored.closes_at == later
    assert stored.grace_until == later + timedelta(minutes=60)


def test_a_closed_visit_can_open_again_by_an_extension_into_the_future(table: Table) -> None:
    table.come_to("closed")
    with pytest.raises(Refused, match="already passed"):
        table.do("extend", to=parse_london("2026-12-01T09:30"))
    table.do("extend", to=parse_london("2026-12-03T09:00"))
    assert table.state() == "open"


def test_shortening_says_until_when_people_were_told(table: Table) -> None:
    table.come_to("open")
    for to in ("2026-12-01T09:00", "2026-12-01T08:59", "2026-11-30T09:00"):
        with pytest.raises(
            MayNotShorten, match=r"until Tuesday 1 December, 9am\. Choose a later time\."
        ) as refused:
            table.do("extend", to=parse_london(to))
        assert refused.value.advertised == parse_london("2026-12-01T09:00")
    assert table.stored().closes_at == parse_london("2026-12-01T09:00")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(hours=st.lists(st.integers(-400, 400), min_size=1, max_size=6))
def test_no_row_of_extensions_ever_makes_it_earlier(
    site: Site, clock: SettableClock, hours: list[int]
) -> None:
    clock.set("2026-11-25T10:00")
    table = Table(site, clock, make_visit(site))
    for change in hours:
        before = table.stored().closes_at
        wanted = parse_london("2026-12-01T09:00") + timedelta(hours=change)
        try:
            table.do("extend", to=wanted)
        except Refused:
            assert wanted <= before
        assert table.stored().closes_at == max(before, wanted)


def test_of_two_extensions_at_once_the_earlier_cannot_win(table: Table) -> None:
    table.come_to("open")
    far, near = parse_london("2026-12-10T09:00"), parse_london("2026-12-03T09:00")
    loaded, told = threading.Event(), []

    def extend_nearer() -> None:
        try:
            with table.site.writing() as work:
                visit = work.session.get_one(Visit, table.visit.id)
                loaded.set()
                open_and_close.extend(work, visit, near, person(LEAD_INSPECTOR, visit.id), WHY)
        except Refused as refused:
            told.append(refused)

    with table.site.writing() as work:
        table.carry_out(work, "extend", person(LEAD_INSPECTOR, table.visit.id), to=far)
        work.finish()
        other = threading.Thread(target=extend_nearer)
        other.start()
        # On SQLite the other one cannot even look before this is done.
        loaded.wait(0.5)
    other.join()
    assert table.stored().closes_at == far
    assert [type(refused) for refused in told] == [MayNotShorten]


# Pause and go on; put off and date anew.


@pytest.mark.parametrize(
    ("paused", "resumed", "closes"),
    [
        ("2026-11-25T10:00", "2026-11-25T10:00", "2026-12-01T09:00"),
        ("2026-11-25T10:00", "2026-11-26T10:00", "2026-12-02T09:00"),
        ("2026-11-25T10:00", "2026-12-07T10:00", "2026-12-11T09:00"),
        ("2026-11-27T20:00", "2026-11-29T12:00", "2026-12-02T09:00"),
        ("2026-11-28T10:00", "2026-11-29T12:00", "2026-12-01T09:00"),
    ],
)
def test_going_on_gives_back_the_working_time_that_was_left(
    table: Table, paused: str, resumed: str, closes: str
) -> None:
    table.come_to("draft")
    table.clock.set(paused)
    table.do("go_live", why="")
    table.do("pause")
    assert table.stored().paused_at == table.clock.shows
    table.clock.set(resumed)
    table.do("resume")
    stored = table.stored()
    assert stored.closes_at == parse_london(closes)
    assert stored.grace_until == parse_london(closes) + timedelta(hours=1)
    assert stored.paused_at is None
    event = table.events()[-1]
    assert (event.old_close, event.new_close) == (parse_london("2026-12-01T09:00"), stored.closes_at)


def test_going_on_beyond_the_calendar_is_refused_with_a_sentence(table: Table) -> None:
    table.come_to("paused")
    table.clock.shows = datetime(2031, 12, 31, 12, tzinfo=UTC)
    with pytest.raises(Refused, match="2031"):
        table.do("resume")
    assert table.state() == "paused"


@pytest.mark.parametrize("state", ["open", "closed"])
def test_going_on_without_a_pause_is_refused_for_that_reason(table: Table, state: str) -> None:
    table.come_to(state)
    with pytest.raises(Refused, match=f"that is {state} cannot resume"):
        table.do("resume")


def test_new_dates_on_a_day_off_are_refused_with_a_sentence(table: Table) -> None:
    table.come_to("deferred")
    for at in ("2026-12-25T09:30", "2027-01-09T09:30"):
        with pytest.raises(Refused, match="cannot fall on it"):
            table.do("reschedule", to=parse_london(at))
    assert table.state() == "deferred"


# Notifying.


def test_a_notified_visit_is_a_draft_with_a_link_for_each_survey(table: Table, site: Site) -> None:
    assert table.state() == "draft"
    with site.reading() as work:
        surveys = work.session.scalars(select(Survey).order_by(Survey.position)).all()
        assert [survey.audience for survey in surveys] == ["young_people", "parents_carers", "practitioners"]
        for survey in surveys:
            (channel,) = work.session.scalars(select(Channel).where(Channel.survey_id == survey.id))
            assert (channel.kind, channel.sent, channel.started) == ("direct", 0, 0)


def test_only_the_audiences_that_were_picked_get_a_survey(site: Site) -> None:
    built = make_visit(site, audiences=["parents_carers"])
    assert set(built.codes) == {"parents_carers"}


def test_each_visit_has_a_key_and_a_reference_of_its_own(site: Site) -> None:
    first, second = make_visit(site), make_visit(site)
    with site.reading() as work:
        one, two = (work.session.get_one(Visit, built.id) for built in (first, second))
        assert one.key_salt != two.key_salt
        assert len(one.key_salt) == 32
        assert one.reference != two.reference
        assert one.area_id == two.area_id


def test_an_unknown_kind_is_refused_with_the_kinds_there_are() -> None:
    with pytest.raises(Refused, match="area-send-full-2024"):
        kind_of("area-send-full-1999")


def test_a_partnership_runs_its_own_visits(site: Site, clock: SettableClock) -> None:
    """Where the partnership owns the kind, its own lead moves the visit and nobody else does."""
    kind = kind_of("impact-wave")
    window = window_for(kind, None, site.calendar, opens_on=date(2026, 11, 23), closes_on=date(2026, 12, 11))
    clock.set("2026-11-20T09:00")
    with site.writing() as work:
        area = add_area(work, "Meadow and Vale")
        notice = Notice(area.id, kind.id, "Wave 1", "T-wave", None, window, surveys=frozenset())
        visit = notify(work, notice, "builder@example.org")
        for role in set(EVERY_ROLE) - {PARTNERSHIP_LEAD}:
            with pytest.raises(Refused):
                open_and_close.move(work, visit, "go_live", person(role, visit.id))
        open_and_close.move(work, visit, "go_live", person(PARTNERSHIP_LEAD, visit.id))
        assert state_of(work, visit) is VisitState.SCHEDULED


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_visit_is_found_by_its_team_and_by_administrators(site: Site, visit: BuiltVisit, role: str) -> None:
    other = make_visit(site)
    member = person(role, visit.id)
    finds: Callable[[str], str] = lambda visit_id: open_and_close.find_visit(work, member, visit_id).id  # noqa: E731
    with site.reading() as work:
        assert finds(visit.id) == visit.id
        if role == ADMINISTRATOR:
            assert finds(other.id) == other.id
        for absent in ("none", "") if role == ADMINISTRATOR else (other.id, "none"):
            with pytest.raises(NotFound):
                finds(absent)
