"""When both coders of a sample have finished, what each of them said becomes decisions like any other.

Who read an answer and did not give it a theme that the machine or the other coder gave it, decided against that
theme: so the two meet as a disagreement, to be settled like every other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Select, select

from analysis.stance import combined
from survey_app.services.code_answers import Place, record
from survey_app.services.draw_samples import answers_in
from survey_app.services.permissions import Person
from survey_app.services.settle_codes import NOTHING, Verdict
from survey_app.services.work import Work
from survey_app.storage.coding_samples import BlindCode, SampledAnswer
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.responses import FreeText

# What each coder (by id) says of one theme.
Verdicts = Mapping[str, Verdict]


def into_decisions(work: Work, visit_id: str, sample_id: str, coders: Sequence[str]) -> None:
    """Record a decision of each coder about each theme that anybody, or the machine, found in an answer."""
    people = {coder: Person(coder, "", roles={visit_id: frozenset()}) for coder in coders}
    for answer in answers_in(work, sample_id):
        held = work.session.scalars(_holding(answer)).one()
        for place, version, verdicts in _decisions(work, answer, coders):
            for coder, verdict in verdicts.items():
                record(work, people[coder], held, place, verdict, version)


def said_by(codes: Iterable[BlindCode], coders: Sequence[str]) -> dict[str, Verdicts]:
    """What each coder says of each theme of one answer, by theme; NOTHING where only the other gave it."""
    stances: dict[str, dict[str, list[str]]] = {}
    for code in codes:
        stances.setdefault(code.theme, {}).setdefault(code.coder, []).append(code.stance)
    return {
        theme: {
            coder: Verdict(theme, combined(by_coder[coder])) if coder in by_coder else NOTHING
            for coder in coders
        }
        for theme, by_coder in stances.items()
    }


def _decisions(
    work: Work, answer: SampledAnswer, coders: Sequence[str]
) -> Iterator[tuple[Place, str, Verdicts]]:
    codes = work.session.scalars(
        select(BlindCode)
        .where(
            BlindCode.sample_id == answer.sample_id,
            BlindCode.response_id == answer.response_id,
            BlindCode.question == answer.question,
        )
        .order_by(BlindCode.start, BlindCode.end, BlindCode.id)
    ).all()
    said = said_by(codes, coders)
    places = dict.fromkeys(
        (Place(one.start, one.end, one.label), one.version) for one in work.session.scalars(_machine(answer))
    )
    found = {place.found for place, _ in places}
    for code in codes:
        if code.theme not in found:
            found.add(code.theme)
            places[Place(code.start, code.end, code.theme), ""] = None
    for place, version in places:
        yield place, version, said.get(place.found) or dict.fromkeys(coders, NOTHING)


def _machine(answer: SampledAnswer) -> Select[Finding]:
    return select(Finding).where(
        Finding.response_id == answer.response_id,
        Finding.question == answer.question,
        Finding.sort == THEME,
    )


def _holding(answer: SampledAnswer) -> Select[FreeText]:
    here = FreeText.response_id == answer.response_id, FreeText.question == answer.question
    return select(FreeText).where(*here).with_for_update()
