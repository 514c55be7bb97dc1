"""The dates of a guide, as its language says them."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date

from accessibility.languages import ENGLISH, Language
from survey_app.calendar.timetables import DatedMilestone
from survey_app.calendar.wording import say as say_in_english
from survey_app.calendar.wording import say_day as say_day_in_english
from survey_app.guides.guide import SaidDate, SaidDates
from survey_app.services.visit_guide import GuideParts
from survey_app.web.languages import say


def said_dates(parts: GuideParts, language: Language) -> SaidDates:
    """The dates in words; `language` is the page's own, or English where the guide falls back to it."""
    if parts.opens_at is None or parts.closes_at is None:
        return SaidDates()
    return SaidDates(
        _instant(parts.opens_at, language),
        _instant(parts.closes_at, language),
        tuple(_milestone(row, language) for row in parts.milestones),
    )


def _milestone(row: DatedMilestone, language: Language) -> SaidDate:
    if isinstance(row.at, datetime):
        return SaidDate(row.id, _instant(row.at, language, with_year=True), deadline=row.deadline)
    if row.until is None:
        return SaidDate(row.id, _day(row.at, language), deadline=row.deadline)
    first = _day(row.at, language, with_year=row.at.year != row.until.year)
    return SaidDate(row.id, first, _day(row.until, language), row.deadline)


def _instant(instant: datetime, language: Language, *, with_year: bool = False) -> str:
    speaks = say_in_english if language == ENGLISH else say
    return speaks(instant, with_year=with_year)


def _day(day: date, language: Language, *, with_year: bool = True) -> str:
    if language == ENGLISH:
        return say_day_in_english(day, with_year=with_year)
    pattern = language.year if with_year else language.day
    return str(format_date(day, pattern, locale=language.code))
