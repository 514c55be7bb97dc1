"""What is different between two visits to the same area, as an inspector reads it; on both databases."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import update

from survey_app.services.permissions import ADMINISTRATOR, INSPECTOR, LANO, LEAD_INSPECTOR, SAFEGUARDING_LEAD
from survey_app.storage.staff import Membership
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltPerson, BuiltVisit, SettableClock, make_visit, sign_in
from tests.respondent import Respondent, send

EARLIER, LATER = "2026-09-07T09:00", "2026-11-23T09:00"
BLAME = "We waited two years for an autism assessment."
PRAISE = "The speech therapist is brilliant."


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def same_area(site: Site, *visits: BuiltVisit) -> None:
    """Put visits that the builders made into the first one's area."""
    with site.writing() as work:
        area = work.session.get_one(Visit, visits[0].id).area_id
        work.session.execute(update(Visit).where(Visit.id.in_([v.id for v in visits])).values(area_id=area))


def two_waves(site: Site) -> tuple[BuiltVisit, BuiltVisit]:
    earlier = make_visit(site, title="First wave", notified=EARLIER)
    later = make_visit(site, title="Second wave", area="Hill and Dale", notified=LATER)
    same_area(site, earlier, later)
    return earlier, later


def may_read(site: Site, person: BuiltPerson, visit: BuiltVisit, role: str = INSPECTOR) -> None:
    with site.writing() as work:
        work.session.add(Membership(staff_id=person.id, visit_id=visit.id, role=role))


def answered(app: Flask, visit: BuiltVisit, times: int, **answers: str | list[str]) -> None:
    for _ in range(times):
        send(Respondent(app.test_client(), visit.codes["parents_carers"]), answers)


def address(visit: BuiltVisit, other: BuiltVisit | None = None) -> str:
    return f"/staff/visits/{visit.id}/what-is-different{'?with=' + other.id if other else ''}"


def page(client: FlaskClient, visit: BuiltVisit, other: BuiltVisit | None = None) -> LexborHTMLParser:
    shown = client.get(address(visit, other))
    assert shown.status_code == 200
    return LexborHTMLParser(shown.data)


def words(shown: LexborHTMLParser, selector: str = "main") -> str:
    return " ".join(" ".join(node.text(separator=" ") for node in shown.css(selector)).split())


def test_what_changed_between_two_waves_is_said_with_bases_and_intervals(
    app: Flask, client: FlaskClient, site: Site, clock: SettableClock
) -> None:
    earlier, later = two_waves(site)
    clock.set("2026-09-09T10:00")
    answered(app, earlier, 12, listened_to="agree", going_well=PRAISE)
    clock.set("2026-11-24T10:00")
    answered(app, later, 12, listened_to="disagree", would_change=BLAME)
    may_read(site, sign_in(client, LEAD_INSPECTOR, later), earlier)
    shown = page(client, later)
    assert "These are not the same people." in words(shown)
    assert "Parents and carers 12 12" in words(shown, "table")
    item = next(row for row in shown.css("#items ~ .staff-scroll tr") if "100% of 12" in row.text())
    assert "less positive by 100 points (likely between" in " ".join(item.text(separator=" ").split())
    themes = words(shown, "#themes ~ .staff-scroll")
    assert "0% of those who wrote, then 100%. Spoken of more, by 100 points" in themes
    assert "100% of those who wrote, then 0%. Spoken of less, by 100 points" in themes
    # the same two waves, opened from the earlier one
    assert words(page(client, earlier, later), "table") == words(shown, "table")


def test_a_number_of_either_wave_opens_the_answers_behind_it(
    app: Flask, client: FlaskClient, site: Site, clock: SettableClock
) -> None:
    earlier, later = two_waves(site)
    clock.set("2026-09-09T10:00")
    answered(app, earlier, 2, listened_to="agree", going_well=PRAISE)
    clock.set("2026-11-24T10:00")
    answered(app, later, 3, listened_to="agree", going_well=PRAISE)
    may_read(site, sign_in(client, INSPECTOR, later), earlier)
    doors = page(client, later).css("#items ~ .staff-scroll a.door")
    assert doors
    for door in doors:
        behind = LexborHTMLParser(client.get(str(door.attributes["href"])).data)
        assert words(behind, ".found").startswith(door.text().split()[0])


def test_a_small_change_is_called_chance_and_a_small_group_too_few(
    app: Flask, client: FlaskClient, site: Site, clock: SettableClock
) -> None:
    earlier, later = two_waves(site)
    clock.set("2026-09-09T10:00")
    answered(app, earlier, 11, listened_to="agree")
    answered(app, earlier, 1, plan_helps="agree", listened_to="agree")
    clock.set("2026-11-24T10:00")
    answered(app, later, 11, listened_to="agree")
    answered(app, later, 1, listened_to="disagree")
    may_read(site, sign_in(client, INSPECTOR, later), earlier)
    assert "the change is small enough to be chance" in words(page(client, later), "#items ~ .staff-scroll")


def test_only_who_may_read_both_sees_them_side_by_side(client: FlaskClient, site: Site) -> None:
    earlier, later = two_waves(site)
    sign_in(client, LEAD_INSPECTOR, later)
    assert "no other wave to lay beside" in words(page(client, later))
    assert "First wave" not in words(page(client, later))
    assert client.get(address(later, earlier)).status_code == 404
    stranger = make_visit(site, area="Sea and Shore")
    may_read(site, sign_in(client, LEAD_INSPECTOR, later), stranger)
    assert client.get(address(later, stranger)).status_code == 404


@pytest.mark.parametrize("role", [LANO, SAFEGUARDING_LEAD, ADMINISTRATOR])
def test_nobody_else_reads_what_is_different(client: FlaskClient, site: Site, role: str) -> None:
    earlier, later = two_waves(site)
    person = sign_in(client, role, later)
    may_read(site, person, earlier)
    assert client.get(address(later)).status_code == 404
    assert client.get(address(later, earlier)).status_code == 404


def test_a_thematic_visit_has_no_waves(client: FlaskClient, site: Site) -> None:
    earlier = make_visit(site, notified=EARLIER)
    thematic = make_visit(site, kind="thematic-local-offer-2026", area="Hill and Dale")
    same_area(site, earlier, thematic)
    may_read(site, sign_in(client, LEAD_INSPECTOR, thematic), earlier)
    assert "no other wave to lay beside" in words(page(client, thematic))
    assert client.get(address(thematic, earlier)).status_code == 404
    assert client.get(address(earlier, thematic)).status_code == 404
