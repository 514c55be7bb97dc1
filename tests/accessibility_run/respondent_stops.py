"""Every page that somebody who answers can meet, and how to get there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from accessibility.preferences import EASY_READ_PICTURES, SIGNED, STANDARD
from questionnaires.model import Page
from survey_app.services.pass_on_links import make_helper_link
from tests.accessibility_run.after_stops import after_stops
from tests.accessibility_run.coming_back_stops import coming_back_stops
from tests.accessibility_run.contact_stops import contact_stops
from tests.accessibility_run.listening import Listening
from tests.accessibility_run.stops import WORDS, Stop, at_address, own_words
from tests.accessibility_run.together_stops import together_stops
from tests.accessibility_run.visitor import Visitor
from tests.builders import lead_of


def respondent_stops(at: Listening) -> tuple[Stop, ...]:
    """All of them, in the order in which one visitor can meet them."""
    code = at.visit.codes["young_people"]
    return (
        *_before(code),
        Stop("the page of somebody who passes it on", "helper.page", at_address(f"/for/{_helper(at)}")),
        *_question_pages(at),
        *_faces(at, code),
        *_around(code),
        *_ends(at, code),
        *coming_back_stops(own_words(at, code)),
        *contact_stops(own_words(at, at.offering.codes["young_people"])),
        *together_stops(at),
        *after_stops(at),
        *_states(at),
        *_errors(at, code),
    )


def _helper(at: Listening) -> str:
    """The key of whoever passes on the young people's link."""
    with at.site.writing() as work:
        return make_helper_link(work, lead_of(at.visit.id), at.visit.id, at.visit.codes["young_people"])


def _before(code: str) -> Iterator[Stop]:
    yield Stop("the first page", "public.first_page", at_address("/"))
    yield Stop("the accessibility statement", "public.accessibility", at_address("/accessibility"))
    yield Stop("start", "respondent.start", at_address(f"/s/{code}"))


def _faces(at: Listening, code: str) -> Iterator[Stop]:
    """The same questions in the other faces, and with signed videos where there are some."""
    page = at.questionnaire(at.code).pages[0]

    def plain(visitor: Visitor) -> None:
        visitor.choose_face(code, STANDARD)
        visitor.begin(code)
        visitor.go(f"/s/{code}/page/{at.questionnaire(code).pages[0].id}")

    def start_signed(visitor: Visitor) -> None:
        visitor.choose_face(at.code, SIGNED)
        visitor.go(f"/s/{at.code}")

    def back_to_pictures(visitor: Visitor) -> None:
        visitor.choose_face(at.code, EASY_READ_PICTURES)
        visitor.go(f"/s/{at.code}")

    yield Stop("question page: young people, in plain words", "respondent.page", plain)
    yield Stop("question page: every kind, start in sign language", "respondent.start", start_signed)
    yield Stop("question page: every kind, in sign language", "respondent.page", _question(at.code, page))
    yield Stop("question page: every kind, start with pictures", "respondent.start", back_to_pictures)


def _question_pages(at: Listening) -> Iterator[Stop]:
    """One page for each way in which a survey's pages can differ: its kinds of questions, alone or together."""
    codes = {"every kind": at.code, **at.visit.codes}
    for survey, code in codes.items():
        met: set[tuple[str, ...]] = set()
        for page in at.questionnaire(code).pages:
            kinds = _kinds(page)
            if kinds not in met:
                met.add(kinds)
                name = f"question page: {survey.replace('_', ' ')}, {_said(kinds)}"
                yield Stop(name, "respondent.page", _question(code, page))


def _kinds(page: Page) -> tuple[str, ...]:
    kinds = {question.kind for question in page.questions}
    return (*sorted(kinds), "together" if len(page.questions) > 1 else "alone")


def _said(kinds: tuple[str, ...]) -> str:
    return " and ".join(kind.replace("_", " ") for kind in kinds[:-1]) + f" {kinds[-1]}"


def _question(code: str, page: Page) -> Callable[[Visitor], None]:
    def arrive(visitor: Visitor) -> None:
        visitor.begin(code)
        visitor.go(f"/s/{code}/page/{page.id}")

    return arrive


def _around(code: str) -> Iterator[Stop]:
    yield Stop("how it looks", "respondent.choose_look", at_address(f"/s/{code}/look"))
    yield Stop("language", "respondent.choose_language", at_address(f"/s/{code}/language"))
    yield Stop("get help", "respondent.get_help", at_address(f"/s/{code}/help"))


def _ends(at: Listening, code: str) -> Iterator[Stop]:
    box = own_words(at, code)

    def problem(visitor: Visitor) -> None:
        box.fill(visitor, "x" * 10_000)

    def not_saved(visitor: Visitor) -> None:
        box.fill(visitor, csrf_token="old")

    def check_nothing(visitor: Visitor) -> None:
        visitor.forget()
        visitor.begin(code)
        visitor.go(f"/s/{code}/check")

    def check(visitor: Visitor) -> None:
        box.fill(visitor)
        visitor.go(f"/s/{code}/check")

    def begun(visitor: Visitor) -> None:
        visitor.begin(code)
        visitor.go(f"/s/{code}")

    def sent(visitor: Visitor) -> None:
        check(visitor)
        visitor.press()
        visitor.begun.clear()

    def elsewhere(visitor: Visitor) -> None:
        box.open(visitor)
        visitor.send_unseen(**{box.question: "Something else, from another tab."})
        visitor.send_form(**{box.question: WORDS})

    yield Stop("question page with an error", "respondent.answer", problem)
    yield Stop("question page that is not saved yet", "respondent.answer", not_saved)
    yield Stop("question page that was answered in another tab", "respondent.answer", elsewhere)
    yield Stop("start, when begun before", "respondent.begin", begun)
    yield Stop("check, with nothing answered", "respondent.check", check_nothing)
    yield Stop("check", "respondent.check", check)
    yield Stop("thank you", "respondent.sent", sent)


def _states(at: Listening) -> Iterator[Stop]:
    for state, visit in at.states.items():
        yield Stop(f"not open: {state}", "respondent.start", at_address(f"/s/{visit.codes['young_people']}"))
    code = at.states["scheduled"].codes["parents_carers"]
    yield Stop("not open: for parents", "respondent.start", at_address(f"/s/{code}"))


def _errors(at: Listening, code: str) -> Iterator[Stop]:
    box = own_words(at, code)

    def gone(visitor: Visitor) -> None:
        visitor.forget()
        visitor.go(f"/s/{code}/check")

    def nothing_to_send(visitor: Visitor) -> None:
        visitor.begin(code)
        visitor.go(f"/s/{code}/check")
        visitor.send_form()

    def too_old(visitor: Visitor) -> None:
        visitor.forget()
        visitor.go(f"/s/{code}")
        visitor.send_form(csrf_token="old")

    def too_large(visitor: Visitor) -> None:
        box.fill(visitor, "x" * 400_000)

    def away_at_first(visitor: Visitor) -> None:
        with at.without_database():
            visitor.go(f"/s/{code}")

    def away_with_words(visitor: Visitor) -> None:
        box.open(visitor)
        with at.without_database():
            visitor.send_form(**{box.question: WORDS})

    def too_late(visitor: Visitor) -> None:
        box.open(visitor)
        now = at.clock.shows
        at.clock.set("2026-12-02T10:00")
        try:
            visitor.send_form(**{box.question: WORDS})
        finally:
            at.clock.shows = now

    def sent_differently(visitor: Visitor) -> None:
        box.fill(visitor)
        visitor.go(f"/s/{code}/check")
        cookies = visitor.page.context.cookies()
        key = visitor.page.input_value("form#answers [name=key]")
        visitor.press()
        visitor.page.context.add_cookies(cookies)
        visitor.go(f"/s/{code}/help")
        visitor.page.evaluate(
            "([to, key]) => { const form = document.querySelector('form.away').cloneNode(true);"
            " form.action = to; form.append(Object.assign(document.createElement('input'), {name: 'key', value: key}));"
            " document.body.append(form); form.id = 'again'; }",
            [f"/s/{code}/send", key],
        )
        visitor.send_form("form#again")
        visitor.forget()

    yield Stop("error: no answers any more", "error.draft_gone", gone)
    yield Stop("error: nothing to send", "error.nothing_to_send", nothing_to_send)
    yield Stop("error: page too old", "error.form_too_old", too_old)
    yield Stop("error: too much at once", "error.too_large", too_large)
    yield Stop("error: too late, with what was typed", "error.not_taking_answers", too_late)
    yield Stop("error: sent with other answers", "error.sent_differently", sent_differently)
    yield Stop("error: unknown code", "error.no_such_code", at_address("/s/zzzzzzzzzz"))
    yield Stop("error: a code with no letters", "error.no_such_code", at_address("/?code=!!!"))
    yield Stop("error: no such page", "error.not_found", at_address(f"/s/{code}/nothing"))
    yield Stop("error: wrong way of asking", "error.http_error", at_address(f"/s/{code}/send"))
    yield Stop("error: a fault of ours", "error.unexpected", at_address(f"/s/{code}/fails"))
    yield Stop("error: refused", "error.refused", at_address(f"/s/{code}/says_no"))
    yield Stop("error: database away", "error.database_away", away_at_first)
    yield Stop("error: database away, with what was typed", "error.database_away", away_with_words)
