"""When the surveys of a visit open and close: the rule is the kind's, the days are the calendar's."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from questionnaires.visit_kinds import VisitKind
from survey_app.calendar.clock import at_london, london_day, to_london
from survey_app.calendar.clock import parse_london as parse_london
from survey_app.calendar.errors import DatesNeeded, NotAWorkingDay, WrongOrder
from survey_app.calendar.working_days import WorkingCalendar

FRIDAY = 4
MORNING = time(9)


@dataclass(frozen=True)
class Window:
    """When answers are taken: three instants in UTC. `closes_at` and `grace_until` are themselves too late.

    New answers may begin from `opens_at` until `closes_at`; those begun may be sent until `grace_until`.
    The other fields only say how the close was counted, for `wording.say_window`.
    """

    opens_at: datetime
    closes_at: datetime
    grace_until: datetime
    opens_on_go: bool = field(default=False, compare=False)
    counted_days: int | None = field(default=None, compare=False)
    counted_from: str = field(default="notification", compare=False)

    def __post_init__(self) -> None:
        for instant in (self.opens_at, self.closes_at, self.grace_until):
            to_london(instant)
        if not self.opens_at < self.closes_at <= self.grace_until:
            raise WrongOrder("A survey has to close after it opens. Choose a later close.")


@dataclass(frozen=True)
class _Choices:
    """What somebody chose instead of what the rule says."""

    opens_on: date | None
    closes_on: date | None
    working_days: int | None

    def __post_init__(self) -> None:
        if self.closes_on and self.working_days is not None:
            raise WrongOrder("Choose a closing day or a number of working days, not both.")
        if self.working_days is not None and self.working_days < 1:
            raise WrongOrder("A survey is open for 1 working day or more.")


def window_for(
    kind: VisitKind,
    notified_at: datetime | None,
    calendar: WorkingCalendar,
    *,
    opens_on: date | None = None,
    closes_on: date | None = None,
    working_days: int | None = None,
) -> Window:
    """The window of a visit of this kind. The named dates, where given, go before the kind's own rule.

    Raises a CalendarError: NotAWorkingDay, DatesNeeded, WrongOrder, BeyondCalendar, ClockGap, AmbiguousClock
    or UnreadableTime.
    """
    choices = _Choices(opens_on, closes_on, working_days)
    if kind.window.basis == "chosen_dates":
        return _between_chosen_dates(kind, choices)
    if notified_at is not None:
        _check_notified(notified_at, calendar)
    if kind.window.basis == "notice_week":
        return _in_notice_week(kind, notified_at, choices, calendar)
    return _counted(kind, notified_at, choices, calendar)


def proposed_close(
    window: Window, kind: VisitKind, notified_at: datetime | None, calendar: WorkingCalendar
) -> datetime | None:
    """The later close (UTC) that a day off added since asks for, or None. A person decides."""
    count = window.counted_days or kind.window.working_days
    if notified_at is not None and kind.window.basis == "notice_week":
        close = _notice_week_close(kind, london_day(notified_at), calendar)
    elif count:
        start = notified_at if notified_at and window.counted_from == "notification" else window.opens_at
        close = _close_after(kind, london_day(start), count, calendar)
    else:
        return None
    return close if close > window.closes_at else None


def school_holiday_warnings(window: Window, calendar: WorkingCalendar) -> tuple[str, ...]:
    """One sentence for each school holiday that the window touches."""
    first, last = london_day(window.opens_at), london_day(window.closes_at)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    said = (calendar.school_holiday_warning(day) for day in days)
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def _check_notified(notified_at: datetime, calendar: WorkingCalendar) -> None:
    day = london_day(notified_at)
    why = calendar.why_not_working(day)
    if why:
        before = calendar.add_working_days(day, -1).isoformat()
        after = calendar.add_working_days(day, 1).isoformat()
        raise NotAWorkingDay(
            f"{day.isoformat()} {why}, so a notification cannot fall on it. "
            f"The working days around it are {before} and {after}."
        )


def _between_chosen_dates(kind: VisitKind, choices: _Choices) -> Window:
    if choices.opens_on is None or choices.closes_on is None:
        raise DatesNeeded(f"{kind.title} has no dates of its own. Choose the days it opens and closes.")
    opens_at = at_london(choices.opens_on, kind.window.open_time or MORNING)
    return _window(kind, opens_at, at_london(choices.closes_on, kind.window.close_time))


def _in_notice_week(
    kind: VisitKind, notified_at: datetime | None, choices: _Choices, calendar: WorkingCalendar
) -> Window:
    if notified_at is None:
        raise DatesNeeded(f"{kind.title} opens in the week of the notification. Give its date and time.")
    if choices.working_days is not None:
        raise WrongOrder(f"{kind.title} is not counted in working days. Choose a closing day instead.")
    day = london_day(notified_at)
    monday = _notice_week(day)
    first = monday if calendar.is_working_day(monday) else calendar.add_working_days(monday, 1)
    opens_at = at_london(choices.opens_on or first, kind.window.open_time or MORNING)
    if choices.closes_on:
        closes_at = at_london(choices.closes_on, kind.window.close_time)
    else:
        closes_at = _notice_week_close(kind, day, calendar)
    return _window(kind, max(opens_at, notified_at.astimezone(UTC)), closes_at)


def _counted(
    kind: VisitKind, notified_at: datetime | None, choices: _Choices, calendar: WorkingCalendar
) -> Window:
    opens_at = _opening(kind, notified_at, choices)
    if choices.closes_on:
        return _window(kind, opens_at, at_london(choices.closes_on, kind.window.close_time))
    count = choices.working_days or kind.window.working_days
    if count is None:
        raise DatesNeeded(f"{kind.title} has no length of its own. Choose for how many working days.")
    closes_at = _close_after(kind, london_day(notified_at or opens_at), count, calendar)
    by_hand = notified_at is not None and choices.opens_on is None
    counted_from = "notification" if kind.window.basis == "notification" else "it opens"
    return _window(kind, opens_at, closes_at, by_hand, count, counted_from)


def _opening(kind: VisitKind, notified_at: datetime | None, choices: _Choices) -> datetime:
    if notified_at is None and (choices.opens_on is None or kind.window.basis == "notification"):
        raise DatesNeeded(f"{kind.title} is counted from its notification. Give its date and time.")
    instants = [notified_at.astimezone(UTC)] if notified_at else []
    if choices.opens_on:
        instants.append(at_london(choices.opens_on, kind.window.open_time or MORNING))
    if notified_at and choices.opens_on and london_day(notified_at) > choices.opens_on:
        raise WrongOrder("A survey cannot open before the area is notified.")
    return max(instants)


def _close_after(kind: VisitKind, day: date, count: int, calendar: WorkingCalendar) -> datetime:
    return at_london(calendar.add_working_days(day, count), kind.window.close_time)


def _notice_week(notified: date) -> date:
    """The Monday of the notice week: that of the notification, or the next for a notification on a Friday."""
    monday = notified - timedelta(days=notified.weekday())
    return monday + timedelta(days=7) if notified.weekday() == FRIDAY else monday


def _notice_week_close(kind: VisitKind, notified: date, calendar: WorkingCalendar) -> datetime:
    friday = _notice_week(notified) + timedelta(days=FRIDAY)
    last = friday if calendar.is_working_day(friday) else calendar.add_working_days(friday, 1)
    return at_london(last, kind.window.close_time)


def _window(
    kind: VisitKind,
    opens_at: datetime,
    closes_at: datetime,
    opens_on_go: bool = False,
    counted_days: int | None = None,
    counted_from: str = "notification",
) -> Window:
    grace_until = closes_at + timedelta(minutes=kind.window.grace_minutes)
    return Window(opens_at, closes_at, grace_until, opens_on_go, counted_days, counted_from)
