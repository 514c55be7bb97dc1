"""When the local area sees a new count: at three hours of the day, so that nobody can watch one answer come in."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import BindParameter, Update, bindparam, case, or_, update

from survey_app.calendar.clock import at_london, london_day
from survey_app.services.work import Work
from survey_app.storage.channels import Channel

SETTLING_HOURS = (time(9), time(13), time(17))

_HOUR: BindParameter[datetime] = bindparam("hour", type_=Channel.settled_at.type)
_NOT_SETTLED_SINCE = or_(Channel.settled_at.is_(None), Channel.settled_at < _HOUR)
# The right-hand sides see the row as it stood before: `sent` is then what had come before this answer.
_COUNT_SENT: Update = (
    update(Channel)
    .where(Channel.code == bindparam("here"))
    .values(
        settled=case((_NOT_SETTLED_SINCE, Channel.sent), else_=Channel.settled),
        settled_at=case((_NOT_SETTLED_SINCE, _HOUR), else_=Channel.settled_at),
        sent=Channel.sent + 1,
    )
)


def last_settling(now: datetime) -> datetime:
    """The last of the settling hours on England's clock (UTC): now itself when one strikes."""
    today = london_day(now)
    hours = [at_london(day, hour) for day in (today - timedelta(days=1), today) for hour in SETTLING_HOURS]
    return max(hour for hour in hours if hour <= now)


def count_sent(work: Work, code: str) -> None:
    """One more answer came by this channel; how many there were at the last settling hour is kept beside it."""
    work.connection.execute(_COUNT_SENT, {"here": code, "hour": last_settling(work.now)})


def settled_count(channel: Channel, now: datetime) -> int:
    """How many had come by this channel at the last settling hour. Nothing came since then: all of them."""
    if channel.settled_at is not None and channel.settled_at >= last_settling(now):
        return channel.settled
    return channel.sent
