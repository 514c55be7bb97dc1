"""What is different between two versions of a questionnaire, question by question, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from questionnaires.edit_in_place import places_in
from questionnaires.loader import MAIN_FILE, parse_questionnaire
from questionnaires.model import Questionnaire

Texts = Mapping[str, str]
Place = tuple[str, ...]
SAME, OUT, IN = "same", "out", "in"
CHANGED, ADDED, REMOVED, MOVED, RULE = "changed", "added", "removed", "moved", "rule"
WORD = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
MOST_WORDS = 400
PARTS: Mapping[str, str] = {
    "text": "The question",
    "hint": "The hint",
    "picture": "The picture",
    "alt": "The line that describes the picture",
    "options": "An answer",
    "for_readers": "The words for some readers",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed (same), went (out) or came (in)."""

    words: str
    how: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different. `question` is empty for titles and the introduction; `file` is where it stands.

    `sort`: changed, added, removed, moved or rule (who is asked).
    """

    question: str
    file: str
    place: Place
    sort: str
    before: str = ""
    after: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Both wordings in one: what stayed, what went and what came."""
        return tuple(pieces(self.before, self.after))

    @property
    def what(self) -> str:
        """What it is, such as: The question."""
        return said_of_place(self.place)


def said_of_place(place: Place) -> str:
    """What stands at a place of a file, in words."""
    match place:
        case ("questions", _, "options", option, part):
            end = "" if part == "text" else f", {PARTS.get(part, part)[0].lower()}{PARTS.get(part, part)[1:]}"
            return f"The answer “{option}”{end}"
        case ("questions", _, "for_readers", group, part):
            return f"{PARTS.get(part, part)} for the readers “{group}”"
        case ("questions", _, part, *_):
            return PARTS.get(part, part)
        case ("titles", name):
            return f"The title of “{name}”"
        case ("intro", number):
            return f"Sentence {int(number) + 1} of the introduction"
    return "The title"


def differences(before: Texts, after: Texts) -> tuple[Difference, ...]:
    """What is different between two questionnaires' files, in the order in which questions are asked now.

    Raises QuestionnaireProblems when one of them cannot be used.
    """
    old, new = parse_questionnaire(before), parse_questionnaire(after)
    found = [*_of_questions(old, new), *_of_words(before, after, old, new)]
    order = {name: place for place, name in enumerate(dict.fromkeys([*new.questions, *old.questions]), 1)}
    files = {name: place for place, name in enumerate([MAIN_FILE, "easy_read.yaml"])}
    return tuple(
        sorted(found, key=lambda one: (order.get(one.question, 0), files.get(one.file, 2), one.file))
    )


def _of_questions(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    """Questions that came, went or moved, and those that others are asked than before."""
    for name, question in new.questions.items():
        place = ("questions", name, "text")
        if name not in old.questions:
            yield Difference(name, MAIN_FILE, place, ADDED, after=question.text)
        elif _rules(old, name) != _rules(new, name):
            yield Difference(name, MAIN_FILE, place, RULE)
    for name, question in old.questions.items():
        if name not in new.questions:
            yield Difference(name, MAIN_FILE, ("questions", name, "text"), REMOVED, before=question.text)
    both = [name for name in old.questions if name in new.questions]
    yield from (
        Difference(name, MAIN_FILE, ("questions", name, "text"), MOVED)
        for name in _moved(both, [name for name in new.questions if name in old.questions])
    )


def _moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The names that do not keep their order among the others."""
    kept = {
        name
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        for name in old[block.a : block.a + block.size]
    }
    return [name for name in new if name not in kept]


def _rules(asked: Questionnaire, name: str) -> tuple[object, object]:
    page = next(page for page in asked.pages if any(one.id == name for one in page.questions))
    return page.show_if, asked.questions[name].show_if


def _of_words(before: Texts, after: Texts, old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    """Words that are others than before. A question that came or went is said as one thing, not word by word."""
    for file in sorted(set(before) | set(after)):
        was = _places(before.get(file, ""))
        now = _places(after.get(file, ""))
        for place in dict.fromkeys([*now, *was]):
            question = place[1] if place[0] == "questions" and len(place) > 1 else ""
            whole = bool(question) and (question in old.questions) != (question in new.questions)
            if not whole and was.get(place, "") != now.get(place, ""):
                yield _change(question, file, place, was.get(place, ""), now.get(place, ""))


def _change(question: str, file: str, place: Place, before: str, after: str) -> Difference:
    sort = CHANGED if before and after else ADDED if after else REMOVED
    return Difference(question, file, place, sort, before, after)


def _places(text: str) -> Mapping[Place, str]:
    return places_in(text) if text else {}


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Word by word: what stayed, what went and what came. Of very long texts, the whole of each."""
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        yield from (Piece(words, how) for words, how in ((before, OUT), (after, IN)) if words)
        return
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            yield Piece("".join(old[a:b]), SAME)
            continue
        if a < b:
            yield Piece("".join(old[a:b]), OUT)
        if c < d:
            yield Piece("".join(new[c:d]), IN)


def said(difference: Difference) -> str:
    """A difference as a sentence or two, without marks."""
    match difference.sort:
        case "moved":
            return "The question stands at another place."
        case "rule":
            return "Other people than before are asked this question."
        case "added":
            return f"New: {difference.after}"
        case "removed":
            return f"Was: {difference.before} It was taken out."
    return f"Was: {difference.before} Now: {difference.after}"
