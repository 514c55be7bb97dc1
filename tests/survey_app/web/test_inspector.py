"""The pages with results and answers, as inspectors open them."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from analysis.bars import LOOKS
from survey_app.services.permissions import (
    ADMINISTRATOR,
    INSPECTOR,
    LANO,
    LEAD_INSPECTOR,
    SAFEGUARDING_LEAD,
)
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, SettableClock, make_visit, sign_in
from tests.respondent import Respondent, send

HIT = "My teacher hit me at school yesterday."
PRAISE = "The speech therapist is brilliant."
BLAME = "We waited two years for an autism assessment."
HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} & "quoted" My teacher hit me </mark>'
)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The services behind these pages are proved on both databases; the pages themselves on one."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


def page(client: FlaskClient, visit: BuiltVisit, path: str) -> LexborHTMLParser:
    answer = client.get(f"/staff/visits/{visit.id}/{path}")
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def words(node: LexborHTMLParser | LexborNode, selector: str = "main") -> str:
    found = node.css_first(selector)
    assert found is not None, f"nothing at {selector}"
    return " ".join(found.text().split())


def quoted(shown: LexborHTMLParser) -> str:
    """What the first quotation says, without the notes that are put beside marked words."""
    found = shown.css_first("blockquote.words")
    assert found is not None
    for note in found.css("sup, .govuk-visually-hidden"):
        note.decompose()
    return found.text().strip()


def people(answers: LexborHTMLParser) -> int:
    said = re.match(r"[\d,]+", words(answers, ".found"))
    assert said
    return int(said.group().replace(",", ""))


def answered(
    app: Flask, visit: BuiltVisit, audience: str = "parents_carers", **answers: str | list[str]
) -> None:
    send(Respondent(app.test_client(), visit.codes[audience]), answers)


def test_an_answer_is_on_the_dashboard_as_soon_as_it_is_sent(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, LEAD_INSPECTOR, visit)
    before = page(client, visit, "results")
    assert "No one has sent an answer." in words(before)
    assert "Each answer shows here as soon as it is sent" in words(before)
    answered(app, visit, "young_people", listened_to="bad", would_change=HIT)
    after = words(page(client, visit, "results"))
    assert "1 answer needs a person to read it today" in after
    assert "Children and young people 1" in after
    assert "People can answer until Tuesday 1 December, 9am." in after


def test_the_empty_page_says_what_will_fill_it(client: FlaskClient, site: Site, clock: SettableClock) -> None:
    draft = make_visit(site, live=False)
    sign_in(client, LEAD_INSPECTOR, draft)
    assert "not live yet" in words(page(client, draft, "results"))
    ended = make_visit(site, area="Hill and Dale")
    clock.set("2026-12-02T09:00")
    sign_in(client, LEAD_INSPECTOR, ended)
    for path in ("results", "answers"):
        assert "nothing more will come" in words(page(client, ended, path))


@pytest.mark.parametrize("role", [LANO, SAFEGUARDING_LEAD, ADMINISTRATOR])
def test_only_the_inspection_team_reads_results_and_answers(
    app: Flask, client: FlaskClient, visit: BuiltVisit, role: str
) -> None:
    answered(app, visit, would_change=BLAME)
    sign_in(client, role, visit)
    for path in ("results", "answers", "answers?level=1"):
        assert client.get(f"/staff/visits/{visit.id}/{path}").status_code == 404


def test_another_teams_answer_is_not_there(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    other = make_visit(site, area="Hill and Dale")
    answered(app, other, would_change=BLAME)
    reader = app.test_client()
    sign_in(reader, INSPECTOR, other)
    link = page(reader, other, "answers").css_first(".told__whole a").attributes["href"] or ""
    assert reader.get(link).status_code == 200
    sign_in(client, INSPECTOR, visit)
    assert client.get(link).status_code == 404
    assert client.get(link.replace(other.id, visit.id)).status_code == 404


def test_an_inspector_sees_that_concerns_exist_and_cannot_open_them(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit, "young_people", would_change=HIT)
    sign_in(client, INSPECTOR, visit)
    shown = page(client, visit, "results")
    assert "1 answer needs a person to read it today." in words(shown, ".waiting")
    assert shown.css_first(".waiting a") is None


def test_every_number_opens_as_many_people_as_it_says(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    with site.writing() as work:
        fill(work, visit.id, 40)
    sign_in(client, LEAD_INSPECTOR, visit)
    doors = page(client, visit, "results").css("a.door")
    assert len(doors) > 200
    for door in doors[::13]:
        number = int((door.text(deep=False) or "0").replace(",", ""))
        behind = LexborHTMLParser(client.get(door.attributes["href"] or "").text)
        assert people(behind) == number, door.attributes["href"]


def test_flagged_words_carry_their_rule_their_level_and_their_words(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    before = "\U0001f468‍\U0001f469‍\U0001f467 cafe\u0301 "
    answered(app, visit, "young_people", age_band="age_16_17", would_change=before + HIT)
    sign_in(client, INSPECTOR, visit)
    shown = page(client, visit, "answers?level=2")
    assert "".join(mark.text() for mark in shown.css("mark.said--flag")) == "teacher hit me"
    assert quoted(shown) == before + HIT
    reasons = words(shown, ".reasons")
    assert "Urgent" in reasons
    assert "Physical abuse" in reasons
    assert "physical_abuse." in reasons
    assert "How old are you?16 or 17" in words(shown, ".profile")
    assert "Tuesday 24 November" in words(shown, ".about")


def test_themes_are_marked_by_kind_and_explained(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit, going_well="The speech therapist is brilliant.", would_change=BLAME)
    sign_in(client, INSPECTOR, visit)
    shown = page(client, visit, "answers")
    assert shown.css_first("mark.said--positive") is not None
    assert shown.css_first("mark.said--negative") is not None
    assert "Criticism" in words(shown)
    one = page(client, visit, "answers?theme=wait_neuro")
    assert [node.text() for node in one.css(".told .question")] == ["What would you change?"]
    assert "with 1 more answer" in words(one, ".told__whole")


def test_hostile_text_is_shown_as_it_was_typed(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit, "young_people", would_change=HOSTILE)
    sign_in(client, LEAD_INSPECTOR, visit)
    for path in ("answers", "answers?level=2"):
        shown = page(client, visit, path)
        assert shown.css("blockquote script, blockquote img") == []
        assert quoted(shown) == HOSTILE


MADE_UP = (
    "audience=nobody",
    "theme=%3Cscript%3E",
    "question=%22%5D%7C%7C1",
    "level=99999999999999999999",
    "level=x",
    "category=" + "x" * 5000,
    "question=listened_to&value=%25",
    "stance=loud",
)


def test_an_address_that_was_made_up_finds_nobody(app: Flask, client: FlaskClient, visit: BuiltVisit) -> None:
    answered(app, visit, listened_to="agree", would_change=BLAME)
    sign_in(client, INSPECTOR, visit)
    assert people(page(client, visit, "answers?everyone=yes")) == 1
    for parameters in MADE_UP:
        shown = page(client, visit, f"answers?everyone=yes&{parameters}")
        assert people(shown) == 0, parameters
        assert "No answer fits all of these filters." in words(shown)
        assert shown.css("main script") == []


def test_filters_live_in_the_address_and_each_can_be_taken_away(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(app, visit, would_change=BLAME)
    answered(app, visit, "young_people", would_change=BLAME)
    sign_in(client, INSPECTOR, visit)
    shown = page(client, visit, "answers?theme=wait_neuro&audience=young_people")
    assert people(shown) == 1
    assert shown.css_first("#audience option[selected]").attributes["value"] == "young_people"
    ways = [parse_qs(urlsplit(a.attributes["href"] or "").query) for a in shown.css(".chosen a")]
    assert ways == [{"theme": ["wait_neuro"]}, {"audience": ["young_people"]}]


def test_one_can_read_only_what_a_group_of_people_wrote(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    answered(
        app,
        visit,
        "young_people",
        age_band="age_16_17",
        setting=["college", "work_training"],
        would_change=BLAME,
    )
    answered(
        app, visit, "young_people", age_band="age_11_15", setting=["mainstream_school"], going_well=PRAISE
    )
    sign_in(client, LEAD_INSPECTOR, visit)
    whole = page(client, visit, "answers?audience=young_people")
    options = {node.attributes["value"] for node in whole.css("select[name='about[]'] option")}
    assert {"age_band:age_16_17", "setting:college"} <= options
    older = page(
        client, visit, "answers?about%5B%5D=&about%5B%5D=age_band:age_16_17&about=setting:college&face="
    )
    assert people(older) == 1
    assert BLAME in quoted(older)
    assert PRAISE not in quoted(older)
    assert {"age_band:age_16_17", "setting:college"} <= {
        node.attributes["value"] for node in older.css("select[name='about[]'] option[selected]")
    }
    assert "16 or 17" in words(older)
    assert people(page(client, visit, "answers?about=age_band:age_16_17&about=age_band:age_11_15")) == 0
    assert people(page(client, visit, "answers?mode=paper")) == 0
    assert people(page(client, visit, "answers?mode=online&language=en-GB")) == 2
    assert people(page(client, visit, "answers?about=nothing:at_all")) == 0


def test_pages_of_answers_follow_each_other(client: FlaskClient, site: Site, visit: BuiltVisit) -> None:
    with site.writing() as work:
        fill(work, visit.id, 80)
    sign_in(client, INSPECTOR, visit)
    first = page(client, visit, "answers?everyone=yes&page=0")
    assert "Page 1 of 4" in words(first, ".found")
    assert len(first.css("article.told")) == 25
    following = first.css_first("a[rel=next]").attributes["href"] or ""
    second = LexborHTMLParser(client.get(following).text)
    assert "Page 2 of 4" in words(second, ".found")
    assert "everyone=yes" in following
    assert "Page 4 of 4" in words(page(client, visit, "answers?everyone=yes&page=4000"), ".found")


def test_no_page_of_a_national_visit_names_the_area(app: Flask, client: FlaskClient, site: Site) -> None:
    made = make_visit(
        site, kind="thematic-local-offer-2026", title="Visit to Hill and Dale", area="Hill and Dale"
    )
    answered(app, made, "young_people", missing_help=HIT)
    with site.writing() as work:
        fill(work, made.id, 40)
    sign_in(client, LEAD_INSPECTOR, made)
    for path in ("results", "answers?everyone=yes", "answers?level=2", "concerns"):
        answer = client.get(f"/staff/visits/{made.id}/{path}")
        assert answer.status_code == 200
        assert "Hill and Dale" not in answer.text
    link = page(client, made, "answers").css_first(".told__whole a").attributes["href"] or ""
    assert "Hill and Dale" not in client.get(link).text


def test_charts_come_after_their_tables_and_only_where_there_is_something(
    app: Flask, client: FlaskClient, visit: BuiltVisit
) -> None:
    sign_in(client, INSPECTOR, visit)
    assert "plotly" not in client.get(f"/staff/visits/{visit.id}/results").text
    answered(app, visit, listened_to="agree")
    answer = client.get(f"/staff/visits/{visit.id}/results").text
    item = LexborHTMLParser(answer).css_first("section.item")
    assert item is not None
    assert item.html is not None
    assert item.html.index("<table") < item.html.index("<figure")
    assert item.css_first("figure svg") is not None
    assert answer.index("plotly-basic.js") > answer.index("</main>")
    assert "plotly-basic.js" not in client.get(f"/staff/visits/{visit.id}/answers").text


def test_audiences_have_the_colours_of_the_charts(client: FlaskClient) -> None:
    css = client.get("/static/inspector/inspector.css").text
    for audience, look in LOOKS.items():
        rule = re.search(rf"\.audience--{audience}::before {{([^}}]+)}}", css)
        assert rule, audience
        assert look.colour in rule[1]
