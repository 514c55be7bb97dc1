"""What nobody found: random answers without a theme or a flag, read by people, and what they say about the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from analysis.prevalence import Missed, not_found
from analysis.safeguarding.categories import CATEGORIES
from survey_app.services import safeguard
from survey_app.services.blind_answers import is_blind
from survey_app.services.code_answers import CODING_BLIND, add, open_text
from survey_app.services.draw_samples import UNCODED, UNFLAGGED, draw, find_sample, samples_of
from survey_app.services.errors import Refused
from survey_app.services.find_answers import Scope
from survey_app.services.permissions import Person, require
from survey_app.services.sampled_answer import (
    Drawing,
    SampledText,
    answer_at,
    drawing_of,
    sampled_text,
    turn,
)
from survey_app.services.settle_codes import Verdict
from survey_app.services.work import Work
from survey_app.storage.coding_samples import CodingSample, SampledAnswer, SampleRead
from survey_app.storage.concerns import Concern
from survey_app.storage.findings import SAFEGUARDING, Finding
from survey_app.storage.journal import JournalEntry
from survey_app.storage.responses import FreeText

# Who may read a sample, by what it was drawn for.
READS = {UNCODED: "code_answers", UNFLAGGED: "read_unflagged"}
READ_BY_A_PERSON = "read_by_a_person"


@dataclass(frozen=True, slots=True)
class MissedSample:
    """A sample of answers in which nothing was found, and what those who read it found. `sentence` says it in words."""

    drawn: Drawing
    missed: Missed
    sentence: str


@dataclass(frozen=True)
class MissedPage:
    """One answer of such a sample. `read_before` when somebody has read it already."""

    sample: MissedSample
    answer: SampledText
    read_before: bool


def draw_missed(work: Work, person: Person, scope: Scope, purpose: str, size: int, seed: int) -> CodingSample:
    """Draw answers in which nothing was found; raises NotFound or Refused."""
    require(person, "draw_samples", scope.visit_id)
    if purpose not in READS:
        raise Refused("Choose what to look for.")
    require(person, READS[purpose], scope.visit_id)
    return draw(work, person, scope, purpose, size, seed)


def missed_samples(work: Work, person: Person, visit_id: str) -> tuple[MissedSample, ...]:
    """The samples that this person may read, the newest first; raises NotFound."""
    require(person, "code_answers", visit_id)
    purposes = [purpose for purpose, action in READS.items() if person.may(action, visit_id)]
    return tuple(_sample(work, one) for one in samples_of(work, visit_id, *purposes))


def missed_page(
    work: Work, person: Person, scope: Scope, purpose: str, sample_id: str, place: int = 0
) -> MissedPage:
    """An answer to read: the one at `place` (from 1), or the first that nobody has read; raises NotFound."""
    require(person, READS[purpose], scope.visit_id)
    made = find_sample(work, scope.visit_id, sample_id, purpose)
    read = {(one.response_id, one.question) for one in _reads(work, sample_id)}
    here = turn(work, sample_id, place, read | scope.blind)
    if is_blind(work, person.id, here.response_id, here.question):
        raise Refused(CODING_BLIND)
    before = (here.response_id, here.question) in read
    return MissedPage(_sample(work, made), sampled_text(work, scope, here), before)


def nothing_missed(
    work: Work, person: Person, visit_id: str, purpose: str, sample_id: str, place: int
) -> None:
    """Say that there is nothing in the answer; raises NotFound."""
    here = _here(work, person, visit_id, purpose, sample_id, place)
    _note(work, person, here, found=False)


def theme_missed(
    work: Work,
    person: Person,
    visit_id: str,
    sample_id: str,
    place: int,
    words: str,
    verdict: Verdict,
    start: int | None = None,
) -> None:
    """Code a theme that nobody had found, and count it as missed; raises NotFound or Refused."""
    here = _here(work, person, visit_id, UNCODED, sample_id, place)
    add(work, person, visit_id, here.response_id, here.question, words, verdict, start)
    _note(work, person, here, found=True)


def harm_missed(
    work: Work, person: Person, visit_id: str, sample_id: str, place: int, category: str, level: int
) -> None:
    """Flag an answer that no rule flagged, and put it into the queue of concerns; raises NotFound or Refused."""
    here = _here(work, person, visit_id, UNFLAGGED, sample_id, place)
    if category not in CATEGORIES:
        raise Refused("Choose what it is about.")
    if level not in safeguard.LEVELS or level >= safeguard.WATCH:
        raise Refused("Choose how soon a person has to read it.")
    answer = work.session.get_one(FreeText, (here.response_id, here.question))
    work.session.add(_flag(answer, person, category, level, len(open_text(work, visit_id, answer))))
    known = select(Concern.id).where(Concern.response_id == here.response_id)
    work.session.flush()
    if work.session.execute(known).first() is None:
        safeguard.raise_concern(work, visit_id, here.response_id, level)
    work.session.add(
        JournalEntry(at=work.now, by=person.email, action="raise_concern", subject=visit_id, detail=category)
    )
    _note(work, person, here, found=True)


def missed_sentence(purpose: str, found: Missed, size: int) -> str:
    """What was read and what it says about all, such as: 2 of 40 had a theme: between 12 and 90 of all 500 may."""
    what = "a theme" if purpose == UNCODED else "a sign of harm"
    if not found.read:
        these = "this answer" if size == 1 else f"any of these {size} answers"
        return f"Nobody has read {these} yet."
    low, high = found.units
    answers = "answer" if found.read == 1 else "answers"
    had = f"{found.found} of the {found.read} {answers} that people read had {what}"
    left = size - found.read
    whole = f" Still to be read: {left} of the sample." if left > 0 else ""
    return (
        f"{had}. From that, between {low:,} and {high:,} of all {found.total:,} answers in which nothing was found "
        f"may have one (95% sure).{whole}"
    )


def _sample(work: Work, made: CodingSample) -> MissedSample:
    reads = _reads(work, made.id)
    by_answer: dict[tuple[str, str], bool] = {}
    for one in reads:
        place = one.response_id, one.question
        by_answer[place] = by_answer.get(place, False) or one.found
    missed = not_found(by_answer.values(), made.total)
    return MissedSample(
        drawn=drawing_of(made),
        missed=missed,
        sentence=missed_sentence(made.purpose, missed, made.size),
    )


def _reads(work: Work, sample_id: str) -> Sequence[SampleRead]:
    return work.session.scalars(select(SampleRead).where(SampleRead.sample_id == sample_id)).all()


def _here(
    work: Work, person: Person, visit_id: str, purpose: str, sample_id: str, place: int
) -> SampledAnswer:
    require(person, READS[purpose], visit_id)
    find_sample(work, visit_id, sample_id, purpose)
    return answer_at(work, sample_id, place)


def _note(work: Work, person: Person, here: SampledAnswer, found: bool) -> None:
    """What this person says of the answer now; once they found something, that stays."""
    key = here.sample_id, here.response_id, here.question, person.id
    before = work.session.get(SampleRead, key)
    if before is not None:
        before.found = before.found or found
        return
    work.session.add(
        SampleRead(
            sample_id=here.sample_id,
            response_id=here.response_id,
            question=here.question,
            coder=person.id,
            found=found,
            at=work.now,
        )
    )


def _flag(answer: FreeText, person: Person, category: str, level: int, length: int) -> Finding:
    return Finding(
        survey_id=answer.survey_id,
        response_id=answer.response_id,
        question=answer.question,
        coder=person.id,
        sort=SAFEGUARDING,
        label=category,
        level=level,
        rule=READ_BY_A_PERSON,
        start=0,
        end=length,
        cues=["a person read this"],
        version="",
    )
