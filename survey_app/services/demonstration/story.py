"""What the demonstration tells: invented places, four visits, and who works with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from survey_app.calendar.clock import at_london, london_day
from survey_app.calendar.windows import window_for
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.open_and_close import kind_of
from survey_app.services.permissions import (
    ADMINISTRATOR,
    INSPECTOR,
    LANO,
    LEAD_INSPECTOR,
    PAPER_ENTRY,
    SAFEGUARDING_LEAD,
)

FULL, THEMATIC = "area-send-full-2024", "thematic-local-offer-2026"
HALF_PAST_NINE = time(9, 30)
# Enough time for a couple of hundred people to have answered.
LONG_ENOUGH = timedelta(hours=2)
VISIT_ROLES = (LANO, INSPECTOR, LEAD_INSPECTOR, SAFEGUARDING_LEAD, PAPER_ENTRY)
# Drafts that the invented leads allow, so that somebody can see what that looks like.
DRAFTS_SHOWN = ("pl", "ur", "ro", "ar")
ROLES_SHOWN = (*VISIT_ROLES, ADMINISTRATOR)
CHANNELS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "young_people": (
        ("school", "Schools"),
        ("special_school", "Special schools"),
        ("college", "The college"),
    ),
    "parents_carers": (
        ("forum", "Parent carer forum"),
        ("health", "GP surgeries"),
        ("newsletter", "School letters"),
    ),
    "practitioners": (("newsletter", "Staff bulletin"), ("website", "Local offer website")),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One visit of the story. `answers` counts the people who answered, by audience; `worked` means that
    its concerns have mostly been decided."""

    reference: str
    kind: str
    title: str
    area: str
    notified_at: datetime
    answers: Mapping[str, int]
    worked: bool = False

    @property
    def people(self) -> int:
        return sum(self.answers.values())


def told_at(now: datetime, calendar: WorkingCalendar) -> tuple[Told, ...]:
    """The visits, dated so that at `now` one has closed in the last days and the others are open."""
    latest = latest_notification(now, calendar)
    third_last = before(latest, 2, calendar)
    return (
        Told(
            reference="DEMO-FULL-2",
            kind=FULL,
            title="Area SEND full inspection",
            area="Exampleshire",
            notified_at=latest,
            answers={"young_people": 37, "parents_carers": 146, "practitioners": 37},
        ),
        Told(
            reference="DEMO-FULL-1",
            kind=FULL,
            title="Area SEND full inspection",
            area="Samplebury",
            notified_at=last_closed(now, calendar),
            answers={"young_people": 500, "parents_carers": 2000, "practitioners": 500},
            worked=True,
        ),
        Told(
            reference="DEMO-THEME-A",
            kind=THEMATIC,
            title="Thematic visit: the local offer",
            area="Demoford",
            notified_at=third_last,
            answers={"young_people": 18, "parents_carers": 61, "practitioners": 24},
        ),
        Told(
            reference="DEMO-THEME-B",
            kind=THEMATIC,
            title="Thematic visit: the local offer",
            area="Placeholder Vale",
            notified_at=third_last,
            answers={"young_people": 14, "parents_carers": 43, "practitioners": 19},
        ),
    )


def latest_notification(now: datetime, calendar: WorkingCalendar) -> datetime:
    """Half past nine on the latest working day, unless that is only just over or still to come."""
    day = london_day(now)
    today = at_london(day, HALF_PAST_NINE)
    if calendar.is_working_day(day) and today + LONG_ENOUGH <= now:
        return today
    return at_london(calendar.add_working_days(day, -1), HALF_PAST_NINE)


def before(notified_at: datetime, working_days: int, calendar: WorkingCalendar) -> datetime:
    """The same time of day, some working days earlier."""
    return at_london(calendar.add_working_days(london_day(notified_at), -working_days), HALF_PAST_NINE)


def last_closed(now: datetime, calendar: WorkingCalendar) -> datetime:
    """When a full inspection was notified that has been closed for a day at least, and not much longer."""
    notified_at = latest_notification(now, calendar)
    while window_for(kind_of(FULL), notified_at, calendar).grace_until > now - timedelta(days=1):
        notified_at = before(notified_at, 1, calendar)
    return notified_at
