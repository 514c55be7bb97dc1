"""The words of an answer that a finding rests on, marked: where each begins and ends, and what it says.

Places are code points of the original text, as Python counts them, so that nothing is ever cut or added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from analysis.codebook.loader import load_codebook
from analysis.safeguarding.categories import CATEGORIES
from analysis.safeguarding.rules import load_terms
from survey_app.services.count_themes import NO_OWN
from survey_app.services.safeguard import NOT_JUDGED
from survey_app.storage.findings import SAFEGUARDING, Finding


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding in one text. `number` counts from 1 in the order of the text; `level` 0 is a theme's.

    `why` is what a safeguarding rule looks for, in the words of who wrote it; empty for themes and lost rules.
    """

    number: int
    sort: str
    id: str
    label: str
    stance: str
    level: int
    rule: str
    why: str
    start: int
    end: int
    words: str
    cues: tuple[str, ...]

    @property
    def is_flag(self) -> bool:
        """True for a safeguarding flag."""
        return self.sort == SAFEGUARDING


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters under the same marks; `beginning` and `ending` are those that begin or end with it."""

    text: str
    marks: tuple[Mark, ...]
    beginning: tuple[Mark, ...]
    ending: tuple[Mark, ...]


def marks_of(
    text: str, findings: Iterable[Finding], own_themes: Mapping[str, str] = NO_OWN
) -> tuple[Mark, ...]:
    """The findings of one text as marks, in the order of the text; flags come before themes at one place.

    `own_themes` says what the visit's own themes are called.
    """
    ordered = sorted(findings, key=lambda f: (f.start, f.sort != SAFEGUARDING, f.end, f.label, f.id))
    return tuple(_mark(number, finding, text, own_themes) for number, finding in enumerate(ordered, 1))


def pieces_of(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The whole text in runs; together they are the text again, character by character."""
    cuts = {0, len(text)}.union(*((mark.start, mark.end) for mark in marks))
    ends = sorted(cuts)
    return tuple(_piece(text, start, end, marks) for start, end in pairwise(ends))


def label_of(sort: str, label: str, own_themes: Mapping[str, str] = NO_OWN) -> str:
    """What people call a theme or a category of concern; one that is not known any more keeps its id."""
    if sort == SAFEGUARDING:
        return CATEGORIES.get(label) or NOT_JUDGED.get(label, label)
    theme = load_codebook().themes.get(label)
    return theme.label if theme else own_themes.get(label, label)


@cache
def _reasons() -> Mapping[str, str]:
    return {rule.id: rule.why for rule in load_terms().rules}


def _mark(number: int, finding: Finding, text: str, own_themes: Mapping[str, str]) -> Mark:
    start = min(max(finding.start, 0), len(text))
    end = min(max(finding.end, start), len(text))
    return Mark(
        number=number,
        sort=finding.sort,
        id=finding.label,
        label=label_of(finding.sort, finding.label, own_themes),
        stance=finding.stance,
        level=finding.level,
        rule=finding.rule,
        why=_reasons().get(finding.rule, "") if finding.sort == SAFEGUARDING else "",
        start=start,
        end=end,
        words=text[start:end],
        cues=tuple(finding.cues),
    )


def _piece(text: str, start: int, end: int, marks: Sequence[Mark]) -> Piece:
    over = tuple(mark for mark in marks if mark.start <= start and end <= mark.end)
    beginning = tuple(mark for mark in over if mark.start == start)
    return Piece(text[start:end], over, beginning, tuple(mark for mark in over if mark.end == end))
