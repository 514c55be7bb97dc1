"""Charts of what was answered: each with a title, a sentence that says what it shows, and its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.bars import Bar, Bars
from analysis.compare import Interval, joined, percent, wilson
from analysis.drawn_bars import svg
from analysis.plotly_bars import figure_json
from analysis.summaries import IN_A_SENTENCE, ItemSummary, StemComparison, ThemeCount
from analysis.tallies import audience_order
from questionnaires.model import AUDIENCES

THEMES_DRAWN = 12


@dataclass(frozen=True, slots=True)
class Table:
    """Column headings, and rows of text with as many cells; the first cell of a row names the row."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with everything that must stand beside it.

    `figure_json` is for the basic bundle of plotly.js, `svg` needs no script; both are empty when there is
    nothing to draw yet, and then `sentence` says why. `alt` names the picture; the table has the numbers.
    """

    title: str
    sentence: str
    table: Table
    figure_json: str
    alt: str
    svg: str


def diverging_bars(comparison: StemComparison) -> Chart:
    """One item for each audience: positive to the right, negative to the left, with 95% intervals."""
    drawn = [item for item in comparison.items if item.views]
    bars = Bars(tuple(map(_item_bar, drawn)), "%", "Positive", "Negative")
    headings = (
        "Audience",
        "Positive",
        "In the middle",
        "Negative",
        "Not sure",
        "Answered",
        "Did not answer",
        "Positive, of those with a view",
    )
    return _chart(
        title=_wording(comparison),
        sentence=comparison.sentence,
        table=Table(headings, tuple(map(_item_cells, comparison.items))),
        bars=bars,
        alt="Bars for each audience: the positive share to the right, the negative share to the left, "
        "with lines for the 95% intervals. The numbers are in the table.",
    )


def option_bars(item: ItemSummary) -> Chart:
    """One item for one audience: the share of each option among those who answered, with 95% intervals."""
    bars = Bars(
        tuple(_option_bar(label, count, item.base) for label, count in _labelled(item)), "%", "Chose it"
    )
    rows = tuple((label, f"{count:,}", _share(count, item.base)) for label, count in _labelled(item))
    return _chart(
        title=item.wording,
        sentence=_options_sentence(item),
        table=Table(("Answer", "Chose it", "Share of those who answered"), rows),
        bars=bars if item.base else Bars((), "%", ""),
        alt="A bar for each answer, as a share of those who answered. The numbers are in the table.",
    )


def themes_chart(themes: Iterable[ThemeCount], audience: str = "") -> Chart:
    """Praise and criticism by theme, for one audience or all together; the table has every theme."""
    wanted = [row for row in themes if not audience or row.audience == audience]
    merged = sorted(_merged(wanted), key=lambda row: (-row.answers, row.label))
    drawn = [row for row in merged if row.answers][:THEMES_DRAWN]
    who = f" by {IN_A_SENTENCE.get(audience, audience)}" if audience else ""
    more = f"The {THEMES_DRAWN} most spoken of are drawn. " if len(merged) > THEMES_DRAWN else ""
    headings = (
        "Theme",
        "Paragraph",
        "Praise",
        "Criticism",
        "Both",
        "Neither",
        "People",
        "Share of those who wrote",
    )
    return _chart(
        title=f"What people wrote about{who}: praise and criticism",
        sentence=_themes_sentence(merged),
        table=Table(headings, tuple(map(_theme_cells, merged))),
        bars=Bars(tuple(map(_theme_bar, drawn)), "people", "Praise", "Criticism", "Both"),
        alt=f"Bars for each theme: people who praise to the right, who criticise to the left. {more}"
        "The numbers are in the table.",
    )


def answers_by_audience(responses: Mapping[str, int], empty: str = "No one has answered yet.") -> Chart:
    """How many responses each audience sent. `empty` says why there are none and what will bring them."""
    counts = sorted(responses.items(), key=lambda pair: audience_order(pair[0]))
    total = sum(responses.values())
    drawn = tuple(Bar(_name(who), count, audience=who, note=f"{count:,}") for who, count in counts)
    spoken = joined(f"{count:,} from {IN_A_SENTENCE.get(who, who)}" for who, count in counts) if total else ""
    answers = "response" if total == 1 else "responses"
    return _chart(
        title="Responses by audience",
        sentence=f"{total:,} {answers}: {spoken}." if total else empty,
        table=Table(
            ("Audience", "Responses", "Share of all"),
            tuple(
                (_name(who), f"{count:,}", percent(count / total) if total else "none yet")
                for who, count in counts
            ),
        ),
        bars=Bars(drawn if total else (), "responses", "Responses", by_audience=True),
        alt="A bar for each audience, as long as its number of responses. The numbers are in the table.",
    )


def _chart(title: str, sentence: str, table: Table, bars: Bars, alt: str) -> Chart:
    drawable = bool(bars.bars)
    return Chart(
        title,
        sentence,
        table,
        figure_json=figure_json(bars) if drawable else "",
        alt=alt if drawable else "",
        svg=svg(bars, f"{title}. {alt}") if drawable else "",
    )


def _item_bar(item: ItemSummary) -> Bar:
    return Bar(
        label=_name(item.audience),
        right=round(100 * item.share_positive, 1),
        left=round(100 * item.negative / item.views, 1),
        right_interval=_hundredfold(item.interval),
        left_interval=_hundredfold(wilson(item.negative, item.views)),
        audience=item.audience,
        note=f"{item.views:,} gave a view",
    )


def _item_cells(item: ItemSummary) -> tuple[str, ...]:
    counts = (item.positive, item.middle, item.negative, item.unsure, item.base, item.skipped)
    return (_name(item.audience), *(f"{count:,}" for count in counts), _share(item.positive, item.views))


def _option_bar(label: str, count: int, base: int) -> Bar:
    share = 100 * count / base if base else 0.0
    return Bar(label, round(share, 1), right_interval=_hundredfold(wilson(count, base)), note=f"{count:,}")


def _labelled(item: ItemSummary) -> list[tuple[str, int]]:
    return [(option.label, option.count) for option in item.options]


def _options_sentence(item: ItemSummary) -> str:
    who = IN_A_SENTENCE.get(item.audience, item.audience)
    if not item.base:
        return f"No {who} have answered this yet."
    top = max(item.options, key=lambda option: option.count)
    several = " People could choose more than one." if item.kind == "several" else ""
    return f"Most often, of {item.base:,} {who}: “{top.label}” ({percent(top.share)}).{several}"


def _merged(rows: Iterable[ThemeCount]) -> list[ThemeCount]:
    """Each theme once, its audiences added together."""
    by_theme: dict[str, list[ThemeCount]] = {}
    for row in rows:
        by_theme.setdefault(row.theme, []).append(row)
    return [_sum(found) for found in by_theme.values()]


def _sum(rows: Sequence[ThemeCount]) -> ThemeCount:
    first = rows[0]
    answers, base = sum(row.answers for row in rows), sum(row.base for row in rows)
    return ThemeCount(
        theme=first.theme,
        label=first.label,
        paragraph=first.paragraph,
        audience=first.audience if len(rows) == 1 else "",
        praise=sum(row.praise for row in rows),
        criticism=sum(row.criticism for row in rows),
        mixed=sum(row.mixed for row in rows),
        neutral=sum(row.neutral for row in rows),
        answers=answers,
        base=base,
        interval=wilson(min(answers, base), base),
    )


def _theme_bar(row: ThemeCount) -> Bar:
    return Bar(
        label=row.label,
        right=row.praise,
        left=row.criticism,
        right_both=row.mixed,
        left_both=row.mixed,
        note=f"{row.answers:,} of {row.base:,}",
    )


def _theme_cells(row: ThemeCount) -> tuple[str, ...]:
    counts = (row.praise, row.criticism, row.mixed, row.neutral, row.answers)
    return (row.label, row.paragraph, *(f"{count:,}" for count in counts), _share(row.answers, row.base))


def _themes_sentence(rows: Sequence[ThemeCount]) -> str:
    spoken = [row for row in rows if row.answers]
    if not spoken:
        return "No theme was found in people's own words yet. Themes appear as people write."
    top = spoken[0]
    sentences = [
        f"Most spoken of: {top.label}, by {top.answers:,} of {top.base:,} who wrote ({percent(top.share)})."
    ]
    praised, blamed = max(spoken, key=lambda row: row.praise), max(spoken, key=lambda row: row.criticism)
    if praised.praise:
        sentences.append(f"Most praised: {praised.label} ({praised.praise:,}).")
    if blamed.criticism:
        sentences.append(f"Most criticised: {blamed.label} ({blamed.criticism:,}).")
    return " ".join(sentences)


def _share(count: int, base: int) -> str:
    """A share with its interval: `34% (31% to 37%)`; a dash when there is nothing to share."""
    interval = wilson(min(count, base), base)
    if interval is None:
        return "–"
    return f"{percent(count / base)} ({percent(interval.low)} to {percent(interval.high)})"


def _hundredfold(interval: Interval | None) -> Interval | None:
    return Interval(round(100 * interval.low, 1), round(100 * interval.high, 1)) if interval else None


def _wording(comparison: StemComparison) -> str:
    """The wording that most audiences share, the first where none does."""
    wordings = list(comparison.wording_by_audience.values())
    return max(wordings, key=wordings.count)


def _name(audience: str) -> str:
    return AUDIENCES.get(audience, audience)
