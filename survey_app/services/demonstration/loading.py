"""Telling the story to an empty database: every answer goes the way of a real one, and all of it is there or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select, update

from survey_app.calendar.windows import Window, window_for
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services import open_and_close, receive_answers, work_concerns
from survey_app.services.concern_queue import open_cards
from survey_app.services.demonstration.answering import respondent
from survey_app.services.demonstration.making_together import make_together
from survey_app.services.demonstration.planning import plan_it
from survey_app.services.demonstration.story import CHANNELS, DRAFTS_SHOWN, VISIT_ROLES, Told, told_at
from survey_app.services.demonstration.telling import tell
from survey_app.services.demonstration.words_changed import change_what_was_said
from survey_app.services.demonstration.working_together import weigh_together
from survey_app.services.distribute import make_channel, reach
from survey_app.services.entry import Entry, find_entry
from survey_app.services.languages import allow_drafts
from survey_app.services.open_and_close import Notice, add_area, kind_of, notify
from survey_app.services.permissions import (
    ADMINISTRATOR,
    LANO,
    LEAD_INSPECTOR,
    SAFEGUARDING_LEAD,
    Person,
    person_of,
)
from survey_app.services.publish import version_of
from survey_app.services.safeguard import PROPOSED
from survey_app.services.staff import make_staff
from survey_app.services.take_part import DraftState
from survey_app.services.work import Work
from survey_app.services.work_concerns import Ending
from survey_app.services.workshop import Workshop
from survey_app.storage.channels import Channel
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.sealing import new_cookie_secret
from survey_app.storage.visits import Visit

SEED = 2026
# What came of it is told of the inspection that is over.
CLOSED = "DEMO-FULL-1"
FRONT_DOOR = "{area} is an invented place. In a real one, this says where to ask for help, and how."
# Some begin and do not send.
BEGUN_FOR_ONE_SENT = 1.3
STILL_WAITING = 3
ENDINGS = (
    Ending(
        "referred",
        "Passed on by phone, and in writing the same day.",
        "The front door",
        "Kept there",
        "child",
    ),
    Ending("lead_told", "To be raised with the partnership.", "The lead inspector"),
    Ending("no_action", "Read in full: about the past, known and dealt with."),
    Ending("machine_wrong", "Read in full: about a film."),
)
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one member of staff signs in."""

    role: str
    email: str
    password: str
    totp_secret: str


def load(shop: Workshop, calendar: WorkingCalendar, staff: Sequence[SignIn], progress: Progress) -> None:
    """Tell the whole story in one transaction. `progress` is called with the number of answers that were added."""
    with shop.writing() as work:
        told = told_at(work.now, calendar)
        visits = {each.reference: _notified(work, each, calendar) for each in told}
        people = _make_staff(work, staff, list(visits.values()))
        chance = Random(SEED)
        for each in told:
            _live(work, each, visits[each.reference], people, calendar, chance, progress)
        make_together(work, _person(work, people[ADMINISTRATOR]), calendar)
        change_what_was_said(work, _person(work, people[ADMINISTRATOR]))
        tell(work, _person(work, people[LANO]), visits[CLOSED].id)
        plan_it(work, _person(work, people[LANO]), visits[CLOSED].id)
        lead, lano = (_person(work, people[role]) for role in (ADMINISTRATOR, LANO))
        weigh_together(work, lead, lano, list(visits.values()))
        # Nobody sends mail for an invented place.
        hour = work.now.replace(minute=0, second=0, microsecond=0)
        work.connection.execute(update(OutboxItem).values(done_at=hour))


def is_loaded(work: Work) -> bool:
    """True when a visit is there, so that the story has been told."""
    return work.connection.execute(select(Visit.id).limit(1)).scalar_one_or_none() is not None


def how_many(now: datetime, calendar: WorkingCalendar) -> int:
    """The number of answers that `load` adds."""
    return sum(each.people for each in told_at(now, calendar))


def _notified(work: Work, told: Told, calendar: WorkingCalendar) -> Visit:
    then = _at(work, told.notified_at)
    area = add_area(then, told.area, FRONT_DOOR.format(area=told.area))
    notice = Notice(
        area_id=area.id,
        kind=told.kind,
        title=told.title,
        reference=told.reference,
        notified_at=told.notified_at,
        window=window_for(kind_of(told.kind), told.notified_at, calendar),
    )
    visit = notify(then, notice, by=f"{ADMINISTRATOR}@example.org")
    then.finish()
    return visit


def _make_staff(work: Work, staff: Sequence[SignIn], visits: Sequence[Visit]) -> Mapping[str, str]:
    """Everybody's id by role; all but the administrator have their role in every visit."""
    ids = {}
    for who in staff:
        memberships = [(visit.id, who.role) for visit in visits if who.role in VISIT_ROLES]
        administrator = who.role == ADMINISTRATOR
        made = make_staff(work, who.email, who.password, who.totp_secret, administrator, memberships)
        ids[who.role] = made.id
    work.session.flush()
    return ids


def _live(
    work: Work,
    told: Told,
    visit: Visit,
    people: Mapping[str, str],
    calendar: WorkingCalendar,
    chance: Random,
    progress: Progress,
) -> None:
    """Go live, spread the links, and let people answer until now or the close."""
    window = open_and_close.window_of(visit)
    assert window is not None
    then = _at(work, told.notified_at)
    lead = _person(then, people[LEAD_INSPECTOR])
    open_and_close.move(then, then.session.get_one(Visit, visit.id), "go_live", lead)
    allow_drafts(then, lead, visit.id, DRAFTS_SHOWN)
    codes = _codes(then, visit.id, _person(then, people[LANO]))
    then.finish()
    _answers(work, told, window, codes, chance, progress)
    if told.worked:
        both = [_person(work, people[role]) for role in (SAFEGUARDING_LEAD, LEAD_INSPECTOR)]
        _work_concerns(_at(work, window.grace_until), visit.id, both, calendar, chance)


def _codes(work: Work, visit_id: str, lano: Person) -> dict[str, list[str]]:
    """The codes of every channel by audience, some made by the area's officer."""
    codes: dict[str, list[str]] = {}
    for survey in reach(work, lano, visit_id):
        made = [
            make_channel(work, lano, visit_id, survey.survey_id, kind, name)
            for kind, name in CHANNELS.get(survey.audience, ())
        ]
        codes[survey.audience] = [survey.main_code, *made]
    return codes


def _answers(
    work: Work, told: Told, window: Window, codes: Mapping[str, list[str]], chance: Random, progress: Progress
) -> None:
    until = min(work.now, window.closes_at)
    for audience, count in told.answers.items():
        then = _at(work, window.opens_at)
        entries = [find_entry(then, code) for code in codes[audience]]
        for _ in range(count):
            _one_answer(_at(work, _moment(window.opens_at, until, chance)), chance.choice(entries), chance)
            progress(1)
        for entry in entries:
            _count_starts(work, entry)


def _one_answer(work: Work, entry: Entry, chance: Random) -> None:
    questionnaire = version_of(work, entry.version_digest)
    who = respondent(questionnaire, chance)
    draft = DraftState(questionnaire, who.answers)
    sending = receive_answers.prepare_sending(work, entry, new_cookie_secret(), draft, "en-GB", who.face)
    receive_answers.receive(work, entry, sending)


def _count_starts(work: Work, entry: Entry) -> None:
    sent = select(Channel.sent).where(Channel.code == entry.code)
    started = round(BEGUN_FOR_ONE_SENT * work.connection.execute(sent).scalar_one())
    work.connection.execute(update(Channel).where(Channel.code == entry.code).values(started=started))


def _work_concerns(
    work: Work, visit_id: str, people: Sequence[Person], calendar: WorkingCalendar, chance: Random
) -> None:
    """All but a few concerns are closed, within an hour or two: the gravest by two people."""
    first, second = people
    for concern in open_cards(work, visit_id, calendar)[STILL_WAITING:]:
        then = _at(work, concern.raised_at + timedelta(minutes=chance.randrange(5, 150)))
        work_concerns.claim(then, first, visit_id, concern.id)
        work_concerns.note_reading(then, first, concern.id)
        if work_concerns.decide(then, first, visit_id, concern.id, chance.choice(ENDINGS)) == PROPOSED:
            then.session.flush()
            work_concerns.note_reading(then, second, concern.id)
            proposal = work_concerns.proposal_of(then, concern.id)
            work_concerns.confirm(then, second, visit_id, concern.id, proposal)
        then.finish()


def _moment(first: datetime, last: datetime, chance: Random) -> datetime:
    """Most people answer soon after they hear of it."""
    return first + timedelta(seconds=(last - first).total_seconds() * chance.betavariate(1, 1.6))


def _person(work: Work, staff_id: str) -> Person:
    person = person_of(work.session, staff_id)
    assert person is not None
    return person


def _at(work: Work, instant: datetime) -> Work:
    """The same transaction at another time, so that the past is stored as it would have been."""
    return Work(work.connection, instant, work.keys)
