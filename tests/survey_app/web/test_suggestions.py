"""What stands out, as inspectors open it: each suggestion beside the figure that a line of enquiry keeps of it."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy import update

from survey_app.services.permissions import INSPECTOR
from survey_app.storage.staff import Membership
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltPerson, BuiltVisit, SettableClock, make_visit, sign_in
from tests.survey_app.stored_answers import answered

PARENTS, PRACTITIONERS = "parents_carers", "practitioners"
EARLIER, LATER = "2026-09-07T09:00", "2026-11-23T09:00"
WAITED = "We waited two years for an autism assessment."
NUMBERS = re.compile(r"[\d,]+ of [\d,]+")
APART = re.compile(r"\d+ percentage points? apart \(likely \d+ to \d+\)")
LIKELY = re.compile(r"likely \d+% to \d+%|likely \d+% to over 99%|likely under 1% to \d+%")
SEEN = {"listened_to": "disagree", "needs_noticed": "agree", "included": "disagree", "would_change": WAITED}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The pages are proved on one database."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


@pytest.fixture
def waves(site: Site, clock: SettableClock) -> tuple[BuiltVisit, BuiltVisit]:
    """Two visits to one area: parents were listened to before, and are not now; some get the right help."""
    earlier = make_visit(site, title="First wave", notified=EARLIER)
    later = make_visit(site, title="Second wave", area="Hill and Dale", notified=LATER)
    with site.writing() as work:
        area = work.session.get_one(Visit, earlier.id).area_id
        work.session.execute(update(Visit).where(Visit.id == later.id).values(area_id=area))
    clock.set("2026-09-09T10:00")
    answered(site, earlier, PARENTS, 60, {"listened_to": "agree"})
    clock.set("2026-11-24T10:00")
    answered(site, later, PARENTS, 90, {**SEEN, "stage": ("ehc_plan",), "right_help": "agree"})
    answered(site, later, PARENTS, 80, {**SEEN, "stage": ("sen_support",), "right_help": "disagree"})
    answered(site, later, PRACTITIONERS, 60, {"listened_to": "agree"})
    return earlier, later


@pytest.fixture
def reader(client: FlaskClient, site: Site, waves: tuple[BuiltVisit, BuiltVisit]) -> BuiltPerson:
    """An inspector of both visits."""
    person = sign_in(client, INSPECTOR, waves[1])
    with site.writing() as work:
        work.session.add(Membership(staff_id=person.id, visit_id=waves[0].id, role=INSPECTOR))
    return person


def opened(client: FlaskClient, address: str) -> LexborHTMLParser:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return LexborHTMLParser(answer.text)


def words(node: LexborNode | LexborHTMLParser, selector: str) -> str:
    return " ".join(" ".join(one.text(separator=" ") for one in node.css(selector)).split())


def listed(client: FlaskClient, visit: BuiltVisit) -> list[LexborNode]:
    return opened(client, f"/staff/visits/{visit.id}/suggestions").css(".standing__one")


def of_kind(client: FlaskClient, visit: BuiltVisit, kind: str, about: str = "") -> LexborNode:
    """The first suggestion of a kind, by what stands over it and a part of its sentence."""
    found = [one for one in listed(client, visit) if words(one, "h2").startswith(kind)]
    return next(one for one in found if about in words(one, "h2") or about in sentence(one))


def sentence(one: LexborNode) -> str:
    return words(one, "p.govuk-body")


def into_a_line(one: LexborNode) -> str:
    return next(
        str(a.attributes["href"]) for a in one.css("a") if "/enquiry/add?" in str(a.attributes["href"])
    )


def behind(client: FlaskClient, one: LexborNode) -> dict[str, int]:
    """How many answers each door of a suggestion opens, by its words."""
    found = {}
    for door in one.css("details a"):
        page = opened(client, str(door.attributes["href"]))
        said = words(page, ".found").split()[0] if page.css(".found") else "0"
        found[door.text(deep=False)] = int(said.replace(",", "")) if said[0].isdigit() else 0
    return found


KINDS = [
    "Criticism from more than half",
    "Praise from more than half",
    "Audiences see it differently",
    "Changed since an earlier visit",
    "One group is far from the rest",
    "Told in words, not in ticks",
    "Told in ticks, not in words",
]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_frozen_says_exactly_what_was_suggested(
    client: FlaskClient, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson, kind: str
) -> None:
    suggested = of_kind(client, waves[1], kind)
    said = sentence(suggested)
    offer = opened(client, into_a_line(suggested))
    figure = words(offer, ".line-figure strong")
    assert NUMBERS.findall(said) == NUMBERS.findall(figure)
    assert APART.findall(said) == APART.findall(figure)
    assert LIKELY.findall(said) == LIKELY.findall(figure)
    assert APART.findall(said) or LIKELY.findall(said)


@pytest.mark.parametrize("kind", KINDS)
def test_a_suggestion_that_became_evidence_is_the_same_when_counted_again(
    client: FlaskClient, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson, kind: str
) -> None:
    add = into_a_line(of_kind(client, waves[1], kind))
    token = opened(client, add).css_first("input[name=csrf_token]")
    assert token is not None
    form = {"csrf_token": token.attributes["value"], "title": "What stands out", "way": "for"}
    kept = client.post(add, data=form, follow_redirects=True)
    assert kept.status_code == 200
    line = LexborHTMLParser(kept.text)
    again = next(a for a in line.css("a") if a.text().startswith("Count it again"))
    assert "Nothing: the number is the same" in words(opened(client, str(again.attributes["href"])), "main")


def test_criticism_is_kept_as_the_negative_share(
    client: FlaskClient, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson
) -> None:
    suggested = of_kind(client, waves[1], "Criticism from more than half", "were negative")
    assert "parents and carers who gave a view were negative (170 of 170; likely " in sentence(suggested)
    figure = words(opened(client, into_a_line(suggested)), ".line-figure")
    assert figure.startswith("100% (170 of 170; likely ")
    assert "Negative, of those who gave a view: parents and carers" in figure
    assert behind(client, suggested) == {"Answers behind the number": 170, "Everybody it is a share of": 170}


def test_two_audiences_open_a_door_each(
    client: FlaskClient, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson
) -> None:
    suggested = of_kind(client, waves[1], "Audiences see it differently")
    assert "100% of practitioners were positive (60 of 60), and 0% of parents and carers" in sentence(
        suggested
    )
    assert behind(client, suggested) == {
        "First: those who were positive": 60,
        "First: everybody who gave a view": 60,
        "Second: those who were positive": 0,
        "Second: everybody who gave a view": 170,
    }


def test_a_group_is_beside_the_rest_and_each_side_opens(
    client: FlaskClient, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson
) -> None:
    suggested = of_kind(client, waves[1], "One group is far from the rest", "who said “An education")
    assert "were positive (90 of 90), and 0% of other parents and carers were positive (0 of 80)" in sentence(
        suggested
    )
    assert behind(client, suggested) == {
        "First: those who were positive": 90,
        "First: everybody who gave a view": 90,
        "Second: those who were positive": 0,
        "Second: everybody who gave a view": 80,
    }


def test_a_change_is_beside_the_earlier_visit_and_opens_answers_of_both(
    client: FlaskClient, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson
) -> None:
    suggested = of_kind(client, waves[1], "Changed since an earlier visit")
    assert "in November 2026 were positive (0 of 170)" in sentence(suggested)
    assert "in September 2026 were positive (60 of 60)" in sentence(suggested)
    there = [str(a.attributes["href"]) for a in suggested.css("details a")]
    assert [waves[0].id in one for one in there] == [False, False, True, True]
    assert list(behind(client, suggested).values()) == [0, 170, 60, 60]


def test_words_open_those_who_criticised_and_not_everybody_who_spoke_of_it(
    client: FlaskClient, site: Site, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson
) -> None:
    answered(site, waves[1], PARENTS, 7, {"going_well": "The autism assessment was brilliant."})
    suggested = of_kind(client, waves[1], "Told in words, not in ticks")
    assert "criticised it only (170 of 177)" in sentence(suggested)
    found = behind(client, suggested)
    assert found["First: those who wrote about it"] == 170
    assert found["First: everybody who wrote in their own words"] == 177
    assert found["Second: those who were negative"] == 0


def test_ticks_open_each_theme_that_people_could_have_written_about(
    client: FlaskClient, site: Site, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson
) -> None:
    answered(site, waves[1], PARENTS, 2, {"would_change": "The taxi is late most days."})
    suggested = of_kind(client, waves[1], "Told in ticks, not in words")
    assert "wrote about a theme of this paragraph (2 of 172)" in sentence(suggested)
    found = behind(client, suggested)
    themes = {name: count for name, count in found.items() if "wrote about: " in name}
    assert len(themes) > 3
    assert sum(themes.values()) == 2


def test_who_may_not_read_the_earlier_visit_is_told_nothing_of_it(
    client: FlaskClient, site: Site, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson
) -> None:
    add = into_a_line(of_kind(client, waves[1], "Changed since an earlier visit"))
    sign_in(client, INSPECTOR, waves[1])
    refused = client.get(add)
    assert refused.status_code == 409
    assert "an earlier visit that you may not read" in refused.text
    assert not [one for one in listed(client, waves[1]) if words(one, "h2").startswith("Changed")]


def test_a_later_visit_is_no_earlier_one(
    client: FlaskClient, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson
) -> None:
    assert listed(client, waves[0])
    assert not [one for one in listed(client, waves[0]) if words(one, "h2").startswith("Changed")]


@pytest.mark.parametrize(
    "query",
    [
        "than=won",
        "than=responses",
        "than=negative&than_question=%3Cb%3E",
        "than=positive&than_visit=elsewhere",
        "than=theme&than_theme=&than_others=yes",
        "than=raised&than_question=nothing",
    ],
)
def test_a_made_up_comparison_is_refused_in_words(
    client: FlaskClient, waves: tuple[BuiltVisit, BuiltVisit], reader: BuiltPerson, query: str
) -> None:
    first = f"/staff/visits/{waves[1].id}/enquiry/add?figure=positive&audience={PARENTS}&question=listened_to"
    refused = client.get(f"{first}&looks=99999999999&{query}")
    assert refused.status_code == 409
    assert "annot be counted" in refused.text or "no share" in refused.text
