"""Own words of people who review questions: sealed for their round, and read by the rules of safeguarding like any."""

from __future__ import annotations

from survey_app.services import safeguard
from survey_app.services.languages import language_written
from survey_app.services.work import Work
from survey_app.storage.sealing import KeyRing, SealBroken

PURPOSE = "review"
CANNOT_BE_READ = "These words cannot be opened any more: their key is gone."


def seal_words(work: Work, round_id: str, row_id: str, text: str) -> bytes:
    """Seal text for one row of a round; it opens nowhere else."""
    return _ring(work).seal(round_id.encode(), _place(round_id, row_id), text)


def open_words(work: Work, round_id: str, row_id: str, sealed: bytes | None) -> str:
    """The text again, empty where there is none; raises SealBroken."""
    return _ring(work).open(round_id.encode(), _place(round_id, row_id), sealed) if sealed else ""


def words_or_why_not(work: Work, round_id: str, row_id: str, sealed: bytes | None) -> str:
    """As open_words, with a sentence for people where the seal is broken: one lost text must not hide the others."""
    try:
        return open_words(work, round_id, row_id, sealed)
    except SealBroken:
        return CANNOT_BE_READ


def worry_in(text: str, audience: str, question: str) -> int:
    """The gravest level (1 is immediate) at which a person has to read this text; 0 where nobody has to."""
    scan = safeguard.scan_or_ask_a_person(text, audience, question, language_written(text) or "en")
    return safeguard.gravest([scan])


def _ring(work: Work) -> KeyRing:
    return work.keys.for_purpose(PURPOSE)


def _place(round_id: str, row_id: str) -> str:
    return f"round/{round_id}/{row_id}"
