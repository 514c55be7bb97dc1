"""A questionnaire as it stands on paper, for whoever types it in: the words of its face, page after page."""

from __future__ import annotations

from dataclasses import dataclass

from accessibility.easy_read import Reading, title, wording
from questionnaires.kinds import is_text, longest
from questionnaires.model import Page, Question, Questionnaire
from questionnaires.rules import AnswerValue


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its options (id and words). `several` may be ticked, or one alone."""

    id: str
    text: str
    options: tuple[tuple[str, str], ...]
    several: bool
    own_words: bool
    longest: int

    def said(self, value: AnswerValue | None) -> tuple[str, ...]:
        """An answer in words; empty when it was left out."""
        if not value:
            return ()
        if self.own_words:
            return (str(value),)
        chosen = (value,) if isinstance(value, str) else value
        return tuple(words for option, words in self.options if option in chosen)


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A page of the questionnaire; several may stand on one sheet."""

    title: str
    questions: tuple[Asked, ...]


def on_paper(questionnaire: Questionnaire, reading: Reading) -> tuple[OnPaper, ...]:
    """Every page with every question: paper hides none."""
    return tuple(_page(questionnaire, page, reading) for page in questionnaire.pages)


def _page(questionnaire: Questionnaire, page: Page, reading: Reading) -> OnPaper:
    words = title(questionnaire, page.id, page.title, reading)
    return OnPaper(words, tuple(_asked(questionnaire, question, reading) for question in page.questions))


def _asked(questionnaire: Questionnaire, question: Question, reading: Reading) -> Asked:
    words = wording(questionnaire, question, reading)
    return Asked(
        id=question.id,
        text=words.text,
        options=tuple((option.id, option.text) for option in words.options),
        several=question.kind == "several",
        own_words=is_text(question),
        longest=longest(question),
    )
