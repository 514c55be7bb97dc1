"""The words of a line of enquiry: its parts, how they are sealed, and how two people's changes are laid together.

From "Area SEND inspections: framework and handbook", January 2024: inspectors follow lines of enquiry as they
emerge (paragraph 36) and test them in discussions (99 to 102), tracking meetings (103), sampling visits (112) and
meetings with leaders (131).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import orjson

from survey_app.services.errors import Refused
from survey_app.services.work import Work
from survey_app.storage.lines_of_enquiry import Evidence, LineEntry, LineOfEnquiry
from survey_app.storage.sealing import SealBroken

EMERGING, TESTING, SUPPORTED, NOT_SUPPORTED, DROPPED = (
    "emerging",
    "testing",
    "supported",
    "not_supported",
    "dropped",
)
STATES: Mapping[str, str] = {
    EMERGING: "Emerging",
    TESTING: "Being tested",
    SUPPORTED: "Supported",
    NOT_SUPPORTED: "Not supported",
    DROPPED: "Dropped",
}
ACTIVITIES: Mapping[str, str] = {
    "": "Not decided yet",
    "tracking": "Tracking meeting",
    "sampling": "Sampling visit",
    "leaders": "Meeting with leaders",
    "focus_group": "Focus group",
    "document": "Document",
}
FOR, AGAINST, BESIDE = "for", "against", ""
WAYS: Mapping[str, str] = {FOR: "Speaks for it", AGAINST: "Speaks against it", BESIDE: "To keep in mind"}
LONGEST: Mapping[str, int] = {
    "title": 120,
    "question": 400,
    "hypothesis": 1_000,
    "why_dropped": 1_000,
    "remark": 4_000,
    "note": 2_000,
}
SEALED = ("title", "question", "hypothesis", "why_dropped")
KEY_GONE = (
    "This line cannot be opened with the keys of this site, so it cannot be changed. Tell the administrator."
)


@dataclass(frozen=True, slots=True)
class LineParts:
    """Everything about a line that people change. `paragraph` is the handbook's, such as "52"; `owner` an address."""

    title: str
    question: str = ""
    hypothesis: str = ""
    paragraph: str = ""
    activity: str = ""
    owner: str = ""
    state: str = EMERGING
    why_dropped: str = ""


PARTS: Mapping[str, str] = {
    "title": "Title",
    "question": "Question",
    "hypothesis": "What we think may be so",
    "paragraph": "Paragraph of the framework",
    "activity": "What will test it",
    "owner": "Who leads on it",
    "state": "Where it stands",
    "why_dropped": "Why it was dropped",
}


@dataclass(frozen=True, slots=True)
class Merged:
    """Two changes of the same line laid together. `clashes` are the parts that both changed, each in another way."""

    parts: LineParts
    clashes: tuple[str, ...]


def laid_together(seen: LineParts | None, theirs: LineParts, mine: LineParts) -> Merged:
    """What I changed since I saw the line, over what they made of it; a part that both changed stays as I wrote it.

    `seen` is the line as I saw it. None when that cannot be told: then every difference is a clash.
    """
    clashes, parts = [], theirs
    for part in PARTS:
        here, there = getattr(mine, part), getattr(theirs, part)
        before = getattr(seen, part) if seen else None
        if here in (there, before):
            continue
        parts = replace(parts, **{part: here})
        if there != before:
            clashes.append(part)
    return Merged(parts, tuple(clashes))


def differences(before: LineParts, after: LineParts) -> dict[str, list[str]]:
    """The parts that differ, each with its words before and after."""
    return {
        part: [getattr(before, part), getattr(after, part)]
        for part in PARTS
        if getattr(before, part) != getattr(after, part)
    }


def check_words(name: str, words: str, needed: str = "") -> str:
    """The words without the space around them; raises Refused when too long, or missing while `needed` says why."""
    words = words.strip()
    if needed and not words:
        raise Refused(needed)
    if len(words) > LONGEST[name]:
        raise Refused(
            f"{PARTS.get(name, name.capitalize())} has {len(words):,} characters. Use {LONGEST[name]:,} or fewer."
        )
    return words


def seal_parts(work: Work, salt: bytes, row: LineOfEnquiry, parts: LineParts) -> None:
    """Write parts into a row; its words are sealed."""
    row.paragraph, row.activity = parts.paragraph, parts.activity
    row.owner, row.state = parts.owner, parts.state
    words = {name: getattr(parts, name) for name in SEALED}
    row.sealed = work.keys.seal(salt, line_place(row.id), _json(words))


def open_parts(work: Work, salt: bytes, row: LineOfEnquiry) -> LineParts | None:
    """The parts of a row; None when no key here opens its words."""
    words = opened(work, salt, line_place(row.id), row.sealed)
    if words is None:
        return None
    clear = {"paragraph": row.paragraph, "activity": row.activity, "owner": row.owner, "state": row.state}
    return LineParts(**clear, **{name: str(words.get(name, "")) for name in SEALED})


def seal_entry(work: Work, salt: bytes, row: LineEntry, told: Mapping[str, Any]) -> None:
    """Write what happened into a row, sealed."""
    row.sealed = work.keys.seal(salt, _entry_place(row), _json(told))


def open_entry(work: Work, salt: bytes, row: LineEntry) -> dict[str, Any] | None:
    """What happened; None when no key here opens it."""
    return opened(work, salt, _entry_place(row), row.sealed)


def seal_evidence(work: Work, salt: bytes, row: Evidence, told: Mapping[str, Any]) -> None:
    """Write a note, and a figure where it is one, into a row, sealed."""
    row.sealed = work.keys.seal(salt, _evidence_place(row), _json(told))


def open_evidence(work: Work, salt: bytes, row: Evidence) -> dict[str, Any] | None:
    """The note and the figure; None when no key here opens them."""
    return opened(work, salt, _evidence_place(row), row.sealed)


def opened(work: Work, salt: bytes, place: str, sealed: bytes) -> dict[str, Any] | None:
    """Sealed JSON; None when no key here opens it."""
    try:
        found: dict[str, Any] = orjson.loads(work.keys.open(salt, place, sealed))
    except SealBroken:
        return None
    return found


def as_told(parts: LineParts) -> dict[str, str]:
    """Parts as the history keeps them."""
    return asdict(parts)


def from_told(told: Mapping[str, Any]) -> LineParts:
    """Parts as the history kept them; what it does not know is left out."""
    known = {one.name for one in fields(LineParts)}
    return LineParts(**{name: str(words) for name, words in told.items() if name in known})


def line_place(line_id: str) -> str:
    """Where a line's words are sealed to."""
    return f"line/{line_id}"


def _entry_place(row: LineEntry) -> str:
    return f"line/{row.line_id}/{row.sort}/{row.by}"


def _evidence_place(row: Evidence) -> str:
    return f"line/{row.line_id}/evidence/{row.id}"


def _json(told: Mapping[str, Any]) -> str:
    return orjson.dumps(told).decode()
