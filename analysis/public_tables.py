"""The tables of a report that may leave the inspection team: small numbers hidden, the rest rounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.charts import Table
from analysis.findings import Findings
from analysis.small_numbers import CountRow, band, suppress
from analysis.summaries import ItemSummary, ThemeCount
from questionnaires.model import AUDIENCES

ROUND_TO = 5


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A table with a title; `sort` names the CSV file that it belongs to."""

    sort: str
    title: str
    table: Table


def public_tables(findings: Findings) -> tuple[PublicTable, ...]:
    """Every table that may be published. Each number of people stands in one of them only, or is the same in all.

    Rated items are shown by their sides and others by their options: both of one item could be subtracted.
    There are no safeguarding counts, no days and no text among them.
    """
    return (
        _responses(findings),
        *(_sides(comparison.items) for comparison in findings.comparisons),
        *(_options(item) for item in findings.items if not item.rated),
        *_themes(findings.themes),
    )


def _responses(findings: Findings) -> PublicTable:
    rows = tuple((_name(who), band(count)) for who, count in findings.responses.items())
    return PublicTable("responses", "How many answered", Table(("Audience", "Responses"), rows))


def _sides(items: tuple[ItemSummary, ...]) -> PublicTable:
    rows = [
        CountRow(_name(item.audience), item.base, (item.positive, item.middle, item.negative, item.unsure))
        for item in items
    ]
    headings = ("Audience", "Positive", "In the middle", "Negative", "Not sure", "Answered")
    return PublicTable("side_by_side", items[0].wording, _safe(headings, rows))


def _options(item: ItemSummary) -> PublicTable:
    row = CountRow(_name(item.audience), item.base, tuple(option.count for option in item.options))
    headings = ("Audience", *(option.label for option in item.options), "Answered")
    return PublicTable("other_items", item.wording, _safe(headings, [row], adds_up=item.kind != "several"))


def _themes(themes: Iterable[ThemeCount]) -> Iterator[PublicTable]:
    """A table for each paragraph; those who did not speak of a theme make its counts add up."""
    by_paragraph: dict[str, list[ThemeCount]] = {}
    for theme in themes:
        by_paragraph.setdefault(theme.paragraph, []).append(theme)
    headings = (
        "Theme and audience",
        "Praise",
        "Criticism",
        "Both",
        "Neither",
        "Did not speak of it",
        "Wrote",
    )
    for paragraph, rows in by_paragraph.items():
        counts = [_theme_row(row) for row in rows]
        yield PublicTable("themes", f"What people wrote: paragraph {paragraph}", _safe(headings, counts))


def _theme_row(row: ThemeCount) -> CountRow:
    silent = row.base - row.answers
    cells = (row.praise, row.criticism, row.mixed, row.neutral, silent)
    return CountRow(f"{row.label}: {_name(row.audience)}", row.base, cells)


def _safe(headings: tuple[str, ...], rows: list[CountRow], adds_up: bool = True) -> Table:
    safe = suppress(rows, adds_up=adds_up, round_to=ROUND_TO)
    return Table(headings, tuple((row.label, *row.cells, row.base) for row in safe))


def _name(audience: str) -> str:
    return AUDIENCES.get(audience, audience)
