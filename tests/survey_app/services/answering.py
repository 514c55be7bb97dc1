"""Somebody who answers through the services, and through several tabs of one young."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from questionnaires.model import Page
from survey_app.services import receive_answers, take_part
from survey_app.services.entry import Entry, find_entry
from survey_app.services.receive_answers import Sending
from survey_app.services.take_part import DraftState, PageRead
from survey_app.storage.responses import Response
from survey_app.storage.sealing import new_cookie_secret
from survey_app.web.site import Site
from tests.builders import csrf_token


@dataclass(frozen=True)
class Answering:
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
            return receive_answers.prepare_sending(work, entry, self.secret, draft, "en-GB", "standard")

    def receive(self, sending: Sending) -> None:
        with self.site.writing() as work:
            receive_answers.receive(work, find_entry(work, self.code), sending)

    def forget(self) -> None:
        with self.site.writing() as work:
            take_part.forget(work, self.secret)


def stored(site: Site) -> list[dict[str, str]]:
    with site.reading() as work:
        return [json.loads(choices) for choices in work.session.scalars(select(Response.choices))]


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


def with_cookies_of(first: FlaskClient, app: Flask) -> FlaskClient:
    """Another tab of the same young."""
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
