"""Bars as a plotly figure: bar and scatter only, so that the basic bundle of plotly.js draws it."""

from __future__ import annotations

import json
from typing import Any

import plotly.graph_objects as go

from analysis.bars import CRITICISM, GRID, INK, PRAISE, Bar, Bars, amount, look_of, ticks
from analysis.compare import Interval

ROW_HEIGHT, MARGINS = 46, 110
GAP = {"color": "#ffffff", "width": 2}  # around each bar, so that two colours never touch
MARKER_PLACE = 1.04  # of the axis: just outside its end


def figure_json(chart: Bars) -> str:
    """The figure as JSON (a few kB): no template, no fonts of others, safe inside a script element."""
    traces = [_bar_trace(chart, side) for side in (("left", "right") if chart.left_name else ("right",))]
    if chart.both_name:
        traces += [_both_trace(chart, "right"), _both_trace(chart, "left")]
    figure = go.Figure([*traces, *_markers(chart)], _layout(chart))
    drawn = figure.to_plotly_json()
    drawn["layout"].pop("template", None)
    return json.dumps(drawn, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def _bar_trace(chart: Bars, side: str) -> go.Bar:
    sign = 1 if side == "right" else -1
    lengths = [getattr(bar, side) for bar in chart.bars]
    by_audience = chart.by_audience and [look_of(bar.audience).colour for bar in chart.bars]
    name = chart.right_name if side == "right" else chart.left_name
    return go.Bar(
        orientation="h",
        name=name,
        y=_places(chart),
        x=[sign * length for length in lengths],
        marker={"color": by_audience or (PRAISE if side == "right" else CRITICISM), "line": GAP},
        hovertext=[_hover(chart, bar, name, length) for bar, length in zip(chart.bars, lengths, strict=True)],
        hoverinfo="text",
        error_x=_error_bars(
            [(getattr(bar, side), getattr(bar, f"{side}_interval")) for bar in chart.bars], sign
        ),
    )


def _both_trace(chart: Bars, side: str) -> go.Bar:
    sign, colour = (1, PRAISE) if side == "right" else (-1, CRITICISM)
    lengths = [getattr(bar, f"{side}_both") for bar in chart.bars]
    return go.Bar(
        orientation="h",
        name=chart.both_name,
        showlegend=side == "right",
        y=_places(chart),
        x=[sign * length for length in lengths],
        marker={"color": "#ffffff", "line": {"color": colour, "width": 2}},
        hovertext=[
            _hover(chart, bar, chart.both_name, length)
            for bar, length in zip(chart.bars, lengths, strict=True)
        ],
        hoverinfo="text",
    )


def _markers(chart: Bars) -> list[go.Scatter]:
    """The audience's own marker beside its name, where it hides nothing."""
    start = -MARKER_PLACE * chart.reach if chart.left_name else (1 - MARKER_PLACE) * chart.reach
    return [
        go.Scatter(
            x=[start],
            y=[place],
            mode="markers",
            marker={
                "symbol": look.marker,
                "color": look.colour,
                "size": 13,
                "line": {"color": "#ffffff", "width": 2},
            },
            showlegend=False,
            hoverinfo="skip",
        )
        for place, bar, look in zip(
            _places(chart), chart.bars, (look_of(b.audience) for b in chart.bars), strict=True
        )
        if bar.audience
    ]


def _error_bars(ends: list[tuple[float, Interval | None]], sign: int) -> dict[str, Any]:
    if not any(interval for _, interval in ends):
        return {"visible": False}
    above = [interval.high - length if interval else 0.0 for length, interval in ends]
    below = [length - interval.low if interval else 0.0 for length, interval in ends]
    outward, inward = (above, below) if sign > 0 else (below, above)
    rounded = ([round(end, 2) for end in side] for side in (outward, inward))
    array, arrayminus = rounded
    return {
        "type": "data",
        "array": array,
        "arrayminus": arrayminus,
        "color": INK,
        "thickness": 1.5,
        "width": 5,
    }


def _layout(chart: Bars) -> dict[str, Any]:
    marks = ticks(chart.reach, bool(chart.left_name))
    room = 2 * (MARKER_PLACE - 1) * chart.reach
    return {
        "barmode": "relative",
        "bargap": 0.4,
        "height": MARGINS + ROW_HEIGHT * len(chart.bars),
        "margin": {"l": 10, "r": 20, "t": 40, "b": 50},
        "font": {"family": "Arial, sans-serif", "size": 15, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        "showlegend": not chart.by_audience,
        "xaxis": {
            "range": [marks[0] - room, marks[-1] + room],
            "tickvals": list(marks),
            "ticktext": [amount(mark, chart.unit) for mark in marks],
            "gridcolor": GRID,
            "zerolinecolor": INK,
            "fixedrange": True,
            "title": {"text": _axis_title(chart)},
        },
        "yaxis": {
            "tickvals": _places(chart),
            "ticktext": [_plain(bar.label) for bar in chart.bars],
            "autorange": "reversed",
            "automargin": True,
            "fixedrange": True,
        },
    }


def _axis_title(chart: Bars) -> str:
    if not chart.left_name:
        return "" if chart.unit == "%" else _plain(chart.unit)
    unit = "" if chart.unit == "%" else f" ({chart.unit})"
    return _plain(f"← {chart.left_name} · {chart.right_name} →{unit}")


def _places(chart: Bars) -> list[int]:
    return list(range(len(chart.bars)))


def _hover(chart: Bars, bar: Bar, name: str, length: float) -> str:
    note = f" · {bar.note}" if bar.note else ""
    return _plain(f"{bar.label}: {amount(length, chart.unit)} {name.lower()}{note}")


def _plain(words: str) -> str:
    """plotly.js reads tags in every text; ours has none."""
    return words.replace("&", "&amp;").replace("<", "&lt;")
