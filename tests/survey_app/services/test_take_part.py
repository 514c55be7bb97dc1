"""Taking part, whatever happens in between: stored once, never twice, thanked exactly when stored."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from questionnaires.kinds import is_text
from questionnaires.model import Page
from survey_app.services import take_part
from survey_app.services.entry import Entry, find_entry
from survey_app.services.errors import (
    AlreadyReceived,
    DraftGone,
    DraftMoved,
    NothingToSend,
    NotTakingAnswers,
    SentDifferently,
)
from survey_app.services.take_part import DraftState, PageRead, Sending
from survey_app.storage.channels import Channel
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import new_cookie_secret
from survey_app.storage.sent_keys import SentKey
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token

QUESTIONS = {"age_band": ("age_11_15", "age_16_17"), "listened_to": ("good", "ok", "bad")}
LOST = st.sampled_from([False, False, True])


@dataclass(frozen=True)
class Browser:
    """One browser that answers through the services: a secret in its cookie, and what it has loaded."""

    site: Site
    code: str
    secret: str = field(default_factory=new_cookie_secret)

    def entry(self) -> Entry:
        with self.site.reading() as work:
            return find_entry(work, self.code)

    def loaded(self) -> DraftState:
        with self.site.reading() as work:
            entry = find_entry(work, self.code)
            return take_part.load_draft(work, entry, self.secret) or take_part.begin(work, entry)

    def save(self, question: str, value: str, draft: DraftState | None = None) -> bool:
        draft = draft or self.loaded()
        with self.site.writing() as work:
            entry = find_entry(work, self.code)
            return take_part.save_page(work, entry, self.secret, draft, PageRead({question: value}, {}))

    def prepare(self) -> Sending:
        with self.site.reading() as work:
            entry = find_entry(work, self.code)
            draft = take_part.load_draft(work, entry, self.secret)
            assert draft
            return take_part.prepare_sending(work, entry, self.secret, draft, "en-GB", "standard")

    def receive(self, sending: Sending) -> None:
        with self.site.writing() as work:
            take_part.receive(work, find_entry(work, self.code), sending)

    def forget(self) -> None:
        with self.site.writing() as work:
            take_part.forget(work, self.secret)


@pytest.fixture
def browser(site: Site, visit: BuiltVisit) -> Browser:
    return Browser(site, visit.codes["young_people"])


@pytest.fixture
def plain(app: Flask) -> Flask:
    """The app with browsers that do not look at pages: this file looks at what is stored."""
    app.test_client_class = FlaskClient
    return app


def stored(site: Site) -> list[dict[str, str]]:
    with site.reading() as work:
        return [json.loads(choices) for choices in work.session.scalars(select(Response.choices))]


def count(site: Site, table: type) -> int:
    with site.reading() as work:
        return work.session.execute(select(func.count()).select_from(table)).scalar_one()


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run these together from one starting line; what each gave back, or what it raised."""
    start, got = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number: int, job: Callable[[], object]) -> None:
        start.wait()
        try:
            got[number] = job()
        except Exception as error:
            got[number] = error

    threads = [threading.Thread(target=run, args=(number, job)) for number, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def page_ids(site: Site, code: str) -> dict[str, str]:
    """The page of each question."""
    with site.reading() as work:
        questionnaire = take_part.version_of(work, find_entry(work, code).version_digest)
    return {question.id: page.id for page in questionnaire.pages for question in page.questions}


# Any order of saves, sends, lost replies, second tabs and leaving.


@dataclass(frozen=True)
class Form:
    """A last look that stands in some tab: which visit it belongs to, its fields, and what it showed."""

    visit: int
    fields: dict[str, str]
    shows: tuple[tuple[str, str], ...]


def machine(app: Flask, site: Site, code: str) -> type[RuleBasedStateMachine]:
    """A browser with many tabs and a bad line, beside a plain model of what must be true."""
    pages = page_ids(site, code)

    class TakingPart(RuleBasedStateMachine):
        forms = Bundle("forms")

        @initialize()
        def open_browser(self) -> None:
            self.client = app.test_client()
            self.before = count(site, Response)
            self.visits = 0
            self.here: int | None = None
            self.drafts: dict[int, dict[str, str]] = {}
            self.sent: dict[int, dict[str, str]] = {}

        def post(self, path: str, fields: dict[str, str], lost: bool) -> TestResponse:
            """Send a form; when its reply is lost, the browser keeps the cookies it had."""
            token = csrf_token(self.client.get(f"/s/{code}/help").text)
            cookies = dict(self.client._cookies or {})
            reply = self.client.post(f"/s/{code}{path}", data={**fields, "csrf_token": token})
            if lost:
                self.client._cookies = cookies
            return reply

        def has_begun(self) -> bool:
            return self.here is not None and self.here not in self.sent

        @precondition(lambda self: not self.has_begun())
        @rule(lost=LOST)
        def begin(self, lost: bool) -> None:
            reply = self.post("", {}, lost)
            assert reply.status_code == 303
            if not lost:
                self.visits += 1
                self.here = self.visits

        @rule(question=st.sampled_from(sorted(QUESTIONS)), choice=st.integers(0, 2), lost=LOST)
        def save(self, question: str, choice: int, lost: bool) -> None:
            offered = ("", *QUESTIONS[question])
            value = offered[choice % len(offered)]
            reply = self.post(f"/page/{pages[question]}", {question: value}, lost)
            if not self.has_begun():
                assert reply.status_code == 410
                return
            assert reply.status_code == 303
            answers = self.drafts.setdefault(self.here, {})
            answers.pop(question, None)
            if value:
                answers[question] = value

        @precondition(lambda self: not self.has_begun())
        @rule()
        def look_at_nothing(self) -> None:
            assert self.client.get(f"/s/{code}/check").status_code == 404

        @precondition(has_begun)
        @rule(target=forms)
        def look_at_everything(self) -> Form:
            reply = self.client.get(f"/s/{code}/check")
            fields = {
                str(one.attributes["name"]): one.attributes["value"] or ""
                for one in LexborHTMLParser(reply.text).css("form#answers input[type=hidden]")
            }
            fields.pop("csrf_token")
            return Form(self.here, fields, tuple(sorted(self.drafts.get(self.here, {}).items())))

        @rule(form=forms, lost=LOST)
        def send(self, form: Form, lost: bool) -> None:
            reply = self.post("/send", form.fields, lost)
            status, thanked = self.expected(form)
            assert reply.status_code == status
            assert (status == 303 and reply.location.endswith("/sent")) == thanked
            if thanked and not lost and self.here == form.visit:
                self.here = None

        def expected(self, form: Form) -> tuple[int, bool]:
            """The status, and whether these answers are thanked for; the model receives what is new."""
            shows = dict(form.shows)
            if form.visit in self.sent:
                return (303, True) if self.sent[form.visit] == shows else (409, False)
            if not self.has_begun():
                return 410, False
            if self.here != form.visit or self.drafts.get(form.visit, {}) != shows:
                return 303, False
            if not shows:
                return 422, False
            self.sent[form.visit] = self.drafts.pop(form.visit)
            return 303, True

        @precondition(lambda self: self.here is not None)
        @rule(lost=LOST)
        def leave(self, lost: bool) -> None:
            reply = self.post("/leave", {}, lost)
            assert reply.status_code == 303
            self.drafts.pop(self.here or 0, None)
            if not lost:
                self.here = None

        @invariant()
        def what_was_sent_is_stored_once(self) -> None:
            if hasattr(self, "before"):
                assert count(site, Response) - self.before == len(self.sent)

        def teardown(self) -> None:
            if not hasattr(self, "before"):
                return
            kept = [json.dumps(answers, sort_keys=True) for answers in stored(site)]
            ours = [json.dumps(answers, sort_keys=True) for answers in self.sent.values()]
            assert all(kept.count(one) >= ours.count(one) for one in ours)

    return TakingPart


@pytest.mark.slow
def test_whatever_happens_in_between_it_is_stored_once_and_thanked_for(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    run_state_machine_as_test(
        machine(plain, site, visit.codes["young_people"]),
        settings=settings(max_examples=25, stateful_step_count=25, deadline=None),
    )


# Two at once.


def test_the_same_form_sent_at_once_is_stored_once(browser: Browser, site: Site) -> None:
    browser.save("listened_to", "ok")
    first, second = browser.prepare(), browser.prepare()
    browser.receive(first)
    with pytest.raises(AlreadyReceived):
        browser.receive(second)
    assert stored(site) == [{"listened_to": "ok"}]
    assert (count(site, SentKey), count(site, Draft)) == (1, 0)


def test_many_threads_with_the_same_form_are_all_thanked_and_it_is_stored_once(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    code = visit.codes["young_people"]
    first = plain.test_client()
    fields = at_last_look(first, site, code, {"listened_to": "good", "age_band": "age_11_15"})
    clients = [with_cookies_of(first, plain) for _ in range(6)]
    replies = at_once(*(lambda c=c: c.post(f"/s/{code}/send", data=fields) for c in clients))
    assert [(reply.status_code, reply.location) for reply in replies] == [(303, f"/s/{code}/sent")] * 6
    assert stored(site) == [{"listened_to": "good", "age_band": "age_11_15"}]
    with site.reading() as work:
        assert work.session.get_one(Channel, code).sent == 1


def test_tabs_that_save_different_pages_at_once_lose_nothing(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    code = visit.codes["young_people"]
    first = plain.test_client()
    first.post(f"/s/{code}", data={"csrf_token": csrf_token(first.get(f"/s/{code}").text)})
    pages = one_choice_of_each_page(site, code)
    token = csrf_token(first.get(f"/s/{code}/help").text)
    jobs = []
    for page, question, value in pages[:5]:
        tab, data = with_cookies_of(first, plain), {question: value, "csrf_token": token}
        jobs.append(lambda tab=tab, page=page, data=data: tab.post(f"/s/{code}/page/{page}", data=data))
    replies = at_once(*jobs)
    assert [reply.status_code for reply in replies] == [303] * 5
    with first.session_transaction() as cookie:
        (begun,) = cookie["drafts"].values()
    with site.reading() as work:
        draft = take_part.load_draft(work, find_entry(work, code), begun[0])
    assert draft
    assert draft.answers == {question: value for _, question, value in pages[:5]}
    assert count(site, Draft) == 1


def test_a_save_while_sending_is_never_lost_and_never_thanked_for_unstored(
    browser: Browser, site: Site
) -> None:
    browser.save("listened_to", "ok")
    sending = browser.prepare()
    assert browser.save("age_band", "age_16_17")
    with pytest.raises(DraftMoved):
        browser.receive(sending)
    assert (count(site, Response), count(site, SentKey)) == (0, 0)
    assert browser.loaded().answers == {"listened_to": "ok", "age_band": "age_16_17"}
    browser.receive(browser.prepare())
    assert stored(site) == [{"listened_to": "ok", "age_band": "age_16_17"}]


def test_leaving_while_sending_means_that_nothing_is_kept(browser: Browser, site: Site) -> None:
    browser.save("listened_to", "ok")
    sending = browser.prepare()
    browser.forget()
    with pytest.raises(DraftMoved):
        browser.receive(sending)
    assert (count(site, Response), count(site, SentKey)) == (0, 0)


def test_a_tab_that_was_left_open_cannot_bring_a_sent_draft_back(browser: Browser, site: Site) -> None:
    left_open = browser.loaded()
    browser.save("listened_to", "ok")
    browser.receive(browser.prepare())
    with pytest.raises(DraftGone):
        browser.save("age_band", "age_16_17", left_open)
    assert count(site, Draft) == 0


def test_saves_and_sends_that_race_store_exactly_what_was_checked(browser: Browser, site: Site) -> None:
    for turn in range(8):
        one = replace(browser, secret=new_cookie_secret())
        one.save("listened_to", "ok")
        sending = one.prepare()
        sent, saved = at_once(
            lambda one=one, sending=sending: one.receive(sending),
            lambda one=one: one.save("age_band", "age_16_17"),
        )
        if sent is None:
            assert saved is False or isinstance(saved, DraftGone | type(None))
        else:
            assert isinstance(sent, DraftMoved)
            assert saved is True
        assert stored(site).count({"listened_to": "ok", "age_band": "age_16_17"}) == 0, turn


def test_a_stale_save_is_told_so_and_changes_nothing(browser: Browser) -> None:
    browser.save("listened_to", "ok")
    stale = browser.loaded()
    assert browser.save("age_band", "age_16_17")
    assert browser.save("listened_to", "bad", stale) is False
    assert browser.loaded().answers == {"listened_to": "ok", "age_band": "age_16_17"}


# What is kept, and what is refused.


def test_the_form_key_with_other_answers_is_another_form(browser: Browser, site: Site) -> None:
    browser.save("listened_to", "ok")
    with site.reading() as work:
        key = take_part.draft_key(work, browser.secret).sent_key
        mark = take_part.body_mark(work, browser.secret, browser.loaded())
    browser.receive(browser.prepare())
    with site.reading() as work:
        assert take_part.already_sent(work, key, mark)
        assert take_part.was_sent(work, browser.secret)
        assert not take_part.already_sent(work, "x" + key, mark)
        with pytest.raises(SentDifferently):
            take_part.already_sent(work, key, mark[::-1])


def test_nothing_is_sent_when_everything_was_skipped(browser: Browser) -> None:
    browser.save("listened_to", "ok")
    browser.save("listened_to", "")
    with pytest.raises(NothingToSend):
        browser.prepare()


def test_an_answer_that_is_no_longer_asked_for_is_not_sent(site: Site, visit: BuiltVisit) -> None:
    parent = Browser(site, visit.codes["parents_carers"])
    rule_question, hidden, opens, closes = a_question_with_a_rule(site, parent.code)
    parent.save(rule_question, opens)
    parent.save(hidden[0], hidden[1])
    parent.save(rule_question, closes)
    parent.receive(parent.prepare())
    (kept,) = stored(site)
    assert kept == {rule_question: closes}


@pytest.mark.parametrize(
    ("london", "starts", "sends"),
    [
        ("2026-11-23T09:29:59", False, False),
        ("2026-11-23T09:30:00", True, True),
        ("2026-12-01T08:59:59", True, True),
        ("2026-12-01T09:00:00", False, True),
        ("2026-12-01T09:59:59", False, True),
        ("2026-12-01T10:00:00", False, False),
    ],
)
def test_the_second_at_which_it_opens_and_closes(
    browser: Browser, site: Site, clock: SettableClock, london: str, starts: bool, sends: bool
) -> None:
    browser.save("listened_to", "ok")
    clock.set(london)
    entry = browser.entry()
    assert (entry.takes_starts, entry.takes_answers) == (starts, sends)
    assert begins(site, browser.code) == starts
    assert (sends_now(browser), count(site, Response)) == (sends, int(sends))


def test_a_fraction_before_the_close_is_in_time(browser: Browser, clock: SettableClock) -> None:
    clock.set("2026-12-01T09:00:00")
    clock.forward(microseconds=-1)
    assert browser.entry().takes_starts
    clock.forward(microseconds=1)
    assert not browser.entry().takes_starts


def test_nothing_says_when_or_in_which_order(browser: Browser, site: Site, clock: SettableClock) -> None:
    clock.set("2026-11-24T23:59")
    browser.save("listened_to", "ok")
    browser.receive(browser.prepare())
    with site.reading() as work:
        assert str(work.session.scalars(select(Response.received_on)).one()) == "2026-11-24"
        for table in (Response, FreeText, SentKey, Draft):
            kinds = {column.type.python_type.__name__ for column in table.__table__.columns}
            assert "datetime" not in kinds


def begins(site: Site, code: str) -> bool:
    with site.reading() as work:
        try:
            take_part.begin(work, find_entry(work, code))
        except NotTakingAnswers:
            return False
    return True


def sends_now(browser: Browser) -> bool:
    try:
        browser.receive(browser.prepare())
    except NotTakingAnswers:
        return False
    return True


def with_cookies_of(first: FlaskClient, app: Flask) -> FlaskClient:
    """Another tab of the same browser."""
    tab = app.test_client()
    tab._cookies = dict(first._cookies or {})
    return tab


def at_last_look(client: FlaskClient, site: Site, code: str, answers: dict[str, str]) -> dict[str, str]:
    """Answer these through the front door; the fields of the form that sends."""
    pages = page_ids(site, code)
    client.post(f"/s/{code}", data={"csrf_token": csrf_token(client.get(f"/s/{code}").text)})
    for question, value in answers.items():
        page = f"/s/{code}/page/{pages[question]}"
        client.post(page, data={question: value, "csrf_token": csrf_token(client.get(page).text)})
    form = LexborHTMLParser(client.get(f"/s/{code}/check").text).css("form#answers input[type=hidden]")
    return {str(one.attributes["name"]): one.attributes["value"] or "" for one in form}


def one_choice_of_each_page(site: Site, code: str) -> list[tuple[str, str, str]]:
    """Page, question and option, for pages that everybody is shown."""
    with site.reading() as work:
        questionnaire = take_part.version_of(work, find_entry(work, code).version_digest)
    return [
        (page.id, question.id, question.options[0].id)
        for page in questionnaire.pages
        if page.show_if is None and (question := _plain_choice(page)) is not None
    ]


def _plain_choice(page: Page):
    wanted = (q for q in page.questions if q.kind in ("choice", "scale") and q.show_if is None)
    return next(wanted, None)


def a_question_with_a_rule(site: Site, code: str) -> tuple[str, tuple[str, str], str, str]:
    """A question that decides, one that hangs on it with an answer, the option that shows it and one that hides it."""
    with site.reading() as work:
        questionnaire = take_part.version_of(work, find_entry(work, code).version_digest)
    for decides in questionnaire.questions.values():
        if decides.kind != "choice" or decides.show_if:
            continue
        shown = {}
        for option in decides.options:
            shown[option.id] = {
                q.id
                for page in take_part_pages(questionnaire, {decides.id: option.id})
                for q in page
                if not is_text(q)
            }
        for opens, closes in ((a, b) for a in shown for b in shown if shown[a] - shown[b]):
            hidden = questionnaire.questions[sorted(shown[opens] - shown[closes])[0]]
            if hidden.kind in ("choice", "scale", "yes_no_unsure"):
                return decides.id, (hidden.id, hidden.options[0].id), opens, closes
    raise AssertionError("No questionnaire of these has a rule any more.")


def take_part_pages(questionnaire, answers):
    from questionnaires.path import kept_answers, shown_pages, shown_questions

    kept = kept_answers(questionnaire, answers)
    return [shown_questions(page, kept) for page in shown_pages(questionnaire, answers)]
