"""The frozen objects that a questionnaire is once it has been loaded.

Nobody outside `loader.py` reads the YAML: everything else asks these objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from questionnaires.credits import Credit
from questionnaires.rules import AnswerValue, Rule

Audience = Literal["young_people", "parents_carers", "practitioners", "partnership", "local_leaders"]
AUDIENCES: Mapping[str, str] = {
    "young_people": "Children and young people",
    "parents_carers": "Parents and carers",
    "practitioners": "Practitioners",
    "partnership": "The local area partnership",
    "local_leaders": "Local leaders",
}


@dataclass(frozen=True, slots=True)
class Recording:
    """A question read aloud by a person, or signed on video: names of files in the partnership's media folder."""

    file: str
    captions: str = ""
    poster: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen. `score` runs from -1 (bad) to 1 (good); None takes no side."""

    id: str
    text: str
    hint: str = ""
    exclusive: bool = False
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One item. `stem` is shared with the same item for other audiences; `paragraphs` are what it answers."""

    id: str
    kind: str
    text: str
    hint: str = ""
    stem: str = ""
    paragraphs: tuple[str, ...] = ()
    theme: str = ""
    options: tuple[Option, ...] = ()
    scale: str = ""
    max_length: int = 0
    profile: bool = False
    show_if: Rule | None = None
    recording: Recording | None = None
    for_readers: Mapping[str, ReaderWording] = field(default_factory=dict)

    def option(self, option_id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Page:
    """What is seen at once: one question or a few that belong together."""

    id: str
    questions: tuple[Question, ...]
    title: str = ""
    show_if: Rule | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A named run of pages."""

    id: str
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class OptionWording:
    """How an option reads in easy read or in another language."""

    text: str
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ReaderWording:
    """A question in other words for some readers, such as people of 18 and over; empty means: as for everybody."""

    text: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class QuestionWording:
    """How a question reads in easy read or in another language; ids never change."""

    text: str
    hint: str = ""
    picture: str = ""
    alt: str = ""
    options: Mapping[str, OptionWording] = field(default_factory=dict)
    recording: Recording | None = None
    for_readers: Mapping[str, ReaderWording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Face:
    """One way to read the whole questionnaire: easy read, or another language, with its review state."""

    name: str
    title: str = ""
    intro: tuple[str, ...] = ()
    review: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, QuestionWording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signed:
    """The questions in sign language: a video for each that the partnership gives, by question id.

    `sign_language` is a code of ISO 639-3, such as bfi for British Sign Language.
    """

    sign_language: str
    intro: Recording | None = None
    questions: Mapping[str, Recording] = field(default_factory=dict)
    review: str = ""

    @property
    def is_watched(self) -> bool:
        """True unless no person who signs has watched it yet."""
        return self.review != "machine-drafted"


@dataclass(frozen=True, slots=True)
class Readers:
    """Groups of readers whose wording differs: what somebody answered to `question` says to which they belong."""

    question: str
    groups: Mapping[str, frozenset[str]]

    def group_of(self, answers: Mapping[str, AnswerValue]) -> str:
        """The group of somebody who has answered this; empty when nothing is known yet."""
        answer = answers.get(self.question)
        return next((name for name, options in self.groups.items() if answer in options), "")


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire. `digest` (SHA-256, hex) names this exact text, `version` is the author's."""

    id: str
    version: int
    title: str
    audience: str
    minutes: int
    sections: tuple[Section, ...]
    intro: tuple[str, ...] = ()
    note: str = ""
    sources: tuple[str, ...] = ()
    co_produced_with: str = ""
    credits: tuple[Credit, ...] = ()
    default_face: str = "standard"
    faces: Mapping[str, Face] = field(default_factory=dict)
    signed: Signed | None = None
    readers: Readers | None = None
    digest: str = ""

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page in order, whether or not a rule hides it."""
        return tuple(page for section in self.sections for page in section.pages)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its id, in order."""
        return {question.id: question for page in self.pages for question in page.questions}

    @cached_property
    def page_by_id(self) -> Mapping[str, Page]:
        """Every page by its id."""
        return {page.id: page for page in self.pages}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section that each page (by id) stands in."""
        return {page.id: section for section in self.sections for page in section.pages}

    def reader_of(self, answers: Mapping[str, AnswerValue]) -> str:
        """The group of readers that these answers put somebody in; empty when it makes no difference."""
        return self.readers.group_of(answers) if self.readers else ""

    def texts(self) -> Iterator[Question]:
        """The questions that people answer in their own words."""
        return (question for question in self.questions.values() if question.kind.endswith("_text"))
