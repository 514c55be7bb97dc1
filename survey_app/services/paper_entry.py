"""Typing in what came back on paper, some of it twice, until its answers are stored like any others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from questionnaires.model import Questionnaire
from questionnaires.rules import AnswerValue
from survey_app.services import safeguard
from survey_app.services.errors import NotFound, Refused
from survey_app.services.paper_forms import (
    ACCEPTED,
    ASIDE,
    DIFFER,
    SECOND,
    UNDER_WAY,
    WHY_ASIDE,
    Sheet,
    entry_place,
)
from survey_app.services.permissions import Person, require
from survey_app.services.receive_answers import Asked, ReadyResponse, count_sent, ready_response, store
from survey_app.services.take_part import packed
from survey_app.services.work import LONDON, Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.paper import PaperEntry, PaperForm, PaperPicture

PAPER_MODE = "paper"
Answers = Mapping[str, AnswerValue]


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that two people typed differently."""

    question: str
    first: AnswerValue | None
    second: AnswerValue | None


def typed_answers(work: Work, person: Person, on: Sheet) -> Answers:
    """What this person has typed from the form so far."""
    entry = work.session.get(PaperEntry, (on.form.id, person.id))
    return _opened(work, on, entry) if entry else {}


def keep(work: Work, person: Person, on: Sheet, answers: Answers) -> bool:
    """Keep what is typed so far; True when something in it cannot wait, so that the form is handed in now.

    Raises Refused when this person no longer types this form.
    """
    entry = _entry(work, person, on)
    entry.sealed = _sealed(work, on, person.id, answers)
    entry.at = work.now
    return _cannot_wait(_ready(work, on, answers))


def cannot_wait(work: Work, on: Sheet) -> bool:
    """True when anything that was typed of a form raises a concern: it must reach a person."""
    return any(_cannot_wait(_ready(work, on, _opened(work, on, entry))) for entry in _entries(work, on))


def hand_in(work: Work, person: Person, on: Sheet, answers: Answers) -> str:
    """This person has typed the whole form; gives the form's new state. Raises Refused.

    What raises a concern is never held back for a second typing: it is stored at once.
    """
    if not answers:
        raise Refused("Nothing is typed. Where nothing is answered on the form, put it aside and say so.")
    entry = _entry(work, person, on)
    entry.sealed, entry.at, entry.done = _sealed(work, on, person.id, answers), work.now, True
    ready = _ready(work, on, answers)
    others = [one for one in _entries(work, on) if one.done and one.typist != person.id]
    if others:
        return _compare(work, person, on, _opened(work, on, others[0]), answers, ready)
    if on.form.twice and not _cannot_wait(ready):
        on.form.state = SECOND
        return SECOND
    return _accept(work, person, on, ready)


def differences(work: Work, person: Person, on: Sheet) -> tuple[Difference, ...]:
    """Where two people typed differently, in the order of the form; raises NotFound when nothing differs."""
    require(person, "enter_paper", on.visit.id)
    done = [_opened(work, on, one) for one in _entries(work, on) if one.done]
    if on.form.state != DIFFER or len(done) != 2:
        raise NotFound(on.form.id)
    return _differences(on.questionnaire, *done)


def settle(work: Work, person: Person, on: Sheet, chosen: Answers) -> str:
    """Store a form as two people agreed: `chosen` has the value of each question in which they differed."""
    apart = {one.question for one in differences(work, person, on)}
    if set(chosen) - apart:
        raise NotFound(on.form.id)
    first = next(_opened(work, on, one) for one in _entries(work, on) if one.done)
    agreed = {name: value for name, value in first.items() if name not in apart} | dict(chosen)
    return _accept(
        work, person, on, _ready(work, on, {name: value for name, value in agreed.items() if value})
    )


def put_aside(work: Work, person: Person, on: Sheet, why: str) -> None:
    """This form gives no answers; raises Refused."""
    if why not in WHY_ASIDE:
        raise Refused("Say why this form gives no answers.")
    _entry(work, person, on)
    _finish(work, person, on, ASIDE)
    on.form.note = why


def _entry(work: Work, person: Person, on: Sheet) -> PaperEntry:
    """This person's own entry, while it may still change; raises Refused."""
    require(person, "enter_paper", on.visit.id)
    entry = work.session.get(PaperEntry, (on.form.id, person.id))
    if entry is None or not on.open:
        raise Refused("You are not typing this form any more. Begin again from the list.")
    if entry.done and on.form.state != DIFFER:
        raise Refused("You have typed this form. A second person types it now.")
    return entry


def _entries(work: Work, on: Sheet) -> Sequence[PaperEntry]:
    statement = select(PaperEntry).where(PaperEntry.form_id == on.form.id)
    return work.session.scalars(statement.order_by(PaperEntry.at, PaperEntry.typist)).all()


def _cannot_wait(ready: ReadyResponse) -> bool:
    return ready.level != safeguard.NO_CONCERN


def _compare(
    work: Work, person: Person, on: Sheet, first: Answers, second: Answers, ready: ReadyResponse
) -> str:
    """Two readings of a form. Where the second brings out harm that the first did not, the second is stored."""
    apart = _differences(on.questionnaire, first, second)
    on.form.fields = len(set(first) | set(second))
    on.form.differed = len(apart)
    if not apart or _cannot_wait(ready):
        return _accept(work, person, on, ready)
    on.form.state = DIFFER
    return DIFFER


def _differences(questionnaire: Questionnaire, first: Answers, second: Answers) -> tuple[Difference, ...]:
    return tuple(
        Difference(name, first.get(name), second.get(name))
        for name in questionnaire.questions
        if _bare(first.get(name)) != _bare(second.get(name))
    )


def _bare(value: AnswerValue | None) -> object:
    """Own words differ in more than spaces and line ends."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _ready(work: Work, on: Sheet, answers: Answers) -> ReadyResponse:
    """The rows of a response. Every answer on the paper is kept, also where the form said to leave it out:
    somebody wrote it.
    """
    asked = Asked(on.visit.id, on.survey.id, on.survey.audience, on.visit.key_salt)
    closes_at = on.visit.closes_at
    made = {
        "received_on": on.form.received_on,
        "mode": PAPER_MODE,
        "language": on.printed.language,
        "face": on.printed.face,
        "late": closes_at is not None and on.form.received_on > closes_at.astimezone(LONDON).date(),
    }
    return ready_response(work, asked, on.questionnaire, answers, made)


def _accept(work: Work, person: Person, on: Sheet, ready: ReadyResponse) -> str:
    _finish(work, person, on, ACCEPTED)
    work.session.flush()
    store(work, on.visit.id, ready)
    count_sent(work, on.printed.channel_code)
    return ACCEPTED


def _finish(work: Work, person: Person, on: Sheet, state: str) -> None:
    """The form has come to its end, once: nothing stays that leads from the sheet to its answers."""
    work.session.flush()
    moved = work.connection.execute(
        update(PaperForm)
        .where(PaperForm.id == on.form.id, PaperForm.state.in_(UNDER_WAY))
        .values(state=state)
    )
    if not moved.rowcount:
        raise Refused("Somebody else has finished this form meanwhile. Nothing was stored twice.")
    work.session.refresh(on.form)
    for table in (PaperEntry, PaperPicture):
        work.session.execute(delete(table).where(table.form_id == on.form.id))
    work.session.expire_all()
    # Not which form: beside a concern of the same hour it would say whose answer that is.
    work.session.add(JournalEntry(at=work.now, by=person.email, action=f"paper_{state}", subject=on.visit.id))


def _sealed(work: Work, on: Sheet, typist: str, answers: Answers) -> bytes:
    return work.keys.seal(on.visit.key_salt, entry_place(on.visit.id, on.form.id, typist), packed(answers))


def _opened(work: Work, on: Sheet, entry: PaperEntry) -> dict[str, AnswerValue]:
    text = work.keys.open(on.visit.key_salt, entry_place(on.visit.id, on.form.id, entry.typist), entry.sealed)
    return {
        name: value if isinstance(value, str) else tuple(value) for name, value in json.loads(text).items()
    }
