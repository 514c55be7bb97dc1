"""What stands out in the answers of a visit, ranked by how much of it is surely more than chance.

Nothing here says whether something is good work: it says which figures a person may want to ask about. Every
interval is widened for the number of things that were looked at (Bonferroni, 1936), so that a visit in which
nothing is different would put anything at all on the list in at most one case of twenty. The rank is the end of
the interval that lies nearer to "nothing to see": a big difference among few people stands below a surer one.
Groups with fewer than `SMALLEST_GROUP` people are not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.compare import Group, Interval, difference, percent, wilson
from analysis.looked_at import Heard, Look, Side, looks
from analysis.shares_in_words import apart_in_words, confidence, numbers_in_words

HALF = 0.5
SELDOM = 0.1
KINDS: Mapping[str, str] = {
    "criticism": "Criticism from more than half",
    "apart": "Audiences see it differently",
    "wave": "Changed since an earlier visit",
    "group": "One group is far from the rest",
    "text": "Told in words, not in ticks",
    "ticks": "Told in ticks, not in words",
    "praise": "Praise from more than half",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that stands out: one share, or two beside each other.

    effect    the sure part of it, 0 to 1: what the list is ranked by
    interval  of the share or of the difference, widened for everything that was looked at
    """

    kind: str
    paragraphs: tuple[str, ...]
    title: str
    sentence: str
    first: Side
    second: Side | None
    interval: Interval
    effect: float

    @property
    def sides(self) -> tuple[Side, ...]:
        """The one share, or both."""
        return (self.first, self.second) if self.second else (self.first,)


@dataclass(frozen=True)
class StandingOut:
    """The list, the surest first, and how many things were looked at for it."""

    found: tuple[Standing, ...] = ()
    looks: int = 0


def standing_out(heard: Heard) -> StandingOut:
    """What stands out, ranked."""
    looked_at = [look for look in looks(heard) if look.enough]
    found = filter(None, (_weighed(look, len(looked_at)) for look in looked_at))
    ranked = sorted(found, key=lambda one: (-one.effect, one.kind, one.title, one.sentence))
    return StandingOut(tuple(ranked), len(looked_at))


def _weighed(look: Look, count: int) -> Standing | None:
    """What stands out of one look among `count`; None when it does not."""
    if look.second is None:
        return _over_half(look, count)
    if look.kind == "ticks":
        return _only_ticked(look, look.second, count)
    return _apart(look, look.second, count)


def _over_half(look: Look, count: int) -> Standing | None:
    interval = _interval(look.first.group, count)
    if interval is None or interval.low <= HALF:
        return None
    return _standing(look, f"{_said(look.first, count)}.", interval, interval.low - HALF)


def _apart(look: Look, second: Side, count: int) -> Standing | None:
    found = difference(look.first.group, second.group, count)
    if found is None or not found.clear or (look.kind == "text" and found.value < 0):
        return None
    effect = min(abs(found.interval.low), abs(found.interval.high))
    return _standing(look, _both_said(look.first, second, count), found.interval, effect)


def _only_ticked(look: Look, raised: Side, count: int) -> Standing | None:
    """More than half tick it as bad, and surely fewer than one in ten of those who wrote speak of it."""
    ticked, written = _interval(look.first.group, count), _interval(raised.group, count)
    found = difference(look.first.group, raised.group, count)
    if ticked is None or written is None or found is None or ticked.low <= HALF or written.high >= SELDOM:
        return None
    return _standing(look, _both_said(look.first, raised, count), found.interval, ticked.low - HALF)


def _standing(look: Look, sentence: str, interval: Interval, effect: float) -> Standing:
    return Standing(
        kind=look.kind,
        paragraphs=look.paragraphs,
        title=look.title,
        sentence=sentence,
        first=look.first,
        second=look.second,
        interval=interval,
        effect=effect,
    )


def _interval(group: Group, count: int) -> Interval | None:
    return wilson(group.positive, group.base, confidence(count))


def _said(side: Side, count: int = 0) -> str:
    group = side.group
    return f"{percent(group.share)} of {group.name} {side.did} {numbers_in_words(group, count)}"


def _both_said(first: Side, second: Side, count: int) -> str:
    return f"{_said(first)}, and {_said(second)}: {apart_in_words(first.group, second.group, count)}."
