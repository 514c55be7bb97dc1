"""The pages that tell what came of it: on the first day, published, in easy words, and as groups read them first."""

from __future__ import annotations

from collections.abc import Iterator

from survey_app.services.feedback_entries import EntryParts, add_entry
from survey_app.services.feedback_readers import invite_reader, publish_entry
from survey_app.services.permissions import LANO, Person
from survey_app.services.plans import ActionParts, PlanParts, add_action, add_plan, publish_plan
from survey_app.services.public_page import code_of
from survey_app.services.work import Work
from survey_app.storage.feedback import PublicPage
from tests.accessibility_run.listening import Listening
from tests.accessibility_run.stops import Stop, at_address
from tests.accessibility_run.visitor import Visitor
from tests.builders import make_visit

# The words of plans are a partnership's own, in English.
IN_ENGLISH = ("plan:",)
THEMATIC = "thematic-local-offer-2026"
DONE = EntryParts(
    theme="parent_voice",
    you_said="Nobody asks us before a plan is written.",
    we_did="Every plan now begins with a meeting.",
    easy_said="You want to be asked first.",
    easy_did="We now meet you first.",
    picture="listen",
    state="done",
    owner="The planning team",
    proof="The minutes of every meeting are on our page.",
)
NOT_POSSIBLE = EntryParts(
    theme="parent_voice",
    you_said="We want a bus for every club.",
    we_cannot="There is money for two buses.",
    easy_said="You want more buses.",
    easy_did="We can pay for 2 buses.",
    picture="bus",
    state="not_possible",
    owner="The transport team",
)
ACTION = ActionParts(
    weakness="Families wait too long",
    what="Two more therapists begin in spring.",
    easy_what="2 more people will help you to talk.",
    who="The therapy team",
    working_days=60,
    measure="Fewer families wait longer than 18 weeks.",
    easy_measure="You wait less.",
    picture="wait",
)


def after_stops(at: Listening) -> Iterator[Stop]:
    """From the first day to what a group says of it."""
    told, far = make_visit(at.site, title="Told"), make_visit(at.site, kind=THEMATIC, title="Far", area="Far")
    with at.site.writing() as work:
        first, national = code_of(work, at.visit.id), code_of(work, far.id)
        code, key = _tell(work, told.id)

    def too_long(visitor: Visitor) -> None:
        visitor.go(f"/before/{key}")
        visitor.page.locator("textarea").first.evaluate("(box) => { box.value = 'x'.repeat(600) }")
        visitor.page.locator("[name=verdict]").first.check()
        visitor.press("main form button.on")

    yield Stop("what came of it: nothing yet", "after.page", at_address(f"/after/{first}"))
    yield Stop("what came of it: all areas", "after.page", at_address(f"/after/{national}"))
    yield Stop("what came of it", "after.page", at_address(f"/after/{code}"))
    yield Stop("what came of it: easy words", "after.easy_page", at_address(f"/after/{code}/young-people"))
    yield Stop("news of what came of it", "news.page", at_address(f"/after/{code}/news"))
    yield Stop("news, a link that has ended", "news.link", at_address("/news/x"))
    yield Stop("guide: families", "after.guide_page", at_address(f"/after/{code}/guide"))
    yield Stop("guide: young people", "after.easy_guide", at_address(f"/after/{code}/guide/young-people"))
    yield Stop("plan: all the words", "after.plan_page", at_address(f"/after/{code}/plan"))
    yield Stop("plan: young people", "after.easy_plan", at_address(f"/after/{code}/plan/young-people"))
    yield Stop("read first", "before.page", at_address(f"/before/{key}"))
    yield Stop("read first, with an error", "before.say", too_long)


def _tell(work: Work, visit_id: str) -> tuple[str, str]:
    """Write, publish and plan; the code of the page, and the key of a group that reads first."""
    person = Person("area", "area@example.org", roles={visit_id: frozenset({LANO})})
    for parts in (DONE, NOT_POSSIBLE):
        publish_entry(work, person, visit_id, add_entry(work, person, visit_id, parts), 1)
    plan = add_plan(work, person, visit_id, PlanParts(title="Our strategy", easy_title="Our plan"))
    by_day = work.today.replace(year=work.today.year + 1)
    add_action(work, person, visit_id, plan, ActionParts(**{**_values(ACTION), "by_day": by_day}))
    publish_plan(work, person, visit_id, plan)
    page = work.session.get_one(PublicPage, visit_id)
    page.published_at, page.takes_addresses = work.now, True
    page.figures = {"answered": [["Children and young people", "25 to 49"]], "themes": []}
    return page.code, invite_reader(work, person, visit_id, "youth_group", "The youth group")


def _values(parts: ActionParts) -> dict[str, object]:
    return {name: getattr(parts, name) for name in ActionParts.__dataclass_fields__}
