"""One concern as the people who work it see it: the words in their context first, the whole answer a step further."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services import safeguard
from survey_app.services.concern_queue import About, ConcernCard, about_of, card_of
from survey_app.services.mark_words import Mark
from survey_app.services.permissions import ALLOWED, Person, require
from survey_app.services.read_answers import OwnWords, Told, whole_response
from survey_app.services.work import Work
from survey_app.services.work_concerns import has_read, note_reading, proposal_of
from survey_app.storage.areas import Area
from survey_app.storage.concerns import Concern, ConcernEvent
from survey_app.storage.staff import Membership, Staff
from survey_app.storage.visits import Visit

CONTEXT = 80


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words of one flag with up to `CONTEXT` characters to either side; dots where more was written."""

    wording: str
    mark: Mark
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ConcernFile:
    """A concern, what raised it, and everything that was done. `unreadable` counts texts that no key here opens.

    `read` when the person who looks has read the whole answer; `others` is how many other people could confirm;
    `proposal` is the number of what is proposed.
    """

    concern: Concern
    card: ConcernCard
    about: About
    excerpts: tuple[Excerpt, ...]
    unreadable: int
    history: tuple[ConcernEvent, ...]
    read: bool
    others: int
    proposal: int

    @property
    def decided(self) -> bool:
        """True when it is closed."""
        return self.concern.state == safeguard.DECIDED

    @property
    def proposed(self) -> bool:
        """True when a second person has to confirm how it ends."""
        return self.concern.state == safeguard.PROPOSED

    @property
    def needs_two(self) -> bool:
        """True when one person alone cannot close it."""
        return self.concern.level == safeguard.NEEDS_TWO


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """Everything that was sent, and where the area wants such a thing to be passed on."""

    told: Told
    area: str
    front_door: str


def open_concern(
    work: Work, person: Person, visit_id: str, concern_id: str, calendar: WorkingCalendar
) -> ConcernFile:
    """A concern with its flags in context; raises NotFound."""
    concern = safeguard.find_concern(work, person, visit_id, concern_id)
    told = whole_response(work, visit_id, concern.response_id)
    card = card_of(concern, calendar, work.now)
    return ConcernFile(
        concern=concern,
        card=card,
        about=about_of(work, [card])[concern.id],
        excerpts=tuple(excerpt for text in told.texts for excerpt in _excerpts(text)),
        unreadable=sum(text.text is None for text in told.texts),
        history=_history(work, concern_id),
        read=has_read(work, person, concern_id),
        others=_others(work, person, visit_id),
        proposal=proposal_of(work, concern_id),
    )


def read_whole_answer(work: Work, person: Person, visit_id: str, concern_id: str) -> WholeAnswer:
    """The whole answer behind a concern, and a line in its history that this person read it; raises NotFound."""
    require(person, "work_concerns", visit_id)
    concern: Concern = safeguard.find_concern(work, person, visit_id, concern_id)
    note_reading(work, person, concern_id)
    area = work.session.get_one(Area, work.session.get_one(Visit, visit_id).area_id)
    return WholeAnswer(whole_response(work, visit_id, concern.response_id), area.name, area.front_door)


def _history(work: Work, concern_id: str) -> tuple[ConcernEvent, ...]:
    statement = select(ConcernEvent).where(ConcernEvent.concern_id == concern_id)
    return tuple(work.session.scalars(statement.order_by(ConcernEvent.number)))


def _others(work: Work, person: Person, visit_id: str) -> int:
    statement = (
        select(func.count(Staff.id.distinct()))
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Membership.visit_id == visit_id, Membership.role.in_(ALLOWED["work_concerns"]))
        .where(Staff.active, Staff.email != person.email)
    )
    return work.session.execute(statement).scalar_one()


def _excerpts(text: OwnWords) -> Iterator[Excerpt]:
    """The flags of a text, gravest first."""
    for mark in sorted(text.flags, key=lambda mark: (mark.level, mark.number)):
        yield Excerpt(
            text.wording, mark, _before(text.text or "", mark.start), _after(text.text or "", mark.end)
        )


def _before(text: str, start: int) -> str:
    if start <= CONTEXT:
        return text[:start]
    # Begins at a whole word, unless one word is as long as the context.
    near = text[start - CONTEXT : start]
    return "… " + (near.partition(" ")[2] or near)


def _after(text: str, end: int) -> str:
    if len(text) - end <= CONTEXT:
        return text[end:]
    near = text[end : end + CONTEXT]
    return (near.rpartition(" ")[0] or near) + " …"
