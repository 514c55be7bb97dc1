"""Concerns: raised with an answer, taken, read and decided by those who may."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from survey_app.services.permissions import ADMINISTRATOR, INSPECTOR, LANO, LEAD_INSPECTOR, SAFEGUARDING_LEAD
from survey_app.storage.concerns import Concern
from survey_app.storage.journal import JournalEntry
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token, make_visit, sign_in
from tests.respondent import Respondent, send
from tests.survey_app.concerns import STANDINGS, bring_to, raise_at, stored

HIT = "My teacher hit me at school yesterday. I like drawing and the art club on Fridays."


REFERRED = {
    "decision": "referred",
    "route": "child",
    "told": "The front door",
    "reference": "77/B",
    "reason": "Called at 11am.",
}


def raised(app: Flask, site: Site, visit: BuiltVisit, text: str = HIT) -> str:
    """The id of the concern that this answer raises."""
    send(Respondent(app.test_client(), visit.codes["young_people"]), {"would_change": text})
    with site.reading() as work:
        return work.session.scalars(select(Concern.id).where(Concern.visit_id == visit.id)).one()


def text_of(page: str) -> str:
    main = LexborHTMLParser(page).css_first("main")
    return " ".join(main.text().split()) if main else ""


def press(client: FlaskClient, address: str, action: str, **fields: str) -> tuple[int, str]:
    """Press a button of a concern's page; the status, and the words of the page that it leads to."""
    token = csrf_token(client.get(address).text)
    answer = client.post(f"{address}/{action}", data={"csrf_token": token, **fields})
    status = answer.status_code
    page = client.get(answer.location).text if status == 303 else answer.text
    return status, text_of(page)


def journal(site: Site) -> list[str]:
    with site.reading() as work:
        return [
            f"{e.action} {e.subject}"
            for e in work.session.scalars(select(JournalEntry))
            if "concern" in e.action
        ]


def at_of(visit: BuiltVisit, concern: str) -> str:
    return f"/staff/visits/{visit.id}/concerns/{concern}"


def test_a_concern_goes_from_the_queue_to_its_decision(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    concern = raised(app, site, visit)
    with site.writing() as work:
        work.session.get_one(Concern, concern).level = 2
    person = sign_in(client, SAFEGUARDING_LEAD, visit)
    queue = f"/staff/visits/{visit.id}/concerns"
    at = at_of(visit, concern)
    waiting = text_of(client.get(queue).text)
    assert "1 concern waits for a decision" in waiting
    assert "raised Tuesday 24 November, 10am" in waiting
    assert "To be read by Tuesday 24 November, 2pm" in waiting
    assert "Physical abuse" in waiting
    assert "hit me" not in waiting

    opened = text_of(client.get(at).text)
    assert "teacher hit me" in opened
    assert "physical_abuse." in opened
    assert journal(site) == []

    assert press(client, at, "claim")[0] == 303
    assert f"Taken by {person.email}" in text_of(client.get(queue).text)

    status, whole = press(client, at, "whole")
    assert status == 200
    # Between these words stands the note of what else was found.
    assert "the art club" in whole
    assert "on Fridays" in whole
    assert visit.area in whole
    assert "To be decided by Wednesday 25 November, 10am" in text_of(client.get(queue).text)

    status, after = press(client, at, "decide", **REFERRED)
    assert status == 303
    assert "No concern waits for a decision." in after
    assert "Passed on to children's or adult services" in text_of(client.get(f"{queue}?show=decided").text)
    decided = text_of(client.get(at).text)
    for words in ("Called at 11am.", "The front door", "77/B", "Under 18", person.email):
        assert words in decided
    assert journal(site) == [
        f"{what} {concern}" for what in ("claim_concern", "read_concern", "decide_concern")
    ]


def test_a_decision_needs_what_belongs_to_it_and_keeps_what_was_typed(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    concern = raise_at(site, visit, 2)
    sign_in(client, LEAD_INSPECTOR, visit)
    at = at_of(visit, concern)
    status, page = press(client, at, "decide", reason="I called them.")
    assert status == 400
    assert "Choose what was done." in page
    assert "I called them." in page
    status, page = press(client, at, "decide", decision="referred", reason="   ", reference="77/B")
    assert status == 400
    for missing in ("Say in a sentence why", "Say to whom", "Choose where a concern"):
        assert missing in page
    status, page = press(client, at, "decide", decision="forget_it", reason="Because.")
    assert status == 400
    status, page = press(client, at, "decide", decision="machine_wrong", reason="A game.")
    assert status == 409
    assert "Read the whole answer first." in page
    assert "A game." in page
    assert stored(site, concern).state == "new"


def test_the_form_keeps_every_field_of_a_refused_decision(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    at = at_of(visit, raise_at(site, visit, 2))
    sign_in(client, LEAD_INSPECTOR, visit)
    typed = {
        "told": "Duty desk",
        "reference": "77/B",
        "same_as": "4f2a91",
        "reason": "Because.",
        "route": "adult",
    }
    token = csrf_token(client.get(at).text)
    page = LexborHTMLParser(client.post(f"{at}/decide", data={"csrf_token": token, **typed}).text)
    for name in ("told", "reference", "same_as"):
        field = page.css_first(f"#{name}")
        assert field is not None
        assert field.attributes["value"] == typed[name]
    chosen = page.css_first("input[name=route][checked]")
    assert chosen is not None
    assert chosen.attributes["value"] == "adult"


def test_the_first_to_take_or_decide_a_concern_has_it(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    concern = raise_at(site, visit, 2)
    at = at_of(visit, concern)
    first = sign_in(client, SAFEGUARDING_LEAD, visit)
    late = app.test_client()
    sign_in(late, LEAD_INSPECTOR, visit)
    assert press(client, at, "claim")[0] == 303
    status, page = press(late, at, "claim")
    assert status == 409
    assert "Somebody else took this concern first." in page
    token = csrf_token(late.get(at).text)
    assert press(client, at, "decide", decision="police", told="101", reason="Called them.")[0] == 303
    answer = late.post(f"{at}/decide", data={"csrf_token": token, **REFERRED, "reason": "A game."})
    assert answer.status_code == 409
    assert f"{first.email} has already decided this concern." in text_of(answer.text)
    assert "A game." in text_of(answer.text)
    assert stored(site, concern).decision == "police"


def test_the_gravest_goes_from_one_person_to_another(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    concern = raise_at(site, visit, 1)
    at = at_of(visit, concern)
    first = sign_in(client, SAFEGUARDING_LEAD, visit)
    status, page = press(client, at, "decide", **REFERRED)
    assert status == 303
    assert "Another person has to confirm it" in page
    assert "Ask the administrator today" in page
    other = app.test_client()
    second = sign_in(other, LEAD_INSPECTOR, visit)
    assert "1 other person in this team can" in text_of(client.get(at).text)
    token = csrf_token(client.get(at).text)
    own = client.post(f"{at}/confirm", data={"csrf_token": token, "proposal": "1"})
    assert own.status_code == 409
    assert "You proposed this yourself." in text_of(own.text)

    assert "For you to confirm (1)" in text_of(other.get(f"/staff/visits/{visit.id}/concerns").text)
    status, page = press(other, at, "send-back", why="  ")
    assert status == 409
    assert "Say in a sentence why you send it back." in page
    status, page = press(other, at, "send-back", why="The police too.")
    assert status == 303
    assert "The police too." in page
    assert press(client, at, "decide", decision="police", told="999", reason="Called them.")[0] == 303

    status, page = press(other, at, "whole")
    assert "Confirm and close" in page
    proposal = LexborHTMLParser(other.get(at).text).css_first("input[name=proposal]")
    assert proposal is not None
    status, page = press(other, at, "confirm", proposal=proposal.attributes["value"] or "")
    assert status == 303
    assert f"proposed by {first.email}, confirmed by {second.email}" in page
    assert stored(site, concern).decision == "police"


def test_what_somebody_else_has_is_handed_back_with_a_reason(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    at = at_of(visit, raise_at(site, visit, 2))
    first = sign_in(client, SAFEGUARDING_LEAD, visit)
    press(client, at, "claim")
    other = app.test_client()
    sign_in(other, LEAD_INSPECTOR, visit)
    status, page = press(other, at, "hand-back")
    assert status == 409
    assert f"{first.email} has this concern." in page
    status, page = press(other, at, "hand-back", why="Gone home.")
    assert status == 303
    assert "Nobody yet" in page
    assert press(client, at, "claim")[0] == 303
    assert press(client, at, "hand-back")[0] == 303


def test_what_is_overdue_climbs_and_is_marked_in_words(
    client: FlaskClient, site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    low = raise_at(site, visit, 3)
    clock.set("2026-11-27T10:00")
    fresh = raise_at(site, visit, 2)
    grave = raise_at(site, visit, 1)
    sign_in(client, SAFEGUARDING_LEAD, visit)
    queue = f"/staff/visits/{visit.id}/concerns"
    assert named(client.get(queue).text) == [grave, low, fresh]
    assert "Overdue To be read by Wednesday 25 November, 5pm" not in text_of(
        client.get(f"{queue}?level=2").text
    )
    assert named(client.get(f"{queue}?show=late").text) == [low]
    assert named(client.get(f"{queue}?level=2").text) == [fresh]
    assert "Overdue" in text_of(client.get(at_of(visit, low)).text)


def named(page: str) -> list[str]:
    """The ids of the concerns on a page of the queue, in order."""
    links = LexborHTMLParser(page).css("main tbody th a")
    return [(link.attributes["href"] or "").rpartition("/")[2] for link in links]


def test_the_queue_has_pages(client: FlaskClient, site: Site, visit: BuiltVisit) -> None:
    concerns = {raise_at(site, visit, 2) for _ in range(27)}
    sign_in(client, SAFEGUARDING_LEAD, visit)
    queue = f"/staff/visits/{visit.id}/concerns"
    first, second = client.get(queue).text, client.get(f"{queue}?page=2").text
    assert (len(named(first)), len(named(second))) == (25, 2)
    assert {*named(first), *named(second)} == concerns
    assert "Page 1 of 2" in text_of(first)
    assert named(client.get(f"{queue}?page=99").text) == named(second)
    for wrong in ("page=-1", "page=x", "level=9", "show=nothing", "page=٣", "level=²"):
        assert len(named(client.get(f"{queue}?{wrong}").text)) == 25


@pytest.mark.parametrize(
    ("audience", "age", "way"),
    [
        ("young_people", "age_16_17", "child"),
        ("young_people", "age_18_25", "adult"),
        ("young_people", "other_age", None),
        ("parents_carers", "age_5_10", "child"),
        ("parents_carers", "age_18_25", "adult"),
        ("parents_carers", "", None),
    ],
)
def test_the_age_in_the_answer_chooses_the_way(
    client: FlaskClient, site: Site, visit: BuiltVisit, audience: str, age: str, way: str | None
) -> None:
    given = {"age_band": age} if age else {"would_change": "More buses."}
    concern = raise_at(site, visit, 2, audience, **given)
    sign_in(client, SAFEGUARDING_LEAD, visit)
    page = LexborHTMLParser(client.get(at_of(visit, concern)).text)
    chosen = page.css_first("input[name=route][checked]")
    assert (chosen.attributes["value"] if chosen else None) == way
    queue = text_of(client.get(f"/staff/visits/{visit.id}/concerns").text)
    assert {"child": "Child", "adult": "Adult", None: "Not known"}[way] in queue


def test_the_figures_say_what_became_of_the_concerns(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    concern, _ = raise_at(site, visit, 2), raise_at(site, visit, 3)
    sign_in(client, SAFEGUARDING_LEAD, visit)
    press(client, at_of(visit, concern), "decide", **REFERRED)
    figures = f"/staff/visits/{visit.id}/concerns/figures"
    page = client.get(figures).text
    assert "Not for publication" in text_of(page)
    assert rows_of(page)["All concerns"] == [2, 1, 1, 0, 0, 0, 0, 0, 1, 0]
    assert rows_of(page)["Urgent"] == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    answer = client.post(figures, data={"csrf_token": csrf_token(page)})
    assert answer.mimetype == "text/csv"
    assert "not-for-publication" in answer.headers["Content-Disposition"]
    assert "all,All concerns,2,1,1,0,0,0,0,0,1,0" in answer.text
    assert answer.text.startswith("Not for publication")
    assert visit.area not in answer.text


def rows_of(page: str) -> dict[str, list[int]]:
    """The rows of the tables of figures by their words."""
    found = {}
    for row in LexborHTMLParser(page).css("main tbody tr"):
        words, *numbers = (cell.text().strip() for cell in row.css("th, td"))
        found[words] = [int(number) for number in numbers]
    return found


def test_figures_of_nothing_say_so(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, LEAD_INSPECTOR, visit)
    page = text_of(client.get(f"/staff/visits/{visit.id}/concerns/figures").text)
    assert "No answer has raised a concern yet." in page


@pytest.mark.parametrize("role", [LANO, INSPECTOR, ADMINISTRATOR])
def test_nobody_else_sees_a_concern(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit, role: str
) -> None:
    concern = raised(app, site, visit)
    sign_in(client, role, visit)
    for path in ("", "/figures", f"/{concern}"):
        assert client.get(f"/staff/visits/{visit.id}/concerns{path}").status_code == 404


def test_a_concern_is_not_there_under_another_visits_address(
    app: Flask, client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    concern = raised(app, site, visit)
    other = make_visit(site, area="Hill and Dale")
    own = raised(app, site, other)
    sign_in(client, SAFEGUARDING_LEAD, other)
    foreign = f"/staff/visits/{other.id}/concerns/{concern}"
    assert client.get(foreign).status_code == 404
    token = csrf_token(client.get(f"/staff/visits/{other.id}/concerns/{own}").text)
    fields = {"csrf_token": token, **REFERRED, "why": "Not ours."}
    for action in ("claim", "hand-back", "whole", "decide", "confirm", "send-back"):
        assert client.post(f"{foreign}/{action}", data=fields).status_code == 404
    assert journal(site) == []


@pytest.mark.parametrize("standing", STANDINGS)
def test_concerns_are_worked_in_every_standing_of_the_survey(
    client: FlaskClient, site: Site, visit: BuiltVisit, clock: SettableClock, standing: str
) -> None:
    at = at_of(visit, raise_at(site, visit, 2))
    bring_to(site, clock, visit, standing)
    sign_in(client, SAFEGUARDING_LEAD, visit)
    queue = f"/staff/visits/{visit.id}/concerns"
    assert "1 concern waits for a decision" in text_of(client.get(queue).text)
    assert press(client, at, "claim")[0] == 303
    assert press(client, at, "whole")[0] == 200
    assert press(client, at, "decide", **REFERRED)[0] == 303
    flagged, _, referred, *others = rows_of(client.get(f"{queue}/figures").text)["All concerns"]
    assert (flagged, referred, sum(others)) == (1, 1, 0)


def test_the_empty_queue_says_what_will_fill_it(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, SAFEGUARDING_LEAD, visit)
    page = text_of(client.get(f"/staff/visits/{visit.id}/concerns").text)
    assert "No concern waits for a decision." in page
    assert "One that needs a person shows here at once." in page


def test_a_national_visit_names_its_area_only_where_a_concern_is_passed_on(
    app: Flask, client: FlaskClient, site: Site
) -> None:
    made = make_visit(
        site, kind="thematic-local-offer-2026", title="Visit to Hill and Dale", area="Hill and Dale"
    )
    send(Respondent(app.test_client(), made.codes["young_people"]), {"missing_help": HIT})
    with site.reading() as work:
        concern = work.session.scalars(select(Concern.id)).one()
    sign_in(client, SAFEGUARDING_LEAD, made)
    at = f"/staff/visits/{made.id}/concerns/{concern}"
    assert "Hill and Dale" not in client.get(at).text
    assert "Hill and Dale" in press(client, at, "whole")[1]
