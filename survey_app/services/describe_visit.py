"""A visit as staff pages name it: what it is, where it stands, and until when, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from questionnaires.visit_kinds import load_visit_kinds
from survey_app.calendar.states import VisitState
from survey_app.calendar.wording import say
from survey_app.services.distribute import visits_for
from survey_app.services.open_and_close import find_visit, state_of
from survey_app.services.permissions import ROLES, Person
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.visits import Visit

STATE_WORDS = {
    VisitState.DRAFT: "Not live yet",
    VisitState.SCHEDULED: "Opens soon",
    VisitState.OPEN: "Open",
    VisitState.CLOSING: "Closing",
    VisitState.CLOSED: "Closed",
    VisitState.ARCHIVED: "Archived",
    VisitState.DEFERRED: "Deferred",
    VisitState.PAUSED: "Paused",
    VisitState.ABANDONED: "Abandoned",
}


@dataclass(frozen=True, slots=True)
class VisitCard:
    """What every page about a visit may say of it. `state` is one of the calendar's words, in small letters."""

    id: str
    title: str
    area: str
    kind: str
    kind_title: str
    reference: str
    state: str
    state_word: str
    deadline: str
    opens_at: datetime | None
    closes_at: datetime | None
    closes_words: str = ""
    owner: str = "inspectorate"
    roles: tuple[str, ...] = ()


def visit_card(work: Work, person: Person, visit_id: str) -> VisitCard:
    """The card of one visit; raises NotFound."""
    return card_of(work, find_visit(work, person, visit_id), person)


def visit_cards(work: Work, person: Person) -> tuple[VisitCard, ...]:
    """The cards of every visit in which this person has a part, newest first."""
    return tuple(card_of(work, visit, person) for visit in visits_for(work, person))


def card_of(work: Work, visit: Visit, person: Person) -> VisitCard:
    """A stored visit as a card."""
    area = work.session.get_one(Area, visit.area_id)
    kind = load_visit_kinds().get(visit.kind)
    state = state_of(work, visit)
    return VisitCard(
        id=visit.id,
        title=visit.title,
        area=area.name,
        kind=visit.kind,
        kind_title=kind.title if kind else visit.kind,
        reference=visit.reference,
        state=state.value,
        state_word=STATE_WORDS[state],
        deadline=deadline_words(visit, state, work.now),
        opens_at=visit.opens_at,
        closes_at=visit.closes_at,
        closes_words=say_near(visit.closes_at, work.now) if visit.closes_at else "",
        owner=kind.owner if kind else "inspectorate",
        roles=tuple(sorted(ROLES[role] for role in person.roles.get(visit.id, frozenset()))),
    )


def deadline_words(visit: Visit, state: VisitState, now: datetime) -> str:
    """One sentence about when people can answer."""
    if state is VisitState.ABANDONED:
        return "This visit will not go on. Nobody can answer."
    if state is VisitState.DEFERRED:
        return "This visit was put off. Its links say so, and work again once it has new dates."
    if visit.opens_at is None or visit.closes_at is None:
        return "It has no dates yet."
    opens, closes = say_near(visit.opens_at, now), say_near(visit.closes_at, now)
    sentences = {
        VisitState.DRAFT: f"Not live yet. When it goes live: from {opens} to {closes}.",
        VisitState.SCHEDULED: f"People can answer from {opens} to {closes}.",
        VisitState.OPEN: f"People can answer until {closes}.",
        VisitState.CLOSING: f"Closed to new people at {closes}. Those who had begun have until "
        f"{say_near(visit.grace_until or visit.closes_at, now)}.",
        VisitState.PAUSED: f"Paused: nobody can answer for now. It was to close on {closes}.",
    }
    return sentences.get(state, f"Closed on {closes}.")


def say_near(instant: datetime, now: datetime) -> str:
    """A date in words, with its year when that is not this year."""
    return say(instant, with_year=instant.year != now.year)
