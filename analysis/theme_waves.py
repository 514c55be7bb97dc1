"""What people wrote about in two waves of a survey: how many, with praise or criticism, and what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.compare import Difference, Group, difference, percent
from analysis.summaries import ThemeCount


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """One theme for one audience in two waves; None where nobody wrote about it. `sentence` says what changed."""

    theme: str
    label: str
    paragraph: str
    audience: str
    earlier: ThemeCount | None
    later: ThemeCount | None
    sentence: str


def theme_changes(
    earlier: Iterable[ThemeCount],
    later: Iterable[ThemeCount],
    wrote_earlier: dict[str, int],
    wrote_later: dict[str, int],
) -> tuple[ThemeChange, ...]:
    """Every theme that an audience wrote about in either wave, where the audience wrote anything in both.

    `wrote_earlier` and `wrote_later` say how many people of each audience wrote anything in their own words.
    """
    old = {(one.theme, one.audience): one for one in earlier if one.answers}
    new = {(one.theme, one.audience): one for one in later if one.answers}
    found = []
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        known = after or before
        bases = wrote_earlier.get(key[1], 0), wrote_later.get(key[1], 0)
        if known is not None and all(bases):
            said = _sentence(before, after, bases)
            found.append(ThemeChange(key[0], known.label, known.paragraph, key[1], before, after, said))
    return tuple(found)


def _sentence(earlier: ThemeCount | None, later: ThemeCount | None, bases: tuple[int, int]) -> str:
    """How much it was spoken of, and then how."""
    spoken = (
        Group("now", later.answers if later else 0, bases[1]),
        Group("then", earlier.answers if earlier else 0, bases[0]),
    )
    return " ".join(filter(None, (_how_much(*spoken), _how_critical(earlier, later))))


def _how_much(now: Group, then: Group) -> str:
    shares = f"{percent(then.share)} of those who wrote, then {percent(now.share)}."
    if now.too_small or then.too_small:
        return f"{shares} Too few wrote to compare."
    found = difference(now, then)
    if found is None or not found.clear:
        return f"{shares} The change is small enough to be chance."
    return f"{shares} Spoken of {'more' if found.value > 0 else 'less'}, by {_points(found)}."


def _how_critical(earlier: ThemeCount | None, later: ThemeCount | None) -> str:
    if earlier is None or later is None:
        return ""
    now = Group("now", later.criticism + later.mixed, later.answers)
    then = Group("then", earlier.criticism + earlier.mixed, earlier.answers)
    if now.too_small or then.too_small:
        return ""
    found = difference(now, then)
    if found is None or not found.clear:
        return "As much criticism among them as before, or a change small enough to be chance."
    return f"{'More' if found.value > 0 else 'Less'} criticism among them, by {_points(found)}."


def _points(found: Difference) -> str:
    points = round(100 * abs(found.value))
    ends = sorted(round(abs(100 * end)) for end in (found.interval.low, found.interval.high))
    return f"{points} point{'' if points == 1 else 's'} (likely between {ends[0]} and {ends[1]})"
