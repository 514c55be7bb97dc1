"""An answer and its faces: read from a form, stored, shown back in words, written to a file.

One small class per kind of question; `kinds.py` says which kind uses which.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from questionnaires.model import Question
from questionnaires.rules import AnswerValue


class AnswerProblem(ValueError):
    """What was sent cannot be this question's answer. `reason` names the sentence that the page shows."""

    def __init__(self, reason: str, limit: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.limit = limit


class AnswerKind(Protocol):
    """The faces of an answer that every kind of question has."""

    def read(self, question: Question, sent: Sequence[str]) -> AnswerValue | None:
        """The value in what a form sent, None when skipped; raises AnswerProblem."""
        ...

    def is_text(self) -> bool:
        """True when people answer in their own words (then it is encrypted and scanned)."""
        ...


@dataclass(frozen=True, slots=True)
class OneOption:
    """Exactly one option id."""

    def read(self, question: Question, sent: Sequence[str]) -> AnswerValue | None:
        values = [value for value in sent if value]
        if not values:
            return None
        if len(values) > 1:
            raise AnswerProblem("one_only")
        if question.option(values[0]) is None:
            raise AnswerProblem("not_an_option")
        return values[0]

    def is_text(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class SeveralOptions:
    """Any number of option ids, in the order of the question; an exclusive option stands alone."""

    def read(self, question: Question, sent: Sequence[str]) -> AnswerValue | None:
        wanted = {value for value in sent if value}
        if not wanted:
            return None
        if not wanted <= {option.id for option in question.options}:
            raise AnswerProblem("not_an_option")
        chosen = [option for option in question.options if option.id in wanted]
        if len(chosen) > 1 and any(option.exclusive for option in chosen):
            raise AnswerProblem("exclusive")
        return tuple(option.id for option in chosen)

    def is_text(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Free text, line ends made plain, control characters removed, never cut silently."""

    longest: int
    KEPT: ClassVar[str] = "\n\t"
    REMOVED: ClassVar[tuple[str, ...]] = ("Cc", "Cs")

    def read(self, question: Question, sent: Sequence[str]) -> AnswerValue | None:
        if len(sent) > 1:
            raise AnswerProblem("one_only")
        text = self._plain(sent[0]) if sent else ""
        limit = question.max_length or self.longest
        if len(text) > limit:
            raise AnswerProblem("too_long", limit)
        return text or None

    def is_text(self) -> bool:
        return True

    def _plain(self, text: str) -> str:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.isprintable():
            text = "".join(c for c in text if c in self.KEPT or unicodedata.category(c) not in self.REMOVED)
        return text.strip()
