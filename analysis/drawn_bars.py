"""Bars as one small SVG: no script, no style sheet, no fonts, so that it stands in any page or document."""

from __future__ import annotations

from html import escape

from analysis.bars import CRITICISM, GRID, INK, PRAISE, Bar, Bars, amount, look_of, ticks
from analysis.compare import Interval

WIDTH, EDGE = 560, 26
ROW, BAR, LABEL = 50, 16, 20
TOP, BOTTOM = 30, 30
GAP = 1  # white between a bar and the line that it begins at, so that two colours never touch
HALO = 'stroke="#fff" stroke-width="5" paint-order="stroke"'  # so that words stand clear of the grid
MARKERS = {
    "circle": '<circle cx="{x}" cy="{y}" r="6"',
    "square": '<path d="M{x} {y}m-6-6h12v12h-12z"',
    "diamond": '<path d="M{x} {y}m0-8l8 8-8 8-8-8z"',
    "triangle-up": '<path d="M{x} {y}m0-8l8 13h-16z"',
    "triangle-down": '<path d="M{x} {y}m0 8l8-13h-16z"',
    "cross": '<path d="M{x} {y}m-2-7h4v5h5v4h-5v5h-4v-5h-5v-4h5z"',
}


def svg(chart: Bars, alt: str) -> str:
    """The chart as an `svg` element whose name is `alt`; it scales with the width that it is given."""
    height = TOP + ROW * len(chart.bars) + BOTTOM
    parts = [_key(chart), _axis(chart, height - BOTTOM)]
    parts += [_row(chart, bar, TOP + ROW * place) for place, bar in enumerate(chart.bars)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="{escape(alt)}" font-size="14" fill="{INK}">{"".join(parts)}</svg>'
    )


def _row(chart: Bars, bar: Bar, top: int) -> str:
    zero, bar_top, middle = _x(chart, 0), top + LABEL, top + LABEL + BAR / 2
    right = look_of(bar.audience).colour if chart.by_audience else PRAISE
    gap = GAP if chart.left_name else 0
    parts = [
        f'<text x="{EDGE}" y="{top + 13}" {HALO}>{escape(_label(bar))}</text>',
        _box(zero + gap, _x(chart, bar.right), bar_top, right),
        _box(_x(chart, -bar.left), zero - gap, bar_top, CRITICISM),
        _outline(_x(chart, bar.right), _x(chart, bar.right + bar.right_both), bar_top, PRAISE),
        _outline(_x(chart, -bar.left - bar.left_both), _x(chart, -bar.left), bar_top, CRITICISM),
        _whisker(chart, bar.right_interval, 1, middle),
        _whisker(chart, bar.left_interval, -1, middle),
        _marker(bar, top + 8),
    ]
    return "".join(parts)


def _key(chart: Bars) -> str:
    """Which side is which, in words over their own side."""
    if chart.by_audience:
        return ""
    both = f" (outlined: {chart.both_name.lower()})" if chart.both_name else ""
    right = f'<text x="{WIDTH - EDGE}" y="16" text-anchor="end">{escape(chart.right_name + both)} →</text>'
    left = f'<text x="{EDGE}" y="16">← {escape(chart.left_name)}</text>' if chart.left_name else ""
    return left + right


def _axis(chart: Bars, bottom: int) -> str:
    marks = ticks(chart.reach, bool(chart.left_name))
    lines = "".join(f'<path d="M{_x(chart, mark)} {TOP - 6}V{bottom}"/>' for mark in marks)
    words = "".join(
        f'<text x="{_x(chart, mark)}" y="{bottom + 18}">{amount(mark, chart.unit)}</text>' for mark in marks
    )
    return f'<g stroke="{GRID}">{lines}</g><g text-anchor="middle">{words}</g>'


def _box(start: float, end: float, top: float, colour: str) -> str:
    if end <= start:
        return ""
    return f'<path d="M{start} {top}H{end}v{BAR}H{start}z" fill="{colour}"/>'


def _outline(start: float, end: float, top: float, colour: str) -> str:
    if end <= start:
        return ""
    inside = f"M{start} {top + 1}H{end}v{BAR - 2}H{start}z"
    return f'<path d="{inside}" fill="#fff" stroke="{colour}" stroke-width="2"/>'


def _whisker(chart: Bars, interval: Interval | None, sign: int, y: float) -> str:
    if interval is None:
        return ""
    low, high = _x(chart, sign * interval.low), _x(chart, sign * interval.high)
    line = f"M{low} {y - 5}v10M{low} {y}H{high}M{high} {y - 5}v10"
    # A pale line under the dark one keeps it visible over the bar.
    under, over = 'stroke="#fff" stroke-width="4"', f'stroke="{INK}" stroke-width="1.5"'
    return f'<path d="{line}" {under}/><path d="{line}" {over}/>'


def _marker(bar: Bar, y: float) -> str:
    if not bar.audience:
        return ""
    look = look_of(bar.audience)
    shape = MARKERS[look.marker].format(x=EDGE - 13, y=y)
    return f'{shape} fill="{look.colour}" stroke="#fff" stroke-width="1.5"/>'


def _label(bar: Bar) -> str:
    return f"{bar.label} · {bar.note}" if bar.note else bar.label


def _x(chart: Bars, value: float) -> float:
    start = -chart.reach if chart.left_name else 0.0
    place = EDGE + (value - start) / (chart.reach - start) * (WIDTH - 2 * EDGE)
    return round(place, 1)
