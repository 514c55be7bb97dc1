"""Forms on paper that came back: which there are, in what state, and who types them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Row, Select, func, select
from sqlalchemy.exc import IntegrityError

from questionnaires.model import Questionnaire
from survey_app.services.entry import as_typed
from survey_app.services.errors import NotFound, Refused
from survey_app.services.open_and_close import state_of
from survey_app.services.paper_days import kept_until, last_touched
from survey_app.services.paper_prints import NO_PAPER
from survey_app.services.permissions import ALLOWED, Person, require
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.paper import PaperEntry, PaperForm, PaperPrint
from survey_app.storage.staff import Membership, Staff
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

TYPING, SECOND, DIFFER, ACCEPTED, ASIDE = "typing", "second", "differ", "accepted", "set_aside"
CLEARED = "cleared"
STATES: Mapping[str, str] = {
    TYPING: "Being typed",
    SECOND: "Waits for a second person",
    DIFFER: "Two people typed it differently",
    ACCEPTED: "Stored",
    ASIDE: "Put aside",
    CLEARED: "Never finished: what was typed of it is deleted",
}
WHY_ASIDE: Mapping[str, str] = {
    "empty": "Nothing is answered on it",
    "copy": "The same person’s answers are stored already",
    "unreadable": "Nobody can read it",
    "not_ours": "The person asked for it not to be used",
}
# The first few show what goes wrong; after them every tenth keeps watch.
FIRST_TWICE, THEN_ONE_IN = 5, 10
UNDER_WAY = (TYPING, SECOND, DIFFER)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form on somebody's desk: what it asks, in which face and language, and what is known of it."""

    form: PaperForm
    printed: PaperPrint
    survey: Survey
    visit: Visit
    questionnaire: Questionnaire

    @property
    def open(self) -> bool:
        """True while answers can still be typed."""
        return self.form.state in UNDER_WAY


@dataclass(frozen=True, slots=True)
class FormCard:
    """A form in a list. `mine` when this person types it, `theirs` when they may type it second.

    `kept_until` is the last day on which what is typed of it is kept; None while nobody knows.
    """

    id: str
    name: str
    audience: str
    state: str
    received_on: date
    mine: bool
    theirs: bool
    kept_until: date | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the desk of whoever types. `agreed` is the share (0 to 1) of fields that two people typed alike.

    `cleared` counts forms that nobody finished in time.
    """

    waiting: tuple[FormCard, ...]
    stored: int
    aside: int
    cleared: int
    checked: int
    fields: int
    differed: int
    typists: int

    @property
    def agreed(self) -> float | None:
        return 1 - self.differed / self.fields if self.fields else None


def desk(work: Work, person: Person, visit_id: str, days: int) -> Desk:
    """What waits, and what was done; raises NotFound. `days` is how long unfinished forms are kept after the close."""
    require(person, "enter_paper", visit_id)
    rows = work.session.execute(_forms(visit_id)).all()
    forms = [form for form, _, _ in rows]
    return Desk(
        waiting=_waiting(work, person, visit_id, rows, days),
        stored=sum(form.state == ACCEPTED for form in forms),
        aside=sum(form.state == ASIDE for form in forms),
        cleared=sum(form.state == CLEARED for form in forms),
        checked=sum(form.fields > 0 for form in forms),
        fields=sum(form.fields for form in forms),
        differed=sum(form.differed for form in forms),
        typists=_typists(work, visit_id),
    )


def begin(
    work: Work, person: Person, visit_id: str, name: str, received_on: date, copied: bool = False
) -> str:
    """Take a form on the desk by the name at its foot ("abcd2345xy-12"), and give its id.

    `copied`: somebody else answered on a copy of that sheet, so it is a form of its own. Raises Refused: an unknown
    name, a form that somebody else types or that is stored already, a day that cannot be.
    """
    require(person, "enter_paper", visit_id)
    printed, visit, number = _printed(work, visit_id, name)
    if state_of(work, visit) in NO_PAPER:
        raise Refused("This visit takes no more answers.")
    if not printed.made_on <= received_on <= work.today:
        raise Refused("Give the day on which the form came: not before it was printed, and not after today.")
    numbers = select(PaperForm).where(PaperForm.print_code == printed.code).with_for_update()
    known = {form.number: form for form in work.session.scalars(numbers)}
    if copied and number in known:
        number = max(printed.forms, *known) + 1
    form = known.get(number) or _new_form(work, visit_id, printed, number, received_on)
    _take(work, person, visit, form)
    return form.id


def sheet(work: Work, person: Person, visit_id: str, form_id: str) -> Sheet:
    """A form with what it asks; raises NotFound."""
    require(person, "enter_paper", visit_id)
    return open_sheet(work, visit_id, form_id)


def open_sheet(work: Work, visit_id: str, form_id: str) -> Sheet:
    """The same for what the site does by itself, with no person before it."""
    statement = _forms(visit_id).where(PaperForm.id == form_id)
    row = work.session.execute(statement).one_or_none()
    if row is None:
        raise NotFound(form_id)
    form, printed, _ = row
    survey = work.session.get_one(Survey, printed.survey_id)
    visit = work.session.get_one(Visit, visit_id)
    return Sheet(form, printed, survey, visit, version_of(work, printed.version_digest))


def name_of(code: str, number: int) -> str:
    """What stands at the foot of a form."""
    return f"{code}-{number}"


def entry_place(visit_id: str, form_id: str, typist: str) -> str:
    """Where what somebody types is sealed; it cannot be opened anywhere else."""
    return f"{visit_id}/paper/{form_id}/{typist}"


def _forms(visit_id: str) -> Select[PaperForm, PaperPrint, str]:
    """Every form of a visit with its printing and its audience."""
    return (
        select(PaperForm, PaperPrint, Survey.audience)
        .join(PaperPrint, PaperPrint.code == PaperForm.print_code)
        .join(Survey, Survey.id == PaperPrint.survey_id)
        .where(Survey.visit_id == visit_id)
        .order_by(PaperForm.received_on, PaperForm.print_code, PaperForm.number)
    )


def _waiting(
    work: Work, person: Person, visit_id: str, rows: Sequence[Row[PaperForm, PaperPrint, str]], days: int
) -> tuple[FormCard, ...]:
    visit = work.session.get_one(Visit, visit_id)
    under_way = [row for row in rows if row[0].state in UNDER_WAY]
    forms = [form.id for form, _, _ in under_way]
    typed, touched = _typed_by(work, forms), last_touched(work, forms)
    return tuple(
        replace(
            _card(form, printed, audience, person, typed.get(form.id, {})),
            kept_until=kept_until(visit, touched.get(form.id, form.received_on), days),
        )
        for form, printed, audience in under_way
    )


def _printed(work: Work, visit_id: str, name: str) -> tuple[PaperPrint, Visit, int]:
    code, _, rest = name.strip().partition("-")
    number = rest.partition("-")[0].strip()
    statement = (
        select(PaperPrint, Visit)
        .join(Survey, Survey.id == PaperPrint.survey_id)
        .join(Visit, Visit.id == Survey.visit_id)
        .where(PaperPrint.code == as_typed(code), Survey.visit_id == visit_id)
    )
    row = work.session.execute(statement).one_or_none()
    if row is None or not number.isascii() or not number.isdigit() or len(number) > 4:
        raise Refused(
            "No form of this visit has that name. Look at the foot of its first page: letters, a dash, a number."
        )
    if not 1 <= int(number) <= row[0].forms:
        raise Refused(f"Of this printing there are forms 1 to {row[0].forms}. Look at the number again.")
    return row[0], row[1], int(number)


def _new_form(work: Work, visit_id: str, printed: PaperPrint, number: int, received_on: date) -> PaperForm:
    form = PaperForm(
        print_code=printed.code,
        number=number,
        received_on=received_on,
        state=TYPING,
        twice=_to_be_twice(work, visit_id),
    )
    try:
        with work.session.begin_nested():
            work.session.add(form)
    except IntegrityError:
        raise Refused("Somebody else is typing this form now.") from None
    return form


def _take(work: Work, person: Person, visit: Visit, form: PaperForm) -> None:
    if form.state == ACCEPTED:
        raise Refused(
            "This form is stored already. If somebody else answered on a copy of the same sheet, say so below."
        )
    if form.state == ASIDE:
        raise Refused(f"This form was put aside: {WHY_ASIDE.get(form.note, form.note).lower()}.")
    if form.state == CLEARED:
        form.state = TYPING
    if work.session.get(PaperEntry, (form.id, person.id)) is not None:
        return
    others = work.session.scalars(select(PaperEntry).where(PaperEntry.form_id == form.id)).all()
    if form.state == DIFFER or any(not one.done for one in others):
        raise Refused("Somebody else is typing this form now.")
    sealed = work.keys.seal(visit.key_salt, entry_place(visit.id, form.id, person.id), "{}")
    work.session.add(PaperEntry(form_id=form.id, typist=person.id, sealed=sealed, done=False, at=work.now))


def _to_be_twice(work: Work, visit_id: str) -> bool:
    """Whether the next form is typed by two people; never where only one person may type."""
    begun = len(work.session.execute(_forms(visit_id)).all())
    return _typists(work, visit_id) > 1 and (begun < FIRST_TWICE or begun % THEN_ONE_IN == 0)


def _typists(work: Work, visit_id: str) -> int:
    statement = (
        select(func.count(Staff.id.distinct()))
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Membership.visit_id == visit_id, Membership.role.in_(ALLOWED["enter_paper"]), Staff.active)
    )
    return work.session.execute(statement).scalar_one()


def _typed_by(work: Work, forms: Sequence[str]) -> dict[str, dict[str, bool]]:
    typed: dict[str, dict[str, bool]] = {}
    statement = select(PaperEntry.form_id, PaperEntry.typist, PaperEntry.done).where(
        PaperEntry.form_id.in_(forms)
    )
    for form_id, typist, done in work.session.execute(statement):
        typed.setdefault(form_id, {})[typist] = done
    return typed


def _card(
    form: PaperForm, printed: PaperPrint, audience: str, person: Person, typed: Mapping[str, bool]
) -> FormCard:
    mine = person.id in typed and (form.state == DIFFER or not typed[person.id])
    return FormCard(
        id=form.id,
        name=name_of(printed.code, form.number),
        audience=audience,
        state=form.state,
        received_on=form.received_on,
        mine=mine,
        theirs=form.state == SECOND and person.id not in typed,
    )
