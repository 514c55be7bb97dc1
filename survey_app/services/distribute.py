"""Spreading a survey: channels with their codes, and how many answers came back, in bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from analysis.small_numbers import band
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import Person, require
from survey_app.services.settled_counts import settled_count
from survey_app.services.typed_words import tidied
from survey_app.services.work import Work
from survey_app.storage.channels import Channel
from survey_app.storage.journal import JournalEntry
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

CHANNEL_KINDS: Mapping[str, str] = {
    "direct": "Main link",
    "school": "Schools and nurseries",
    "special_school": "Special schools",
    "college": "Colleges and training",
    "forum": "Parent carer forum",
    "advice": "SEND information and advice service",
    "health": "GP or community health",
    "social_care": "Social care and short breaks",
    "social_media": "Social media",
    "newsletter": "Newsletter",
    "website": "Local offer website",
    "paper": "Poster or paper",
    "phone": "Phone calls",
    "other": "Another way",
}
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class ChannelReach:
    """One channel as the local area sees it: a code and a band, never an exact count."""

    code: str
    kind: str
    name: str
    band: str


@dataclass(frozen=True, slots=True)
class SurveyReach:
    """One survey with its channels. `band` counts what was sent, over all channels."""

    survey_id: str
    audience: str
    questionnaire: str
    version_digest: str
    band: str
    channels: tuple[ChannelReach, ...]

    @property
    def main_code(self) -> str:
        """The code of the survey's main link."""
        return next(channel.code for channel in self.channels if channel.kind == "direct")


def reach(work: Work, person: Person, visit_id: str) -> tuple[SurveyReach, ...]:
    """Every survey of a visit with banded counts; raises NotFound."""
    require(person, "see_reach", visit_id)
    surveys = surveys_of(work, visit_id)
    statement = select(Channel).where(Channel.survey_id.in_([survey.id for survey in surveys]))
    channels = sorted(work.session.scalars(statement), key=lambda c: (c.kind != "direct", c.kind, c.name))
    return tuple(
        _survey_reach(survey, [channel for channel in channels if channel.survey_id == survey.id], work.now)
        for survey in surveys
    )


def surveys_of(work: Work, visit_id: str) -> Sequence[Survey]:
    """The surveys of a visit in their order."""
    return work.session.scalars(
        select(Survey).where(Survey.visit_id == visit_id).order_by(Survey.position)
    ).all()


def make_channel(work: Work, person: Person, visit_id: str, survey_id: str, kind: str, name: str) -> str:
    """A new channel's code; raises Refused for a wrong kind or name, NotFound for a foreign survey."""
    require(person, "make_channel", visit_id)
    survey = work.session.get(Survey, survey_id)
    if survey is None or survey.visit_id != visit_id:
        raise NotFound(survey_id)
    if kind not in CHANNEL_KINDS or kind == "direct":
        raise Refused("Choose the kind of channel from the list.")
    name = tidied(name)
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"Give the channel a name of 1 to {LONGEST_NAME} characters.")
    if _name_taken(work, survey_id, name):
        raise Refused(f"This survey already has a channel called “{name}”. Choose another name.")
    channel = add_channel(work, survey_id, kind, name)
    work.session.add(
        JournalEntry(at=work.now, by=person.email, action="make_channel", subject=channel.code, detail=name)
    )
    return channel.code


def add_channel(work: Work, survey_id: str, kind: str, name: str) -> Channel:
    """Store a channel under a fresh code."""
    channel = Channel(survey_id=survey_id, name=name, kind=kind, made_on=work.today)
    work.session.add(channel)
    work.session.flush()
    return channel


def find_channel(work: Work, person: Person, visit_id: str, code: str) -> tuple[Channel, Survey]:
    """A channel of this visit and its survey; raises NotFound."""
    require(person, "see_links", visit_id)
    row = work.session.execute(
        select(Channel, Survey)
        .join(Survey, Survey.id == Channel.survey_id)
        .where(Channel.code == code, Survey.visit_id == visit_id)
    ).one_or_none()
    if row is None:
        raise NotFound(code)
    return row[0], row[1]


def visits_for(work: Work, person: Person) -> Sequence[Visit]:
    """The visits in which this person has a role (all of them for an administrator), newest first."""
    statement = select(Visit).order_by(Visit.notified_at.desc(), Visit.id)
    if not person.administrator:
        statement = statement.where(Visit.id.in_(list(person.roles)))
    return work.session.scalars(statement).all()


def _survey_reach(survey: Survey, channels: Sequence[Channel], now: datetime) -> SurveyReach:
    counts = [settled_count(channel, now) for channel in channels]
    seen = tuple(
        ChannelReach(c.code, c.kind, c.name, band(count)) for c, count in zip(channels, counts, strict=True)
    )
    total = band(sum(counts))
    return SurveyReach(survey.id, survey.audience, survey.questionnaire, survey.version_digest, total, seen)


def _name_taken(work: Work, survey_id: str, name: str) -> bool:
    statement = select(func.count()).where(Channel.survey_id == survey_id, Channel.name == name)
    return bool(work.session.execute(statement).scalar_one())
