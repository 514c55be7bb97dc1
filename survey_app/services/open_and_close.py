"""Notifying a visit and everything that moves its window. Opening and closing themselves need no job.

Every change adds a row that says who, when and why.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from questionnaires.definitions import shipped_definitions
from questionnaires.loader import read_texts
from questionnaires.visit_kinds import VisitKind, load_visit_kinds
from survey_app.calendar import states
from survey_app.calendar.errors import CalendarError
from survey_app.calendar.states import VisitState, state_at
from survey_app.calendar.windows import Window, window_for
from survey_app.calendar.wording import say
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.distribute import add_channel
from survey_app.services.errors import MayNotShorten, NotFound, Refused
from survey_app.services.permissions import Person, require
from survey_app.services.publish import publish
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.feedback import PublicPage
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit, VisitEvent


@dataclass(frozen=True, slots=True)
class Notice:
    """What is known when an area is notified. `surveys` picks audiences where the kind leaves a choice."""

    area_id: str
    kind: str
    title: str
    reference: str
    notified_at: datetime | None
    window: Window
    wave: str = ""
    surveys: frozenset[str] | None = None


def kind_of(kind_id: str) -> VisitKind:
    """The kind of visit with this id; raises Refused with the ids there are."""
    kinds = load_visit_kinds()
    if kind_id not in kinds:
        raise Refused(
            f"There is no kind of visit called “{kind_id}”. Choose one of: {', '.join(sorted(kinds))}."
        )
    return kinds[kind_id]


def add_area(work: Work, name: str, front_door: str = "") -> Area:
    """The area with this name, made when it is new."""
    known = work.session.scalars(select(Area).where(Area.name == name)).one_or_none()
    if known is not None:
        return known
    area = Area(name=name, front_door=front_door)
    work.session.add(area)
    work.session.flush()
    return area


def notify(work: Work, notice: Notice, by: str) -> Visit:
    """Store a visit as a draft, with its surveys and a main link for each; `go_live` lets the clock open it."""
    kind = kind_of(notice.kind)
    visit = Visit(
        area_id=notice.area_id,
        kind=kind.id,
        title=notice.title,
        reference=notice.reference,
        wave=notice.wave,
        standing="draft",
        notified_at=notice.notified_at,
        opens_at=notice.window.opens_at,
        closes_at=notice.window.closes_at,
        grace_until=notice.window.grace_until,
    )
    work.session.add(visit)
    work.session.flush()
    work.session.add(PublicPage(visit_id=visit.id))
    for position, spec in enumerate(kind.surveys):
        if notice.surveys is None or spec.audience in notice.surveys:
            _add_survey(work, visit, spec.audience, spec.questionnaire, position, by)
    _log(work, visit, by, "notify", was="", now="draft", new_close=visit.closes_at)
    return visit


def find_visit(work: Work, person: Person, visit_id: str) -> Visit:
    """A visit that this person may see; raises NotFound."""
    if not person.administrator:
        require(person, "see_visit", visit_id)
    visit = work.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(visit_id)
    return visit


def window_of(visit: Visit) -> Window | None:
    """The visit's window, or None when it has no dates yet."""
    if visit.opens_at is None or visit.closes_at is None or visit.grace_until is None:
        return None
    return Window(visit.opens_at, visit.closes_at, visit.grace_until)


def state_of(work: Work, visit: Visit) -> VisitState:
    """The visit's state at the instant of this request."""
    return state_at(visit.standing, window_of(visit), work.now)


def move(work: Work, visit: Visit, name: str, person: Person, why: str = "") -> None:
    """Go live, defer, abandon or archive; raises Refused with the reason that it cannot be done."""
    _move(work, visit, name, person, why)


def extend(work: Work, visit: Visit, closes_at: datetime, person: Person, why: str) -> None:
    """Move the close later; raises MayNotShorten or Refused."""
    _may_move(work, visit, "extend", person, why)
    window = _dated(visit)
    if closes_at <= window.closes_at:
        raise MayNotShorten(window.closes_at, say(window.closes_at))
    with _refusing():
        later = states.extend(window, closes_at, work.now)
    _move(work, visit, "extend", person, why, later)


def pause(work: Work, visit: Visit, person: Person, why: str) -> None:
    """Stop taking answers for now; what was sent stays, and concerns are still worked."""
    _move(work, visit, "pause", person, why)
    visit.paused_at = work.now


def resume(work: Work, visit: Visit, calendar: WorkingCalendar, person: Person, why: str) -> None:
    """Take answers again, with the working time that was left when it was paused; raises Refused."""
    _may_move(work, visit, "resume", person, why)
    window = _dated(visit)
    with _refusing():
        close = states.close_after_pause(window, visit.paused_at or work.now, work.now, calendar)
    grace = window.grace_until - window.closes_at
    _move(work, visit, "resume", person, why, Window(window.opens_at, close, close + grace))
    visit.paused_at = None


def reschedule(
    work: Work, visit: Visit, notified_at: datetime, calendar: WorkingCalendar, person: Person, why: str
) -> None:
    """Give a deferred visit new dates; its links and printed codes stay the same. Raises Refused."""
    _may_move(work, visit, "reschedule", person, why)
    with _refusing():
        window = window_for(kind_of(visit.kind), notified_at, calendar)
    _move(work, visit, "reschedule", person, why, window)
    visit.notified_at = notified_at
    visit.paused_at = None


def events_of(work: Work, visit_id: str) -> tuple[VisitEvent, ...]:
    """Everything that was decided about a visit, oldest first."""
    statement = (
        select(VisitEvent).where(VisitEvent.visit_id == visit_id).order_by(VisitEvent.at, VisitEvent.id)
    )
    return tuple(work.session.scalars(statement))


def _add_survey(work: Work, visit: Visit, audience: str, questionnaire: str, position: int, by: str) -> None:
    texts = {name: text.decode() for name, text in read_texts(shipped_definitions()[questionnaire]).items()}
    published = publish(work, texts, by)
    survey = Survey(
        visit_id=visit.id,
        audience=audience,
        questionnaire=questionnaire,
        position=position,
        version_digest=published.digest,
    )
    work.session.add(survey)
    work.session.flush()
    add_channel(work, survey.id, "direct", "Main link")


def _move(
    work: Work, visit: Visit, name: str, person: Person, why: str, window: Window | None = None
) -> None:
    becomes = _may_move(work, visit, name, person, why)
    was, old_close = state_of(work, visit).value, visit.closes_at
    visit.standing = becomes
    if window is not None:
        visit.opens_at, visit.closes_at = window.opens_at, window.closes_at
        visit.grace_until = window.grace_until
    now = state_of(work, visit).value
    _log(work, visit, person.email, name, was, now, why, old_close, visit.closes_at)


def _may_move(work: Work, visit: Visit, name: str, person: Person, why: str) -> str:
    """What would be stored after this move; raises Refused. Nobody else moves the visit until this is done."""
    # Otherwise the later of two extensions at once would win, even with the earlier close.
    work.session.refresh(visit, with_for_update=True)
    with _refusing():
        return states.move(name, state_of(work, visit), _part_played(visit, person), why).value


@contextmanager
def _refusing() -> Iterator[None]:
    """What the calendar cannot do, said to the person who asked for it."""
    try:
        yield
    except CalendarError as error:
        raise Refused(str(error)) from error


def _part_played(visit: Visit, person: Person) -> str:
    """The part in which this person moves a visit: the owner's role where they hold it, else administrator."""
    owner = states.OWNER_ROLE[kind_of(visit.kind).owner]
    if owner in person.roles.get(visit.id, frozenset()):
        return states.OWNER
    return states.ADMINISTRATOR if person.administrator else "nobody"


def _dated(visit: Visit) -> Window:
    window = window_of(visit)
    if window is None:
        raise Refused("This visit has no dates yet.")
    return window


def _log(
    work: Work,
    visit: Visit,
    by: str,
    action: str,
    was: str,
    now: str,
    why: str = "",
    old_close: datetime | None = None,
    new_close: datetime | None = None,
) -> None:
    work.session.add(
        VisitEvent(
            visit_id=visit.id,
            at=work.now,
            by=by,
            action=action,
            was=was,
            now=now,
            why=why.strip(),
            old_close=old_close,
            new_close=new_close,
        )
    )
