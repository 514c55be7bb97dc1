"""The themes that count: what people decided where they did, what the machine found everywhere else.

A decision speaks for every code of the same theme that lies over its words, also when a later version of the
machine draws them a little longer: what a person rejected does not come back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, func, literal, select, union_all

from survey_app.services.kept import Stamp
from survey_app.services.work import Work
from survey_app.storage.code_decisions import CodeDecision, SettledCode
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.journal import JournalEntry

PEOPLE = "people"
# What is written in the journal when codes change without a decision.
SCANNED_AGAIN, MADE_THEME, CHANGED_THEME = "scan_again", "make_theme", "change_theme"
CHANGES = (SCANNED_AGAIN, MADE_THEME, CHANGED_THEME)


@dataclass(frozen=True, slots=True)
class CodedBy:
    """How many codes of a visit rest on whom. `disputed` are those about which people differ."""

    machine: int
    accepted: int
    rejected: int
    disputed: int

    @property
    def people(self) -> int:
        """The places that people decided about."""
        return self.accepted + self.rejected


def codes_that_count(surveys: Collection[str]) -> Subquery:
    """One row for each code: survey_id, response_id, question, theme, stance."""
    found = select(
        Finding.survey_id, Finding.response_id, Finding.question, Finding.label.label("theme"), Finding.stance
    ).where(Finding.survey_id.in_(surveys), Finding.sort == THEME, ~decided())
    settled = select(
        SettledCode.survey_id,
        SettledCode.response_id,
        SettledCode.question,
        SettledCode.theme,
        SettledCode.stance,
    ).where(SettledCode.survey_id.in_(surveys), SettledCode.theme != literal(""))
    return union_all(found, settled).subquery("codes")


def decided() -> ColumnElement[bool]:
    """True of a finding that a decision speaks for."""
    return exists().where(_same_place())


def _same_place() -> ColumnElement[bool]:
    return and_(
        SettledCode.response_id == Finding.response_id,
        SettledCode.question == Finding.question,
        SettledCode.found == Finding.label,
        SettledCode.start < Finding.end,
        SettledCode.end > Finding.start,
    )


def speaks_for(settled: SettledCode | CodeDecision, finding: Finding) -> bool:
    """The same about one finding and one decision of the same answer."""
    same = finding.sort == THEME and settled.found == finding.label
    return same and settled.start < finding.end and settled.end > finding.start


def with_decisions(findings: Sequence[Finding], settled: Iterable[SettledCode]) -> list[Finding]:
    """The findings of one answer as they count: those that people decided about stand as they decided."""
    told = list(settled)
    left = [one for one in findings if not any(speaks_for(each, one) for each in told)]
    return left + [_as_finding(one) for one in told if one.theme]


def _as_finding(one: SettledCode) -> Finding:
    said = "people disagree; the latest decision is shown" if one.disputed else "decided by people"
    return Finding(
        id="",
        survey_id=one.survey_id,
        response_id=one.response_id,
        question=one.question,
        coder=PEOPLE,
        sort=THEME,
        label=one.theme,
        stance=one.stance,
        level=0,
        rule=said,
        start=one.start,
        end=one.end,
        cues=[],
        version="",
    )


def coded_by(work: Work, surveys: Collection[str]) -> CodedBy:
    """How many codes rest on the machine, and how many on people."""
    # Counted apart and subtracted: to ask of each code whether somebody decided takes a second for 100,000 answers.
    found = select(func.count()).where(Finding.survey_id.in_(surveys), Finding.sort == THEME)
    spoken_for = (
        select(func.count(Finding.id.distinct()))
        .select_from(SettledCode)
        .join(Finding, _same_place())
        .where(SettledCode.survey_id.in_(surveys), Finding.sort == THEME)
    )
    kept, differ = case((SettledCode.theme != "", 1), else_=0), case((SettledCode.disputed, 1), else_=0)
    settled = select(func.count(), func.sum(kept), func.sum(differ)).where(SettledCode.survey_id.in_(surveys))
    places, accepted, disputed = work.session.execute(settled).one()
    return CodedBy(
        machine=work.session.execute(found).scalar_one() - work.session.execute(spoken_for).scalar_one(),
        accepted=accepted or 0,
        rejected=places - (accepted or 0),
        disputed=disputed or 0,
    )


def stamp_of_codes(work: Work, visit_id: str, surveys: Collection[str]) -> Stamp:
    """What changes whenever a code of the visit does, apart from new answers."""
    newest = select(func.max(CodeDecision.number)).where(CodeDecision.survey_id.in_(surveys))
    decisions = work.session.execute(newest).scalar_one() or 0
    return ("decisions", "", decisions), ("changes", "", changes_of_codes(work, visit_id))


def changes_of_codes(work: Work, visit_id: str) -> int:
    """How often codes of the visit have changed without a decision about one of them."""
    changes = select(func.count()).where(JournalEntry.subject == visit_id, JournalEntry.action.in_(CHANGES))
    return work.session.execute(changes).scalar_one()
