"""Reviews easy-read wording and pictures by rule: each finding says where, what to do, and whose rule it is.

No finding means only that a machine found nothing: people who use easy read have the last word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from accessibility.easy_read import SOURCE_LANGUAGE
from accessibility.phone_screen import SCREEN, height
from accessibility.preferences import EASY_READ
from accessibility.readability import SHORTEST_TEXT, school_grade, words
from accessibility.symbols import load_symbols
from accessibility.wording_rules import DH, INCLUSION_EUROPE, OURS, RULES, Level, explained, same_words
from questionnaires.model import Face, Page, Questionnaire, QuestionWording

HIGHEST_GRADE = 5.0
SPOKEN_TO = ("young_people", "parents_carers")
SHORT_ENOUGH = 7
EXPLAINABLE = ("hard-word", "short-form")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to look at. `path` leads to it through easy_read.yaml, such as questions, safe, text.

    `start` and `end` are offsets in code points inside the text there; both are 0 when it is about all of it.
    """

    path: Path
    start: int
    end: int
    rule: str
    level: Level
    message: str
    source: str

    def __str__(self) -> str:
        return f"{self.message} ({self.source})"


def review_text(text: str, language: str = SOURCE_LANGUAGE, path: Path = ()) -> tuple[Finding, ...]:
    """What the rules say about one easy-read text, in the order of the text."""
    found = (
        Finding(path, hit.start, hit.end, rule.name, rule.level, hit.message, rule.source)
        for rule in RULES
        if not rule.languages or language in rule.languages
        for hit in rule.check(text)
    )
    return tuple(sorted(found))


def review_questionnaire(
    questionnaire: Questionnaire, symbols: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """What the rules say about the easy-read face of a questionnaire; nothing when it has none.

    `symbols` are the names of the pictures that may be used: ours, unless a partnership brings its own.
    """
    easy = questionnaire.faces.get(EASY_READ)
    if easy is None:
        return ()
    texts = dict(_texts(easy))
    return (
        *_by_text(texts),
        *_pictures(easy, load_symbols() if symbols is None else symbols),
        *_speaks_to_you(questionnaire, easy),
        *_one_word_for_one_thing(texts),
        *_screens(questionnaire.pages, easy),
        *_reading_age(texts.values()),
    )


def _by_text(texts: Mapping[Path, str]) -> Iterator[Finding]:
    """The findings in each text; a word that any of them explains is no longer hard."""
    whole = "\n".join(texts.values())
    for path, text in texts.items():
        for finding in review_text(text, path=path):
            word = text[finding.start : finding.end]
            if finding.rule not in EXPLAINABLE or not explained(word, whole):
                yield finding


def _texts(face: Face) -> Iterator[tuple[Path, str]]:
    """Every text that is read, by its path through easy_read.yaml."""
    yield ("title",), face.title
    yield from ((("intro", str(place)), text) for place, text in enumerate(face.intro))
    yield from ((("titles", name), text) for name, text in face.titles.items())
    for name, question in face.questions.items():
        yield ("questions", name, "text"), question.text
        yield ("questions", name, "hint"), question.hint
        for option_id, option in question.options.items():
            yield ("questions", name, "options", option_id, "text"), option.text


def _pictures(face: Face, symbols: Collection[str]) -> Iterator[Finding]:
    for name, question in face.questions.items():
        path = ("questions", name)
        yield from _picture(question.picture, question.alt, path, symbols)
        for option_id, option in question.options.items():
            yield from _picture(option.picture, option.alt, (*path, "options", option_id), symbols)
        yield from _same_pictures(question, path)


def _picture(name: str, alt: str, path: Path, symbols: Collection[str]) -> Iterator[Finding]:
    at = (*path, "picture")
    if not name:
        yield _must("picture", at, "There is no picture here. Add the name of one.", DH)
    elif name not in symbols:
        near = get_close_matches(name, symbols, n=1)
        advice = f"Did you mean “{near[0]}”?" if near else "Choose a name from the sheet of pictures."
        yield _must("picture", at, f"There is no picture called “{name}”. {advice}", DH)
    if alt.lower().startswith(("picture of", "image of", "photo of", "icon of")) or (alt and alt == name):
        advice = "Screen readers already say that this is a picture. Say what it shows."
        yield Finding((*path, "alt"), 0, len(alt), "alt-text", "should", advice, OURS)


def _same_pictures(question: QuestionWording, path: Path) -> Iterator[Finding]:
    counts = Counter(option.picture for option in question.options.values() if option.picture)
    for option_id, option in question.options.items():
        if counts[option.picture] > 1:
            said = f"Another answer has the picture “{option.picture}” too. Give each answer its own."
            yield _must("same-picture", (*path, "options", option_id, "picture"), said, OURS)


def _must(rule: str, path: Path, message: str, source: str) -> Finding:
    return Finding(path, 0, 0, rule, "must", message, source)


def _speaks_to_you(questionnaire: Questionnaire, face: Face) -> Iterator[Finding]:
    """Longer questions speak to the reader."""
    if questionnaire.audience not in SPOKEN_TO:
        return
    spoken = {"you", "your", "yours", "yourself", "i", "me", "my", "we", "us", "our"}
    for name, question in face.questions.items():
        said = [word.lower() for word in words(question.text)]
        if len(said) > SHORT_ENOUGH and spoken.isdisjoint(said):
            advice = "This does not speak to the reader. Say “you” or “your”."
            path = ("questions", name, "text")
            yield Finding(path, 0, len(question.text), "speak-to-you", "should", advice, INCLUSION_EUROPE)


def _one_word_for_one_thing(texts: Mapping[Path, str]) -> Iterator[Finding]:
    """Where two words of a group are used, each use of the rarer one."""
    for group in same_words():
        uses = {word: list(_uses(word, texts)) for word in group}
        used = [word for word in group if uses[word]]
        best = max(used, key=lambda word: len(uses[word]), default="")
        for word in used:
            said = f"Elsewhere this is called “{best}”. Use the same word for the same thing."
            if word != best:
                yield from (replace(use, message=said) for use in uses[word])


def _uses(word: str, texts: Mapping[Path, str]) -> Iterator[Finding]:
    for path, text in texts.items():
        lower = f" {' '.join(words(text.lower()))} "
        if f" {word} " in lower or f" {word}s " in lower:
            start = max(0, text.lower().find(word))
            yield Finding(path, start, start + len(word), "same-word", "should", "", INCLUSION_EUROPE)


def _screens(pages: Iterable[Page], face: Face) -> Iterator[Finding]:
    for page in pages:
        asked = [face.questions[question.id] for question in page.questions if question.id in face.questions]
        pixels = height(asked, [question.kind for question in page.questions])
        if asked and pixels > SCREEN:
            said = (
                f"This page is about {pixels} pixels high, and 2 screens of a small phone are {SCREEN}. "
                "Ask less on a page, or use fewer words."
            )
            path = ("questions", page.questions[0].id)
            yield Finding(path, 0, 0, "one-screen", "hint", said, OURS)


def _reading_age(texts: Iterable[str]) -> Iterator[Finding]:
    grade = school_grade(texts)
    if grade is not None and grade > HIGHEST_GRADE:
        said = (
            f"All texts together have a reading grade of {grade:.0f}, and {HIGHEST_GRADE:.0f} is the aim. "
            f"It is only a hint, counted on more than {SHORTEST_TEXT} words."
        )
        yield Finding((), 0, 0, "reading-grade", "hint", said, "Kincaid and others (1975)")
