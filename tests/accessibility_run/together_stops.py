"""The pages of a group that looks at questions: its members', the practice, and its facilitator's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from questionnaires.co_production import with_credits
from questionnaires.credits import Credit
from questionnaires.definitions import shipped_definitions
from questionnaires.loader import MAIN_FILE, read_texts
from survey_app.services.publish import publish
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound
from tests.accessibility_run.listening import Listening
from tests.accessibility_run.stops import Stop, at_address
from tests.accessibility_run.visitor import Visitor
from tests.survey_app.reviews import LEAD, make_group

# Written in English for the adult who works with a group.
FACILITATOR = "facilitator"
A_CHOICE = 5
CREDIT = Credit("a youth group", "youth_group", date(2026, 11, 20), 0, ("listened_to", "setting"))


def together_stops(at: Listening) -> Iterator[Stop]:
    """From typing the code to what was said back."""
    group, ended = make_group(at.site), make_group(at.site, "Those of last year")
    with at.site.writing() as work:
        work.session.get_one(ReviewRound, ended.round_id).standing = "withdrawn"
        texts = {n: d.decode() for n, d in read_texts(shipped_definitions()["young-people"]).items()}
        texts[MAIN_FILE] = with_credits(texts[MAIN_FILE], [CREDIT])
        work.session.get_one(ReviewRound, group.round_id).draft_digest = publish(work, texts, LEAD).digest
    yield from _members(f"/together/{group.code}")
    yield Stop("group: over", "together.start", at_address(f"/together/{ended.code}"))
    yield from _practice(group)
    yield from _facilitator(f"/together/f/{group.facilitator_key}")


def _members(home: str) -> Iterator[Stop]:
    def begun(visitor: Visitor) -> None:
        visitor.go(home)
        visitor.press()

    def question(visitor: Visitor) -> None:
        begun(visitor)
        visitor.go(f"{home}/{A_CHOICE}")

    pages = {"together.words": "words", "together.picture": "picture", "together.comment": "comment"}
    yield Stop("group: type a code", "together.type_code", at_address("/together"))
    yield Stop("group: start", "together.start", at_address(home))
    yield Stop("group: question", "together.question", question)
    for endpoint, page in pages.items():
        yield Stop(f"group: {page}", endpoint, at_address(f"{home}/{A_CHOICE}/{page}"))
    for endpoint, page in {
        "together.end": "end",
        "together.replies_page": "replies",
        "together.get_help": "help",
        "together.choose_look": "look",
        "together.choose_language": "language",
    }.items():
        yield Stop(f"group: {page}", endpoint, at_address(f"{home}/{page}"))


def _practice(group: ReviewGroup) -> Iterator[Stop]:
    code = group.code

    def page(visitor: Visitor) -> None:
        visitor.begin(code)
        visitor.go(f"/s/{code}/page/{A_CHOICE}")

    def help_after_harm(visitor: Visitor) -> None:
        visitor.go(f"/s/{code}/help?back=/s/{code}/page/{A_CHOICE}")

    yield Stop("who chose the words", "respondent.who_chose", at_address(f"/s/{code}/who-chose"))
    yield Stop("practice: start", "respondent.start", at_address(f"/s/{code}"))
    yield Stop("practice: question page", "respondent.page", page)
    yield Stop("practice: help, after words of harm", "respondent.get_help", help_after_harm)


def _facilitator(home: str) -> Iterator[Stop]:
    def meeting(visitor: Visitor) -> None:
        visitor.go(home)
        visitor.page.check("[name=how][value=paper]")
        visitor.page.fill("#took_part", "8")
        visitor.press("main form button")

    def too_many(visitor: Visitor) -> None:
        meeting(visitor)
        visitor.go(f"{visitor.page.url.removeprefix(visitor.at.base)}/{A_CHOICE}")
        visitor.page.fill("#understand", "9")
        visitor.press("main form button")

    yield Stop(f"{FACILITATOR}: meetings", "facilitator.home", at_address(home))
    yield Stop(f"{FACILITATOR}: a meeting", "facilitator.meeting", meeting)
    yield Stop(f"{FACILITATOR}: a question, with an error", "facilitator.write_down", too_many)
