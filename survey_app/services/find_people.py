"""Which answers somebody wants to read, found in the columns of who answered: the same people as `matching` finds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.people import ID, Bits, People
from questionnaires.kinds import is_text
from survey_app.services.counting import among, people_of_survey, to_read_first
from survey_app.services.distribute import surveys_of
from survey_app.services.find_answers import Scope, Wanted, flagged_in, matching, possible
from survey_app.services.work import Work
from survey_app.storage.responses import Response
from survey_app.storage.surveys import Survey

# Beyond this the database answers sooner: it takes a fifth of a second to find people, but seconds to weigh stances.
MOST_READ, MOST_FOR_STANCE = 2_000, 20_000


@dataclass(frozen=True)
class FoundPeople:
    """The people who fit, in each survey. `people` counts them, `wrote` those of them with own words."""

    parts: Sequence[tuple[People, Bits]]

    @property
    def people(self) -> int:
        return sum(int(np.count_nonzero(fit)) for _, fit in self.parts)

    @property
    def wrote(self) -> int:
        return sum(int(np.count_nonzero(fit & them.wrote_anything())) for them, fit in self.parts)

    def page(self, first: int, how_many: int) -> list[str]:
        """The ids of a stretch of them: the newest day first, within a day in the order of their ids."""
        found: list[str] = []
        for day in sorted({day for them, _ in self.parts for day in them.stretches}, reverse=True):
            if len(found) == how_many:
                break
            here = [_of_day(them, fit, day) for them, fit in self.parts]
            there = sum(len(ids) for ids in here)
            if first < there:
                ids = np.sort(np.concatenate(here), kind="stable")[first : first + how_many - len(found)]
                found += [str(one, "ascii") for one in ids.tolist()]
            first = max(0, first - there)
        return found


def find_people(work: Work, scope: Scope, wanted: Wanted) -> FoundPeople | None:
    """The people who fit; None where too many of them would have to be read first: then the database is asked."""
    if not possible(scope, wanted):
        return FoundPeople(())
    within = scope.narrowed(wanted.audience)
    surveys = [one for one in surveys_of(work, scope.visit_id) if one.id in within.surveys]
    at_most = MOST_FOR_STANCE if wanted.stance else MOST_READ
    if sum(to_read_first(work, survey) for survey in surveys) > at_most:
        return None
    return FoundPeople([_in_survey(work, within, survey, wanted) for survey in surveys])


def _in_survey(work: Work, scope: Scope, survey: Survey, wanted: Wanted) -> tuple[People, Bits]:
    them = people_of_survey(work, survey)
    fit = among(them, wanted)
    if wanted.question:
        fit &= _answered(scope, them, wanted)
    if wanted.flagged:
        fit &= _standing(them, work.session.scalars(flagged_in([survey.id], wanted)).all())
    if not wanted.everyone:
        fit &= them.wrote_anything()
    if wanted.theme or wanted.stance:
        fit &= _wrote_about(work, scope, them, wanted)
    return them, fit


def _answered(scope: Scope, them: People, wanted: Wanted) -> Bits:
    """Answered the question in own words, or chose (one of the values); turned round for those who did not."""
    wrote: Bits = them.wrote.get(wanted.question, np.zeros(len(them), bool))
    answered = them.answered(wanted.question)
    if not wanted.values or all(map(is_text, scope.questions[wanted.question].values())):
        return ~answered if wanted.unanswered else answered
    chose = np.zeros(len(them), bool)
    for value in wanted.values:
        chose |= them.chose(wanted.question, value)
    # Who skipped a question has not chosen something else.
    return answered & ~chose & ~wrote if wanted.unanswered else chose | wrote


def _wrote_about(work: Work, scope: Scope, them: People, wanted: Wanted) -> Bits:
    """Those who wrote about the theme. Of answers that the reader codes blind, the database tells what may be known."""
    found = np.zeros(len(them), bool)
    found[them.written.who(wanted.theme, wanted.stance)] = True
    blind = sorted({response for response, _ in scope.blind})
    if not blind:
        return found
    statement = matching(work, scope, wanted)
    assert statement is not None
    seen = work.session.scalars(statement.where(Response.id.in_(blind))).all()
    return (found & ~_standing(them, blind)) | _standing(them, seen)


def _standing(them: People, ids: Collection[str]) -> Bits:
    rows, there = them.places(np.array(list(ids), ID))
    found = np.zeros(len(them), bool)
    found[rows[there]] = True
    return found


def _of_day(them: People, fit: Bits, day: int) -> npt.NDArray[np.bytes_]:
    begin, end = them.stretches.get(day, (0, 0))
    return them.ids[begin:end][fit[begin:end]]
