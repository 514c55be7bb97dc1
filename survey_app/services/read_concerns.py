"""One concern as the people who work it see it: the words in their context first, the whole answer a step further."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from survey_app.services import safeguard
from survey_app.services.mark_words import Mark
from survey_app.services.permissions import Person, require
from survey_app.services.read_answers import OwnWords, Told, whole_response
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.concerns import Concern
from survey_app.storage.visits import Visit

CONTEXT = 80


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words of one flag with up to `CONTEXT` characters to either side; dots where more was written."""

    wording: str
    mark: Mark
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ConcernFile:
    """A concern, what raised it, and what was done. `unreadable` counts texts that no key here opens."""

    id: str
    level: int
    raised_at: datetime
    state: str
    claimed_by: str
    decision: str
    reason: str
    decided_by: str
    decided_at: datetime | None
    audience: str
    excerpts: tuple[Excerpt, ...]
    unreadable: int

    @property
    def decided(self) -> bool:
        """True when somebody has said what was done."""
        return self.state == "decided"


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """Everything that was sent, and where the area wants such a thing to be passed on."""

    told: Told
    area: str
    front_door: str


def open_concern(work: Work, person: Person, visit_id: str, concern_id: str) -> ConcernFile:
    """A concern with its flags in context; raises NotFound."""
    concern = safeguard.find_concern(work, person, visit_id, concern_id)
    told = whole_response(work, visit_id, concern.response_id)
    return ConcernFile(
        id=concern.id,
        level=concern.level,
        raised_at=concern.raised_at,
        state=concern.state,
        claimed_by=concern.claimed_by,
        decision=concern.decision,
        reason=concern.reason,
        decided_by=concern.decided_by,
        decided_at=concern.decided_at,
        audience=told.audience,
        excerpts=tuple(excerpt for text in told.texts for excerpt in _excerpts(text)),
        unreadable=sum(text.text is None for text in told.texts),
    )


def read_whole_answer(work: Work, person: Person, visit_id: str, concern_id: str) -> WholeAnswer:
    """The whole answer behind a concern, and a line in the journal that this person read it; raises NotFound."""
    require(person, "work_concerns", visit_id)
    concern: Concern = safeguard.find_concern(work, person, visit_id, concern_id)
    safeguard.note_reading(work, person, concern_id)
    area = work.session.get_one(Area, work.session.get_one(Visit, visit_id).area_id)
    return WholeAnswer(
        whole_response(work, visit_id, concern.response_id, person), area.name, area.front_door
    )


def _excerpts(text: OwnWords) -> Iterator[Excerpt]:
    """The flags of a text, gravest first."""
    for mark in sorted(text.flags, key=lambda mark: (mark.level, mark.number)):
        yield Excerpt(
            text.wording, mark, _before(text.text or "", mark.start), _after(text.text or "", mark.end)
        )


def _before(text: str, start: int) -> str:
    if start <= CONTEXT:
        return text[:start]
    # Begins at a whole word, unless one word is as long as the context.
    near = text[start - CONTEXT : start]
    return "… " + (near.partition(" ")[2] or near)


def _after(text: str, end: int) -> str:
    if len(text) - end <= CONTEXT:
        return text[end:]
    near = text[end : end + CONTEXT]
    return (near.rpartition(" ")[0] or near) + " …"
