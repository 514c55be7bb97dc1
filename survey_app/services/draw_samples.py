"""Drawing answers at random for people to read. The seed is kept and shown: who draws again with it gets the same."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from analysis.coding_sample import sample
from survey_app.services.codes_that_count import codes_that_count
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Scope
from survey_app.services.permissions import INSPECTION_TEAM, Person
from survey_app.services.safeguard import WATCH
from survey_app.services.work import Work
from survey_app.storage.coding_samples import CodingSample, SampledAnswer
from survey_app.storage.findings import SAFEGUARDING, Finding
from survey_app.storage.responses import FreeText
from survey_app.storage.staff import Membership, Staff

# What a sample is for: to be coded twice, or to be read for themes or signs of harm that nobody found.
DOUBLE, UNCODED, UNFLAGGED = "double", "uncoded", "unflagged"
MOST, LARGEST_SEED = 500, 999_999


@dataclass(frozen=True, slots=True)
class Drawable:
    """One answer that may be drawn; it is drawn among those of its `audience`."""

    id: str
    audience: str
    response_id: str
    question: str


def draw(work: Work, person: Person, scope: Scope, purpose: str, size: int, seed: int) -> CodingSample:
    """Draw about `size` answers; raises Refused. The caller has asked for permission.

    A sample to be coded twice has its share of every question and audience, at least one answer of each; the others
    are drawn from all answers alike, so that they say how many there are.
    """
    if not 1 <= size <= MOST:
        raise Refused(f"Choose from 1 to {MOST} answers.")
    if not 0 <= seed <= LARGEST_SEED:
        raise Refused(f"The seed is a number from 0 to {LARGEST_SEED:,}.")
    pool = _pool(work, scope, purpose)
    if not pool:
        raise Refused("There is no answer to draw from yet.")
    share = min(1.0, size / len(pool))
    drawn = _drawn(pool, share, seed)
    made = CodingSample(
        visit_id=scope.visit_id,
        purpose=purpose,
        seed=seed,
        size=len(drawn),
        total=len(pool),
        drawn_by=person.email,
        drawn_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    rows = [
        {"sample_id": made.id, "place": place, "response_id": one.response_id, "question": one.question}
        for place, one in enumerate(drawn, 1)
    ]
    work.session.execute(insert(SampledAnswer), rows)
    return made


def find_sample(work: Work, visit_id: str, sample_id: str, *purposes: str) -> CodingSample:
    """A sample of this visit, drawn for one of these; raises NotFound."""
    found = work.session.get(CodingSample, sample_id)
    if found is None or found.visit_id != visit_id or found.purpose not in purposes:
        raise NotFound(sample_id)
    return found


def samples_of(work: Work, visit_id: str, *purposes: str) -> Sequence[CodingSample]:
    """The samples of a visit, the newest first."""
    statement = select(CodingSample).where(
        CodingSample.visit_id == visit_id, CodingSample.purpose.in_(purposes)
    )
    return work.session.scalars(statement.order_by(CodingSample.drawn_at.desc(), CodingSample.id)).all()


def answers_in(work: Work, sample_id: str) -> Sequence[SampledAnswer]:
    """The answers of a sample in their turn."""
    statement = select(SampledAnswer).where(SampledAnswer.sample_id == sample_id)
    return work.session.scalars(statement.order_by(SampledAnswer.place)).all()


def team_of(work: Work, visit_id: str) -> dict[str, str]:
    """The inspection team of a visit: addresses by id."""
    statement = (
        select(Staff.id, Staff.email)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Membership.visit_id == visit_id, Membership.role.in_(INSPECTION_TEAM), Staff.active)
        .order_by(Staff.email)
    )
    return dict(work.session.execute(statement).all())


def _drawn(pool: Sequence[Drawable], share: float, seed: int) -> list[Drawable]:
    strata: dict[str, list[Drawable]] = {}
    for one in pool:
        strata.setdefault(one.audience, []).append(one)
    drawn = [one for name in sorted(strata) for one in sample(strata[name], share, seed)]
    # Their turns mix the questions, in an order that hangs on the seed alone.
    everyone = [Drawable(one.id, "", one.response_id, one.question) for one in drawn]
    return sample(everyone, 1.0, seed)


def _pool(work: Work, scope: Scope, purpose: str) -> list[Drawable]:
    surveys = list(scope.surveys)
    statement = select(FreeText.response_id, FreeText.question, FreeText.survey_id).where(
        FreeText.survey_id.in_(surveys)
    )
    rows = work.session.execute(statement).all()
    taken = _taken(work, surveys, purpose)
    return [
        Drawable(
            f"{response_id}/{question}",
            f"{scope.surveys[survey_id]}/{question}" if purpose == DOUBLE else "",
            response_id,
            question,
        )
        for response_id, question, survey_id in rows
        if (response_id, question) not in taken
    ]


def _taken(work: Work, surveys: Collection[str], purpose: str) -> set[tuple[str, str]]:
    """The answers that are not drawn from: those in which something was found, when it is looked for what was not."""
    if purpose == UNCODED:
        codes = codes_that_count(surveys).c
        return {(row[0], row[1]) for row in work.session.execute(select(codes.response_id, codes.question))}
    if purpose == UNFLAGGED:
        raised = select(Finding.response_id, Finding.question).where(
            Finding.survey_id.in_(surveys), Finding.sort == SAFEGUARDING, Finding.level < WATCH
        )
        return {(row[0], row[1]) for row in work.session.execute(raised)}
    return set()
