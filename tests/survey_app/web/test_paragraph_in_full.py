"""The screen of a paragraph with answers whose counts are known: groups, concerns, faces, waves, new answers."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy import update

from survey_app.services.permissions import INSPECTOR
from survey_app.storage.concerns import Concern
from survey_app.storage.staff import Membership
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_visit, sign_in
from tests.survey_app.stored_answers import answered

PARENTS, YOUNG = "parents_carers", "young_people"
BREAKS = "Short breaks have been a lifeline for our family."
REVIEW = "The annual review was late again."
HURT = "My teacher hit me at school yesterday. Short breaks have been a lifeline for our family."
A_PLAN, SUPPORT = "stage:ehc_plan", "stage:sen_support"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The pages are proved on one database."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


@pytest.fixture
def inspector(client: FlaskClient, visit: BuiltVisit) -> FlaskClient:
    """Somebody who reads the answers of the visit."""
    sign_in(client, INSPECTOR, visit)
    return client


def page(client: FlaskClient, visit: BuiltVisit, query: str) -> LexborHTMLParser:
    answer = client.get(f"/staff/visits/{visit.id}/paragraphs?{query}")
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def words(node: LexborNode | LexborHTMLParser, selector: str = "main") -> str:
    """The words of it; in cells without what a link says to listeners beside its number."""
    for hidden in node.css("td a.door .govuk-visually-hidden") if selector == "td" else ():
        hidden.decompose()
    return " ".join(" ".join(one.text(separator=" ") for one in node.css(selector)).split())


def people_behind(client: FlaskClient, door: LexborNode) -> tuple[str, int]:
    """The number that a door shows, and how many people the page behind it counts."""
    opened = client.get(door.attributes["href"] or "").text
    counted = re.search(r"([\d,]+) (?:people|person|answers?)", words(LexborHTMLParser(opened)))
    assert counted, opened
    shown = door.text(deep=False).strip()
    return shown, int(counted[1].replace(",", ""))


def row(shown: LexborHTMLParser, caption: str, about: str) -> LexborNode:
    """The row about something in the table with this caption."""
    tables = [one for one in shown.css("table") if caption in words(one, "caption")]
    return next(one for one in tables[0].css("tbody tr") if about in words(one, "th"))


def test_two_groups_far_apart_are_told_with_their_shares_and_interval(
    inspector: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    answered(site, visit, PARENTS, 40, {"stage": ("ehc_plan",), "right_help": "agree"})
    answered(site, visit, PARENTS, 30, {"stage": ("sen_support",), "right_help": "disagree"})
    shown = page(inspector, visit, f"paragraph=52&a={A_PLAN}&b={SUPPORT}")
    compared = row(shown, "compared on each question", "help")
    behind = [people_behind(inspector, one) for one in compared.css("a.door")]
    assert behind == [("100%", 40), ("of 40", 40), ("of 30", 30)]
    found = words(compared, "td")
    assert found.startswith("100% of 40 0% of 30 Parents and carers who said “An education, health and care")
    assert re.search(
        r"were more positive than .* by 100 percentage points \(likely between \d+ and 100\)", found
    )


def test_two_groups_that_differ_within_noise_and_a_group_that_is_small(
    inspector: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    for given, times in (("agree", 10), ("disagree", 9)):
        answered(site, visit, PARENTS, times, {"stage": ("ehc_plan",), "right_help": given})
    for given, times in (("agree", 9), ("disagree", 10)):
        answered(site, visit, PARENTS, times, {"stage": ("sen_support",), "right_help": given})
    answered(site, visit, PARENTS, 9, {"stage": ("waiting",), "right_help": "disagree"})
    even = words(
        row(page(inspector, visit, f"paragraph=52&a={A_PLAN}&b={SUPPORT}"), "each question", "help"), "td"
    )
    assert even.startswith("53% of 19 47% of 19 ")
    assert "is small enough to be chance" in even
    few = row(page(inspector, visit, f"paragraph=52&a={A_PLAN}&b=stage:waiting"), "each question", "help")
    assert words(few, "td") == (
        "53% of 19 under 10 Too few to compare: 19 and 9 gave a view. A group needs 10 at least."
    )


def test_a_group_beside_everybody_else_leaves_out_audiences_that_were_not_asked(
    inspector: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    answered(site, visit, PARENTS, 12, {"stage": ("ehc_plan",), "right_help": "agree"})
    answered(site, visit, PARENTS, 20, {"right_help": "disagree"})
    answered(site, visit, YOUNG, 20, {"right_help": "bad"})
    shown = page(inspector, visit, f"paragraph=52&a={A_PLAN}")
    assert words(row(shown, "each question", "help"), "td").startswith("100% of 12 0% of 20 ")
    assert YOUNG not in str(
        next(one for one in shown.css("table") if "each question" in words(one, "caption")).html
    )


def test_what_two_groups_wrote_about_is_compared_among_those_who_wrote(
    inspector: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    answered(site, visit, PARENTS, 30, {"stage": ("ehc_plan",), "going_well": BREAKS})
    answered(site, visit, PARENTS, 5, {"stage": ("ehc_plan",)})
    answered(site, visit, PARENTS, 25, {"stage": ("sen_support",), "going_well": REVIEW})
    shown = page(inspector, visit, f"paragraph=52&a={A_PLAN}&b={SUPPORT}")
    breaks = words(row(shown, "compared on each theme", "hort breaks"), "td")
    assert breaks.startswith("100% of 30 0% of 25 Parents and carers who said “An education, health and care")
    assert "wrote about it more often than" in breaks


@pytest.mark.parametrize("second", [f"&b={SUPPORT}", ""])
@pytest.mark.parametrize(("caption", "about"), [("each question", "help"), ("each theme", "hort breaks")])
def test_a_comparison_goes_into_a_line_with_both_shares(
    inspector: FlaskClient, site: Site, visit: BuiltVisit, caption: str, about: str, second: str
) -> None:
    answered(site, visit, PARENTS, 30, {"stage": ("ehc_plan",), "right_help": "agree", "going_well": BREAKS})
    answered(
        site, visit, PARENTS, 20, {"stage": ("sen_support",), "right_help": "disagree", "going_well": REVIEW}
    )
    compared = row(page(inspector, visit, f"paragraph=52&a={A_PLAN}{second}"), caption, about)
    link = str(compared.css_first("a.add-to-line").attributes["href"])
    figure = words(LexborHTMLParser(inspector.get(link).text), ".line-figure strong")
    assert figure.startswith("100% (30 of 30) and 0% (0 of 20): 100 percentage points apart (likely ")


def test_answers_behind_an_open_concern_are_left_out_until_asked_for_or_decided(
    inspector: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    (worrying,) = answered(site, visit, PARENTS, 1, {"going_well": HURT})
    answered(site, visit, PARENTS, 2, {"going_well": BREAKS})
    shown = page(inspector, visit, "paragraph=52")
    assert worrying not in shown.html
    assert "hit me" not in shown.html
    assert "1 answer that could have stood here is left out" in words(shown)
    asked_for = next(a for a in shown.css("main a") if a.text().startswith("Choose from it"))
    assert worrying in inspector.get(str(asked_for.attributes["href"])).text
    with site.writing() as work:
        work.session.execute(update(Concern).values(state="decided", decision="no_action"))
    assert worrying in page(inspector, visit, "paragraph=52").html


def test_young_people_are_counted_beside_the_pictures_that_they_saw(
    inspector: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    answered(site, visit, YOUNG, 3, {"right_help": "bad"})
    answered(site, visit, YOUNG, 2, {"right_help": "good"})
    shown = page(inspector, visit, "paragraph=52")
    faces = shown.css("ul.faces li")
    assert len([one for one in faces if one.css_first("svg")]) == len(faces) > 2
    doors = {words(one, "span:not(.govuk-visually-hidden)").lower(): one.css_first("a.door") for one in faces}
    counts = {name: door.text(deep=False) for name, door in doors.items() if door}
    assert sorted(counts.values()) == ["2", "3"]
    opened = LexborHTMLParser(inspector.get(str(faces[0].css_first("a").attributes["href"])).text)
    assert words(opened, ".found").startswith(next(iter(counts.values())))


def test_a_new_answer_is_counted_at_once(inspector: FlaskClient, site: Site, visit: BuiltVisit) -> None:
    answered(site, visit, PARENTS, 2, {"right_help": "agree"})
    assert "2 sent" in words(page(inspector, visit, "paragraph=52"), "a.door")
    answered(site, visit, PARENTS, 1, {"right_help": "agree"})
    assert "3 sent" in words(page(inspector, visit, "paragraph=52"), "a.door")


def test_each_filter_is_counted_for_itself(inspector: FlaskClient, site: Site, visit: BuiltVisit) -> None:
    answered(site, visit, PARENTS, 4, {"right_help": "agree"})
    answered(site, visit, PARENTS, 3, {"right_help": "agree"}, mode="paper")
    for query, count in (("mode=paper", 3), ("mode=online", 4), ("", 7), ("face=easy_read", 0)):
        shown = words(page(inspector, visit, f"paragraph=52&{query}"))
        assert f"Counted here: 0 children and young people, {count} " in shown, query


def test_another_wave_is_looked_at_on_the_same_screen(
    client: FlaskClient, site: Site, clock: SettableClock
) -> None:
    earlier = make_visit(site, title="First wave", notified="2026-09-07T09:00")
    later = make_visit(site, title="Second wave", area="Hill and Dale", notified="2026-11-23T09:00")
    with site.writing() as work:
        area = work.session.get_one(Visit, earlier.id).area_id
        work.session.execute(update(Visit).where(Visit.id == later.id).values(area_id=area))
    clock.set("2026-09-09T10:00")
    answered(site, earlier, PARENTS, 5, {"right_help": "agree", "going_well": BREAKS})
    clock.set("2026-11-24T10:00")
    answered(site, later, PARENTS, 3, {"right_help": "agree"})
    person = sign_in(client, INSPECTOR, later)
    assert "These are not the same people" not in words(
        page(client, later, f"paragraph=52&wave={earlier.id}")
    )
    with site.writing() as work:
        work.session.add(Membership(staff_id=person.id, visit_id=earlier.id, role=INSPECTOR))
    shown = page(client, later, f"paragraph=52&wave={earlier.id}")
    assert "You are looking at September 2026" in words(shown)
    door = next(a for a in shown.css("main a.door") if a.text(deep=False) == "5")
    assert words(LexborHTMLParser(client.get(str(door.attributes["href"])).text), ".found").startswith("5")
    assert earlier.id in str(door.attributes["href"])
    # what is read in another visit is no evidence of this one
    assert "a lifeline for our family" in words(shown, "blockquote")
    assert not shown.css("a.add-to-line")
    ways = [str(a.attributes["href"]) for a in shown.css("p.govuk-inset-text a")]
    assert [client.get(way).status_code for way in ways] == [200]
