"""A plan that is not published yet is brought to mind on the right working days, once each, and never afterwards."""

from datetime import date

import pytest

from survey_app.services.permissions import LANO
from survey_app.services.plans import ActionParts, PlanParts, add_action, add_plan, publish_plan
from survey_app.services.remind_of_plans import remind_of_plans
from survey_app.settings import Settings
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_person, make_visit
from tests.survey_app.people import person
from tests.survey_app.services.mail.sending import send_all
from tests.survey_app.services.post_office import PostOffice

# 35 working days from Monday 2 November 2026: Monday 21 December.
REPORT = date(2026, 11, 2)
ACTION = ActionParts(
    what="A meeting.",
    easy_what="We meet.",
    who="The team",
    measure="People say so.",
    easy_measure="You say so.",
    picture="meeting",
    working_days=40,
)


@pytest.fixture
def visit(site: Site) -> BuiltVisit:
    return make_visit(site)


@pytest.fixture
def plan(site: Site, visit: BuiltVisit) -> str:
    make_person(site, LANO, visit)
    with site.writing() as work:
        officer = person(LANO, visit.id)
        parts = PlanParts(title="Our plan", easy_title="Our plan", counted_from=REPORT)
        made = add_plan(work, officer, visit.id, parts)
        add_action(work, officer, visit.id, made, ACTION)
        return made


def look(site: Site, settings: Settings, times: int = 3) -> None:
    for _ in range(times):
        remind_of_plans(site, site.calendar)
        send_all(site, settings)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-12-07T09:30", "is due soon"),
        ("2026-12-14T10:00", "is due soon"),
        ("2026-12-18T16:00", "is due soon"),
        ("2026-12-22T09:00", "is late"),
    ],
)
def test_on_its_days_one_mail_leaves_however_often_the_dispatcher_looks(
    site: Site, settings: Settings, office: PostOffice, clock: SettableClock, plan: str, day: str, words: str
) -> None:
    clock.set(day)
    look(site, settings)
    [mail] = office.taken
    assert words in str(mail["Subject"])
    assert "Monday 21 December 2026" in mail.get_content()


@pytest.mark.parametrize(
    "day", ["2026-12-08T10:00", "2026-12-12T10:00", "2026-12-14T08:00", "2026-12-23T10:00"]
)
def test_on_other_days_weekends_and_outside_of_hours_none_leaves(
    site: Site, settings: Settings, office: PostOffice, clock: SettableClock, plan: str, day: str
) -> None:
    clock.set(day)
    look(site, settings)
    assert office.taken == []


def test_a_published_plan_is_left_in_peace(
    site: Site, settings: Settings, office: PostOffice, clock: SettableClock, visit: BuiltVisit, plan: str
) -> None:
    with site.writing() as work:
        publish_plan(work, person(LANO, visit.id), visit.id, plan)
    clock.set("2026-12-14T10:00")
    look(site, settings)
    assert office.taken == []
