"""One chart at a time on a wall, and each chart's numbers and picture to take into other documents."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from survey_app.services.permissions import INSPECTOR, LANO
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, sign_in
from tests.survey_app.web.test_coding import words


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Nothing here asks the database anything of its own: one is enough."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


@pytest.fixture
def filled(site: Site, visit: BuiltVisit) -> BuiltVisit:
    with site.writing() as work:
        fill(work, visit.id, 30)
    return visit


def way(item: LexborNode, ending: str) -> str:
    found = item.css_first(f'.chart-ways a[href$="{ending}"]')
    assert found is not None
    return found.attributes["href"] or ""


def ways(tree: LexborHTMLParser, ending: str) -> list[str]:
    return [one.attributes["href"] or "" for one in tree.css(f'.chart-ways a[href$="{ending}"]')]


def test_the_arrows_lead_through_every_chart_and_keep_the_light(
    client: FlaskClient, filled: BuiltVisit
) -> None:
    sign_in(client, INSPECTOR, filled)
    at, titles = f"/staff/visits/{filled.id}/projector?light=dark", []
    while at:
        page = client.get(at)
        tree = LexborHTMLParser(page.text)
        titles.append(words(page, "h1"))
        html, onward = tree.css_first("html.dark"), tree.css_first("a[data-key=ArrowRight]")
        assert html is not None
        at = (onward.attributes["href"] or "") if onward else ""
    results = LexborHTMLParser(client.get(f"/staff/visits/{filled.id}/results").text)
    assert len(titles) == len(set(titles)) == len(results.css("figure.chart"))


def test_the_numbers_and_the_picture_are_those_of_the_page(client: FlaskClient, filled: BuiltVisit) -> None:
    sign_in(client, INSPECTOR, filled)
    tree = LexborHTMLParser(client.get(f"/staff/visits/{filled.id}/results").text)
    assert len(ways(tree, ".csv")) == len(ways(tree, ".svg")) == len(tree.css("figure.chart")) > 0
    assert any(address.endswith("/themes.csv") for address in ways(tree, ".csv"))
    item = next(one for one in tree.css("section.item") if one.css_first("figure.chart"))
    heading = item.css_first("h3").text()  # type: ignore[union-attr]
    told = client.get(way(item, ".csv"))
    rows = list(csv.reader(io.StringIO(told.text.removeprefix("\ufeff"))))
    assert heading in rows[0]
    shown = [cell.text(deep=True) for cell in item.css("table")[0].css("tbody tr:first-child td.number")]
    assert all(number in text for number, text in zip(rows[3][1:], shown, strict=True))
    picture = client.get(way(item, ".svg"))
    said = " ".join(ElementTree.fromstring(picture.text).itertext())
    assert picture.mimetype == "image/svg+xml"
    assert "Answered:" in said
    assert " ".join(heading.split()[:3]) in said


def test_what_is_not_there_and_who_may_not(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, INSPECTOR, visit)
    assert "No one has sent an answer." in words(client.get(f"/staff/visits/{visit.id}/projector"))
    led = client.get(f"/staff/visits/{visit.id}/charts/item-made-up.csv")
    assert led.headers["Location"].endswith("/results")
    sign_in(client, LANO, visit)
    for path in ("projector", "charts/themes.csv", "charts/themes.svg"):
        assert client.get(f"/staff/visits/{visit.id}/{path}").status_code == 404
