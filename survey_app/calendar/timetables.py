"""Every date of a visit: its kind's milestones, counted from the notification or from what has happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from questionnaires.visit_kinds import CLOSES, NOTIFICATION, OPENS, Milestone, VisitKind
from survey_app.calendar.clock import at_london, london_day
from survey_app.calendar.errors import DatesNeeded
from survey_app.calendar.windows import Window, window_for
from survey_app.calendar.working_days import WorkingCalendar

Day = TypeVar("Day", date, datetime)


@dataclass(frozen=True)
class DatedMilestone:
    """One line of a timetable.

    `at` is an instant in UTC, or a date when `all_day`; `until` is the last day of a span, itself included.
    `deadline` means "by then"; `known` that somebody said when it happened, so that nothing was counted.
    """

    id: str
    title: str
    at: datetime | date
    who: str
    source: str
    all_day: bool
    until: date | None = None
    deadline: bool = False
    condition: str = ""
    note: str = ""
    known: bool = False

    @property
    def day(self) -> date:
        """The date in England on which it falls or begins."""
        return london_day(self.at) if isinstance(self.at, datetime) else self.at


def timetable_for(
    kind: VisitKind,
    notified_at: datetime | None,
    calendar: WorkingCalendar,
    window: Window | None = None,
    *,
    known: Mapping[str, date] | None = None,
) -> tuple[DatedMilestone, ...]:
    """Every milestone that has a date, earliest first, with the opening and the close of the surveys.

    `known` gives the real day of a milestone by its id ("final-report"): those that follow count from it.
    Milestones that wait for such a day are left out; `still_waiting` lists them. Raises CalendarError.
    """
    window = window or window_for(kind, notified_at, calendar)
    rows = list(_survey_rows(kind, window))
    days = {OPENS: london_day(window.opens_at), CLOSES: london_day(window.closes_at)}
    if notified_at:
        days[NOTIFICATION] = london_day(notified_at)
    for milestone in kind.milestones:
        row = _dated(milestone, days, known or {}, calendar)
        if row:
            rows.append(row)
            days[milestone.id] = row.until or row.day
    return tuple(sorted(rows, key=_order))


def still_waiting(kind: VisitKind, known: Mapping[str, date] | None = None) -> tuple[Milestone, ...]:
    """The milestones that cannot be dated until somebody says when another thing happened."""
    dated = {NOTIFICATION, OPENS, CLOSES} | set(known or {})
    for milestone in kind.milestones:
        if not milestone.waits and milestone.after in dated:
            dated.add(milestone.id)
    return tuple(milestone for milestone in kind.milestones if milestone.id not in dated)


def _dated(
    milestone: Milestone, days: Mapping[str, date], known: Mapping[str, date], calendar: WorkingCalendar
) -> DatedMilestone | None:
    if milestone.id in known:
        return _row(milestone, known[milestone.id], None, is_known=True)
    if milestone.after == NOTIFICATION and NOTIFICATION not in days:
        raise DatesNeeded("This timetable is counted from the notification. Give its date and time.")
    if milestone.waits or milestone.after not in days:
        return None
    start = days[milestone.after]
    if milestone.months is not None:
        return _row(milestone, add_months(start, milestone.months), None)
    day = calendar.add_working_days(start, milestone.working_days or 0)
    return _row(milestone, day, _last_day(milestone, day, calendar))


def _last_day(milestone: Milestone, day: date, calendar: WorkingCalendar) -> date | None:
    if milestone.lasts_working_days == 1:
        return None
    return calendar.add_working_days(day, milestone.lasts_working_days - 1)


def _row(milestone: Milestone, day: date, until: date | None, *, is_known: bool = False) -> DatedMilestone:
    timed = milestone.at is not None and not is_known
    return DatedMilestone(
        id=milestone.id,
        title=milestone.title,
        at=at_london(day, milestone.at) if milestone.at and timed else day,
        who=milestone.who,
        source=milestone.source,
        all_day=not timed,
        until=until,
        deadline=milestone.deadline and not is_known,
        condition=milestone.condition,
        note=milestone.note,
        known=is_known,
    )


def _survey_rows(kind: VisitKind, window: Window) -> Iterator[DatedMilestone]:
    if not kind.surveys:
        return
    many = len(kind.surveys) > 1
    who, source = "Lead inspector" if kind.owner == "inspectorate" else "Partnership", kind.window.source
    opening = "The surveys open" if many else "The survey opens"
    closing = "The surveys close" if many else "The survey closes"
    grace = window.grace_until > window.closes_at
    note = "Those who have begun may send for a little longer." if grace else ""
    yield DatedMilestone(OPENS, opening, window.opens_at, who, source, all_day=False)
    yield DatedMilestone(CLOSES, closing, window.closes_at, who, source, all_day=False, note=note)


def add_months(day: Day, months: int) -> Day:
    """The same day of the month that many months later or earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return day.replace(year=year, month=month + 1, day=min(day.day, (first_of_next - timedelta(days=1)).day))


def _order(row: DatedMilestone) -> tuple[date, bool, datetime]:
    instant = row.at if isinstance(row.at, datetime) else datetime.min.replace(tzinfo=UTC)
    return row.day, isinstance(row.at, datetime), instant
