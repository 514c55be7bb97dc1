"""How far two coders agree on each theme of a sample, and how far the counts can be trusted, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from analysis.alpha import Agreement, by_theme, on_stance, overall
from analysis.coded_units import Code, Coded, gather
from analysis.prevalence import Prevalence, checked_theme, prevalence
from survey_app.services.draw_samples import DOUBLE, answers_in, find_sample, samples_of
from survey_app.services.errors import Refused
from survey_app.services.kept import Kept
from survey_app.services.permissions import Person, require
from survey_app.services.visit_themes import every_label
from survey_app.services.work import Work
from survey_app.storage.coding_samples import BlindCode, SampleCoder, SampleRead
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.responses import FreeText

MACHINE = "machine"
WELL, FAIRLY, NOT, TOO_LITTLE, ALWAYS = "well", "fairly", "not", "too little", "always"
NOT_YET = "Agreement shows here when both coders have finished."
LISTED = 12


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """How two coders agree on one theme; `gave` is how many answers at least one of them gave it."""

    theme: str
    label: str
    agreement: Agreement
    how: str
    gave: int
    both: int


@dataclass(frozen=True)
class CodersAgreement:
    """Everything that a sample says about two coders; `sentence` says it in words."""

    size: int
    overall: Agreement
    stance: Agreement
    themes: tuple[ThemeAgreement, ...]
    sentence: str


_agreed: Kept[CodersAgreement] = Kept()


def agreement_on(work: Work, person: Person, visit_id: str, sample_id: str) -> CodersAgreement:
    """Agreement in a sample that both have finished; raises NotFound, and Refused before that."""
    require(person, "code_answers", visit_id)
    made = find_sample(work, visit_id, sample_id, DOUBLE)
    if not _finished(work, sample_id):
        raise Refused(NOT_YET)
    stamp = (("themes", "", len(every_label(work, visit_id))),)
    return _agreed.get(sample_id, stamp, lambda: _agreement(work, visit_id, sample_id, made.seed))


def corrected(work: Work, visit_id: str, surveys: Sequence[str]) -> dict[str, Prevalence]:
    """The share of answers with each theme, corrected for the machine's error, where enough was checked.

    Checked are the answers of all finished samples that were coded twice.
    """
    finished = [one.id for one in samples_of(work, visit_id, DOUBLE) if _finished(work, one.id)]
    if not finished:
        return {}
    codes = [
        code for sample_id in finished for code in (*_people(work, sample_id), *_machine(work, sample_id))
    ]
    coded = gather(codes)
    counted = select(Finding.label, func.count((Finding.response_id + "/" + Finding.question).distinct()))
    of_machine = counted.where(
        Finding.survey_id.in_(surveys), Finding.sort == THEME, Finding.coder == MACHINE
    )
    found = dict(work.session.execute(of_machine.group_by(Finding.label)).all())
    answers = select(func.count()).select_from(FreeText).where(FreeText.survey_id.in_(surveys))
    total = work.session.execute(answers).scalar_one()
    shares = {
        theme: prevalence(found.get(theme, 0), total, checked_theme(coded, MACHINE, theme))
        for theme in coded.every_theme
    }
    return {theme: one for theme, one in shares.items() if one.share is not None}


def _finished(work: Work, sample_id: str) -> bool:
    coders = select(SampleCoder.finished_at).where(SampleCoder.sample_id == sample_id)
    told = work.session.scalars(coders).all()
    return bool(told) and None not in told


def _agreement(work: Work, visit_id: str, sample_id: str, seed: int) -> CodersAgreement:
    coded = gather(_people(work, sample_id))
    labels = every_label(work, visit_id)
    themes = [
        _theme(coded, theme, labels.get(theme, theme), agreed)
        for theme, agreed in by_theme(coded, seed).items()
    ]
    ordered = tuple(sorted(themes, key=lambda one: (-one.gave, one.label)))
    return CodersAgreement(
        size=len(coded.themes),
        overall=overall(coded, seed),
        stance=on_stance(coded, seed),
        themes=ordered,
        sentence=agreement_sentence(ordered),
    )


def _theme(coded: Coded, theme: str, label: str, agreed: Agreement) -> ThemeAgreement:
    given = [sum(theme in labels for labels in unit.values()) for unit in coded.themes.values()]
    gave, both = sum(number > 0 for number in given), sum(number > 1 for number in given)
    return ThemeAgreement(theme, label, agreed, _how(agreed), gave, both)


def _how(agreed: Agreement) -> str:
    if agreed.alpha is None:
        return ALWAYS
    if agreed.verdict.startswith("too few"):
        return TOO_LITTLE
    return {"reliable": WELL, "tentative": FAIRLY}.get(agreed.verdict, NOT)


def agreement_sentence(themes: Iterable[ThemeAgreement]) -> str:
    """Plain words such as: The 2 coders agree well on transport and fairly on waiting; they do not agree on advice."""
    named: dict[str, list[str]] = {}
    for one in themes:
        named.setdefault(one.how, []).append(one.label)
    well = [*named.get(WELL, ()), *named.get(ALWAYS, ())]
    parts = [
        f"{words} {_listed(labels)}"
        for words, labels in (("well on", well), ("fairly on", named.get(FAIRLY, [])))
        if labels
    ]
    told = [f"The 2 coders agree {' and '.join(parts)}."] if parts else []
    if named.get(NOT):
        told.append(f"They do not agree on {_listed(named[NOT])}.")
    if named.get(TOO_LITTLE):
        told.append("Too few answers were read to tell about the others.")
    return " ".join(told) or "Neither coder gave any theme, so there is nothing to compare."


def _listed(labels: Sequence[str]) -> str:
    shown = [*labels[:LISTED], *([f"{len(labels) - LISTED} more"] if len(labels) > LISTED else [])]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _people(work: Work, sample_id: str) -> Iterable[Code]:
    """What each coder gave; a line without a theme says that they read the answer."""
    reads = select(SampleRead.response_id, SampleRead.question, SampleRead.coder)
    for response_id, question, coder in work.session.execute(reads.where(SampleRead.sample_id == sample_id)):
        yield Code(f"{response_id}/{question}", coder, "", "")
    for one in work.session.scalars(select(BlindCode).where(BlindCode.sample_id == sample_id)):
        yield Code(f"{one.response_id}/{one.question}", one.coder, one.theme, one.stance)


def _machine(work: Work, sample_id: str) -> Iterable[Code]:
    """What the machine finds in the same answers."""
    there = answers_in(work, sample_id)
    units: Mapping[tuple[str, str], str] = {
        (one.response_id, one.question): f"{one.response_id}/{one.question}" for one in there
    }
    for unit in units.values():
        yield Code(unit, MACHINE, "", "")
    found = select(Finding).where(
        Finding.response_id.in_([one.response_id for one in there]),
        Finding.sort == THEME,
        Finding.coder == MACHINE,
    )
    for one in work.session.scalars(found):
        if (one.response_id, one.question) in units:
            yield Code(units[one.response_id, one.question], MACHINE, one.label, one.stance)
