"""A page by its name, and how to get there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from questionnaires.kinds import is_text
from tests.accessibility_run.listening import Listening
from tests.accessibility_run.visitor import Visitor

WORDS = "My teacher is kind, but I waited two years for speech therapy."


@dataclass(frozen=True, slots=True)
class Stop:
    """A page by its name. `endpoint` is the route that draws it; `arrive` brings a visitor there."""

    name: str
    endpoint: str
    arrive: Callable[[Visitor], None]


@dataclass(frozen=True, slots=True)
class Box:
    """A box for own words: the survey's code, the page's id, the question's id."""

    code: str
    page: str
    question: str

    def open(self, visitor: Visitor) -> None:
        """Go to its page, in a visit that has begun."""
        visitor.begin(self.code)
        visitor.go(f"/s/{self.code}/page/{self.page}")

    def fill(self, visitor: Visitor, words: str = WORDS, **more: str) -> None:
        """Send its page with these words."""
        self.open(visitor)
        visitor.send_form(**{self.question: words, **more})


def at_address(path: str) -> Callable[[Visitor], None]:
    """Arrive by typing an address."""
    return lambda visitor: visitor.go(path)


def own_words(at: Listening, code: str) -> Box:
    """The first box of a survey that everybody is shown."""
    for page in at.questionnaire(code).pages:
        for question in page.questions:
            if is_text(question) and not question.show_if and not page.show_if:
                return Box(code, page.id, question.id)
    raise LookupError(f"No page of {code} asks for own words.")
