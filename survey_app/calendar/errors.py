"""What can go wrong when a date or a time is worked out, in sentences that say what to do."""


class CalendarError(ValueError):
    """Base of every error of the calendar. `str(error)` is a sentence for the person who gave the date."""


class UnknownKind(CalendarError):
    """No kind of visit has this id."""


class NotAWorkingDay(CalendarError):
    """A notification falls on a weekend or a bank holiday."""


class BeyondCalendar(CalendarError):
    """A date lies outside the years whose bank holidays we know."""


class ClockGap(CalendarError):
    """The clock never shows this time: it was skipped when the clocks went forward."""


class AmbiguousClock(CalendarError):
    """The clock shows this time twice, because the clocks go back."""


class UnreadableTime(CalendarError):
    """The text is not a date and time we can read, or a time came without its time zone."""


class DatesNeeded(CalendarError):
    """This kind of visit cannot be dated without a date or a number of days that somebody chooses."""


class WrongOrder(CalendarError):
    """Dates contradict each other: a close before its opening, or two rules for one close."""


class NotAllowed(CalendarError):
    """A visit cannot go from its present state to the one asked for, or not by this person."""


class UnreadableCalendar(CalendarError):
    """The local file of added days off has a line we cannot read."""
