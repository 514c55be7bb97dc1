"""Thematic visits: findings of all areas together, and no page with results that says which area it was."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from survey_app.services.permissions import INSPECTOR, LEAD_INSPECTOR
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, make_visit, sign_in
from tests.respondent import Respondent, send

THEMATIC = "thematic-local-offer-2026"
AREA = "Quillmarsh"
HIT = "My teacher hit me at school yesterday."
PAGES = 400


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def thematic(site: Site, area: str, responses: int = 0, seed: int = 1) -> BuiltVisit:
    visit = make_visit(site, kind=THEMATIC, title=f"Visit to {area}", area=area)
    if responses:
        with site.writing() as work:
            fill(work, visit.id, responses, seed)
    return visit


def shown(client: FlaskClient, visit: BuiltVisit) -> LexborHTMLParser:
    answer = client.get(f"/staff/visits/{visit.id}/all-areas")
    assert answer.status_code == 200
    return LexborHTMLParser(answer.data)


def words(page: LexborHTMLParser, selector: str = "main") -> str:
    return " ".join(" ".join(node.text(separator=" ") for node in page.css(selector)).split())


def test_areas_are_counted_together_and_their_spread_is_said_from_five_on(
    client: FlaskClient, site: Site
) -> None:
    visits = [thematic(site, f"{AREA} {number}", 120, number) for number in range(4)]
    sign_in(client, INSPECTOR, visits[0])
    four = words(shown(client, visits[0]))
    assert "people answered in 4 visits to 4 areas" in four
    assert "In the middle half of" not in four
    thematic(site, f"{AREA} 5", 120, 9)
    five = words(shown(client, visits[0]))
    assert "people answered in 5 visits to 5 areas" in five
    assert "In the middle half of 5 areas:" in five
    assert "The experiences and outcomes of children" in five


def test_what_each_visit_counts_adds_up(client: FlaskClient, site: Site) -> None:
    first, second = thematic(site, f"{AREA} 1", 90, 1), thematic(site, f"{AREA} 2", 60, 2)
    make_visit(site)
    sent = []
    for visit in (first, second):
        sign_in(client, LEAD_INSPECTOR, visit)
        own = LexborHTMLParser(client.get(f"/staff/visits/{visit.id}/results").data)
        sent.append(
            [int(cell.text().split()[0]) for cell in own.css("#who ~ .staff-scroll tbody td:nth-child(2)")]
        )
    together = shown(client, second).css("#who ~ .staff-scroll")[0].css("tbody td:nth-child(2)")
    assert [int(cell.text()) for cell in together] == [a + b for a, b in zip(*sent, strict=True)]


def test_an_inspection_of_one_area_has_no_national_view(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, LEAD_INSPECTOR, visit)
    assert "all-areas" not in client.get(f"/staff/visits/{visit.id}/results").text
    assert "are about its own area" in words(shown(client, visit))


@pytest.mark.parametrize("role", [INSPECTOR, LEAD_INSPECTOR])
def test_no_page_that_an_inspector_can_open_names_the_area(
    app: Flask, client: FlaskClient, site: Site, role: str
) -> None:
    """Every link from the visit's pages is followed; only where a concern must be sent on may the area stand."""
    visit = thematic(site, AREA, 40)
    send(Respondent(app.test_client(), visit.codes["young_people"]), {"would_change": HIT})
    sign_in(client, role, visit)
    home = f"/staff/visits/{visit.id}/"
    waiting, seen = [f"{home}results", f"{home}answers?everyone=yes"], set[str]()
    while waiting and len(seen) < PAGES:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        names = AREA.encode() in answer.data or AREA in str(answer.headers)
        assert not names or may_name_it(path, home), path
        if "html" in answer.mimetype:
            links = (
                node.attributes.get("href") or "" for node in LexborHTMLParser(answer.data).css("a[href]")
            )
            waiting += [link.partition("#")[0] for link in links if link.startswith(home)]
    assert len(seen) > 30


def may_name_it(path: str, home: str) -> bool:
    """Pages without results (links and what goes with them, dates, languages), and concerns, which must reach the
    right front door.
    """
    return path.removeprefix(home).split("/")[0].split("?")[0] in {
        "share",
        "channels",
        "kit",
        "print",
        "asked",
        "reach",
        "timetable",
        "timetable.ics",
        "window",
        "languages",
        "concerns",
    }
