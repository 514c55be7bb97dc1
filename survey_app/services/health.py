"""Is the site well? Each check is one line that a person can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Row, func, select

from survey_app.calendar.states import VisitState
from survey_app.services.mail import late_messages
from survey_app.services.open_and_close import state_of
from survey_app.services.permissions import ALLOWED
from survey_app.services.receive_answers import text_place
from survey_app.services.work import Work
from survey_app.storage.responses import FreeText
from survey_app.storage.sealing import SealBroken
from survey_app.storage.staff import Membership, Staff
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

LIVE = (VisitState.SCHEDULED, VisitState.OPEN, VisitState.CLOSING)
# What makes a commit reach the disk; PostgreSQL says them in words, SQLite in numbers (2 is FULL).
POSTGRES_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
SQLITE_FULL = 2
TRIED_TEXTS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `well` is False when somebody has to act."""

    well: bool
    words: str


def findings(work: Work) -> Iterator[Finding]:
    """Every check, in the order in which to act."""
    for check in CHECKS:
        yield from check(work)


def keys_fit(work: Work) -> bool:
    """False when answers that are kept cannot be opened with the master keys that are set."""
    # The second byte of a sealed value is the number of its key: every key that sealed anything is tried.
    number = func.substr(FreeText.sealed, 2, 1)
    sample = (
        select(FreeText.response_id, FreeText.question, FreeText.sealed, Visit.id, Visit.key_salt)
        .join(Survey, Survey.id == FreeText.survey_id)
        .join(Visit, Visit.id == Survey.visit_id)
        .limit(TRIED_TEXTS)
    )
    numbers = work.connection.execute(select(number).distinct()).scalars().all()
    return all(
        _opens(work, row) for one in numbers for row in work.connection.execute(sample.where(number == one))
    )


def _opens(work: Work, row: Row[str, str, bytes, str, bytes]) -> bool:
    response_id, question, sealed, visit_id, salt = row
    try:
        work.keys.open(salt, text_place(visit_id, response_id, question), sealed)
    except SealBroken:
        return False
    return True


def _keys(work: Work) -> Iterator[Finding]:
    well = keys_fit(work)
    yield Finding(well, "The keys open the answers." if well else KEYS_DO_NOT_FIT)


def _durable(work: Work) -> Iterator[Finding]:
    weak = _weak_on_sqlite(work) if work.connection.dialect.name == "sqlite" else _weak_on_postgresql(work)
    well = f"What is received is on the disk ({work.connection.dialect.name})."
    yield Finding(not weak, f"A power cut could lose answers: switch on {', '.join(weak)}." if weak else well)


def _weak_on_sqlite(work: Work) -> list[str]:
    run = work.connection.exec_driver_sql
    weak = [] if run("PRAGMA synchronous").scalar_one() >= SQLITE_FULL else ["synchronous=FULL"]
    return weak if run("PRAGMA journal_mode").scalar_one() == "wal" else [*weak, "journal_mode=WAL"]


def _weak_on_postgresql(work: Work) -> list[str]:
    run = work.connection.exec_driver_sql
    return [name for name in POSTGRES_DURABLE if run(f"SHOW {name}").scalar_one() == "off"]


def _outbox(work: Work) -> Iterator[Finding]:
    late = late_messages(work)
    said = (
        f"{late} messages should have left a quarter of an hour ago. Look at the mail settings and the log."
    )
    yield Finding(not late, said if late else "No message is late.")


def _somebody_reads_concerns(work: Work) -> Iterator[Finding]:
    working = (
        select(Membership.visit_id)
        .join(Staff, Staff.id == Membership.staff_id)
        .where(Membership.role.in_(ALLOWED["work_concerns"]), Staff.active)
    )
    for visit in work.session.scalars(
        select(Visit).where(Visit.id.not_in(working)).order_by(Visit.reference)
    ):
        if state_of(work, visit) in LIVE:
            yield Finding(
                False, f"Visit {visit.reference}: nobody is there to read concerns. Add a safeguarding lead."
            )


KEYS_DO_NOT_FIT = (
    "The answers that are kept cannot be opened with these SEND_VOICES_MASTER_KEYS. "
    "Set every key that ever sealed answers."
)
CHECKS: tuple[Callable[[Work], Iterator[Finding]], ...] = (_keys, _durable, _outbox, _somebody_reads_concerns)
