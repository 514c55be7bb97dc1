"""How far each survey has reached, for the local area: bands by channel and by day, a share, a forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from analysis.small_numbers import band
from survey_app.calendar.clock import london_day
from survey_app.calendar.states import VisitState
from survey_app.calendar.wording import say, say_day
from survey_app.services.distribute import SurveyReach, reach, surveys_of
from survey_app.services.errors import NotFound, Refused
from survey_app.services.forecast import edges, forecast, in_words, share
from survey_app.services.open_and_close import find_visit, state_of
from survey_app.services.permissions import Person, require
from survey_app.services.settled_counts import settled_count
from survey_app.services.typed_words import tidied
from survey_app.services.work import Work
from survey_app.storage.channels import Channel
from survey_app.storage.distribution import ExpectedNumber
from survey_app.storage.journal import JournalEntry
from survey_app.storage.responses import Response
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

MOST_EXPECTED, LONGEST_SOURCE = 1_000_000, 200


@dataclass(frozen=True, slots=True)
class Expected:
    """How many people there are to reach, and who says so."""

    number: int
    source: str


@dataclass(frozen=True, slots=True)
class AudienceReach:
    """One survey's reach. `days` are (day, band) in words, for the days before today."""

    survey: SurveyReach
    expected: Expected | None
    share: str
    forecast: str
    days: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReachPage:
    """Every survey's reach, and over all of them together."""

    audiences: tuple[AudienceReach, ...]
    band: str


def reach_page(work: Work, person: Person, visit_id: str) -> ReachPage:
    """What the local area may know of how many came; raises NotFound."""
    require(person, "see_reach", visit_id)
    visit = find_visit(work, person, visit_id)
    counts = _settled(work, visit_id)
    audiences = tuple(
        _audience(work, visit, survey, counts.get(survey.survey_id, 0))
        for survey in reach(work, person, visit_id)
    )
    return ReachPage(audiences, band(sum(counts.values())))


def band_over_all(work: Work, person: Person, visit_id: str) -> str:
    """How many came in the whole visit, in one band; raises NotFound."""
    require(person, "see_reach", visit_id)
    return band(sum(_settled(work, visit_id).values()))


def give_expected(
    work: Work, person: Person, visit_id: str, survey_id: str, number: int | None, source: str
) -> None:
    """Say how many people a survey is for, or (None) that nobody knows. Raises NotFound, Refused."""
    require(person, "give_expected", visit_id)
    if survey_id not in {survey.id for survey in surveys_of(work, visit_id)}:
        raise NotFound(survey_id)
    source = tidied(source)
    if number is not None and not 0 < number <= MOST_EXPECTED:
        raise Refused(f"Give a number from 1 to {MOST_EXPECTED:,}, or leave it empty.")
    if len(source) > LONGEST_SOURCE:
        raise Refused(f"Say where the number comes from in {LONGEST_SOURCE} characters or fewer.")
    found = work.session.get(ExpectedNumber, survey_id, with_for_update=True)
    if number is None:
        if found is not None:
            work.session.delete(found)
    elif found is None:
        work.session.add(
            ExpectedNumber(survey_id=survey_id, expected=number, source=source, by=person.email, at=work.now)
        )
    else:
        found.expected, found.source, found.by, found.at = number, source, person.email, work.now
    detail = f"{survey_id}: {number if number is not None else 'none'}"
    work.session.add(
        JournalEntry(at=work.now, by=person.email, action="give_expected", subject=visit_id, detail=detail)
    )


def _audience(work: Work, visit: Visit, survey: SurveyReach, count: int) -> AudienceReach:
    stored = work.session.get(ExpectedNumber, survey.survey_id)
    expected = Expected(stored.expected, stored.source) if stored else None
    days = _days(work, visit, survey.survey_id)
    return AudienceReach(
        survey=survey,
        expected=expected,
        share=share(edges(count), expected.number) if expected else "",
        forecast=_forecast(work, visit, count, days),
        days=tuple((say_day(day), band(number)) for day, number in days.items()),
    )


def _forecast(work: Work, visit: Visit, count: int, days: Mapping[date, int]) -> str:
    if visit.closes_at is None or state_of(work, visit) is not VisitState.OPEN:
        return ""
    # A close at 9am leaves its own day no evening.
    left = (london_day(visit.closes_at - timedelta(hours=12)) - work.today).days + 1
    found = forecast(edges(count), [edges(number) for number in days.values()], left)
    return in_words(found, say(visit.closes_at)) if found else ""


def _days(work: Work, visit: Visit, survey_id: str) -> dict[date, int]:
    """Answers of each day before today, also of days without any. Paper is typed in later, so it is left out."""
    if visit.opens_at is None or visit.closes_at is None:
        return {}
    statement = (
        select(Response.received_on, func.count())
        .where(Response.survey_id == survey_id, Response.received_on < work.today, Response.mode == "online")
        .group_by(Response.received_on)
    )
    counted = {row[0]: row[1] for row in work.session.execute(statement)}
    first = london_day(visit.opens_at)
    last = min(london_day(visit.closes_at), work.today - timedelta(days=1))
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: counted.get(day, 0) for day in span}


def _settled(work: Work, visit_id: str) -> dict[str, int]:
    """How many came to each survey by the last settling hour."""
    statement = (
        select(Channel).join(Survey, Survey.id == Channel.survey_id).where(Survey.visit_id == visit_id)
    )
    found: dict[str, int] = {}
    for channel in work.session.scalars(statement):
        found[channel.survey_id] = found.get(channel.survey_id, 0) + settled_count(channel, work.now)
    return found
