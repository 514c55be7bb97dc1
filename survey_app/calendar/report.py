"""What the `window` and `timetable` commands print: raw text in, text out, or one clear sentence."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from questionnaires.visit_kinds import VisitKind, VisitKindError, load_visit_kinds
from survey_app.calendar.calendar_file import to_ics
from survey_app.calendar.clock import parse_day, parse_london, to_london
from survey_app.calendar.errors import CalendarError, UnknownKind, UnreadableTime, WrongOrder
from survey_app.calendar.timetables import DatedMilestone, still_waiting, timetable_for
from survey_app.calendar.windows import Window, window_for
from survey_app.calendar.wording import say_milestone, say_window
from survey_app.calendar.working_days import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class Request:
    """The arguments of a command as they were typed; None where nothing was."""

    kind: str
    notified: str | None = None
    opens: str | None = None
    closes: str | None = None
    working_days: str | None = None
    days_off_file: str | None = None
    kinds_folder: str | None = None


def window_text(request: Request) -> str:
    """The window as JSON text with "opens_at", "closes_at" and "grace_until". Raises CalendarError."""
    return json.dumps(window_as_json(_read(request).window))


def timetable_text(request: Request) -> str:
    """The timetable as a table in plain text. Raises CalendarError."""
    visit = _read(request)
    head = [visit.kind.title, say_window(visit.window), ""]
    return "\n".join([*head, *_table(visit.timetable), *_waiting(visit.kind)])


def timetable_ics(request: Request, made_at: datetime) -> bytes:
    """The timetable as a calendar file. Raises CalendarError."""
    visit = _read(request)
    scope = f"{visit.kind.id}:{visit.window.opens_at.isoformat()}"
    return to_ics(visit.timetable, name=visit.kind.title, scope=scope, stamp=made_at)


def window_as_json(window: Window) -> dict[str, str]:
    """The three instants as ISO 8601 with England's offset: "2026-12-01T09:00:00+00:00"."""
    instants = {"opens_at": window.opens_at, "closes_at": window.closes_at, "grace_until": window.grace_until}
    return {name: to_london(instant).isoformat(timespec="seconds") for name, instant in instants.items()}


def find_kind(kind_id: str, kinds_folder: Path | None = None) -> VisitKind:
    """The kind with this id. Raises UnknownKind, which lists those there are."""
    try:
        kinds = load_visit_kinds(kinds_folder)
    except VisitKindError as error:
        raise CalendarError(str(error)) from None
    if kind_id in kinds:
        return kinds[kind_id]
    near = get_close_matches(kind_id, kinds, n=1)
    guess = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(sorted(kinds))}."
    raise UnknownKind(f"No kind of visit is called {kind_id[:60]!r}. {guess}")


@dataclass(frozen=True)
class _Visit:
    kind: VisitKind
    window: Window
    timetable: tuple[DatedMilestone, ...]


def _read(request: Request) -> _Visit:
    kind = find_kind(request.kind, Path(request.kinds_folder) if request.kinds_folder else None)
    file = request.days_off_file
    calendar = WorkingCalendar.from_file(Path(file)) if file else WorkingCalendar()
    notified_at = parse_london(request.notified) if request.notified else None
    window = window_for(
        kind,
        notified_at,
        calendar,
        opens_on=_day(request.opens),
        closes_on=_day(request.closes),
        working_days=_count(request.working_days),
    )
    return _Visit(kind, window, timetable_for(kind, notified_at, calendar, window))


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        raise UnreadableTime(f"{text[:40]!r} is not a number of working days. Write it like 10.")
    if len(text) > 3:
        raise WrongOrder("A survey stays open for 999 working days at the most.")
    return int(text)


def _table(timetable: tuple[DatedMilestone, ...]) -> list[str]:
    rows = [("When", "What", "Who", "Source")]
    rows += [(say_milestone(row), _what(row), row.who, row.source) for row in timetable]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return ["  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[3]]) for row in rows]


def _what(row: DatedMilestone) -> str:
    return f"{row.title}. {row.condition}" if row.condition else row.title


def _waiting(kind: VisitKind) -> list[str]:
    waiting = still_waiting(kind)
    if not waiting:
        return []
    return ["", "No date yet:", *(f"  {row.title} ({row.who}; {row.source})" for row in waiting)]
