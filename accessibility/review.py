"""Reviews easy-read wording and pictures by rule: each finding says where, what to do, and whose rule it is.

No finding means only that a machine found nothing: people who use easy read have the last word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import islice

from accessibility.easy_read import SOURCE_LANGUAGE
from accessibility.phone_screen import HIGHEST_PAGE, HIGHEST_QUESTION, question_height, screens
from accessibility.preferences import EASY_READ
from accessibility.readability import SHORTEST_TEXT, school_grade, sentences, words
from accessibility.sentence_checks import SHORT_ENOUGH
from accessibility.symbols import load_symbols
from accessibility.word_checks import explained
from accessibility.word_lists import same_words
from accessibility.wording_rules import (
    ALT_TEXT,
    IN_A_TEXT,
    ONE_QUESTION,
    ONE_SCREEN,
    PICTURE,
    READING_GRADE,
    SAME_PICTURE,
    SAME_WORD,
    SPEAK_TO_YOU,
    Level,
    Rule,
)
from questionnaires.model import Face, Page, Questionnaire, QuestionWording

HIGHEST_GRADE = 5.0
# In one text; after so many of a kind, more would not help.
MOST_OF_A_RULE = 20
SPOKEN_TO = ("young_people", "parents_carers")
EXPLAINABLE = ("hard-word", "short-form")
SAYS_PICTURE = re.compile(r"(?:an? |the )?(?:picture|image|photo|icon|drawing|symbol) of\b", re.IGNORECASE)

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
        _finding(rule, path, hit.message, hit.start, hit.end)
        for rule in IN_A_TEXT
        if rule.check and (not rule.languages or language in rule.languages)
        for hit in islice(rule.check(text), MOST_OF_A_RULE)
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
    texts = easy_texts(easy)
    return (
        *_by_text(texts),
        *_pictures(easy, load_symbols() if symbols is None else symbols),
        *_speaks_to_you(questionnaire, easy),
        *_one_question(easy),
        *_one_word_for_one_thing(texts),
        *_screens(questionnaire.pages, easy),
        *_reading_age(texts.values()),
    )


def easy_texts(face: Face) -> Mapping[Path, str]:
    """Every text of easy_read.yaml that is read, by its path through the file."""
    return dict(_texts(face))


def _texts(face: Face) -> Iterator[tuple[Path, str]]:
    yield ("title",), face.title
    yield from ((("intro", str(place)), text) for place, text in enumerate(face.intro))
    yield from ((("titles", name), text) for name, text in face.titles.items())
    for name, question in face.questions.items():
        path = ("questions", name)
        yield (*path, "text"), question.text
        yield (*path, "hint"), question.hint
        for reader, tailored in question.for_readers.items():
            yield (*path, "for_readers", reader, "text"), tailored.text
            yield (*path, "for_readers", reader, "hint"), tailored.hint
        for option_id, option in question.options.items():
            yield (*path, "options", option_id, "text"), option.text


def _finding(rule: Rule, path: Path, message: str, start: int = 0, end: int = 0) -> Finding:
    return Finding(path, start, end, rule.name, rule.level, message, rule.source)


def _by_text(texts: Mapping[Path, str]) -> Iterator[Finding]:
    """The findings in each text; a word that any of them explains is no longer hard."""
    whole = "\n".join(texts.values())

    @cache
    def told(word: str) -> bool:
        return explained(word, whole)

    for path, text in texts.items():
        for finding in review_text(text, path=path):
            word = text[finding.start : finding.end].lower()
            if finding.rule not in EXPLAINABLE or not told(word):
                yield finding


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
        yield _finding(PICTURE, at, "There is no picture here. Add the name of one.")
    elif name not in symbols:
        near = get_close_matches(name, symbols, n=1)
        advice = f"Did you mean “{near[0]}”?" if near else "Choose a name from the sheet of pictures."
        yield _finding(PICTURE, at, f"There is no picture called “{name}”. {advice}")
    if alt and (SAYS_PICTURE.match(alt) or alt == name):
        advice = "Screen readers already say that this is a picture. Say what it shows."
        yield _finding(ALT_TEXT, (*path, "alt"), advice, 0, len(alt))


def _same_pictures(question: QuestionWording, path: Path) -> Iterator[Finding]:
    counts = Counter(option.picture for option in question.options.values() if option.picture)
    for option_id, option in question.options.items():
        if counts[option.picture] > 1:
            said = f"Another answer has the picture “{option.picture}” too. Give each answer its own."
            yield _finding(SAME_PICTURE, (*path, "options", option_id, "picture"), said)


def _speaks_to_you(questionnaire: Questionnaire, face: Face) -> Iterator[Finding]:
    """Longer questions speak to the reader."""
    if questionnaire.audience not in SPOKEN_TO:
        return
    spoken = {"you", "your", "yours", "yourself", "i", "me", "my", "we", "us", "our"}
    for name, question in face.questions.items():
        said = [word.lower() for word in words(question.text)]
        if len(said) > SHORT_ENOUGH and spoken.isdisjoint(said):
            advice = "This does not speak to the reader. Say “you” or “your”."
            yield _finding(SPEAK_TO_YOU, ("questions", name, "text"), advice, 0, len(question.text))


JOINED = re.compile(r"\b(?:and|as well as)\b", re.IGNORECASE)


def _one_question(face: Face) -> Iterator[Finding]:
    """A question that joins 2 things cannot be answered when they differ."""
    for name, question in face.questions.items():
        for span in sentences(question.text):
            for match in JOINED.finditer(span.text) if span.text.endswith("?") else ():
                said = (
                    f"“{match[0]}” may join 2 questions. If people could answer them differently, ask both."
                )
                at = span.start + match.start()
                yield _finding(ONE_QUESTION, ("questions", name, "text"), said, at, at + len(match[0]))


def _one_word_for_one_thing(texts: Mapping[Path, str]) -> Iterator[Finding]:
    """Where two words of a group are used, each use of the rarer one."""
    for group in same_words():
        uses = {word: list(_uses(word, texts)) for word in group}
        best = max(group, key=lambda word: len(uses[word]))
        said = f"Elsewhere this is called “{best}”. Use the same word for the same thing."
        for word in group:
            if word != best:
                yield from (_finding(SAME_WORD, path, said, start, end) for path, start, end in uses[word])


def _uses(word: str, texts: Mapping[Path, str]) -> Iterator[tuple[Path, int, int]]:
    """Each place where a word, or several of it, stands."""
    stands = re.compile(rf"\b{re.escape(word)}s?\b", re.IGNORECASE)
    for path, text in texts.items():
        yield from ((path, match.start(), match.end()) for match in stands.finditer(text))


def _screens(pages: Iterable[Page], face: Face) -> Iterator[Finding]:
    """Questions that do not fit on a screen with their answers, and pages of too many of them."""
    for page in pages:
        asked = [question for question in page.questions if question.id in face.questions]
        heights = {q.id: question_height(face.questions[q.id], q.kind) for q in asked}
        for name, pixels in heights.items():
            if pixels > HIGHEST_QUESTION:
                said = f"This question and its answers fill about {screens(pixels)} screens of a small phone."
                yield _finding(
                    ONE_SCREEN, ("questions", name), f"{said} Use fewer words, or give fewer answers."
                )
        if len(heights) > 1 and sum(heights.values()) > HIGHEST_PAGE:
            said = f"The questions on this page fill about {screens(sum(heights.values()))} screens of a small phone."
            yield _finding(ONE_SCREEN, ("questions", next(iter(heights))), f"{said} Ask fewer on one page.")


def _reading_age(texts: Iterable[str]) -> Iterator[Finding]:
    grade = school_grade(texts)
    if grade is not None and grade > HIGHEST_GRADE:
        said = (
            f"All texts together have a reading grade of {grade:.0f}, and {HIGHEST_GRADE:.0f} is the aim. "
            f"It is only a hint, counted on more than {SHORTEST_TEXT} words."
        )
        yield _finding(READING_GRADE, (), said)
