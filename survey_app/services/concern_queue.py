"""The queue of concerns of a visit: what is late climbs to the top, and no words of an answer are in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from analysis.safeguarding.categories import CATEGORIES
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.concern_routes import Suggested, suggest_route
from survey_app.services.overdue_concerns import Step, next_step
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.safeguard import (
    CLAIMED,
    DECIDED,
    LEVELS,
    NEEDS_TWO,
    NOT_JUDGED,
    PROPOSED,
    WATCH,
    name_of,
)
from survey_app.services.work import Work
from survey_app.storage.concerns import Concern
from survey_app.storage.findings import SAFEGUARDING, Finding
from survey_app.storage.responses import Response
from survey_app.storage.surveys import Survey

ON_A_PAGE = 25
WAITING, MINE, LATE, TO_CONFIRM, DONE = "waiting", "mine", "late", "to-confirm", "decided"
LISTS: Mapping[str, str] = {
    WAITING: "Wait for a decision",
    LATE: "Overdue",
    MINE: "Taken by you",
    TO_CONFIRM: "For you to confirm",
    DONE: "Decided",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of `LISTS`, of which level (0: every), and which page."""

    show: str = WAITING
    level: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class ConcernCard:
    """A concern as the queue shows it. `step` is what it waits for next; None when it is decided."""

    id: str
    response_id: str
    level: int
    raised_at: datetime
    state: str
    claimed_by: str
    proposed_by: str
    route: str
    decision: str
    decided_at: datetime | None
    step: Step | None
    late: bool

    @property
    def name(self) -> str:
        """What people call it."""
        return name_of(self.id)


@dataclass(frozen=True, slots=True)
class About:
    """Whom and what a concern is about, as far as the answer says: the audience, the kinds of harm, the age."""

    audience: str
    categories: tuple[str, ...]
    suggested: Suggested


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of a list, what its concerns are about by their ids, and how long each list is."""

    cards: tuple[ConcernCard, ...]
    about: Mapping[str, About]
    counts: Mapping[str, int]
    number: int
    last: int


def queue_page(
    work: Work, person: Person, visit_id: str, calendar: WorkingCalendar, wanted: Wanted
) -> QueuePage:
    """The concerns of a visit that are looked for; raises NotFound."""
    require(person, "read_concerns", visit_id)
    waiting = _of_level(open_cards(work, visit_id, calendar), wanted.level)
    lists = {name: [card for card in waiting if fits(card, person)] for name, fits in _FITS.items()}
    done = _decided(visit_id, wanted.level)
    counts = {name: len(cards) for name, cards in lists.items()}
    counts[DONE] = work.session.execute(select(func.count()).select_from(done.subquery())).scalar_one()
    last = max(1, -(-counts[wanted.show] // ON_A_PAGE))
    number = min(max(1, wanted.page), last)
    first = (number - 1) * ON_A_PAGE
    if wanted.show == DONE:
        rows = work.session.execute(done.limit(ON_A_PAGE).offset(first))
        cards = tuple(card_of(row, calendar, work.now) for row in rows)
    else:
        cards = tuple(lists[wanted.show][first : first + ON_A_PAGE])
    return QueuePage(cards, about_of(work, cards), counts, number, last)


def open_cards(work: Work, visit_id: str, calendar: WorkingCalendar) -> list[ConcernCard]:
    """Every concern without a decision. What is late, and the gravest, late or not, come before what has time.

    Permission is the caller's to ask.
    """
    waiting = _ROWS.where(Concern.visit_id == visit_id, Concern.state != DECIDED)
    cards = (card_of(row, calendar, work.now) for row in work.session.execute(waiting))
    return sorted(cards, key=_urgency)


def card_of(
    concern: Concern | Row[*tuple[Any, ...]], calendar: WorkingCalendar, now: datetime
) -> ConcernCard:
    """One concern as the queue shows it."""
    step = next_step(concern.state, concern.level, concern.raised_at, concern.opened_at, calendar)
    return ConcernCard(
        id=concern.id,
        response_id=concern.response_id,
        level=concern.level,
        raised_at=concern.raised_at,
        state=concern.state,
        claimed_by=concern.claimed_by,
        proposed_by=concern.proposed_by,
        route=concern.route,
        decision=concern.decision,
        decided_at=concern.decided_at,
        step=step,
        late=step is not None and step.late(now),
    )


def about_of(work: Work, cards: Iterable[ConcernCard]) -> dict[str, About]:
    """Whom and what these concerns are about, by the concern's id."""
    ids = {card.response_id: card.id for card in cards}
    kinds = categories_of(work, tuple(ids))
    statement = (
        select(Response.id, Response.version_digest, Response.choices, Survey.audience)
        .join(Survey, Survey.id == Response.survey_id)
        .where(Response.id.in_(ids))
    )
    return {
        ids[row.id]: About(
            row.audience,
            tuple(category_words(kind) for kind in kinds.get(row.id, ())),
            suggest_route(version_of(work, row.version_digest), row.choices, kinds.get(row.id, ())),
        )
        for row in work.session.execute(statement)
    }


def categories_of(work: Work, response_ids: Sequence[str] | Select[str]) -> dict[str, list[str]]:
    """The kinds of harm that raised a concern, by response: the gravest first, each once.

    Many responses are named by the query that finds them: a database takes some thousands of values at a time.
    """
    found: dict[str, list[str]] = {}
    statement = (
        select(Finding.response_id, Finding.label, func.min(Finding.level).label("gravest"))
        .where(Finding.response_id.in_(response_ids), Finding.sort == SAFEGUARDING, Finding.level < WATCH)
        .group_by(Finding.response_id, Finding.label)
        .order_by("gravest", Finding.label)
    )
    for row in work.session.execute(statement):
        found.setdefault(row.response_id, []).append(row.label)
    return found


def raised_by(response_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """True of a finding that raised the concern about this response."""
    found = (Finding.response_id == response_id, Finding.sort == SAFEGUARDING, Finding.level < WATCH)
    return and_(*found)


def category_words(kind: str) -> str:
    """A kind of harm in words."""
    return CATEGORIES.get(kind) or NOT_JUDGED.get(kind) or kind.replace("_", " ").capitalize()


_FITS: Mapping[str, Callable[[ConcernCard, Person], bool]] = {
    WAITING: lambda card, person: True,
    LATE: lambda card, person: card.late,
    MINE: lambda card, person: card.state == CLAIMED and card.claimed_by == person.email,
    TO_CONFIRM: lambda card, person: card.state == PROPOSED and card.proposed_by != person.email,
}

_ROWS = select(
    Concern.id,
    Concern.response_id,
    Concern.level,
    Concern.raised_at,
    Concern.opened_at,
    Concern.state,
    Concern.claimed_by,
    Concern.proposed_by,
    Concern.route,
    Concern.decision,
    Concern.decided_at,
)


def _urgency(card: ConcernCard) -> tuple[bool, int, datetime, str]:
    """A fresh concern of the gravest level never stands behind a long row of lesser ones that are late."""
    assert card.step is not None
    return (not (card.late or card.level == NEEDS_TWO), card.level, card.step.due_at, card.id)


def _of_level(cards: Sequence[ConcernCard], level: int) -> Sequence[ConcernCard]:
    return [card for card in cards if card.level == level] if level in LEVELS else cards


def _decided(visit_id: str, level: int) -> Select[*tuple[Any, ...]]:
    here: list[ColumnElement[bool]] = [Concern.visit_id == visit_id, Concern.state == DECIDED]
    if level in LEVELS:
        here.append(Concern.level == level)
    return _ROWS.where(*here).order_by(Concern.decided_at.desc(), Concern.id)
