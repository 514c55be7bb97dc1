"""A plan that people can read: actions, each with a young people's version beside it, published with its dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlalchemy import delete, select

from accessibility.sentence_checks import too_long
from survey_app.calendar.errors import CalendarError
from survey_app.calendar.wording import say_day
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.errors import NotFound, Refused
from survey_app.services.feedback_entries import STATES, visit_with_feedback
from survey_app.services.permissions import Person
from survey_app.services.work import Work
from survey_app.storage.feedback import FeedbackEntry
from survey_app.storage.journal import JournalEntry
from survey_app.storage.plans import ActionLink, Plan, PlanAction

SORTS: Mapping[str, str] = {"strategic": "Strategic plan", "priority_action": "Priority action plan"}
# Working days from the final report (handbook January 2024, paragraphs 143 to 149) and from the approval (150).
DUE_AFTER_REPORT, DUE_AFTER_APPROVAL = 35, 5
MOST_ACTIONS, MOST_DAYS = 200, 800
LONGEST: Mapping[str, int] = {
    "weakness": 300,
    "what": 1000,
    "who": 200,
    "measure": 500,
    "easy_what": 500,
    "easy_measure": 500,
}
ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class PlanParts:
    """What a plan says around its actions. It counts from `counted_from`, the day of the final report."""

    sort: str = "strategic"
    title: str = ""
    easy_title: str = ""
    intro: str = ""
    easy_intro: str = ""
    counted_from: date | None = None
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class ActionParts:
    """One action. By when: a day, or working days from the day that the plan counts from."""

    weakness: str = ""
    what: str = ""
    who: str = ""
    working_days: int | None = None
    by_day: date | None = None
    measure: str = ""
    easy_what: str = ""
    easy_measure: str = ""
    picture: str = ""
    state: str = "planned"
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it is shown: `by_words` the day in words, `came_of_it` the published entries it belongs to."""

    id: str
    edition: int
    parts: ActionParts
    by: date | None
    by_words: str
    is_late: bool
    lacks: tuple[str, ...]
    came_of_it: tuple[Mapping[str, object], ...] = ()

    @property
    def state_words(self) -> str:
        return STATES[self.parts.state]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with its actions. `due_words` says until when it has to be published, `is_overdue` that this is past."""

    id: str
    edition: int
    parts: PlanParts
    actions: tuple[Action, ...]
    is_published: bool
    due_words: str
    is_overdue: bool

    @property
    def lacks(self) -> tuple[str, ...]:
        lacks = [] if self.parts.easy_title else ["Give the plan a title in easy words."]
        lacks += [] if self.actions else ["Write an action."]
        return (*lacks, *(f"“{one.parts.what[:60]}”: {word}" for one in self.actions for word in one.lacks))

    @property
    def by_weakness(self) -> tuple[tuple[str, tuple[Action, ...]], ...]:
        names = dict.fromkeys(one.parts.weakness for one in self.actions)
        return tuple((n, tuple(one for one in self.actions if one.parts.weakness == n)) for n in names)


class PlanMoved(Refused):
    """Somebody changed the same thing meanwhile. Nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this while you did. Look at how it stands now, then save again."
        )


def plans_of(work: Work, person: Person, visit_id: str) -> tuple[PlanView, ...]:
    """Every plan of a visit; raises NotFound."""
    visit_with_feedback(work, person, visit_id, "write_plan")
    return tuple(_view(work, row) for row in _rows(work, visit_id))


def find_plan(work: Work, person: Person, visit_id: str, plan_id: str) -> PlanView:
    """One plan of this visit; raises NotFound."""
    visit_with_feedback(work, person, visit_id, "write_plan")
    return _view(work, _row(work, visit_id, plan_id))


def published_plans(work: Work, visit_id: str) -> tuple[PlanView, ...]:
    """The plans that everybody may read."""
    return tuple(_view(work, row) for row in _rows(work, visit_id) if row.published_at)


def add_plan(work: Work, person: Person, visit_id: str, parts: PlanParts) -> str:
    """Begin a plan; gives its id. Raises NotFound or Refused."""
    visit_with_feedback(work, person, visit_id, "write_plan")
    row = Plan(visit_id=visit_id, made_by=person.email, made_at=work.now)
    _write_plan(row, parts)
    work.session.add(row)
    work.session.flush()
    _note(work, person, "add_plan", visit_id, row.title)
    return row.id


def change_plan(work: Work, person: Person, visit_id: str, plan_id: str, seen: int, parts: PlanParts) -> None:
    """Change what a plan says around its actions. Raises NotFound, Refused and PlanMoved."""
    visit_with_feedback(work, person, visit_id, "write_plan")
    row = _row(work, visit_id, plan_id, held=True)
    if row.edition != seen:
        raise PlanMoved
    _write_plan(row, parts)
    row.edition += 1
    _note(work, person, "change_plan", visit_id, row.title)


def add_action(work: Work, person: Person, visit_id: str, plan_id: str, parts: ActionParts) -> str:
    """Add an action at the end; gives its id. Raises NotFound or Refused."""
    plan = find_plan(work, person, visit_id, plan_id)
    if len(plan.actions) >= MOST_ACTIONS:
        raise Refused(f"A plan holds {MOST_ACTIONS} actions at most.")
    row = PlanAction(plan_id=plan_id, position=len(plan.actions))
    _write_action(work, visit_id, row, parts)
    _note(work, person, "add_action", visit_id, row.what)
    return row.id


def change_action(
    work: Work, person: Person, visit_id: str, plan_id: str, action_id: str, seen: int, parts: ActionParts
) -> None:
    """Change an action that this person saw as edition `seen`. Raises NotFound, Refused and PlanMoved."""
    row = _action_row(work, person, visit_id, plan_id, action_id)
    if row.edition != seen:
        raise PlanMoved
    _write_action(work, visit_id, row, parts)
    row.edition += 1
    _note(work, person, "change_action", visit_id, row.what)


def remove_action(work: Work, person: Person, visit_id: str, plan_id: str, action_id: str) -> None:
    """Take an action out of the plan."""
    row = _action_row(work, person, visit_id, plan_id, action_id)
    work.session.execute(delete(ActionLink).where(ActionLink.action_id == row.id))
    work.session.delete(row)
    _note(work, person, "remove_action", visit_id, row.what)


def publish_plan(work: Work, person: Person, visit_id: str, plan_id: str) -> None:
    """Let everybody read a plan, with its young people's version. Raises Refused while something is lacking."""
    visit_with_feedback(work, person, visit_id, "publish_plan")
    row = _row(work, visit_id, plan_id, held=True)
    lacks = _view(work, row).lacks
    if lacks:
        raise Refused(f"This plan is not ready. {' '.join(lacks[:5])}")
    row.published_at = work.now
    _note(work, person, "publish_plan", visit_id, row.title)


def _view(work: Work, row: Plan) -> PlanView:
    found = work.session.scalars(
        select(PlanAction).where(PlanAction.plan_id == row.id).order_by(PlanAction.position, PlanAction.id)
    )
    due = due_day(row)
    return PlanView(
        id=row.id,
        edition=row.edition,
        parts=PlanParts(**{one.name: getattr(row, one.name) for one in fields(PlanParts)}),
        actions=tuple(_action(work, row, one) for one in found),
        is_published=row.published_at is not None,
        due_words=say_day(due, with_year=True) if due else "",
        is_overdue=bool(due and not row.published_at and due < work.today),
    )


def due_day(row: Plan) -> date | None:
    """The day until which the plan has to be published: from its approval where it needs one, else from the report."""
    try:
        if row.sort == "priority_action" and row.approved_on:
            return WorkingCalendar().add_working_days(row.approved_on, DUE_AFTER_APPROVAL)
        if row.counted_from:
            return WorkingCalendar().add_working_days(row.counted_from, DUE_AFTER_REPORT)
    except CalendarError:
        return None
    return None


def _action(work: Work, plan: Plan, row: PlanAction) -> Action:
    links = work.session.scalars(
        select(ActionLink.subject).where(ActionLink.action_id == row.id, ActionLink.sort == ENTRY)
    )
    own = {one.name: getattr(row, one.name) for one in fields(ActionParts) if one.name != "entries"}
    parts = ActionParts(**own, entries=tuple(links))
    by = row.by_day or _counted(plan, row.working_days)
    late = bool(by and by < work.today and row.state in ("planned", "doing"))
    came = tuple(
        entry.published
        for entry in work.session.scalars(select(FeedbackEntry).where(FeedbackEntry.id.in_(parts.entries)))
        if entry.published
    )
    words = say_day(by, with_year=True) if by else ""
    return Action(row.id, row.edition, parts, by, words, late, _lacks(parts, by), came)


def _counted(plan: Plan, days: int | None) -> date | None:
    if plan.counted_from is None or not days:
        return None
    try:
        return WorkingCalendar().add_working_days(plan.counted_from, days)
    except CalendarError:
        return None


def _lacks(parts: ActionParts, by: date | None) -> tuple[str, ...]:
    lacks = []
    if not parts.easy_what or not parts.easy_measure:
        lacks.append("say it in easy words too: what you do, and how people will know.")
    if any(list(too_long(words)) for words in (parts.easy_what, parts.easy_measure)):
        lacks.append("make the sentences of the easy words shorter: 15 words are too many.")
    if not parts.picture:
        lacks.append("choose a picture.")
    if by is None:
        lacks.append("say by when.")
    return tuple(lacks)


def _write_plan(row: Plan, parts: PlanParts) -> None:
    if parts.sort not in SORTS:
        raise Refused("Choose what kind of plan it is.")
    tidy = {
        name: " ".join(getattr(parts, name).split())
        for name in ("title", "easy_title", "intro", "easy_intro")
    }
    if not tidy["title"] or len(tidy["title"]) > 200 or len(tidy["easy_title"]) > 200:
        raise Refused("Give the plan a title of 1 to 200 characters.")
    if len(tidy["intro"]) > 1000 or len(tidy["easy_intro"]) > 500:
        raise Refused("Make the first words shorter.")
    row.sort, row.counted_from, row.approved_on = parts.sort, parts.counted_from, parts.approved_on
    for name, words in tidy.items():
        setattr(row, name, words)


def _write_action(work: Work, visit_id: str, row: PlanAction, parts: ActionParts) -> None:
    tidy = {name: " ".join(getattr(parts, name).split()) for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(tidy[name]) > longest:
            raise Refused(f"Make “{name.replace('_', ' ')}” shorter: {longest:,} characters at most.")
    for name, sentence in (
        ("what", "Say what is done."),
        ("who", "Say which team or role does it."),
        ("measure", "Say how people will know that it helped."),
    ):
        if not tidy[name]:
            raise Refused(sentence)
    if parts.state not in STATES:
        raise Refused("Choose how far it is.")
    if parts.working_days is not None and not 1 <= parts.working_days <= MOST_DAYS:
        raise Refused(f"Give a number of working days from 1 to {MOST_DAYS}, or a day.")
    known = set(work.session.scalars(select(FeedbackEntry.id).where(FeedbackEntry.visit_id == visit_id)))
    if set(parts.entries) - known:
        raise Refused("Choose the entries from the list.")
    for name, value in {**asdict(parts), **tidy}.items():
        if name != "entries":
            setattr(row, name, value)
    work.session.add(row)
    work.session.flush()
    work.session.execute(delete(ActionLink).where(ActionLink.action_id == row.id))
    work.session.add_all(ActionLink(action_id=row.id, sort=ENTRY, subject=one) for one in parts.entries)


def _rows(work: Work, visit_id: str) -> list[Plan]:
    statement = select(Plan).where(Plan.visit_id == visit_id).order_by(Plan.made_at, Plan.id)
    return list(work.session.scalars(statement))


def _row(work: Work, visit_id: str, plan_id: str, *, held: bool = False) -> Plan:
    statement = select(Plan).where(Plan.id == plan_id, Plan.visit_id == visit_id)
    row = work.session.scalars(statement.with_for_update() if held else statement).one_or_none()
    if row is None:
        raise NotFound(plan_id)
    return row


def _action_row(work: Work, person: Person, visit_id: str, plan_id: str, action_id: str) -> PlanAction:
    visit_with_feedback(work, person, visit_id, "write_plan")
    _row(work, visit_id, plan_id)
    statement = select(PlanAction).where(PlanAction.id == action_id, PlanAction.plan_id == plan_id)
    row = work.session.scalars(statement.with_for_update()).one_or_none()
    if row is None:
        raise NotFound(action_id)
    return row


def _note(work: Work, person: Person, action: str, visit_id: str, detail: str) -> None:
    work.session.add(
        JournalEntry(at=work.now, by=person.email, action=action, subject=visit_id, detail=detail[:200])
    )
