"""Everything that is looked at for what may stand out: each item and theme, audiences, groups, waves, words and ticks.

A look is one share, or two beside each other. Each share says whom it is about, so that the same people can be counted
again and their answers opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from analysis.codebook.loader import load_codebook
from analysis.compare import SMALLEST_GROUP, Group
from analysis.summaries import IN_A_SENTENCE, ItemSummary, StemComparison, ThemeCount, as_group
from analysis.waves import WaveComparison, same_question

# What a share is of: those who gave a view (positive, negative), those who wrote about the theme (side), or those who
# wrote anything in their own words (theme, raised).
POSITIVE, NEGATIVE, SIDE, THEME, RAISED = "positive", "negative", "side", "theme", "raised"
STANCES = {POSITIVE: "praised it only", NEGATIVE: "criticised it only"}
WROTE = "who wrote in their own words"


@dataclass(frozen=True, slots=True)
class Told:
    """Whom a share counts: which share, of which audience, for which question or theme.

    stance   of a theme: positive or negative
    about    (question, option) pairs that say who they are; `others` turns it round: everybody else
    earlier  the share is of the wave before
    """

    share: str
    audience: str
    question: str = ""
    theme: str = ""
    stance: str = ""
    about: tuple[tuple[str, str], ...] = ()
    others: bool = False
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One share: `group.positive` of the `group.base` people called `group.name` `did` something."""

    group: Group
    did: str
    told: Told


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at, before it is known whether it stands out."""

    kind: str
    paragraphs: tuple[str, ...]
    title: str
    first: Side
    second: Side | None = None

    @property
    def enough(self) -> bool:
        """True when no side is too small to be looked at."""
        return not any(side.group.too_small for side in (self.first, self.second) if side)


@dataclass(frozen=True, slots=True)
class GroupView:
    """One item as one group among an audience sees it, and as the rest of the audience does."""

    item: ItemSummary
    about: tuple[str, str]
    here: Group
    rest: Group


@dataclass(frozen=True)
class Heard:
    """Everything that was heard: items by stem, themes by audience, groups, and items in two waves."""

    compared: Sequence[StemComparison] = ()
    themes: Sequence[ThemeCount] = ()
    groups: Sequence[GroupView] = ()
    waves: Sequence[WaveComparison] = ()


def looks(heard: Heard) -> Iterator[Look]:
    """Every look, also those with too few people."""
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
    yield from _loud_in_words(items, heard.themes)
    yield from _quiet_in_words(items, heard.themes)


def bare(paragraph: str) -> str:
    """A paragraph without its document: `52` for `000/52`."""
    return paragraph.rpartition("/")[2]


def who(audience: str) -> str:
    """An audience as it stands in a sentence."""
    return IN_A_SENTENCE.get(audience, audience)


def _of_item(item: ItemSummary) -> Iterator[Look]:
    for kind, side in (("criticism", _negative(item)), ("praise", _positive(item))):
        yield Look(kind, item.paragraphs, item.wording, side)


def _positive(item: ItemSummary, name: str = "", *, earlier: bool = False) -> Side:
    group = Group(name or f"{who(item.audience)} who gave a view", item.positive, item.views)
    return Side(group, "were positive", Told(POSITIVE, item.audience, item.question, earlier=earlier))


def _negative(item: ItemSummary, name: str = "") -> Side:
    group = Group(name or f"{who(item.audience)} who gave a view", item.negative, item.views)
    return Side(group, "were negative", Told(NEGATIVE, item.audience, item.question))


def _of_theme(theme: ThemeCount) -> Iterator[Look]:
    name = f"{who(theme.audience)} who wrote about it"
    for kind, stance, count in (
        ("criticism", NEGATIVE, theme.criticism),
        ("praise", POSITIVE, theme.praise),
    ):
        told = Told(SIDE, theme.audience, theme=theme.theme, stance=stance)
        side = Side(Group(name, count, theme.answers), STANCES[stance], told)
        yield Look(kind, (theme.paragraph,), theme.label, side)


def _of_stem(one: StemComparison) -> Iterator[Look]:
    for pair in combinations(one.items, 2):
        if pair[0].audience != pair[1].audience:
            more, less = sorted(pair, key=lambda item: -item.share_positive)
            sides = (_positive(item, as_group(item).name) for item in (more, less))
            yield Look("apart", one.paragraphs, less.wording, *sides)


def _of_group(view: GroupView) -> Look:
    item = view.item
    here, rest = (
        Side(
            group,
            "were positive",
            Told(POSITIVE, item.audience, item.question, about=(view.about,), others=others),
        )
        for group, others in ((view.here, False), (view.rest, True))
    )
    return Look("group", item.paragraphs, item.wording, here, rest)


def _of_waves(waves: Iterable[WaveComparison]) -> Iterator[Look]:
    for one in waves:
        old, new = one.items[-2:]
        if same_question(old, new):
            now = _positive(new, f"{who(one.audience)} in {one.waves[-1]}")
            before = _positive(old, f"{who(one.audience)} in {one.waves[-2]}", earlier=True)
            yield Look("wave", new.paragraphs, new.wording, now, before)


def _loud_in_words(items: Sequence[ItemSummary], themes: Sequence[ThemeCount]) -> Iterator[Look]:
    """What one audience criticises in words, beside the item of its paragraph that was ticked as bad most often.

    Who both praised and criticised a theme is left out, which can only hide one. The same people stand on both sides,
    so the true interval is narrower than the one taken here.
    """
    for theme in themes:
        near = [item for item in items if item.views >= SMALLEST_GROUP and _belongs(theme, item)]
        if near:
            worst = max(near, key=lambda item: item.negative / item.views)
            group = Group(f"{who(theme.audience)} {WROTE}", theme.criticism, theme.base)
            told = Told(THEME, theme.audience, theme=theme.theme, stance=NEGATIVE)
            wrote = Side(group, STANCES[NEGATIVE], told)
            ticked = _negative(worst, f"those who answered “{worst.wording}”")
            yield Look("text", (theme.paragraph,), theme.label, wrote, ticked)


def _quiet_in_words(items: Sequence[ItemSummary], themes: Sequence[ThemeCount]) -> Iterator[Look]:
    """What was ticked as bad, beside everybody who wrote about any theme of its paragraphs.

    Somebody who wrote about two counts twice, which can only hide one.
    """
    wrote = {theme.audience: theme.base for theme in themes}
    known = paragraphs_with_themes()
    for item in items:
        if item.audience in wrote and known & {bare(one) for one in item.paragraphs}:
            base = wrote[item.audience]
            spoke = sum(theme.answers for theme in themes if _belongs(theme, item))
            group = Group(f"{who(item.audience)} {WROTE}", min(base, spoke), base)
            told = Told(RAISED, item.audience, item.question)
            raised = Side(group, "wrote about a theme of this paragraph", told)
            yield Look("ticks", item.paragraphs, item.wording, _negative(item), raised)


def paragraphs_with_themes() -> frozenset[str]:
    """The paragraphs under which the codebook has a theme."""
    return frozenset(theme.paragraphs[0] for theme in load_codebook().themes.values())


def _belongs(theme: ThemeCount, item: ItemSummary) -> bool:
    same = theme.audience == item.audience
    return same and bool(theme.paragraph) and theme.paragraph in {bare(one) for one in item.paragraphs}
