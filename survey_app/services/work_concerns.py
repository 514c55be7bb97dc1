"""Working a concern: take it, hand it back, read the whole answer, say how it ends; the gravest need two people.

Each step holds the concern, so that of two people who press at once the first is kept. It is one row in the history of
the concern, and one line in the journal. No step asks in which state the survey is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from survey_app.services.concern_routes import ROUTES
from survey_app.services.errors import Refused
from survey_app.services.permissions import Person, require
from survey_app.services.safeguard import (
    CLAIMED,
    DECIDED,
    DECISIONS,
    NAME_LENGTH,
    NEEDS_TWO,
    NEW,
    PASSED_ON,
    PROPOSED,
    find_concern,
    name_of,
)
from survey_app.services.work import Work
from survey_app.storage.concerns import Concern, ConcernEvent
from survey_app.storage.journal import JournalEntry
from survey_app.storage.outbox import OutboxItem

STEPS: Mapping[str, str] = {
    "claim": "Took it on",
    "hand_back": "Handed it back",
    "read": "Read the whole answer",
    "decide": "Decided",
    "propose": "Proposed how it ends",
    "confirm": "Confirmed what was proposed",
    "send_back": "Sent it back",
    "reopen": "Opened it again; before it was",
    "raised_before": "Had been raised in the hour from",
}
READ_FIRST = "Read the whole answer first. What is not passed on has to be read in full by whoever says so."
READ_TOO = "Read the whole answer first: whoever confirms has to have read it."
NOT_THE_SAME = "You proposed this yourself. Another person has to confirm it."
ANOTHER_PROPOSAL = (
    "Something else was proposed since you opened this page. Read it below, then confirm or send it back."
)
EMPTY_AGAIN = ("claimed_by", "decided_by", "proposed_by", "decision", "reason", "told", "reference", "route")
NOTHING_PROPOSED = "Nothing waits to be confirmed here any more. Reload the page to see how it stands."


@dataclass(frozen=True, slots=True)
class Ending:
    """How a concern ends. `told` is to whom it was passed, `reference` their number for it, `same_as` the name of
    the concern that it repeats. A repeated one keeps the other's id as its reference.
    """

    decision: str
    reason: str
    told: str = ""
    reference: str = ""
    route: str = ""
    same_as: str = ""


def problems_of(ending: Ending) -> dict[str, str]:
    """What is missing, by field, in words."""
    found = {}
    if ending.decision not in DECISIONS:
        found["decision"] = "Choose what was done."
    if not ending.reason.strip():
        found["reason"] = "Say in a sentence why."
    if ending.decision in PASSED_ON and not ending.told.strip():
        found["told"] = "Say to whom it was passed: a service or a role."
    if ending.decision == "referred" and ending.route not in ROUTES:
        found["route"] = "Choose where a concern about this person goes."
    if ending.decision == "duplicate" and not ending.same_as.strip():
        found["same_as"] = "Write the name of the other concern, as it stands in the queue."
    return found


def claim(work: Work, person: Person, visit_id: str, concern_id: str) -> None:
    """Say "I am dealing with this". The first to say so has it; raises NotFound or Refused."""
    _mine(work, person, visit_id, concern_id)
    if not _move(work, concern_id, (NEW,), state=CLAIMED, claimed_by=person.email):
        raise Refused("Somebody else took this concern first. Reload the page to see who.")
    _note(work, person, concern_id, "claim")


def hand_back(work: Work, person: Person, visit_id: str, concern_id: str, why: str = "") -> None:
    """Let others take it. Somebody else's is handed back with a reason only; raises NotFound or Refused."""
    concern = _mine(work, person, visit_id, concern_id)
    if concern.claimed_by != person.email and not why.strip():
        raise Refused(
            f"{concern.claimed_by or 'Nobody'} has this concern. Say why you hand it back for them."
        )
    if not _move(work, concern_id, (CLAIMED,), state=NEW, claimed_by=""):
        raise Refused("Nobody has this concern now. Reload the page to see how it stands.")
    _note(work, person, concern_id, "hand_back", why=why)


def note_reading(work: Work, person: Person, concern_id: str) -> None:
    """Write down that this person opened the whole answer behind a concern, and when somebody first did."""
    first = update(Concern).where(Concern.id == concern_id, Concern.opened_at.is_(None))
    work.session.execute(first.values(opened_at=work.now))
    _note(work, person, concern_id, "read")


def has_read(work: Work, person: Person, concern_id: str) -> bool:
    """True when this person has opened the whole answer behind a concern since it was opened again, if it was."""
    mine = (ConcernEvent.concern_id == concern_id, ConcernEvent.by == person.email)
    latest = func.max(ConcernEvent.number)
    read = work.session.execute(select(latest).where(*mine, ConcernEvent.action == "read")).scalar_one()
    reopened = select(latest).where(ConcernEvent.concern_id == concern_id, ConcernEvent.action == "reopen")
    return (read or 0) > (work.session.execute(reopened).scalar_one() or 0)


def decide(work: Work, person: Person, visit_id: str, concern_id: str, ending: Ending) -> str:
    """Record how it ends: `decided`, or `proposed` where a second person has to confirm it.

    Raises NotFound, or Refused: something is missing, the answer is unread, or somebody was first.
    """
    concern = _mine(work, person, visit_id, concern_id)
    problems = problems_of(ending)
    if problems:
        raise Refused(next(iter(problems.values())))
    values = _values(work, concern, ending)
    if ending.decision not in PASSED_ON and not has_read(work, person, concern_id):
        raise Refused(READ_FIRST)
    values |= _by(work, person, concern.level)
    if not _move(work, concern_id, (NEW, CLAIMED), **values):
        raise Refused(_who_was_first(concern))
    action = "propose" if values["state"] == PROPOSED else "decide"
    _note(work, person, concern_id, action, ending.decision, ending.reason)
    return str(values["state"])


def proposal_of(work: Work, concern_id: str) -> int:
    """The number of the latest proposal for a concern, which `confirm` asks for; 0 when there was none."""
    statement = select(func.max(ConcernEvent.number)).where(
        ConcernEvent.concern_id == concern_id, ConcernEvent.action == "propose"
    )
    return work.session.execute(statement).scalar_one() or 0


def confirm(work: Work, person: Person, visit_id: str, concern_id: str, proposal: int) -> None:
    """Close what another person proposed to close; raises NotFound or Refused.

    `proposal` is the number of what this person saw, so that nobody confirms what was proposed meanwhile.
    """
    concern = _mine(work, person, visit_id, concern_id)
    if concern.state != PROPOSED:
        raise Refused(NOTHING_PROPOSED)
    if concern.proposed_by == person.email:
        raise Refused(NOT_THE_SAME)
    if not has_read(work, person, concern_id):
        raise Refused(READ_TOO)
    if proposal != proposal_of(work, concern_id):
        raise Refused(ANOTHER_PROPOSAL)
    _move(work, concern_id, (PROPOSED,), state=DECIDED, decided_by=person.email, decided_at=work.now)
    _note(work, person, concern_id, "confirm", concern.decision)


def send_back(work: Work, person: Person, visit_id: str, concern_id: str, why: str) -> None:
    """Say why a proposal does not do, one's own too; the concern waits for a decision again.

    Raises NotFound or Refused. What was proposed stays in the history.
    """
    concern = _mine(work, person, visit_id, concern_id)
    if not why.strip():
        raise Refused("Say in a sentence why you send it back.")
    proposed = concern.decision
    again = dict.fromkeys(("decision", "reason", "told", "reference", "proposed_by"), "")
    if not _move(work, concern_id, (PROPOSED,), state=CLAIMED, claimed_by=concern.proposed_by, **again):
        raise Refused(NOTHING_PROPOSED)
    _note(work, person, concern_id, "send_back", proposed, why)


def reopen(work: Work, person: Person, visit_id: str, concern_id: str, why: str) -> None:
    """Let a decided concern wait for a decision again, with its clocks begun anew; raises NotFound or Refused.

    It has to be read anew as well, and of the gravest level two people close it again. What was decided before stays
    in the history, with the hour in which it was raised.
    """
    concern = _mine(work, person, visit_id, concern_id)
    if not why.strip():
        raise Refused("Say in a sentence why you open it again.")
    before, raised_at = concern.decision, concern.raised_at
    empty = dict.fromkeys(EMPTY_AGAIN, "")
    hour = work.now.replace(minute=0, second=0, microsecond=0)
    anew = {"raised_at": hour, "opened_at": None, "alerted_at": None, "decided_at": None}
    if not _move(work, concern_id, (DECIDED,), state=NEW, **empty, **anew):
        raise Refused("This concern waits for a decision already. Reload the page to see how it stands.")
    raised = f"{raised_at:%Y-%m-%d %H:%M} UTC"
    work.session.add(
        ConcernEvent(
            concern_id=concern_id, at=work.now, by=person.email, action="raised_before", detail=raised
        )
    )
    _note(work, person, concern_id, "reopen", before, why)
    payload = {"concern": concern_id, "visit": visit_id, "level": str(concern.level)}
    work.session.add(OutboxItem(sort="concern", payload=payload, due_at=work.now))


def _mine(work: Work, person: Person, visit_id: str, concern_id: str) -> Concern:
    """The concern, held until the transaction ends, so that steps come one after another; raises NotFound."""
    require(person, "work_concerns", visit_id)
    find_concern(work, person, visit_id, concern_id)
    return work.session.get_one(Concern, concern_id, populate_existing=True, with_for_update=True)


def _values(work: Work, concern: Concern, ending: Ending) -> dict[str, Any]:
    passed = ending.decision in PASSED_ON
    other = _other(work, concern, ending.same_as) if ending.decision == "duplicate" else ""
    return {
        "decision": ending.decision,
        "reason": ending.reason.strip(),
        "told": ending.told.strip() if passed else "",
        "reference": ending.reference.strip() if passed else other,
        "route": ending.route if ending.route in ROUTES else "",
    }


def _by(work: Work, person: Person, level: int) -> dict[str, Any]:
    if level == NEEDS_TWO:
        return {"state": PROPOSED, "proposed_by": person.email}
    return {"state": DECIDED, "decided_by": person.email, "decided_at": work.now}


def _other(work: Work, concern: Concern, named: str) -> str:
    """The id of the concern with this name in the same visit; raises Refused."""
    name = named.strip().lower()
    statement = select(Concern).where(Concern.visit_id == concern.visit_id, Concern.id != concern.id)
    found = work.session.scalars(statement.where(Concern.id.startswith(name, autoescape=True)).limit(2)).all()
    if len(name) < NAME_LENGTH or len(found) != 1:
        raise Refused(
            f"There is no other concern called “{name}” in this visit. Its name stands in the queue."
        )
    if found[0].decision == "duplicate":
        raise Refused(
            f"{name_of(found[0].id)} is itself the same as {name_of(found[0].reference)}. Name that one."
        )
    return found[0].id


def _move(work: Work, concern_id: str, states: tuple[str, ...], **values: Any) -> bool:
    """Change a concern that is in one of these states; False when it is not."""
    here = update(Concern).where(Concern.id == concern_id, Concern.state.in_(states))
    return bool(work.session.execute(here.values(**values)).rowcount)  # type: ignore[attr-defined]


def _who_was_first(concern: Concern) -> str:
    if concern.state == PROPOSED:
        return f"{concern.proposed_by} has already proposed how this concern ends."
    return f"{concern.decided_by} has already decided this concern."


def _note(work: Work, person: Person, concern_id: str, action: str, detail: str = "", why: str = "") -> None:
    """One row of the concern's own history, and one line of the journal, which holds no words."""
    work.session.add(
        ConcernEvent(
            concern_id=concern_id, at=work.now, by=person.email, action=action, detail=detail, why=why.strip()
        )
    )
    work.session.add(
        JournalEntry(
            at=work.now, by=person.email, action=f"{action}_concern", subject=concern_id, detail=detail
        )
    )
