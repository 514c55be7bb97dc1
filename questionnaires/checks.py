"""What only shows when a questionnaire is seen as a whole: names, rules, and what we ask of people."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from questionnaires.kinds import KINDS, is_text
from questionnaires.model import Question
from questionnaires.problems import Hint, Sentence
from questionnaires.yaml_marks import Mark, Notes

# Writing is the hardest way to answer: more boxes than this and people stop half way.
MOST_TEXTS = 3
SHIPPED_AUDIENCES = ("young_people", "parents_carers", "practitioners")

WHO_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "a name": re.compile(
        r"\b(your|their|child's|full|first|last|family) (full |first |last |family )?names?\b|\bsurname\b"
    ),
    "an address": re.compile(
        r"\b(e-?mail|home|postal|your) address\b|\bpost ?code\b|\bwhere do(es)? \w+( \w+)? live\b"
    ),
    "a date of birth": re.compile(r"\bdate of birth\b|\bbirthday\b|\bwhen (were|was) \w+( \w+)? born\b"),
    "a phone number": re.compile(r"\b(tele)?phone number\b|\bmobile number\b"),
    "a number that belongs to one person": re.compile(r"\b(nhs|national insurance|pupil) number\b"),
}
NEGATION = re.compile(r"\b(not|never|without|don't|don’t|no)\b")


# The form of a page has fields of these names itself.
RESERVED_IDS = frozenset(
    "skip csrf_token key mark code token seen later words keep_other to_language".split()
)


@dataclass(frozen=True, slots=True)
class Look:
    """A rule's look at an earlier question: the words it names, where, and how many questions came before."""

    question: str
    at: Mark
    values: tuple[tuple[str, Mark], ...]
    before: int


@dataclass(frozen=True, slots=True)
class Tailored:
    """A question's text for one group of readers (empty: as for everybody), and where it is written."""

    question: str
    group: str
    text: str
    at: Mark


@dataclass
class Names:
    """The ids of a questionnaire as they are read, its text boxes, what its rules look at, and who reads what."""

    notes: Notes
    questions: list[Question] = field(default_factory=list)
    marks: dict[tuple[str, str], Mark] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    texts: list[Mark] = field(default_factory=list)
    tailored: list[Tailored] = field(default_factory=list)

    def claim(self, what: str, name: str, at: Mark) -> str:
        """The name again; a problem is noted when one of this sort has it already."""
        first = self.marks.setdefault((what, name), at)
        if name and first is not at:
            self.notes.add(at, Sentence.DUPLICATE_ID, what=what, value=name, line=first.line + 1)
        if what == "question" and name in RESERVED_IDS:
            self.notes.add(at, Sentence.RESERVED_ID, value=name)
        return name


def check_looks(names: Names) -> None:
    """Every rule looks back, at a question that exists, for an option that it has."""
    order = {question.id: (place, question) for place, question in enumerate(names.questions)}
    for look in names.looks:
        place, question = order.get(look.question, (0, None))
        if question is None:
            words = {"question": look.question, "hint": Hint(look.question, order)}
            names.notes.add(look.at, Sentence.RULE_NO_QUESTION, **words)
        elif place >= look.before:
            names.notes.add(look.at, Sentence.RULE_AHEAD, question=look.question)
        elif look.values:
            _check_values(look, question, names.notes)


def _check_values(look: Look, question: Question, notes: Notes) -> None:
    if question.kind in KINDS and is_text(question):
        notes.add(look.at, Sentence.RULE_TEXT_VALUE, question=question.id)
        return
    known = [option.id for option in question.options]
    for value, at in look.values:
        if known and value and value not in known:
            words = {"value": value, "question": question.id, "hint": Hint(value, known)}
            notes.add(at, Sentence.RULE_NO_OPTION, **words)


def check_number_of_texts(texts: Sequence[Mark], audience: str, reason: str, notes: Notes) -> None:
    """No more free-text boxes than people have the strength for, unless the author says why."""
    if audience in SHIPPED_AUDIENCES and not reason:
        for count, at in enumerate(texts[MOST_TEXTS:], start=MOST_TEXTS + 1):
            notes.add(at, Sentence.TOO_MANY_TEXTS, count=count, limit=MOST_TEXTS)


def check_asks_who(text: str, at: Mark, notes: Notes) -> None:
    """A text box must not ask who somebody is. "Please do not write your name" is welcome."""
    for sentence in re.split(r"[.?!\n]", text.lower().replace("’", "'")):
        if not NEGATION.search(sentence):
            for what, pattern in WHO_PATTERNS.items():
                if pattern.search(sentence):
                    return notes.add(at, Sentence.ASKS_WHO, what=what)
    return None


def check_picture(picture: str, at: Mark, symbols: Collection[str] | None, notes: Notes) -> None:
    """A picture is in the symbol set, when we have one to compare with."""
    if picture and symbols is not None and picture not in symbols:
        notes.add(at, Sentence.UNKNOWN_PICTURE, picture=picture, hint=Hint(picture, symbols))
