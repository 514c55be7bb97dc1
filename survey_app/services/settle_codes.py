"""What the decisions of several people about one place come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a place is: a theme with a stance, or nothing when both are empty."""

    theme: str
    stance: str


NOTHING = Verdict("", "")


@dataclass(frozen=True, slots=True)
class Decided:
    """One person's decision about a place; `settles` ends a disagreement."""

    coder: str
    verdict: Verdict
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts now. `disputed` while people differ and nobody has settled it: then the latest decision counts."""

    verdict: Verdict
    disputed: bool


def standing(decisions: Sequence[Decided]) -> Standing:
    """Where decisions stand, the oldest first; there is at least one.

    What was settled stays until it is settled anew. Otherwise each person's latest decision has one voice, and more
    than half of the voices decide.
    """
    for one in reversed(decisions):
        if one.settles:
            return Standing(one.verdict, False)
    voices = Counter({one.coder: one.verdict for one in decisions}.values())
    verdict, most = voices.most_common(1)[0]
    if most * 2 > voices.total():
        return Standing(verdict, False)
    return Standing(decisions[-1].verdict, True)
