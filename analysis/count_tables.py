"""The tables that leave the team, still as counts: each number of people stands in one of them only.

Rated items are counted by their sides and others by their options: both of one item could be subtracted. There are
no days, no safeguarding counts, no parts of an audience and no text among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from analysis.small_numbers import CountRow
from analysis.summaries import ItemSummary, StemComparison, ThemeCount
from questionnaires.model import AUDIENCES

SIDES = ("Positive", "In the middle", "Negative", "Not sure")
STANCES = ("Praise", "Criticism", "Both", "Neither", "Did not speak of it")
VIEWS, OTHERS, THEMES = "views", "others", "themes"


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """One row with the name that it keeps from export to export, and the audience that it counts."""

    key: str
    audience: str
    counts: CountRow


@dataclass(frozen=True, slots=True)
class CountTable:
    """One table of counts. `sort` is views, others or themes, `base` the heading of the column of bases.

    `paragraph` is the paragraph of the framework that it is evidence for; empty where there is none.
    """

    sort: str
    title: str
    paragraph: str
    headings: tuple[str, ...]
    base: str
    rows: tuple[KeyedRow, ...]
    adds_up: bool = True


def count_tables(
    comparisons: Iterable[StemComparison], others: Iterable[ItemSummary], themes: Iterable[ThemeCount]
) -> tuple[CountTable, ...]:
    """Every table that may leave, in the order of what was asked."""
    return (
        *(_views(comparison) for comparison in comparisons),
        *(_options(item) for item in others if item.options),
        *_themes(themes),
    )


def wrote_rows(bases: Mapping[str, int]) -> tuple[KeyedRow, ...]:
    """How many of each audience wrote anything: the base that all of its rows of themes share."""
    return tuple(KeyedRow(f"wrote/{a}", a, CountRow(a, base, (base,))) for a, base in bases.items())


def _views(comparison: StemComparison) -> CountTable:
    rows = tuple(
        _row(item, (item.positive, item.middle, item.negative, item.unsure)) for item in comparison.items
    )
    first = comparison.items[0]
    return CountTable(VIEWS, first.wording, _first(comparison.paragraphs), SIDES, "Answered", rows)


def _options(item: ItemSummary) -> CountTable:
    row = _row(item, tuple(option.count for option in item.options))
    headings = tuple(option.label for option in item.options)
    adds_up = item.kind != "several"
    return CountTable(OTHERS, item.wording, _first(item.paragraphs), headings, "Answered", (row,), adds_up)


def _row(item: ItemSummary, cells: tuple[int, ...]) -> KeyedRow:
    counts = CountRow(AUDIENCES.get(item.audience, item.audience), item.base, cells)
    return KeyedRow(f"item/{item.audience}/{item.question}", item.audience, counts)


def _themes(themes: Iterable[ThemeCount]) -> Iterator[CountTable]:
    by_paragraph: dict[str, list[KeyedRow]] = {}
    for theme in themes:
        by_paragraph.setdefault(theme.paragraph, []).append(_theme_row(theme))
    for paragraph, rows in by_paragraph.items():
        yield CountTable(THEMES, "What people wrote about", paragraph, STANCES, "Wrote", tuple(rows))


def _theme_row(theme: ThemeCount) -> KeyedRow:
    cells = (theme.praise, theme.criticism, theme.mixed, theme.neutral, theme.base - theme.answers)
    label = f"{theme.label}: {AUDIENCES.get(theme.audience, theme.audience)}"
    key = f"theme/{theme.audience}/{theme.theme}"
    return KeyedRow(key, theme.audience, CountRow(label, theme.base, cells))


def _first(paragraphs: Iterable[str]) -> str:
    """The first paragraph by number; a table stands under one heading only."""
    return min(paragraphs, key=lambda name: (len(name), name), default="")
