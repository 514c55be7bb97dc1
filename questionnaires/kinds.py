"""The table of question kinds. A new kind is one row here, one field, one template and one sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questionnaires.answers import AnswerKind, OneOption, OwnWords, SeveralOptions
from questionnaires.model import Option, OptionWording, Question
from questionnaires.rules import AnswerValue


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """What a kind of question asks of its author, and how its answers are read.

    `options` says who writes the options: the author, a named scale, the kind itself, or nobody.
    """

    name: str
    answer: AnswerKind
    options: str = "none"
    fixed: tuple[Option, ...] = ()


YES_NO_UNSURE = (
    Option("yes", "Yes", score=1.0),
    Option("no", "No", score=-1.0),
    Option("unsure", "I am not sure"),
)

# Faces have three steps: more steps are hard to tell apart in a picture.
SCALES: Mapping[str, tuple[Option, ...]] = {
    "faces": (
        Option("good", "Good", score=1.0),
        Option("ok", "OK", score=0.0),
        Option("bad", "Bad", score=-1.0),
        Option("not_sure", "I am not sure"),
    ),
    "agreement": (
        Option("strongly_agree", "Strongly agree", score=1.0),
        Option("agree", "Agree", score=0.5),
        Option("neither", "Neither agree nor disagree", score=0.0),
        Option("disagree", "Disagree", score=-0.5),
        Option("strongly_disagree", "Strongly disagree", score=-1.0),
        Option("dont_know", "I do not know, or it does not apply"),
    ),
}

# How the options above read in easy read, where a questionnaire does not say it in its own words.
EASY_OPTIONS: Mapping[str, OptionWording] = {
    "yes": OptionWording("Yes", "yes"),
    "no": OptionWording("No", "no"),
    "unsure": OptionWording("I am not sure", "not_sure"),
    "good": OptionWording("Good", "face_good"),
    "ok": OptionWording("OK", "face_ok"),
    "bad": OptionWording("Bad", "face_bad"),
    "not_sure": OptionWording("I am not sure", "face_not_sure"),
    "strongly_agree": OptionWording("I agree a lot", "agree_strongly"),
    "agree": OptionWording("I agree", "agree"),
    "neither": OptionWording("In the middle", "neither"),
    "disagree": OptionWording("I do not agree", "disagree"),
    "strongly_disagree": OptionWording("I do not agree at all", "disagree_strongly"),
    "dont_know": OptionWording("I do not know", "dont_know"),
}

KINDS: Mapping[str, QuestionKind] = {
    kind.name: kind
    for kind in (
        QuestionKind("choice", OneOption(), options="author"),
        QuestionKind("several", SeveralOptions(), options="author"),
        QuestionKind("scale", OneOption(), options="scale"),
        QuestionKind("yes_no_unsure", OneOption(), options="kind", fixed=YES_NO_UNSURE),
        QuestionKind("short_text", OwnWords(longest=200)),
        QuestionKind("long_text", OwnWords(longest=5000)),
    )
}


def read_answer(question: Question, sent: Sequence[str]) -> AnswerValue | None:
    """The answer in the strings that a form sent for a question; None when skipped; raises AnswerProblem."""
    return KINDS[question.kind].answer.read(question, sent)


def is_text(question: Question) -> bool:
    """True when people answer this question in their own words."""
    return KINDS[question.kind].answer.is_text()


def longest(question: Question) -> int:
    """How many characters a text answer may have; 0 for other kinds."""
    answer = KINDS[question.kind].answer
    return (question.max_length or answer.longest) if isinstance(answer, OwnWords) else 0


def in_words(question: Question, value: AnswerValue | None) -> tuple[str, ...]:
    """The answer as people read it: the words of the chosen options, or the text itself."""
    if not value:
        return ()
    if is_text(question):
        return (str(value),)
    chosen = (value,) if isinstance(value, str) else value
    return tuple(option.text for option in question.options if option.id in chosen)
