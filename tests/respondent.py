"""Somebody who answers: reads each page's real form, fills it in and presses its first button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from survey_app.services.entry import find_entry
from survey_app.services.publish import version_of
from survey_app.web.site import Site

Sent = dict[str, str | list[str]]

WORDS = "My teacher is kind, but I waited two years for speech therapy. \U0001f642"
ANSWERS = {"age_band": "age_16_17", "listened_to": "ok", "would_change": WORDS}


@dataclass
class Respondent:
    """One browser in one survey. `page` is what it shows now, `path` where it is.

    `came_back`: the last form was answered with its own address, where what was typed is shown again.
    """

    client: FlaskClient
    code: str
    page: TestResponse = field(init=False)
    path: str = field(init=False)
    came_back: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.go(f"/s/{self.code}")

    def go(self, path: str) -> TestResponse:
        """Type an address."""
        self.page = self.client.get(path)
        self.path = path
        return self._follow()

    def press(
        self, answers: Mapping[str, str | list[str]] | None = None, **more: str | list[str]
    ) -> TestResponse:
        """Fill in the form that goes on and press its first button."""
        form = self.form()
        action = form.attributes.get("action") or self.path
        return self.post(action, {**self.hidden(), **(answers or {}), **more})

    def post(self, path: str, data: Mapping[str, str | list[str]]) -> TestResponse:
        """Send a form, and follow where it leads."""
        self.page = self.client.post(path, data=dict(data))
        self.path = path
        self.came_back = self.page.status_code == 303 and self.page.location == path
        return self._follow()

    def form(self) -> LexborNode:
        """The form that goes on."""
        found = LexborHTMLParser(self.page.text).css_first("form#answers")
        assert found is not None, f"no form that goes on at {self.path}: {self.heading}"
        return found

    def hidden(self) -> Sent:
        """The hidden fields of that form."""
        fields = self.form().css("input[type=hidden]")
        return {str(f.attributes["name"]): f.attributes.get("value") or "" for f in fields}

    @property
    def heading(self) -> str:
        """The first heading of the page."""
        node = LexborHTMLParser(self.page.text).css_first("h1")
        return node.text(strip=True) if node else ""

    @property
    def text(self) -> str:
        """What the page says, without its tags."""
        node = LexborHTMLParser(self.page.text).css_first("main")
        return " ".join(node.text().split()) if node else ""

    def names(self) -> list[str]:
        """The questions on the page, by their field names."""
        fields = self.form().css("input:not([type=hidden]), textarea")
        return list(dict.fromkeys(str(f.attributes["name"]) for f in fields))

    def options(self, name: str) -> list[str]:
        """The values that a question offers."""
        return [str(f.attributes["value"]) for f in self.form().css(f"input[name={name}]")]

    def shown_value(self, name: str) -> list[str]:
        """What the page shows as answered."""
        boxes = self.form().css(f"textarea[name={name}]")
        if boxes:
            return [boxes[0].text().removeprefix("\n")]
        checked = self.form().css(f"input[name={name}][checked]")
        return [str(f.attributes["value"]) for f in checked]

    def walk(self, answers: Mapping[str, str | list[str]]) -> TestResponse:
        """Start, answer what is asked and is known, skip the rest, and stop at the last look before sending."""
        self.press()
        for _ in range(60):
            if self.path.endswith("/check"):
                return self.page
            self.press({name: answers[name] for name in self.names() if name in answers})
        raise AssertionError("The path never ends.")

    def _follow(self) -> TestResponse:
        for _ in range(5):
            if not 300 <= self.page.status_code < 400 or not self.page.location.startswith("/"):
                return self.page
            self.path = self.page.location
            self.page = self.client.get(self.path)
        raise AssertionError(f"Sent in a circle at {self.path}.")


def send(respondent: Respondent, answers: Mapping[str, str | list[str]] = ANSWERS) -> None:
    """Walk to the end and send."""
    respondent.walk(answers)
    respondent.press()


def count(site: Site, table: type) -> int:
    """How many rows a table has."""
    with site.reading() as work:
        return work.session.execute(select(func.count()).select_from(table)).scalar_one()


def page_of(respondent: Respondent, site: Site, question: str) -> str:
    """The page that asks a question in the survey behind a code."""
    with site.reading() as work:
        questionnaire = version_of(work, find_entry(work, respondent.code).version_digest)
    return next(page.id for page in questionnaire.pages if question in {q.id for q in page.questions})
