"""A link for somebody who helps to spread a survey: one channel, without an account, ended by a press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from analysis.small_numbers import band
from survey_app.calendar.states import VisitState
from survey_app.services.describe_visit import deadline_words
from survey_app.services.distribute import find_channel, surveys_of
from survey_app.services.errors import NotFound
from survey_app.services.kit import Kit, kit_of
from survey_app.services.open_and_close import kind_of, state_of
from survey_app.services.permissions import Person, require
from survey_app.services.settled_counts import settled_count
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.base import random_id
from survey_app.storage.channels import Channel
from survey_app.storage.journal import JournalEntry
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit


@dataclass(frozen=True, slots=True)
class HelperView:
    """What a helper sees of their own channel. `owner` is whose visit it is: "inspectorate" or "partnership"."""

    code: str
    channel: str
    audience: str
    area: str
    owner: str
    deadline: str
    open: bool
    band: str


def behind_key(work: Work, key: str) -> HelperView:
    """The channel behind a helper's key; raises NotFound."""
    channel, survey, visit, area = _row(work, key)
    state = state_of(work, visit)
    return HelperView(
        code=channel.code,
        channel=channel.name,
        audience=survey.audience,
        area=area.name,
        owner=kind_of(visit.kind).owner,
        deadline=deadline_words(visit, state, work.now),
        open=state is VisitState.OPEN,
        band=band(settled_count(channel, work.now)),
    )


def kit_behind_key(work: Work, key: str, language: str, base: str) -> Kit:
    """The kit of the channel behind a helper's key; raises NotFound, also for a language that it does not have."""
    channel, survey, _, _ = _row(work, key)
    return kit_of(work, channel, survey, language, base)


def helper_keys(work: Work, person: Person, visit_id: str) -> Mapping[str, str]:
    """The helpers' keys of a visit, by the code of their channel; raises NotFound."""
    require(person, "make_channel", visit_id)
    ids = [survey.id for survey in surveys_of(work, visit_id)]
    statement = select(Channel).where(Channel.survey_id.in_(ids), Channel.helper_key.is_not(None))
    return {channel.code: channel.helper_key or "" for channel in work.session.scalars(statement)}


def make_helper_link(work: Work, person: Person, visit_id: str, code: str) -> str:
    """A new key for the helper of a channel; the one before ends. Raises NotFound."""
    channel = _own_channel(work, person, visit_id, code)
    channel.helper_key = random_id()
    _note(work, person, "make_helper_link", channel)
    return channel.helper_key


def end_helper_link(work: Work, person: Person, visit_id: str, code: str) -> None:
    """End the key of a channel's helper. Raises NotFound."""
    channel = _own_channel(work, person, visit_id, code)
    if channel.helper_key:
        channel.helper_key = None
        _note(work, person, "end_helper_link", channel)


def _row(work: Work, key: str) -> tuple[Channel, Survey, Visit, Area]:
    row = work.session.execute(
        select(Channel, Survey, Visit, Area)
        .join(Survey, Survey.id == Channel.survey_id)
        .join(Visit, Visit.id == Survey.visit_id)
        .join(Area, Area.id == Visit.area_id)
        .where(Channel.helper_key == key)
    ).one_or_none()
    if row is None:
        raise NotFound("helper")
    channel, survey, visit, area = row
    return channel, survey, visit, area


def _own_channel(work: Work, person: Person, visit_id: str, code: str) -> Channel:
    require(person, "make_channel", visit_id)
    channel, _ = find_channel(work, person, visit_id, code)
    return channel


def _note(work: Work, person: Person, action: str, channel: Channel) -> None:
    entry = JournalEntry(
        at=work.now, by=person.email, action=action, subject=channel.code, detail=channel.name
    )
    work.session.add(entry)
