"""Any order of saves, sends, lost replies, second tabs, stopping and leaving: stored once, thanked iff stored."""

import json
from dataclasses import dataclass

import pytest
from flask import Flask
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
from werkzeug.test import TestResponse

from survey_app.storage.responses import Response
from survey_app.web.site import Site
from tests.builders import BuiltVisit, csrf_token
from tests.respondent import count
from tests.survey_app.services.answering import (
    page_ids,
    stored,
)

QUESTIONS = {"age_band": ("age_11_15", "age_16_17"), "listened_to": ("good", "ok", "bad")}
LOST = st.sampled_from([False, False, True])


@dataclass(frozen=True)
class Form:
    """A last look that stands in some tab: which visit it belongs to, its fields, and what it showed.

    `put_away` is true when its draft was under seven words by then.
    """

    visit: int
    put_away: bool
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
            self.words: dict[int, str] = {}
            self.put_away: set[int] = set()
            self.came_with_words = False

        def post(self, path: str, fields: dict[str, str], lost: bool) -> TestResponse:
            """Send a form; when its reply is lost, the browser keeps the cookies it had."""
            token = csrf_token(self.client.get(f"/s/{code}/help").text)
            cookies = dict(self.client._cookies or {})
            reply = self.client.post(f"/s/{code}{path}", data={**fields, "csrf_token": token})
            if lost:
                self.client._cookies = cookies
            return reply

        def has_begun(self) -> bool:
            """Words open only what is there; a cookie may also begin."""
            deleted = self.came_with_words and self.here not in self.drafts
            return self.here is not None and self.here not in self.sent and not deleted

        @precondition(lambda self: not self.has_begun())
        @rule(lost=LOST)
        def begin(self, lost: bool) -> None:
            reply = self.post("", {}, lost)
            assert reply.status_code == 303
            if not lost:
                self.visits += 1
                self.here = self.visits
                self.came_with_words = False

        @rule(question=st.sampled_from(sorted(QUESTIONS)), choice=st.integers(0, 2), lost=LOST)
        def save(self, question: str, choice: int, lost: bool) -> None:
            offered = ("", *QUESTIONS[question])
            value = offered[choice % len(offered)]
            shown = LexborHTMLParser(self.client.get(f"/s/{code}/page/{pages[question]}").text)
            seen = shown.css_first("input[name=seen]")
            fields = {question: value, "seen": (seen.attributes["value"] or "") if seen else ""}
            reply = self.post(f"/page/{pages[question]}", fields, lost)
            if not self.has_begun():
                assert reply.status_code == 410 or reply.location.endswith(f"/page/{pages[question]}")
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
            shows = tuple(sorted(self.drafts.get(self.here, {}).items()))
            return Form(self.here, self.here in self.put_away, fields, shows)

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
            if form.visit in self.sent and form.put_away == (form.visit in self.put_away):
                return (303, True) if self.sent[form.visit] == shows else (409, False)
            if not self.has_begun():
                return 410, False
            if self.here != form.visit or self.drafts.get(form.visit, {}) != shows:
                return 303, False
            if form.put_away != (form.visit in self.put_away):
                return 303, False
            if not shows:
                return 422, False
            self.sent[form.visit] = self.drafts.pop(form.visit)
            return 303, True

        @precondition(has_begun)
        @rule(lost=LOST)
        def stop_for_now(self, lost: bool) -> None:
            reply = self.post("/send", {"later": "1"}, lost)
            if self.here not in self.drafts:
                assert reply.status_code == 410
                return
            assert reply.location.endswith("/words")
            self.put_away.add(self.here)
            if lost:
                return
            page = LexborHTMLParser(self.client.get(f"/s/{code}/words").text)
            told = " ".join(node.text() for node in page.css("ol.words li"))
            assert self.words.setdefault(self.here, told) == told
            self.here = None

        @precondition(lambda self: self.words)
        @rule(which=st.integers(0, 9), lost=LOST)
        def come_back(self, which: int, lost: bool) -> None:
            visit = list(self.words)[which % len(self.words)]
            reply = self.post("/come-back", {"words": self.words[visit], "instead": "1"}, lost)
            if visit not in self.drafts or visit not in self.put_away:
                assert reply.status_code == 404
                return
            assert reply.location.endswith("/welcome-back")
            self.forget_what_nobody_could_open(visit)
            if not lost:
                self.here, self.came_with_words = visit, True

        def forget_what_nobody_could_open(self, opened: int) -> None:
            """Whoever opens their own words here agrees that another person's answers in this browser go."""
            if self.has_begun() and self.here not in self.put_away and self.drafts.get(self.here):
                assert self.here != opened
                self.drafts.pop(self.here)

        @precondition(lambda self: self.here is not None)
        @rule(lost=LOST)
        def leave(self, lost: bool) -> None:
            reply = self.post("/leave", {}, lost)
            assert reply.status_code == 303
            self.drafts.pop(self.here or 0, None)
            if not self.came_with_words and self.here not in self.sent:
                self.put_away.discard(self.here or 0)
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
        settings=settings(max_examples=40, stateful_step_count=30, deadline=None),
    )
