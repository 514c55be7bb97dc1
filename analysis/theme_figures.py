"""How well the light model of themes does on sentences that it had not seen: the figures of its card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.intervals import Proportion
from analysis.judgement import STANCE_NAMES, Evidence, StanceEvidence

WORST = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """One sentence as people labelled it, and as a model that had not learnt from it codes it."""

    themes: frozenset[str]
    raised: frozenset[str]
    stance: str
    heard: str


def raised_by(
    evidence: Evidence, themes: Sequence[str], likeness: Sequence[int], named: Mapping[str, str]
) -> frozenset[str]:
    """The themes that a whole sentence raises."""
    ordered = sorted(likeness[: len(themes)], reverse=True)
    return frozenset(
        theme
        for theme, like in zip(themes, likeness, strict=False)
        if evidence.weigh(like, ordered[1] if like == ordered[0] else ordered[0], named.get(theme)) >= 0
    )


def heard_by(evidence: StanceEvidence, tone: Sequence[int], toned: int, opinion: int) -> str:
    """The likeliest stance of a whole sentence."""
    found = evidence.weigh(tone, toned, opinion)
    return STANCE_NAMES[found.index(max(found))]


def figures(asked: Sequence[Asked]) -> dict[str, Any]:
    """F1, precision and recall of themes, the share of stances heard rightly on themes found, and the worst themes."""
    right = Counter(theme for one in asked for theme in one.themes & one.raised)
    said = Counter(theme for one in asked for theme in one.themes)
    found = Counter(theme for one in asked for theme in one.raised)
    both = [one for one in asked if one.themes & one.raised]
    by_theme = {theme: 2 * right[theme] / (said[theme] + found[theme]) for theme in said}
    worst = sorted(by_theme, key=lambda theme: (by_theme[theme], theme))[:WORST]
    return {
        "f1": round(2 * right.total() / (said.total() + found.total()), 2),
        "precision": str(Proportion(right.total(), found.total())),
        "recall": str(Proportion(right.total(), said.total())),
        "stance": str(Proportion(sum(one.stance == one.heard for one in both), len(both))),
        "worst_themes": {theme: round(by_theme[theme], 2) for theme in worst},
    }
