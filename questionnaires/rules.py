"""Show-if rules: may this question or page be shown, given the answers so far?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

AnswerValue = str | tuple[str, ...]
Answers = Mapping[str, AnswerValue]


@dataclass(frozen=True, slots=True)
class Is:
    """True when the answer to `question` is, or includes, one of `values`."""

    question: str
    values: frozenset[str]

    def holds(self, answers: Answers) -> bool:
        return not self.values.isdisjoint(_chosen(answers, self.question))


@dataclass(frozen=True, slots=True)
class Answered:
    """True when `question` was answered at all (or, with `wanted` False, when it was not)."""

    question: str
    wanted: bool = True

    def holds(self, answers: Answers) -> bool:
        return bool(answers.get(self.question)) is self.wanted


@dataclass(frozen=True, slots=True)
class Every:
    """True when every part holds."""

    parts: tuple[Rule, ...]

    def holds(self, answers: Answers) -> bool:
        return all(part.holds(answers) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one part holds."""

    parts: tuple[Rule, ...]

    def holds(self, answers: Answers) -> bool:
        return any(part.holds(answers) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """True when the part does not hold. An unanswered question has no value, so `not: is` holds."""

    part: Rule

    def holds(self, answers: Answers) -> bool:
        return not self.part.holds(answers)


Rule = Is | Answered | Every | AnyOf | Not


def questions_named(rule: Rule) -> Iterator[str]:
    """The ids of all questions that a rule looks at."""
    match rule:
        case Is(question=question) | Answered(question=question):
            yield question
        case Every(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from questions_named(part)
        case Not(part=part):
            yield from questions_named(part)


def _chosen(answers: Answers, question: str) -> tuple[str, ...]:
    value = answers.get(question, ())
    return (value,) if isinstance(value, str) else value
