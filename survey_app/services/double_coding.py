"""Two people code the same answers, and see neither the machine's codes nor each other's until both have finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from survey_app.services.blind_decisions import into_decisions
from survey_app.services.code_answers import check_verdict, open_text
from survey_app.services.coded_answer import names_of
from survey_app.services.draw_samples import DOUBLE, draw, find_sample, samples_of, team_of
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
from survey_app.services.settle_codes import NOTHING, Verdict
from survey_app.services.visit_themes import every_label
from survey_app.services.words_in_text import find_words
from survey_app.services.work import Work
from survey_app.storage.coding_samples import BlindCode, CodingSample, SampleCoder, SampledAnswer, SampleRead
from survey_app.storage.responses import FreeText

NOT_A_CODER = "Only the two people who code this sample can open it."
OVER = "You have finished this sample, so your codes cannot be changed any more."


@dataclass(frozen=True, slots=True)
class SampleCard:
    """A sample that is coded twice: how far each coder is, by address. `mine` when the reader is one of them."""

    drawn: Drawing
    read: Mapping[str, int]
    finished: Mapping[str, bool]
    mine: bool
    i_finished: bool

    @property
    def open(self) -> bool:
        """True while somebody has not finished."""
        return not all(self.finished.values())


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A code that the reader gave."""

    id: str
    words: str
    theme: str
    label: str
    stance: str


@dataclass(frozen=True)
class BlindPage:
    """One answer of a sample, with the reader's own codes and nothing else. `read` counts the answers read."""

    sample: SampleCard
    answer: SampledText
    read: int
    codes: tuple[GivenCode, ...]


def draw_double(
    work: Work, person: Person, scope: Scope, size: int, seed: int, coders: Sequence[str]
) -> CodingSample:
    """Draw a sample for two members of the team; raises NotFound or Refused."""
    require(person, "draw_samples", scope.visit_id)
    chosen = list(dict.fromkeys(coders))
    team = team_of(work, scope.visit_id)
    if len(chosen) != 2 or not team.keys() >= set(chosen):
        raise Refused("Choose two different people of the inspection team.")
    made = draw(work, person, scope, DOUBLE, size, seed)
    work.session.add_all(SampleCoder(sample_id=made.id, coder=coder) for coder in chosen)
    return made


def double_samples(work: Work, person: Person, visit_id: str) -> tuple[SampleCard, ...]:
    """The samples that are coded twice, the newest first; raises NotFound."""
    require(person, "code_answers", visit_id)
    return tuple(_card(work, person, one) for one in samples_of(work, visit_id, DOUBLE))


def sample_card(work: Work, person: Person, visit_id: str, sample_id: str) -> SampleCard:
    """One of them; raises NotFound."""
    require(person, "code_answers", visit_id)
    return _card(work, person, find_sample(work, visit_id, sample_id, DOUBLE))


def blind_page(work: Work, person: Person, scope: Scope, sample_id: str, place: int = 0) -> BlindPage:
    """An answer to code: the one at `place` (from 1), or the first that is not read; raises NotFound."""
    card = sample_card(work, person, scope.visit_id, sample_id)
    if not card.mine:
        raise Refused(NOT_A_CODER)
    read = _read(work, sample_id, person.id)
    here = turn(work, sample_id, place, read)
    answer = sampled_text(work, scope, here)
    return BlindPage(card, answer, len(read), _given(work, person, scope.visit_id, here, answer.text or ""))


def give_code(
    work: Work,
    person: Person,
    visit_id: str,
    sample_id: str,
    place: int,
    words: str,
    verdict: Verdict,
    start: int | None = None,
) -> None:
    """Code words of an answer of the sample; raises NotFound or Refused."""
    here = _mine(work, person, visit_id, sample_id, place)
    if verdict == NOTHING:
        raise Refused("Choose a theme.")
    check_verdict(work, visit_id, verdict)
    answer = work.session.get_one(FreeText, (here.response_id, here.question))
    begin, end = find_words(open_text(work, visit_id, answer), words, start)
    work.session.add(
        BlindCode(
            sample_id=sample_id,
            response_id=here.response_id,
            question=here.question,
            coder=person.id,
            start=begin,
            end=end,
            theme=verdict.theme,
            stance=verdict.stance,
        )
    )


def take_back(work: Work, person: Person, visit_id: str, sample_id: str, place: int, code_id: str) -> None:
    """Take back a code of one's own; raises NotFound or Refused."""
    _mine(work, person, visit_id, sample_id, place)
    work.session.execute(
        delete(BlindCode).where(
            BlindCode.id == code_id, BlindCode.sample_id == sample_id, BlindCode.coder == person.id
        )
    )


def have_read(work: Work, person: Person, visit_id: str, sample_id: str, place: int) -> None:
    """Say that all there is in this answer is coded; raises NotFound or Refused."""
    here = _mine(work, person, visit_id, sample_id, place)
    codes = select(BlindCode.id).where(
        BlindCode.sample_id == sample_id,
        BlindCode.coder == person.id,
        BlindCode.response_id == here.response_id,
        BlindCode.question == here.question,
    )
    read = SampleRead(
        sample_id=sample_id,
        response_id=here.response_id,
        question=here.question,
        coder=person.id,
        found=work.session.execute(codes.limit(1)).first() is not None,
        at=work.now,
    )
    work.session.merge(read)


def finish(work: Work, person: Person, visit_id: str, sample_id: str) -> bool:
    """Finish one's part; True when both have, and the codes have become decisions. Raises NotFound or Refused."""
    require(person, "code_answers", visit_id)
    made = find_sample(work, visit_id, sample_id, DOUBLE)
    # Held, so that of two who finish at once the second sees the first.
    work.session.scalars(select(CodingSample).where(CodingSample.id == sample_id).with_for_update()).one()
    mine = work.session.get(SampleCoder, (sample_id, person.id), populate_existing=True)
    if mine is None:
        raise Refused(NOT_A_CODER)
    if mine.finished_at is not None:
        raise Refused(OVER)
    left = made.size - len(_read(work, sample_id, person.id))
    if left:
        raise Refused(f"Read every answer first: {left} {'is' if left == 1 else 'are'} left.")
    mine.finished_at = work.now
    work.session.flush()
    coders = _coders(work, sample_id)
    if any(one.finished_at is None for one in coders):
        return False
    into_decisions(work, visit_id, sample_id, [one.coder for one in coders])
    return True


def _mine(work: Work, person: Person, visit_id: str, sample_id: str, place: int) -> SampledAnswer:
    """The answer at a place of a sample that this person codes and has not finished."""
    require(person, "code_answers", visit_id)
    find_sample(work, visit_id, sample_id, DOUBLE)
    mine = work.session.get(SampleCoder, (sample_id, person.id))
    if mine is None:
        raise Refused(NOT_A_CODER)
    here = answer_at(work, sample_id, place)
    if mine.finished_at is not None:
        raise Refused(OVER)
    return here


def _card(work: Work, person: Person, made: CodingSample) -> SampleCard:
    coders = _coders(work, made.id)
    names = names_of(work, [one.coder for one in coders])
    return SampleCard(
        drawn=drawing_of(made),
        read={names[one.coder]: len(_read(work, made.id, one.coder)) for one in coders},
        finished={names[one.coder]: one.finished_at is not None for one in coders},
        mine=any(one.coder == person.id for one in coders),
        i_finished=any(one.coder == person.id and one.finished_at is not None for one in coders),
    )


def _coders(work: Work, sample_id: str) -> Sequence[SampleCoder]:
    statement = select(SampleCoder).where(SampleCoder.sample_id == sample_id).order_by(SampleCoder.coder)
    return work.session.scalars(statement.execution_options(populate_existing=True)).all()


def _read(work: Work, sample_id: str, coder: str) -> set[tuple[str, str]]:
    statement = select(SampleRead.response_id, SampleRead.question).where(
        SampleRead.sample_id == sample_id, SampleRead.coder == coder
    )
    return {(response_id, question) for response_id, question in work.session.execute(statement)}


def _given(
    work: Work, person: Person, visit_id: str, here: SampledAnswer, text: str
) -> tuple[GivenCode, ...]:
    labels = every_label(work, visit_id)
    statement = select(BlindCode).where(
        BlindCode.sample_id == here.sample_id,
        BlindCode.coder == person.id,
        BlindCode.response_id == here.response_id,
        BlindCode.question == here.question,
    )
    codes = work.session.scalars(statement.order_by(BlindCode.start, BlindCode.end, BlindCode.theme))
    return tuple(
        GivenCode(one.id, text[one.start : one.end], one.theme, labels.get(one.theme, one.theme), one.stance)
        for one in codes
    )
