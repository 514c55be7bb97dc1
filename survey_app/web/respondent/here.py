"""Where a respondent is: the survey, their start, and what they have answered."""

from __future__ import annotations

from dataclasses import dataclass

from survey_app.services import take_part
from survey_app.services.entry import Entry, find_entry
from survey_app.services.errors import DraftGone, NotTakingAnswers
from survey_app.services.publish import version_of
from survey_app.services.take_part import DraftState
from survey_app.services.work import Work
from survey_app.web.respondent import visitor
from survey_app.web.respondent.visitor import Begun


@dataclass(frozen=True, slots=True)
class Here:
    """One browser's place in one survey."""

    entry: Entry
    begun: Begun
    draft: DraftState

    @property
    def code(self) -> str:
        """The code in the address."""
        return self.entry.code


def where(work: Work, code: str) -> Here:
    """Where this browser is in the survey; raises NotTakingAnswers or DraftGone."""
    entry = find_entry(work, code)
    begun = visitor.visit_begun(entry)
    if begun is None:
        raise DraftGone(code) if entry.takes_starts else NotTakingAnswers(code)
    if not entry.takes_starts and not (entry.takes_answers and begun.in_time(entry)):
        raise NotTakingAnswers(code)
    draft = take_part.load_draft(work, entry, begun.secret) or DraftState(version_of(work, begun.digest))
    return Here(entry, begun, draft)
