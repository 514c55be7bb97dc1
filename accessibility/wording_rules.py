"""The rules of easy read that a machine can check, each with the guidance it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accessibility import sentence_checks, word_checks
from accessibility.hit import Check

Level = Literal["must", "should", "hint"]

GOV_UK = "GOV.UK, Accessible communication formats (2021)"
DH = "Department of Health, Making written information easier to understand (2010)"
INCLUSION_EUROPE = "Inclusion Europe, Information for all"
KINCAID = "Kincaid and others (1975)"
OURS = "our house style for easy read"

ENGLISH = frozenset({"en"})
EVERY_LANGUAGE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `must` stops easy read from being published, `should` and `hint` only advise.

    `means` is the rule in one sentence for people who write. `check` looks at one text; a rule without one
    needs the whole questionnaire. `languages` is empty when the rule holds in every language.
    """

    name: str
    level: Level
    source: str
    means: str
    check: Check | None = None
    languages: frozenset[str] = ENGLISH

    @property
    def title(self) -> str:
        """The name as people read it, such as "Hard word"."""
        return self.name.replace("-", " ").capitalize()


IN_A_TEXT: tuple[Rule, ...] = (
    Rule(
        "sentence-length",
        "must",
        DH,
        f"No sentence has more than {sentence_checks.LIMIT} words.",
        sentence_checks.too_long,
        EVERY_LANGUAGE,
    ),
    Rule(
        "sentence-aim",
        "should",
        GOV_UK,
        f"A sentence has at most {sentence_checks.AIM} words.",
        sentence_checks.long,
        EVERY_LANGUAGE,
    ),
    Rule("one-idea", "should", GOV_UK, "A sentence says 1 thing.", sentence_checks.two_ideas),
    Rule(
        "hard-word",
        "must",
        GOV_UK,
        "Hard words have an easier one, or are explained.",
        word_checks.hard_words,
    ),
    Rule("long-word", "should", GOV_UK, "Words have fewer than 13 letters.", word_checks.long_words),
    Rule("idiom", "must", INCLUSION_EUROPE, "Words mean what they say: no sayings.", word_checks.idioms),
    Rule(
        "short-form",
        "must",
        INCLUSION_EUROPE,
        "No short forms and no words in capitals.",
        word_checks.short_forms,
    ),
    Rule("contraction", "must", INCLUSION_EUROPE, "“Do not”, never “don’t”.", word_checks.contractions),
    Rule(
        "numbers", "must", INCLUSION_EUROPE, "Numbers are digits, and easy to picture.", word_checks.numbers
    ),
    Rule("marks", "must", INCLUSION_EUROPE, "No marks that are hard to read aloud.", word_checks.marks),
    Rule(
        "double-negative",
        "must",
        INCLUSION_EUROPE,
        "Nothing says no twice.",
        sentence_checks.double_negatives,
    ),
    Rule(
        "negative-question",
        "should",
        OURS,
        "Questions ask without “not”.",
        sentence_checks.negative_questions,
    ),
    Rule("active-voice", "should", GOV_UK, "A sentence says who does it.", sentence_checks.passive),
)

PICTURE = Rule("picture", "must", DH, "Each question and each answer has a picture that exists.")
SAME_PICTURE = Rule("same-picture", "must", OURS, "Each answer to a question has a picture of its own.")
ALT_TEXT = Rule("alt-text", "should", OURS, "What a screen reader says tells what the picture shows.")
SPEAK_TO_YOU = Rule("speak-to-you", "should", INCLUSION_EUROPE, "Longer questions say “you”, “your” or “we”.")
SAME_WORD = Rule("same-word", "should", INCLUSION_EUROPE, "The same thing always has the same word.")
ONE_QUESTION = Rule("one-question", "hint", OURS, "A question asks 1 thing.")
ONE_SCREEN = Rule("one-screen", "hint", OURS, "A question and its answers fit on one phone screen.")
READING_GRADE = Rule("reading-grade", "hint", KINCAID, "All texts together have a low reading grade.")

IN_THE_WHOLE: tuple[Rule, ...] = (
    PICTURE,
    SAME_PICTURE,
    ALT_TEXT,
    SPEAK_TO_YOU,
    SAME_WORD,
    ONE_QUESTION,
    ONE_SCREEN,
    READING_GRADE,
)
RULES: tuple[Rule, ...] = IN_A_TEXT + IN_THE_WHOLE


def rule_named(name: str) -> Rule:
    """The rule with this name; raises KeyError."""
    return _BY_NAME[name]


_BY_NAME = {rule.name: rule for rule in RULES}
