"""The screen of a paragraph and the list of what stands out, as inspectors open them."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from survey_app.services.permissions import INSPECTOR, LANO
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, make_visit, sign_in


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The pages are proved on one database."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


def page(client: FlaskClient, visit: BuiltVisit, path: str) -> LexborHTMLParser:
    answer = client.get(f"/staff/visits/{visit.id}/{path}")
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def words(shown: LexborHTMLParser) -> str:
    main = shown.css_first("main")
    assert main is not None
    return " ".join(main.text().split())


def filled(site: Site, visit: BuiltVisit, people: int = 300) -> None:
    with site.writing() as work:
        fill(work, visit.id, people)


def test_a_visit_without_answers_says_why_both_pages_are_empty(
    client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, INSPECTOR, visit)
    assert "No one has sent an answer." in words(page(client, visit, "paragraphs"))
    assert "Nothing stands out" in words(page(client, visit, "suggestions"))


def test_every_number_of_the_screen_opens_as_many_answers(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    filled(site, visit)
    sign_in(client, INSPECTOR, visit)
    shown = page(client, visit, "paragraphs?paragraph=52&mode=online")
    doors = shown.css("main a.door")
    assert len(doors) > 10
    for door in doors[:4] + doors[-4:]:
        count = int((door.text(deep=False) or "0").replace(",", ""))
        opened = client.get(door.attributes["href"] or "").text
        assert "mode=online" in (door.attributes["href"] or "")
        assert f"{count:,}" in words(LexborHTMLParser(opened))


def test_two_groups_are_compared_in_words_and_small_ones_are_not(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    filled(site, visit)
    sign_in(client, INSPECTOR, visit)
    choices = page(client, visit, "paragraphs?paragraph=52").css("#a option")
    first = choices[1].attributes["value"]
    compared = words(page(client, visit, f"paragraphs?paragraph=52&a={first}"))
    assert "Two groups" in compared
    assert any(said in compared for said in ("to be chance", "percentage point", "Too few to compare"))


def test_every_suggestion_opens_answers_and_goes_into_a_line(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    filled(site, visit)
    sign_in(client, INSPECTOR, visit)
    links = [one.attributes["href"] or "" for one in page(client, visit, "suggestions").css(".standing a")]
    assert any("/enquiry/add?" in link for link in links)
    for link in links[:6]:
        assert client.get(link).status_code == 200, link


def test_somebody_of_another_team_finds_neither_page(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    sign_in(client, INSPECTOR, make_visit(site, area="Another place"))
    for path in ("paragraphs", "suggestions"):
        assert client.get(f"/staff/visits/{visit.id}/{path}").status_code == 404


def test_the_local_area_never_sees_them(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, LANO, visit)
    for path in ("paragraphs", "suggestions"):
        assert client.get(f"/staff/visits/{visit.id}/{path}").status_code == 404


@pytest.mark.parametrize(
    "query", ["paragraph=<b>", "about=no:thing", "a=x:y&b=:", "mode=%3Cb%3E&language=''"]
)
def test_a_made_up_address_is_answered_with_a_page(
    client: FlaskClient, site: Site, visit: BuiltVisit, query: str
) -> None:
    filled(site, visit, 30)
    sign_in(client, INSPECTOR, visit)
    assert "Counted here" in words(page(client, visit, f"paragraphs?{query}"))
