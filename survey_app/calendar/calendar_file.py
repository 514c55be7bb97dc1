"""A timetable as a calendar file (iCalendar, RFC 5545) that calendar programs open."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, Timezone

from survey_app.calendar.clock import LONDON
from survey_app.calendar.timetables import DatedMilestone

PRODUCT = "-//SEND Voices//Timetable//EN"
# The clock changes since 1996: the last Sundays of March and October, at 1am universal time.
LONDON_RULES = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


def to_ics(
    timetable: Iterable[DatedMilestone],
    *,
    name: str,
    scope: str,
    stamp: datetime,
    revision: int = 0,
    status: str = "CONFIRMED",
) -> bytes:
    """The calendar file. Times are in Europe/London and carry its clock changes.

    `scope` names the visit: the same scope and milestone always give the same UID, so that a file imported
    again moves entries and never doubles them. `stamp` is when these dates were last decided and `revision`
    how often they had changed by then: calendar programs keep the entry with the higher one. `status` is
    CONFIRMED, TENTATIVE or CANCELLED.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(Timezone.from_ical(LONDON_RULES))
    for row in timetable:
        event = _event(row, scope, stamp)
        event.add("sequence", revision)
        event.add("status", status)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(row: DatedMilestone, scope: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'send-voices:{scope}:{row.id}')}")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("summary", f"By then: {row.title}" if row.deadline else row.title)
    event.add("description", "\n".join(_details(row)))
    event.add("transp", "TRANSPARENT")
    if isinstance(row.at, datetime):
        event.add("dtstart", row.at.astimezone(LONDON))
    else:
        event.add("dtstart", row.at)
        event.add("dtend", (row.until or row.at) + timedelta(days=1))
    return event


def _details(row: DatedMilestone) -> list[str]:
    said = [f"Who: {row.who}", row.condition, row.note, f"Source: {row.source}"]
    return [line for line in said if line]
