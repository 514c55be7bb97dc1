"""The numbers and the picture of one chart, to take into other documents."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as Answer

from analysis.charts import Chart
from analysis.columns import guard
from questionnaires.model import AUDIENCES
from survey_app.calendar.clock import london_day
from survey_app.calendar.wording import say_day
from survey_app.services.describe_visit import VisitCard
from survey_app.services.inspect import Results, results, visit_of_results
from survey_app.web.access import signed_in, staff_only
from survey_app.web.site import site

blueprint = Blueprint("charts_data", __name__, url_prefix="/staff/visits/<visit_id>/charts")
NOT_PUBLIC = "For the inspection team, not for publication."
THEMES, ITEM = "themes", "item-"
LINE, LETTERS, EDGE = 20, 76, 26
BYTE_ORDER_MARK = "\ufeff"
VIEW_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart under the name that its address has. `base` says how many people its numbers are about."""

    name: str
    chart: Chart
    base: str


def drawn_charts(found: Results) -> Iterator[Drawn]:
    """Every chart of the page with results that has something to draw, in the order of the page."""
    for one in found.compared:
        if one.chart.svg:
            bases = [
                f"{AUDIENCES.get(item.audience, item.audience)} {item.base:,}"
                for item in one.comparison.items
            ]
            yield Drawn(f"{ITEM}{one.stem}", one.chart, f"Answered: {', '.join(bases)}.")
    if found.themes.svg:
        wrote = [f"{AUDIENCES.get(name, name)} {count:,}" for name, count in found.wrote.items()]
        yield Drawn(THEMES, found.themes, f"Wrote in their own words: {', '.join(wrote)}.")


@blueprint.get("/<chart_name>.csv")
@staff_only("read_results")
def numbers(visit_id: str, chart_name: str) -> Answer:
    """The table of a chart for a spreadsheet; no cell can become a formula there."""
    visit, one, day = _find(visit_id, chart_name)
    if one is None:
        return redirect(url_for("inspector.dashboard", visit_id=visit_id))
    out = io.StringIO()
    writer = csv.writer(out)
    notes = ([one.chart.title], [f"{visit.reference}, {day}. {one.base} {NOT_PUBLIC}"])
    for row in (*notes, one.chart.table.headings, *one.chart.table.rows):
        writer.writerow([guard(cell) for cell in row])
    answer = Answer(BYTE_ORDER_MARK + out.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{visit.reference}-{one.name}.csv")
    return answer


@blueprint.get("/<chart_name>.svg")
@staff_only("read_results")
def picture(visit_id: str, chart_name: str) -> Answer:
    """A chart as one picture with its title, its sentence, how many people it is about, and the day."""
    visit, one, day = _find(visit_id, chart_name)
    if one is None:
        return redirect(url_for("inspector.dashboard", visit_id=visit_id))
    drawn = whole_picture(one, f"{visit.title}, {visit.reference}, {day}. {NOT_PUBLIC}")
    return Answer(drawn, mimetype="image/svg+xml")


def whole_picture(one: Drawn, source: str) -> str:
    """A chart as a document of its own: an SVG with the words above and below in it."""
    size = VIEW_BOX.search(one.chart.svg)
    assert size
    width, height = int(size[1]), int(size[2])
    above = [*((line, "700") for line in wrap(one.chart.title, LETTERS - 8))]
    above += [(line, "400") for line in wrap(one.chart.sentence, LETTERS)]
    below = [(line, "400") for line in (*wrap(one.base, LETTERS), *wrap(source, LETTERS))]
    top = LINE * (len(above) + 1)
    whole = top + height + LINE * (len(below) + 1)
    inner = one.chart.svg.replace("<svg ", f'<svg y="{top}" width="{width}" height="{height}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {whole}" width="{width}" height="{whole}"'
        f' font-family="Arial, sans-serif" font-size="14" fill="#1f2328">'
        f'<path d="M0 0H{width}V{whole}H0z" fill="#fff"/>'
        f"{_lines(above, LINE)}{inner}{_lines(below, top + height + LINE)}</svg>"
    )


def _lines(lines: list[tuple[str, str]], top: int) -> str:
    return "".join(
        f'<text x="{EDGE}" y="{top + LINE * place}" font-weight="{weight}">{escape(words)}</text>'
        for place, (words, weight) in enumerate(lines)
    )


def _find(visit_id: str, chart_name: str) -> tuple[VisitCard, Drawn | None, str]:
    """The chart of that name; None where there is none (any more), or nothing to draw yet."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        found = results(work, person, visit_id)
        day = say_day(london_day(work.now), with_year=True)
    one = next((one for one in drawn_charts(found) if one.name == chart_name), None)
    return visit, one, day
