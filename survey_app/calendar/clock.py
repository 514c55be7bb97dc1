"""England's clock: from what people read on the wall to instants in UTC, and back."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from survey_app.calendar.errors import AmbiguousClock, ClockGap, UnreadableTime

LONDON = ZoneInfo("Europe/London")
_TEXT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<time>\d{2}:\d{2}(:\d{2})?)(?P<offset>Z|[+-]\d{2}:\d{2})?", re.ASCII
)


def to_london(instant: datetime) -> datetime:
    """The same instant on England's clock. Raises UnreadableTime without a time zone."""
    if instant.tzinfo is None:
        raise UnreadableTime(f"{instant.isoformat()} has no time zone, so nobody can tell when it is.")
    return instant.astimezone(LONDON)


def london_day(instant: datetime) -> date:
    """The date in England at this instant."""
    return to_london(instant).date()


def at_london(day: date, clock: time) -> datetime:
    """The instant (UTC) when England's clock shows `clock` on `day`. Raises ClockGap or AmbiguousClock."""
    first = datetime.combine(day, clock.replace(tzinfo=None, fold=0), LONDON)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    wall = f"{clock:%H:%M} on {day.isoformat()}"
    if first.astimezone(UTC).astimezone(LONDON).time() != first.time():
        raise ClockGap(f"There is no {wall} in England: the clocks go forward then. Choose another time.")
    written = first.replace(tzinfo=None).isoformat(timespec="minutes")
    raise AmbiguousClock(
        f"{wall} comes twice in England, because the clocks go back. "
        f"Write {written}+01:00 for the first or {written}+00:00 for the second."
    )


def parse_london(text: str) -> datetime:
    """Read "2026-11-23T09:30" as England's clock time and give the instant in UTC.

    An offset at the end ("+01:00", "Z") names the instant outright, if England has that offset then.
    Raises UnreadableTime, ClockGap or AmbiguousClock, each with a sentence for the person who typed it.
    """
    found = _TEXT.fullmatch(text.strip())
    if not found:
        raise UnreadableTime(f"{_short(text)} is not a date and time. Write it like 2026-11-23T09:30.")
    try:
        wall = datetime.fromisoformat(f"{found['day']}T{found['time']}")
        offset = _offset(found["offset"])
        if offset is None:
            return at_london(wall.date(), wall.time())
        instant = (wall - offset).replace(tzinfo=UTC)
        agrees = instant.astimezone(LONDON).utcoffset() == offset
    except (ValueError, OverflowError) as error:
        if isinstance(error, ClockGap | AmbiguousClock):
            raise
        raise UnreadableTime(f"{_short(text)} names a day or a time that does not exist.") from None
    if not agrees:
        raise UnreadableTime(
            f"{_short(text)}: England's clock is not at {found['offset']} then. Leave the offset out."
        )
    return instant


def parse_day(text: str) -> date:
    """Read "2026-11-23". Raises UnreadableTime."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
            raise ValueError
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UnreadableTime(f"{_short(text)} is not a date. Write it like 2026-11-23.") from None


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text == "Z":
        return timedelta(0)
    size = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return -size if text[0] == "-" else size


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "...")
