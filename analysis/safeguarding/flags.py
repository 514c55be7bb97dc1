"""From matches to flags: look-alikes cover words, context sets the level, the plainest flag is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.reading import Found, Reading
from analysis.safeguarding.categories import IMMEDIATE, WATCH
from analysis.safeguarding.context import Context, Match
from analysis.safeguarding.found import SafeguardingFlag, heard
from analysis.safeguarding.likeness import SHORTEST, Card, Model
from analysis.safeguarding.naming import with_kinds_that_fit
from analysis.safeguarding.rules import LookAlike
from analysis.safeguarding.severity import level_of

__all__ = ["SafeguardingFlag", "flags_of", "levels_of", "with_likeness"]

EVERY = "every category"
ANSWERED = ".answered_"
SOUNDS_ORDINARY = "sounds like ordinary feedback"
# What a rule calls immediate is doubted only on so much more evidence.
LENIENCE = 1.0
# Where a denial has been heard, the model must be this much surer to raise the answer all the same.
DENIED = 3.0


@dataclass(frozen=True, slots=True)
class _Raised:
    match: Match
    level: int
    cues: tuple[str, ...]


def flags_of(
    reading: Reading,
    matches: Sequence[Match],
    covers: Sequence[tuple[LookAlike, Found]],
    context: Context,
) -> tuple[SafeguardingFlag, ...]:
    """Flags in the order of the text; within a category the most worrying of overlapping matches is kept."""
    raised: list[_Raised] = []
    harmless = _harmless(covers)
    for match in matches:
        if not harmless.get(match.place, frozenset()) & {match.rule.category, EVERY}:
            cues = context.cues(match, reading.words)
            raised.append(_Raised(match, level_of(match.rule.category, match.rule.level, cues), cues))
    return tuple(_flag(reading, one) for one in _plainest(raised))


def _harmless(covers: Sequence[tuple[LookAlike, Found]]) -> dict[int, frozenset[str]]:
    """For each word under a look-alike, the categories it is harmless for."""
    found: dict[int, frozenset[str]] = {}
    for look, cover in covers:
        for place in range(cover.start, cover.end):
            found[place] = found.get(place, frozenset()) | (look.categories or {EVERY})
    return found


def _plainest(raised: Sequence[_Raised]) -> list[_Raised]:
    kept: list[_Raised] = []
    for one in sorted(raised, key=lambda r: (r.level, r.match.start, r.match.end, r.match.rule.id)):
        if not any(_same_words(one.match, other.match) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda r: (r.match.start, r.match.end, r.match.rule.id))


def _same_words(one: Match, other: Match) -> bool:
    overlap = one.start < other.end and other.start < one.end
    return one.rule.category == other.rule.category and (overlap or one.rule.id == other.rule.id)


def _flag(reading: Reading, one: _Raised) -> SafeguardingFlag:
    start, end = reading.span(one.match.start, one.match.end)
    return SafeguardingFlag(one.match.rule.category, one.level, one.match.rule.id, start, end, one.cues)


def with_likeness(
    reading: Reading, flags: tuple[SafeguardingFlag, ...], model: Model, themes: int
) -> tuple[SafeguardingFlag, ...]:
    """Weigh what the rules say, or add what the model hears when no rule has raised the answer.

    `themes` is how many themes the codebook found, which speaks for ordinary feedback.  The cues of the model's
    own flag are the words that weigh most.
    """
    if len(reading.words) < SHORTEST:
        return flags
    evidence = model.evidence(reading.words, levels_of(flags), themes)
    if any(flag.level < WATCH for flag in flags):
        weighed = tuple(_weighed(flag, evidence, model.card) for flag in flags)
        return with_kinds_that_fit(reading, weighed, model)
    denied = any("negated" in flag.cues for flag in flags)
    level = model.level(evidence - (DENIED if denied else 0.0))
    if level is None or (flags and level == WATCH):
        return flags
    return (*flags, heard(reading, model, level, model.category(reading.words)))


def levels_of(flags: Sequence[SafeguardingFlag]) -> dict[str, int]:
    """The most worrying level of each rule."""
    levels: dict[str, int] = {}
    for flag in flags:
        levels[flag.rule] = min(flag.level, levels.get(flag.rule, WATCH))
    return levels


def _weighed(flag: SafeguardingFlag, evidence: float, card: Card) -> SafeguardingFlag:
    """The flag, moved to the watch list when all the evidence together says ordinary feedback."""
    doubted_below = card.raised_from - (LENIENCE if flag.level == IMMEDIATE else 0.0)
    if flag.level == WATCH or ANSWERED in flag.rule or evidence >= doubted_below:
        return flag
    return replace(flag, level=WATCH, cues=(*flag.cues, SOUNDS_ORDINARY))
