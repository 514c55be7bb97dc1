"""From a rule's starting level and the cues around it to the level that is shown."""

from __future__ import annotations

from collections.abc import Collection

from analysis.safeguarding.categories import CONCERN, IMMEDIATE, URGENT, WATCH

# A machine may only move a match to the watch list, never off it.
TO_WATCH = frozenset({"negated", "policy or service", "figure of speech", "game or story"})
TO_CONCERN = frozenset({"negated with a doubt", "past", "resolved", "hypothetical"})
RISES_WITH_NOW = frozenset(
    {
        "suicide", "physical_abuse", "sexual_abuse", "domestic_abuse", "missing", "not_safe",
        "serious_violence", "honour_based_abuse", "family_crisis", "neglect", "exploitation",
    }
)  # fmt: skip


def level_of(category: str, start: int, cues: Collection[str]) -> int:
    """The level to show; 1 is the most worrying and 4 is the watch list."""
    if TO_WATCH.intersection(cues):
        return WATCH
    level = start
    if TO_CONCERN.intersection(cues):
        level = max(level, CONCERN)
    if level > CONCERN:
        return level
    if level == URGENT and "now" in cues and category in RISES_WITH_NOW:
        level = IMMEDIATE
    if level < CONCERN and "third hand" in cues:
        level = CONCERN
    return level
