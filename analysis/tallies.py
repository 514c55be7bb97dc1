"""Who was asked what, and how often each answer was given: from questionnaires and answers, or from rows.

Plain Python on purpose: the live dashboard counts 100,000 responses here without a data frame.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import methodcaller

from questionnaires.kinds import is_text
from questionnaires.model import AUDIENCES, Option, Question, Questionnaire
from questionnaires.rules import AnswerValue


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One closed question as one audience was asked it."""

    question: str
    wording: str
    stem: str
    audience: str
    kind: str
    paragraphs: tuple[str, ...]
    theme: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Tally:
    """Who answered and what, in people: `people` by audience; the rest by (audience, question).

    `answered` is how many answered the question, `chosen` how many chose each option of it.
    """

    people: Mapping[str, int]
    answered: Mapping[tuple[str, str], int]
    chosen: Mapping[tuple[str, str], Mapping[str, int]]


def asked_items(questionnaires: Sequence[Questionnaire]) -> tuple[AskedItem, ...]:
    """The closed questions by audience, a later version's wording laid over an earlier one's."""
    items: dict[tuple[str, str], AskedItem] = {}
    for questionnaire in sorted(questionnaires, key=lambda one: one.version):
        for question in questionnaire.questions.values():
            if not is_text(question):
                key = (questionnaire.audience, question.id)
                items[key] = _laid_over(items.get(key), _asked(questionnaire.audience, question))
    return tuple(sorted(items.values(), key=lambda item: audience_order(item.audience)))


def audience_order(audience: str) -> int:
    """Where an audience stands in every list, table and chart."""
    order = list(AUDIENCES)
    return order.index(audience) if audience in order else len(order)


def tally(answers: Iterable[tuple[str, Mapping[str, AnswerValue]]]) -> Tally:
    """Count (audience, answers by question id) pairs; a choice of several may be a tuple or a list."""
    by_audience: defaultdict[str, list[Mapping[str, AnswerValue]]] = defaultdict(list)
    for audience, given in answers:
        by_audience[audience].append(given)
    answered: Counter[tuple[str, str]] = Counter()
    chosen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for audience, each in by_audience.items():
        for (question, value), count in _pairs(each).items():
            if value:
                answered[audience, question] += count
                chosen[audience, question].update(dict.fromkeys(_options(value), count))
    return Tally({audience: len(each) for audience, each in by_audience.items()}, answered, chosen)


def _pairs(answers: Sequence[Mapping[str, AnswerValue]]) -> Counter[tuple[str, AnswerValue]]:
    try:
        return Counter(chain.from_iterable(map(methodcaller("items"), answers)))
    except TypeError:  # decoded JSON has lists, which cannot be counted as they are
        pairs = chain.from_iterable(given.items() for given in answers)
        return Counter(
            (question, value if isinstance(value, str) else tuple(value)) for question, value in pairs
        )


def _options(value: AnswerValue) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _asked(audience: str, question: Question) -> AskedItem:
    return AskedItem(
        question=question.id,
        wording=question.text,
        stem=question.stem,
        audience=audience,
        kind=question.kind,
        paragraphs=question.paragraphs,
        theme=question.theme,
        options=_without_sides(question.options) if question.profile else question.options,
    )


def _without_sides(options: Sequence[Option]) -> tuple[Option, ...]:
    """Who somebody is, is neither good nor bad: the yes and no of a profile question have no score."""
    return tuple(replace(option, score=None) for option in options)


def _laid_over(earlier: AskedItem | None, later: AskedItem) -> AskedItem:
    """The later version, with the options that only the earlier one had at the end."""
    kept = {option.id for option in later.options}
    gone = [option for option in earlier.options if option.id not in kept] if earlier else []
    return replace(later, options=(*later.options, *gone))
