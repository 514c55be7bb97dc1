"""One answer as those who code it see it: its words, every code in it, who found it and who decided what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, select

from survey_app.services.blind_answers import is_blind
from survey_app.services.code_answers import CODING_BLIND, as_decided
from survey_app.services.codes_that_count import speaks_for
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Scope
from survey_app.services.mark_words import Mark, Piece, pieces_of
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.receive_answers import text_place
from survey_app.services.settle_codes import Verdict, standing
from survey_app.services.visit_themes import every_label
from survey_app.services.wording_asked import wording_asked
from survey_app.services.work import Work
from survey_app.storage.code_decisions import CodeDecision, LookedAt
from survey_app.storage.findings import SAFEGUARDING, THEME, Finding
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import SealBroken
from survey_app.storage.staff import Staff

WAITING, ACCEPTED, REJECTED, RECODED, ADDED, DISPUTED = (
    "waiting",
    "accepted",
    "rejected",
    "recoded",
    "added",
    "disputed",
)
MACHINE = "machine"
T = TypeVar("T", Finding, CodeDecision, LookedAt)


@dataclass(frozen=True, slots=True)
class Said:
    """What one person decided last about one code; an empty `theme` means that it is none."""

    who: str
    mine: bool
    theme: str
    label: str
    stance: str
    settles: bool


@dataclass(frozen=True, slots=True)
class CodeCard:
    """One code of an answer. `found` is the theme it was found under, `theme` and `stance` are what counts now.

    `source` is "machine", "candidate" (the words of a theme of this visit) or "person"; `state` one of those above.
    """

    number: int
    start: int
    end: int
    words: str
    found: str
    found_label: str
    found_stance: str
    source: str
    rule: str
    version: str
    theme: str
    label: str
    stance: str
    state: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class CodedAnswer:
    """An answer with its codes. `text` is None when no key here opens it; `looked` are those who looked through it."""

    response_id: str
    question: str
    wording: str
    audience: str
    received_on: date
    language: str
    text: str | None
    cards: tuple[CodeCard, ...]
    pieces: tuple[Piece, ...]
    looked: tuple[str, ...]
    flagged: bool


def coded_answer(work: Work, person: Person, scope: Scope, response_id: str, question: str) -> CodedAnswer:
    """An answer of this scope with every code; raises NotFound, and Refused while this person codes it blind."""
    require(person, "code_answers", scope.visit_id)
    answer = work.session.get(FreeText, (response_id, question))
    if answer is None or answer.survey_id not in scope.surveys:
        raise NotFound(response_id)
    if is_blind(work, person.id, response_id, question):
        raise Refused(CODING_BLIND)
    response = work.session.get_one(Response, response_id)
    asked = version_of(work, response.version_digest)
    text = _opened(work, scope, answer)
    findings = work.session.scalars(_of(Finding, answer)).all()
    decisions = work.session.scalars(_of(CodeDecision, answer).order_by(CodeDecision.number)).all()
    looked = work.session.scalars(_of(LookedAt, answer).order_by(LookedAt.number)).all()
    names = names_of(work, {one.coder for one in decisions} | {one.coder for one in looked})
    cards = _cards(
        text or "", findings, decisions, _Words(every_label(work, scope.visit_id), names, person.id)
    )
    return CodedAnswer(
        response_id=response_id,
        question=question,
        wording=wording_asked(asked, question, response.choices),
        audience=scope.surveys[answer.survey_id],
        received_on=response.received_on,
        language=answer.language or "",
        text=text,
        cards=cards,
        pieces=pieces_of(text or "", [_mark(card) for card in cards]),
        looked=tuple(dict.fromkeys(names[one.coder] for one in looked)),
        flagged=any(one.sort == SAFEGUARDING for one in findings),
    )


def names_of(work: Work, coders: Iterable[str]) -> dict[str, str]:
    """The addresses of members of staff by id; somebody who is not there keeps the id."""
    wanted = set(coders)
    known = dict(work.session.execute(select(Staff.id, Staff.email).where(Staff.id.in_(wanted))).all())
    return {coder: known.get(coder, coder) for coder in wanted}


@dataclass(frozen=True, slots=True)
class _Words:
    """What themes and people are called, and who looks."""

    labels: Mapping[str, str]
    names: Mapping[str, str]
    reader: str

    def label(self, theme: str) -> str:
        return self.labels.get(theme, theme)

    def said(self, one: CodeDecision) -> Said:
        mine = one.coder == self.reader
        return Said(self.names[one.coder], mine, one.theme, self.label(one.theme), one.stance, one.settles)


_Key = tuple[int, int, str]


def _cards(
    text: str, findings: Sequence[Finding], decisions: Sequence[CodeDecision], words: _Words
) -> tuple[CodeCard, ...]:
    """Every code, in the order of the text: those that people decided about, and those that wait."""
    places: dict[_Key, list[CodeDecision]] = {}
    for one in decisions:
        places.setdefault((one.start, one.end, one.found), []).append(one)
    machine: dict[_Key, Finding] = {}
    for finding in findings:
        if finding.sort != THEME:
            continue
        speaking = [one for one in decisions if speaks_for(one, finding)]
        exact = (finding.start, finding.end, finding.label)
        key = exact if exact in places or not speaking else _key(speaking[0])
        places.setdefault(key, [])
        machine.setdefault(key, finding)
    return tuple(
        _card(number, text, key, places[key], machine.get(key), words)
        for number, key in enumerate(sorted(places), 1)
    )


def _key(one: CodeDecision) -> _Key:
    return one.start, one.end, one.found


def _card(
    number: int,
    text: str,
    key: _Key,
    decisions: Sequence[CodeDecision],
    finding: Finding | None,
    words: _Words,
) -> CodeCard:
    start, end, found = key
    first = next((one for one in decisions if one.theme), None)
    stance = finding.stance if finding else first.stance if first else ""
    now = standing([as_decided(one) for one in decisions]) if decisions else None
    verdict = now.verdict if now else Verdict(found, stance)
    latest = {one.coder: one for one in decisions}
    return CodeCard(
        number=number,
        start=start,
        end=end,
        words=text[start:end],
        found=found,
        found_label=words.label(found),
        found_stance=stance,
        source=finding.coder if finding else MACHINE if decisions[0].version else "person",
        rule=finding.rule if finding else "",
        version=finding.version if finding else decisions[0].version,
        theme=verdict.theme,
        label=words.label(verdict.theme),
        stance=verdict.stance,
        state=_state(now.disputed if now else None, verdict, Verdict(found, stance), finding, decisions),
        said=tuple(words.said(one) for one in latest.values()),
    )


def _state(
    disputed: bool | None,
    verdict: Verdict,
    found: Verdict,
    finding: Finding | None,
    decisions: Sequence[CodeDecision],
) -> str:
    if disputed is None:
        return WAITING
    if disputed:
        return DISPUTED
    if not verdict.theme:
        return REJECTED
    if verdict != found:
        return RECODED
    return ACCEPTED if finding or decisions[0].version else ADDED


def _mark(card: CodeCard) -> Mark:
    """A code as a mark in the text; what was rejected is still shown, as nothing."""
    theme = card.theme or card.found
    stance = card.stance if card.theme else REJECTED
    label = card.label if card.theme else card.found_label
    return Mark(
        card.number, THEME, theme, label, stance, 0, card.rule, "", card.start, card.end, card.words, ()
    )


def _opened(work: Work, scope: Scope, answer: FreeText) -> str | None:
    place = text_place(scope.visit_id, answer.response_id, answer.question)
    try:
        return work.keys.open(scope.key_salt, place, answer.sealed)
    except SealBroken:
        return None


def _of(table: type[T], answer: FreeText) -> Select[T]:
    return select(table).where(table.response_id == answer.response_id, table.question == answer.question)
