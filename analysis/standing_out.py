"""What stands out in the answers of a visit, ranked by how much of it is surely more than chance.

Nothing here says whether something is good work: it says which figures a person may want to ask about. Every
interval is widened for the number of things that were looked at (Bonferroni, 1936), so that a visit in which
nothing is different would put anything at all on the list in at most one case of twenty. The rank is the end of
the interval that lies nearer to "nothing to see": a big difference among few people stands below a surer one.
Groups with fewer than `SMALLEST_GROUP` people are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from analysis.compare import CONFIDENCE, SMALLEST_GROUP, Group, Interval, difference, percent, wilson
from analysis.summaries import IN_A_SENTENCE, ItemSummary, StemComparison, ThemeCount, as_group
from analysis.waves import WaveComparison, same_question

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
class Told:
    """Whom a figure is about: an item's audience and question or a theme, one side of it, and who they are.

    `side` is positive, negative or empty (everybody who gave a view or wrote); `about` is (question, option).
    """

    audience: str
    question: str = ""
    theme: str = ""
    side: str = ""
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that stands out. `share` of `base` people, or (`difference`) one share less another.

    effect    the sure part of it, 0 to 1: what the list is ranked by
    interval  widened for everything that was looked at
    """

    kind: str
    paragraphs: tuple[str, ...]
    title: str
    sentence: str
    share: float
    base: int
    interval: Interval
    effect: float
    behind: Told
    difference: bool = False


@dataclass(frozen=True, slots=True)
class GroupView:
    """One item as one group among an audience sees it, and as the rest of the audience does."""

    item: ItemSummary
    name: str
    about: tuple[str, str]
    here: Group
    rest: Group


@dataclass(frozen=True)
class Heard:
    """Everything that is looked at: items by stem, themes by audience, groups, and items in two waves."""

    compared: Sequence[StemComparison] = ()
    themes: Sequence[ThemeCount] = ()
    groups: Sequence[GroupView] = ()
    waves: Sequence[WaveComparison] = ()


@dataclass(frozen=True)
class StandingOut:
    """The list, the surest first, and how many things were looked at for it."""

    found: tuple[Standing, ...] = ()
    looks: int = field(default=0)


@dataclass(frozen=True, slots=True)
class _Look:
    """One thing to look at, before it is known whether it stands out."""

    kind: str
    paragraphs: tuple[str, ...]
    title: str
    words: str
    first: Group
    behind: Told
    second: Group | None = None


def standing_out(heard: Heard) -> StandingOut:
    """What stands out, ranked."""
    looks = [look for look in _looks(heard) if _enough(look)]
    found = filter(None, (_weighed(look, len(looks)) for look in looks))
    ranked = sorted(found, key=lambda one: (-one.effect, one.kind, one.title, one.sentence))
    return StandingOut(tuple(ranked), len(looks))


def _looks(heard: Heard) -> Iterator[_Look]:
    items = [item for one in heard.compared for item in one.items]
    for item in items:
        yield from _of_item(item)
    for theme in heard.themes:
        yield from _of_theme(theme)
    for one in heard.compared:
        yield from _of_stem(one)
    for group in heard.groups:
        yield _of_group(group)
    yield from _of_waves(heard.waves)
    yield from _text_and_ticks(items, heard.themes)


def _enough(look: _Look) -> bool:
    return look.first.base >= SMALLEST_GROUP and (look.second is None or look.second.base >= SMALLEST_GROUP)


def _of_item(item: ItemSummary) -> Iterator[_Look]:
    who = _who(item.audience)
    for kind, side, count in (
        ("criticism", "negative", item.negative),
        ("praise", "positive", item.positive),
    ):
        words = f"of {who} who gave a view were {side}"
        told = Told(item.audience, item.question, side=side)
        yield _Look(kind, item.paragraphs, item.wording, words, Group(who, count, item.views), told)


def _of_theme(theme: ThemeCount) -> Iterator[_Look]:
    who = _who(theme.audience)
    for kind, side, count in (
        ("criticism", "negative", theme.criticism),
        ("praise", "positive", theme.praise),
    ):
        word = "criticised it only" if side == "negative" else "praised it only"
        words = f"of {who} who wrote about it {word}"
        told = Told(theme.audience, theme=theme.theme, side=side)
        yield _Look(kind, (theme.paragraph,), theme.label, words, Group(who, count, theme.answers), told)


def _of_stem(one: StemComparison) -> Iterator[_Look]:
    for first, second in combinations(one.items, 2):
        if first.audience != second.audience:
            more, less = sorted((first, second), key=lambda item: -item.share_positive)
            told = Told(less.audience, less.question)
            yield _Look("apart", one.paragraphs, less.wording, "", as_group(more), told, as_group(less))


def _of_group(view: GroupView) -> _Look:
    item = view.item
    told = Told(item.audience, item.question, about=(view.about,))
    return _Look("group", item.paragraphs, item.wording, "", view.here, told, view.rest)


def _of_waves(waves: Iterable[WaveComparison]) -> Iterator[_Look]:
    for one in waves:
        old, new = one.items[-2:]
        if same_question(old, new):
            who = _who(one.audience)
            first = Group(f"{who} in {one.waves[-1]}", new.positive, new.views)
            second = Group(f"those in {one.waves[-2]}", old.positive, old.views)
            told = Told(one.audience, one.question)
            yield _Look("wave", new.paragraphs, new.wording, "", first, told, second)


def _text_and_ticks(items: Sequence[ItemSummary], themes: Sequence[ThemeCount]) -> Iterator[_Look]:
    """What one audience criticises in words but not in the ticks of the same paragraph, and the other way round.

    A theme is held against the item of its paragraph that was ticked as bad most often; an item against everybody
    who wrote about any theme of its paragraphs (somebody who wrote about two counts twice: that can only hide one).
    The same people stand on both sides, so the true interval is narrower than the one taken here.
    """
    for theme in themes:
        near = [item for item in items if item.audience == theme.audience and _shares(theme, item.paragraphs)]
        near = [item for item in near if item.views >= SMALLEST_GROUP]
        if near:
            who = _who(theme.audience)
            wrote = Group(f"{who} who wrote", min(theme.criticism + theme.mixed, theme.base), theme.base)
            worst = max(near, key=lambda item: item.negative / item.views)
            ticked = Group(f"those who answered “{worst.wording}”", worst.negative, worst.views)
            told = Told(theme.audience, theme=theme.theme)
            yield _Look("text", (theme.paragraph,), theme.label, "critical", wrote, told, ticked)
    for item in items:
        near_themes = [
            one for one in themes if one.audience == item.audience and _shares(one, item.paragraphs)
        ]
        if near_themes:
            base = near_themes[0].base
            who = _who(item.audience)
            ticked = Group(f"{who} who gave a view", item.negative, item.views)
            spoke = Group(f"{who} who wrote", min(base, sum(one.answers for one in near_themes)), base)
            told = Told(item.audience, item.question, side="negative")
            yield _Look("ticks", item.paragraphs, item.wording, "", ticked, told, spoke)


def _shares(theme: ThemeCount, paragraphs: Iterable[str]) -> bool:
    return bool(theme.paragraph) and theme.paragraph in {bare(one) for one in paragraphs}


def bare(paragraph: str) -> str:
    """A paragraph without its document: `52` for `000/52`."""
    return paragraph.rpartition("/")[2]


def _weighed(look: _Look, looks: int) -> Standing | None:
    """What stands out of one look; None when it does not."""
    if look.kind == "ticks":
        return _only_ticked(look, looks)
    if look.second is None:
        return _over_half(look, looks)
    return _apart(look, look.second, looks)


def _over_half(look: _Look, looks: int) -> Standing | None:
    group = look.first
    interval = wilson(group.positive, group.base, _confidence(looks))
    if interval is None or interval.low <= HALF:
        return None
    sentence = (
        f"{percent(group.share)} {look.words} ({group.positive:,} of {group.base:,}; {_likely(interval)})."
    )
    return _standing(look, sentence, group.share, interval, interval.low - HALF)


def _apart(look: _Look, second: Group, looks: int) -> Standing | None:
    first = look.first
    found = difference(first, second, looks)
    if found is None or not found.clear or (look.kind == "text" and found.value < 0):
        return None
    word = look.words or "positive"
    sentence = (
        f"{percent(first.share)} of {first.name} were {word} ({first.base:,}), and {percent(second.share)} of "
        f"{second.name} ({second.base:,}): {_points(found.value, found.interval)} apart."
    )
    effect = min(abs(found.interval.low), abs(found.interval.high))
    return _standing(look, sentence, found.value, found.interval, effect, is_difference=True)


def _only_ticked(look: _Look, looks: int) -> Standing | None:
    """More than half tick it as bad, and surely fewer than one in ten of those who wrote speak of it."""
    spoke = look.second
    ticked = wilson(look.first.positive, look.first.base, _confidence(looks))
    written = wilson(spoke.positive, spoke.base, _confidence(looks)) if spoke else None
    if spoke is None or ticked is None or written is None or ticked.low <= HALF or written.high >= SELDOM:
        return None
    sentence = (
        f"{percent(look.first.share)} of {look.first.name} were negative ({look.first.base:,}; {_likely(ticked)}), "
        f"but {percent(spoke.share)} of {spoke.name} ({spoke.base:,}) wrote about anything of this paragraph."
    )
    return _standing(look, sentence, look.first.share, ticked, ticked.low - HALF)


def _standing(
    look: _Look,
    sentence: str,
    share: float,
    interval: Interval,
    effect: float,
    *,
    is_difference: bool = False,
) -> Standing:
    return Standing(
        kind=look.kind,
        paragraphs=look.paragraphs,
        title=look.title,
        sentence=sentence,
        share=share,
        base=look.first.base,
        interval=interval,
        effect=effect,
        behind=look.behind,
        difference=is_difference,
    )


def _confidence(looks: int) -> float:
    return 1 - (1 - CONFIDENCE) / max(1, looks)


def _likely(interval: Interval) -> str:
    return f"likely {percent(interval.low)} to {percent(interval.high)}"


def _points(value: float, interval: Interval) -> str:
    ends = sorted(round(abs(100 * end)) for end in (interval.low, interval.high))
    return f"{round(100 * abs(value))} percentage points (likely {ends[0]} to {ends[1]})"


def _who(audience: str) -> str:
    return IN_A_SENTENCE.get(audience, audience)
