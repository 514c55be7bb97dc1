"""What an inspection team takes away, before it becomes a document, a workbook or a summary.

Everything in it may leave: small numbers are hidden, figures stand as `analysis.standing_figures` lets them, and the
words are only those that a person made fit to be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from analysis.count_tables import OTHERS, THEMES, CountTable, KeyedRow
from analysis.small_numbers import HIDDEN, SMALLEST_BASE, SMALLEST_COUNT
from analysis.standing_figures import ShownRow, standing

ROUND_TO = 5
Earlier = Sequence[Mapping[str, ShownRow]]


@dataclass(frozen=True, slots=True)
class LeavingRow:
    """One row as it may be shown; `held` when its figures are those of an earlier export."""

    key: str
    label: str
    shown: ShownRow
    held: bool = False

    def numbers(self, round_to: int = 1) -> tuple[int | str, ...]:
        """Its cells and then its base, `c` where hidden."""
        return tuple(_shown(number, round_to) for number in (*self.shown.cells, self.shown.base))


@dataclass(frozen=True, slots=True)
class LeavingTable:
    """One table as it may be shown; the last of `headings` is that of the bases."""

    sort: str
    title: str
    paragraph: str
    headings: tuple[str, ...]
    rows: tuple[LeavingRow, ...]

    @property
    def held(self) -> bool:
        """True when some of its figures are those of an earlier export."""
        return any(row.held for row in self.rows)

    def lines(self, round_to: int = 1) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Headings and lines of words, as a page shows them; a question with many options stands upright."""
        lines = [(row.label, *(said(number) for number in row.numbers(round_to))) for row in self.rows]
        if self.sort == OTHERS and len(lines) == 1:
            who, *numbers = lines[0]
            return ("Answer", who), list(zip(self.headings, numbers, strict=True))
        return ("Who", *self.headings), lines

    def notes(self) -> tuple[str, ...]:
        """What a reader has to know about its figures."""
        hidden = any(number is None for row in self.rows for number in row.shown.numbers)
        return (
            *([f"{HIDDEN}: hidden, so that nobody can be picked out."] if hidden else []),
            *(
                ["Some figures are those of an earlier export: too few people came in since."]
                if self.held
                else []
            ),
        )


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a person made fit to be shown, and who wrote them in answer to what."""

    text: str
    audience: str
    wording: str
    paragraph: str = ""
    language: str = ""


@dataclass(frozen=True)
class Section:
    """A paragraph of the framework with its evidence, under the `part` of the framework that it belongs to."""

    part: str
    heading: str
    tables: tuple[LeavingTable, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Evidence:
    """What leaves: `answered` is how many of each audience answered, told roughly; `made_on` a day in words.

    `area` is empty where findings are national.
    """

    title: str
    reference: str
    area: str
    made_on: str
    answered: tuple[tuple[str, str], ...]
    tables: tuple[LeavingTable, ...]
    quotes: tuple[Quote, ...] = ()

    @property
    def held(self) -> int:
        """How many rows show earlier figures."""
        return sum(row.held for table in self.tables for row in table.rows)

    def sections(self, title_of: Callable[[str], str]) -> Iterator[Section]:
        """The evidence by paragraph, in the order of the framework; `title_of` names a paragraph by its number."""
        paragraphs = {table.paragraph for table in self.tables} | {quote.paragraph for quote in self.quotes}
        ordered = sorted(paragraphs, key=_place)
        for (part, heading), names in groupby(ordered, key=lambda p: (part_of(p), _heading(p, title_of))):
            among = set(names)
            tables = tuple(table for table in self.tables if table.paragraph in among)
            quotes = tuple(quote for quote in self.quotes if quote.paragraph in among)
            yield Section(part, heading, tables, quotes)

    def methods(self) -> tuple[tuple[str, str], ...]:
        """How the figures were made, as lines of a name and a sentence."""
        held = (
            f"{self.held} rows show the figures of an earlier export" if self.held else "All figures are new"
        )
        return (
            ("Made on", self.made_on),
            ("Who answered", "Whoever chose to. They do not stand for everybody in the area."),
            ("Answered, Wrote", "The people whom the other numbers of a row are counted among."),
            ("Positive, negative", "Answers whose option stands above or below the middle."),
            (
                "Themes",
                "Counted in people: each stands once for a theme. A machine suggests, people correct.",
            ),
            (
                f"{HIDDEN}",
                f"Hidden. A row about fewer than {SMALLEST_BASE} people is left out; so are counts of 1 to "
                f"{SMALLEST_COUNT - 1}, and others with them, so that nobody can work them out.",
            ),
            (
                "Two exports",
                "New figures replace earlier ones only where enough people came in between. "
                "So no two exports can be subtracted from each other.",
            ),
            ("This export", f"{held}."),
            ("Words of people", "Only those in which a person replaced what could say who somebody is."),
        )


def as_they_stand(
    tables: Sequence[CountTable], wrote: Sequence[KeyedRow], earlier: Earlier
) -> tuple[tuple[LeavingTable, ...], dict[str, ShownRow]]:
    """The tables as they may leave now, and every row by its key, to be kept for the next time.

    `wrote` are the bases that themes share (`wrote_rows`), `earlier` the rows of every export so far, oldest first.
    Rows of themes keep their earlier figures, and new ones stay away, while only a few more people wrote.
    """
    kept: dict[str, ShownRow] = {}
    waiting = set()
    for row in wrote:
        found = standing(row.counts, _before(row, earlier))
        kept[row.key] = found.row
        if found.held:
            waiting.add(row.audience)
    leaving = tuple(_leaving(table, waiting, earlier) for table in tables)
    kept |= {row.key: row.shown for table in leaving for row in table.rows}
    return tuple(map(_without_empty, leaving)), kept


def part_of(paragraph: str) -> str:
    """The part of the framework that a paragraph stands in.

    From the area SEND handbook, January 2024 (paragraphs 41 to 71), and the guidance for thematic visits, 2026.
    """
    source, number = _parted(paragraph)
    if not paragraph:
        return "About those who answered"
    if source == "003":
        return "Themes of the thematic visits"
    if source != "000" or not number.isdecimal():
        return "Other evidence"
    return next((part for last, part in PARTS if int(number) <= last), "Other evidence")


PARTS = (
    (40, "Other evidence"),
    (54, "Experiences and outcomes of children and young people"),
    (60, "How leaders plan, check and improve"),
    (70, "Alternative provision and attendance"),
    (71, "Safeguarding"),
)
ORDER = (*dict.fromkeys(part for _, part in PARTS[1:]), "Themes of the thematic visits", "Other evidence")


def _leaving(table: CountTable, waiting: set[str], earlier: Earlier) -> LeavingTable:
    rows = []
    for row in table.rows:
        before = _before(row, earlier)
        if table.sort == THEMES and row.audience in waiting:
            found = LeavingRow(row.key, row.counts.label, before[-1] if before else _nothing(row), True)
        else:
            stands = standing(row.counts, before, table.adds_up)
            found = LeavingRow(row.key, row.counts.label, stands.row, stands.held)
        rows.append(_as_wide(found, len(table.headings)))
    return LeavingTable(table.sort, table.title, table.paragraph, (*table.headings, table.base), tuple(rows))


def _before(row: KeyedRow, earlier: Earlier) -> list[ShownRow]:
    return [rows[row.key] for rows in earlier if row.key in rows]


def _nothing(row: KeyedRow) -> ShownRow:
    return ShownRow(None, (None,) * len(row.counts.cells))


def _as_wide(row: LeavingRow, columns: int) -> LeavingRow:
    """A question that has other options now would put its earlier figures under wrong headings: nothing is shown."""
    return row if len(row.shown.cells) == columns else replace(row, shown=ShownRow(None, (None,) * columns))


def _without_empty(table: LeavingTable) -> LeavingTable:
    """A theme of which nothing may be shown needs no row; that a question was asked is no secret."""
    rows = tuple(row for row in table.rows if table.sort != THEMES or not row.shown.empty)
    return replace(table, rows=rows)


def said(number: int | str) -> str:
    """A number of people as it is written: 1,250, or the sign for what is hidden."""
    return number if isinstance(number, str) else f"{number:,}"


def _shown(number: int | None, round_to: int) -> int | str:
    return HIDDEN if number is None else (number + round_to // 2) // round_to * round_to


def _parted(paragraph: str) -> tuple[str, str]:
    source, _, number = paragraph.rpartition("/")
    return source or "000", number


def _place(paragraph: str) -> tuple[int, str, int, str]:
    source, number = _parted(paragraph)
    part = part_of(paragraph)
    return (
        ORDER.index(part) if part in ORDER else len(ORDER),
        source,
        int(number) if number.isdecimal() else 0,
        number,
    )


def _heading(paragraph: str, title_of: Callable[[str], str]) -> str:
    source, number = _parted(paragraph)
    if not paragraph:
        return "Who answered, and other questions"
    if source == "000":
        return title_of(number)
    return number.replace("theme-", "Theme ") if source == "003" else f"2016 handbook, paragraph {number}"
