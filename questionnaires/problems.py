"""What can be wrong with a questionnaire, each as one sentence that says what it is and what to do.

Every sentence has a broken sample under `tests/samples/questionnaires/broken/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

LONGEST_QUOTE = 40
LONGEST_LIST = 20


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right. `line` and `column` count from 1, as editors do."""

    file: str
    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence}"


class QuestionnaireProblems(ValueError):
    """A questionnaire cannot be used yet. `problems` holds everything found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Sentence(StrEnum):
    """The sentences that authors read. Braces are filled in by whoever finds the problem."""

    # The file as bytes and as YAML
    TOO_LARGE = "This file is larger than {limit} KB. Shorten it, or make two questionnaires of it."
    NOT_UTF8 = "The bytes here are not UTF-8. Save the file again with the encoding UTF-8."
    HIDDEN_CHARACTER = "A character that cannot be seen stands here ({code}). Delete it."
    TAB = "A tab stands here{more}. Use spaces: YAML does not allow tabs for indents."
    EMPTY_FILE = "This file is empty. Copy the sample questionnaire and change its words."
    SEVERAL_DOCUMENTS = 'A second document starts here. Keep one in each file: delete the line "---".'
    NOT_YAML = "This is not YAML ({reason}). Check indents, quotes and brackets, also on the line above."
    ANCHOR = '"&{name}" is an anchor, and anchors are not allowed. Delete it.'
    ALIAS = '"*{name}" is an alias, and aliases are not allowed. Write it out here, or put it in quotes.'
    TAG = '"{tag}" is a tag, and tags are not allowed. Delete it, or put it in quotes.'
    MERGE_KEY = '"<<" merges keys, and that is not allowed. Write the keys out here.'
    TOO_DEEP = "This is nested more than {limit} levels deep. Make it flatter."
    TOO_MANY_VALUES = "This file has more than {limit} values. Shorten it, or make two questionnaires of it."

    # The shape
    DUPLICATE_KEY = '"{key}" was already written on line {line}. Keep one of the two.'
    UNKNOWN_KEY = '"{key}" is not a key here. {hint}'
    MISSING_KEY = '"{key}" is missing. Add it here.'
    EMPTY_VALUE = "{what} is empty. Write something there, or leave it out if you can."
    WRONG_TYPE = "{what} should be {wanted}, but this is {found}. {remedy}"
    BOOLEAN_WORD = 'YAML reads {word} as true or false when it has no quotes. Put "{word}" in quotes.'
    NUMBER_WORD = 'YAML reads {word} as a number or a date, not as words. Put "{word}" in quotes.'
    NOT_ONE_OF = '"{value}" is not {what} that we know. {hint}'
    OUT_OF_RANGE = '"{key}" should be from {low} to {high}, but this is {value}. Change the number.'
    BAD_ID = '"{value}" cannot be an id. Use small letters, digits and {joiner}, and start with a letter.'
    BAD_DATE = '"{value}" is not a day. Write year, month and day, such as 2026-12-01.'
    BAD_PARAGRAPH = '"{value}" does not name a paragraph. Write document and paragraph, such as "000/52".'
    RESERVED_ID = (
        'The question id "{value}" is a name that every page uses itself. Give this question another id.'
    )
    DUPLICATE_ID = 'The {what} id "{value}" was already used on line {line}. Give this {what} another id.'
    NOT_FOR_KIND = '"{key}" does nothing for a question of kind {kind}. Delete it, or change the kind.'
    TOO_FEW_OPTIONS = "This question has only 1 option, so there is nothing to choose. Give it at least 2."

    # Rules
    RULE_SHAPE = "This is not a rule. Write question with is, question with answered, all, any or not."
    RULE_NO_QUESTION = 'The rule looks at "{question}", and no question has this id. {hint}'
    RULE_NO_OPTION = '"{value}" is not an option of the question "{question}". {hint}'
    RULE_AHEAD = 'The rule looks at "{question}", which does not come before it. Look at an earlier question.'
    RULE_TEXT_VALUE = '"{question}" is answered in words, so "is" never fits. Use "answered: true".'

    # Easy read and other languages
    NO_EASY_READ = "There is no easy_read.yaml beside this file. Write one, with a picture for each question."
    UNKNOWN_FILE = (
        '"{name}" is not a file of a questionnaire. Rename it, as in easy_read.yaml, signed.yaml or pl.yaml.'
    )
    LANGUAGE_FILE = 'This file says it is in "{language}". Call it {language}.yaml, or change the language.'
    NO_WORDING = 'The question "{question}" has no wording here. Add "{question}" with its text.'
    NO_OPTION_WORDING = 'The option "{option}" of "{question}" has no wording here. Add it with its text.'
    NO_TITLE = 'The title of "{what}" has no wording here. Add "{what}" to titles.'
    NO_INTRO = 'The questionnaire has an intro, and this file has none. Add "intro" with its sentences.'
    NO_SUCH_QUESTION = '"{question}" is not a question of this questionnaire. {hint}'
    NO_SUCH_OPTION = '"{option}" is not an option of "{question}". {hint}'
    NO_SUCH_TITLE = '"{what}" is not a section or a page of this questionnaire. {hint}'
    NO_PICTURE = 'The question "{question}" has no picture. Add "picture" with the name of a symbol.'
    NO_OPTION_PICTURE = 'The option "{option}" has no picture. Add "picture" with the name of a symbol.'
    UNKNOWN_PICTURE = '"{picture}" is not in the symbol set. {hint}'

    # Readers of different ages
    READERS_NO_QUESTION = '"readers" looks at "{question}", and no question has this id. {hint}'
    READERS_NOT_ONE = '"{question}" is not answered by choosing 1 option. Name a question of kind choice.'
    READERS_TWICE = '"{value}" is already in the group "{group}". Keep it in one group.'
    NO_READERS = 'There are no "readers" in questionnaire.yaml, so nobody sees this. Add them, or delete it.'
    NO_SUCH_GROUP = '"{group}" is not a group of "readers". {hint}'
    READERS_LATER = 'Who reads is known only on the page after "{question}". Ask this on a later page.'
    SAME_WORDING = "This is not worded differently from what everybody reads. Change it, or delete it."

    # Recordings and signed videos
    BAD_FILE_NAME = '"{name}" cannot name a file. Use only letters, digits, dots, - and _, and no folder.'
    WRONG_ENDING = '"{name}" is not a file that fits here. Use one that ends in: {endings}.'
    NO_CAPTIONS = 'This video has no captions. Add "captions" with the name of a file that ends in vtt.'
    BAD_SIGN_LANGUAGE = '"{value}" is not a sign language. Write BSL, or a code of 3 letters such as bfi.'

    # What we ask of people
    TOO_MANY_TEXTS = (
        "This is free-text box number {count}, and more than {limit} tire people. "
        'Ask fewer, or say why in "many_texts_because".'
    )
    ASKS_WHO = "This question seems to ask for {what}. Answers are anonymous: ask something else."

    # Where we looked
    NOTHING_HERE = "There is no questionnaire here. Give a folder that holds questionnaire.yaml."

    def say(self, **words: object) -> str:
        """The sentence with its braces filled in; text from the file is cut short and made printable."""
        return self.value.format(**{name: shown(word) for name, word in words.items()})


class Ours(str):
    """Words of our own, which a sentence shows in full."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What to write instead of a word that is none of the known ones; only worked out when it is shown."""

    word: str
    known: Iterable[str]

    def __str__(self) -> str:
        known = list(self.known)
        near = get_close_matches(self.word, known, n=1) if len(self.word) <= LONGEST_QUOTE else []
        if near:
            return f'Did you mean "{near[0]}"?'
        if not known:
            return "Delete it."
        more = ", …" if len(known) > LONGEST_LIST else ""
        return f"Choose from: {', '.join(known[:LONGEST_LIST])}{more}."


def shown(word: object) -> str:
    """A word as a sentence can show it: short, on one line, with nothing that a terminal would obey."""
    if isinstance(word, (Ours, Hint)):
        return str(word)
    text = str(word)
    text = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
