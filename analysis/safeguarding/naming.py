"""Which kinds of concern a raised answer is shown under: what the rules matched, and what its words speak for.

Loose words make several rules match one telling.  A kind that the words hardly speak for, beside one that fits
far better, goes to the watch list, and a kind that fits best is added though no rule has named it.  The gravest
flag, and whatever a rule calls immediate or urgent, stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from analysis.reading import Reading
from analysis.safeguarding.categories import CONCERN, URGENT, WATCH
from analysis.safeguarding.found import SafeguardingFlag, heard
from analysis.safeguarding.likeness import RULE, Model

BETTER = "another kind fits better"
# What a matching rule adds for its kind, and how far behind the best a kind may be, in the model's log odds.
OF_A_RULE = 1.0
BEHIND = 0.3


def with_kinds_that_fit(
    reading: Reading, flags: tuple[SafeguardingFlag, ...], model: Model
) -> tuple[SafeguardingFlag, ...]:
    """The flags of an answer that rules have raised, under the kinds that fit."""
    levels = _raised(flags)
    if not levels:
        return flags
    fits = {
        kind: says + (OF_A_RULE if kind in levels else 0.0)
        for kind, says in model.speaks_for(reading.words).items()
    }
    kept = _fitting(levels, fits)
    named = tuple(
        one
        if one.level == WATCH or one.category in kept
        else replace(one, level=WATCH, cues=(*one.cues, BETTER))
        for one in flags
    )
    best = max(fits, key=lambda kind: (fits[kind], kind))
    return named if best in levels else (*named, heard(reading, model, CONCERN, best))


def _raised(flags: tuple[SafeguardingFlag, ...]) -> dict[str, int]:
    """The most worrying level of each kind that a rule has raised."""
    levels: dict[str, int] = {}
    for flag in flags:
        if flag.level < WATCH and not flag.rule.endswith(RULE):
            levels[flag.category] = min(flag.level, levels.get(flag.category, WATCH))
    return levels


def _fitting(levels: Mapping[str, int], fits: Mapping[str, float]) -> set[str]:
    gravest = min(levels, key=lambda kind: (levels[kind], -fits[kind], kind))
    enough = max(fits[kind] for kind in levels) - BEHIND
    return {kind for kind in levels if kind == gravest or levels[kind] <= URGENT or fits[kind] >= enough}
