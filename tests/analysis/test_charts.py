"""Charts that a script draws, a page shows without one, and a reader of the table can do without."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from analysis.bars import CRITICISM, LOOKS, PRAISE, round_up
from analysis.charts import Chart, answers_by_audience, diverging_bars, option_bars, themes_chart
from analysis.compare import groups_sentence
from analysis.summaries import StemComparison, ThemeName, side_by_side, summarise_closed, theme_table
from questionnaires.model import AUDIENCES
from tests.analysis.rows import THREE, survey
from tests.analysis.test_summaries import answers_in, questionnaire

ITEMS = summarise_closed([questionnaire(audience) for audience in THREE], answers_in(survey(240)))
COMPARISON = side_by_side(ITEMS)[0]
THEMES = theme_table(
    {
        (f"theme_{number}", audience, stance): (7 * number + len(stance)) % 11
        for number in range(20)
        for audience in THREE
        for stance in ("positive", "negative", "mixed", "neutral")
    },
    dict.fromkeys(THREE, 200),
    {f"theme_{number}": ThemeName(f"Theme {number} <& all>", "50") for number in range(20)},
)
CHARTS = {
    "sides": diverging_bars(COMPARISON),
    "options": option_bars(ITEMS[2]),
    "themes": themes_chart(THEMES),
    "themes of one": themes_chart(THEMES, "parents_carers"),
    "responses": answers_by_audience({"practitioners": 12, "young_people": 372, "parents_carers": 2_234}),
}
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


def figure(chart: Chart) -> Any:
    return json.loads(chart.figure_json)


@every_chart
def test_plotly_takes_the_figure_and_the_basic_bundle_can_draw_it(chart: Chart) -> None:
    go.Figure(figure(chart))
    assert {trace["type"] for trace in figure(chart)["data"]} <= {"bar", "scatter"}
    assert "template" not in figure(chart)["layout"]


@every_chart
def test_a_figure_is_small_safe_in_a_script_and_asks_nobody_for_anything(chart: Chart) -> None:
    assert len(chart.figure_json.encode()) < 15_000
    assert "<" not in chart.figure_json
    assert "http" not in chart.figure_json
    assert "http" not in chart.svg.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"\bstyle=|<style|<script|\bon\w+=|\bid=", chart.svg)


@every_chart
def test_the_picture_is_one_named_image(chart: Chart) -> None:
    root = ElementTree.fromstring(chart.svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"{chart.title}. {chart.alt}"


@every_chart
def test_every_chart_has_a_title_a_sentence_and_a_whole_table(chart: Chart) -> None:
    assert chart.title
    assert chart.sentence.endswith(".")
    assert chart.table.rows
    assert {len(row) for row in chart.table.rows} == {len(chart.table.headings)}


def words(chart: Chart) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(chart.svg).iter() if node.tag.endswith("text")]


def test_positive_is_blue_to_the_right_and_negative_orange_to_the_left_with_intervals() -> None:
    negative, positive = figure(CHARTS["sides"])["data"][:2]
    assert (positive["marker"]["color"], negative["marker"]["color"]) == (PRAISE, CRITICISM)
    assert min(positive["x"]) >= 0 >= max(negative["x"])
    for item, length, above, below in zip(
        COMPARISON.items,
        positive["x"],
        positive["error_x"]["array"],
        positive["error_x"]["arrayminus"],
        strict=True,
    ):
        assert item.interval is not None
        assert length == pytest.approx(100 * item.share_positive, abs=0.1)
        assert length + above == pytest.approx(100 * item.interval.high, abs=0.2)
        assert length - below == pytest.approx(100 * item.interval.low, abs=0.2)


def test_the_audiences_keep_their_colour_and_marker() -> None:
    for name in ("sides", "responses"):
        markers = [trace["marker"] for trace in figure(CHARTS[name])["data"] if trace["type"] == "scatter"]
        assert [(marker["color"], marker["symbol"]) for marker in markers] == [
            (LOOKS[audience].colour, LOOKS[audience].marker) for audience in THREE
        ]


def test_every_audience_has_a_marker_of_its_own() -> None:
    assert len({look.marker for look in LOOKS.values()}) == len(LOOKS) == len(AUDIENCES)


def lightness(colour: str) -> float:
    """Relative luminance as WCAG defines it, 0 to 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [PRAISE, CRITICISM, *(look.colour for look in LOOKS.values())])
def test_every_colour_stands_out_from_white(colour: str) -> None:
    assert 1.05 / (lightness(colour) + 0.05) >= 3


def test_praise_and_criticism_differ_in_grey() -> None:
    assert (lightness(CRITICISM) + 0.05) / (lightness(PRAISE) + 0.05) >= 2


def contrast(one: str, other: str) -> float:
    light, dark = sorted((lightness(one), lightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def drawn_boxes(chart: Chart, colour: str) -> list[tuple[float, float]]:
    """Where each bar of a colour begins and ends across the picture."""
    boxes = re.findall(rf'<path d="M([\d.]+) [\d.]+H([\d.]+)v\d+H[\d.]+z" fill="{colour}"/>', chart.svg)
    return [(float(start), float(end)) for start, end in boxes]


def test_two_colours_never_touch_and_what_lies_between_them_stands_out_from_both() -> None:
    for name in ("sides", "themes"):
        chart = CHARTS[name]
        left, right = drawn_boxes(chart, CRITICISM), drawn_boxes(chart, PRAISE)
        assert left
        assert right
        assert max(end for _, end in left) + 2 <= min(start for start, _ in right)
        for trace in [one for one in figure(chart)["data"] if one["type"] == "bar"][:2]:
            edge = trace["marker"]["line"]
            assert edge["width"] >= 2
            assert contrast(edge["color"], trace["marker"]["color"]) >= 3


def test_the_table_holds_what_the_sentence_says() -> None:
    item = COMPARISON.items[0]
    row = CHARTS["sides"].table.rows[0]
    assert row[:6] == (
        AUDIENCES[item.audience],
        *map(str, (item.positive, item.middle, item.negative, item.unsure, item.base)),
    )
    assert f"({item.views} gave a view)" in CHARTS["sides"].sentence


def test_the_most_spoken_of_themes_are_drawn_and_the_table_has_all() -> None:
    chart = CHARTS["themes"]
    assert len(chart.table.rows) == 20
    assert len(figure(chart)["data"][0]["x"]) == 12
    assert "The 12 most spoken of are drawn." in chart.alt
    answers = [int(row[6]) for row in chart.table.rows]
    assert answers == sorted(answers, reverse=True)


def test_one_audience_can_be_drawn_alone() -> None:
    both, one = CHARTS["themes"].table, CHARTS["themes of one"].table
    assert len(one.rows) == len(both.rows)
    assert sum(int(row[6]) for row in one.rows) < sum(int(row[6]) for row in both.rows)
    assert "parents and carers" in CHARTS["themes of one"].title


def test_signs_in_a_label_are_words() -> None:
    assert any(text.startswith("Theme ") and "<& all>" in text for text in words(CHARTS["themes"]))
    assert "&lt;&amp; all>" in json.dumps(figure(CHARTS["themes"])["layout"]["yaxis"]["ticktext"]).replace(
        "\\u003c", "<"
    )


def test_an_audience_without_views_is_in_the_table_and_not_drawn() -> None:
    empty = replace(COMPARISON.items[1], base=0, positive=0, middle=0, negative=0, unsure=0, interval=None)
    chart = diverging_bars(replace(COMPARISON, items=(COMPARISON.items[0], empty)))
    assert len(chart.table.rows) == 2
    assert chart.table.rows[1][-1] == "–"
    assert len(figure(chart)["data"][0]["x"]) == 1


@pytest.mark.parametrize(
    "chart, why",
    [
        (answers_by_audience({}, "It opens on Monday at 9am."), "It opens on Monday at 9am."),
        (themes_chart(()), "No theme was found in people's own words yet. Themes appear as people write."),
        (
            diverging_bars(StemComparison("s", {"young_people": "Well?"}, (), groups_sentence([]))),
            "No one has given a view on this yet.",
        ),
        (
            option_bars(summarise_closed([questionnaire("practitioners")], [])[0]),
            "No practitioners have answered this yet.",
        ),
    ],
)
def test_an_empty_chart_says_why_and_draws_nothing(chart: Chart, why: str) -> None:
    assert chart.sentence == why
    assert (chart.figure_json, chart.svg, chart.alt) == ("", "", "")


@pytest.mark.parametrize(
    "longest, end",
    [(0, 5), (5, 5), (6, 10), (11, 20), (21, 50), (51, 100), (101, 200), (300, 500), (2_234, 5_000)],
)
def test_an_axis_ends_on_a_plain_number(longest: int, end: int) -> None:
    assert round_up(longest) == end
