"""The words of the kit in each language, and how link, deadline and the area's own sentences come into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from babel.dates import format_date

from accessibility.languages import ENGLISH, LANGUAGES
from survey_app.calendar.clock import to_london
from survey_app.calendar.wording import say
from survey_app.kit.pieces import LOCKED, LONGEST_FIELD, LONGEST_MESSAGE, PIECES, WITHOUT_LINK, Piece

HERE = Path(__file__).parent
FOLDER = HERE / "words"
EASY = "easy"
FILES = {ENGLISH.code: "en-GB", EASY: "en-GB-easy"}
_OTHERS = tuple(code for code in LANGUAGES if code != ENGLISH.code)
Words = Mapping[str, str]
# What each placeholder is called when one is missing.
PLACEHOLDERS: Mapping[str, str] = {
    "link": "the link",
    "deadline": "the deadline",
    "code": "the code",
    "minutes": "how many minutes it takes",
    "paper": "where paper is had",
    "help": "who helps",
    "area": "the name of the area",
}


@dataclass(frozen=True, slots=True)
class Filling:
    """What is filled in: the address without https://, its code, the deadline in words, and the area's sentences."""

    link: str
    code: str
    deadline: str
    minutes: int
    paper: str
    help: str
    area: str


class NotWhole(ValueError):
    """Words that somebody changed cannot be used; the message says why and what to do."""


def spoken() -> tuple[str, ...]:
    """The codes of the languages that the kit has, and `easy` for easy read in English."""
    there = {path.stem for path in FOLDER.glob("*.yaml")}
    return tuple(code for code in (ENGLISH.code, EASY, *_OTHERS) if FILES.get(code, code) in there)


def named(spoken_code: str) -> str:
    """What staff call a language of the kit."""
    return "English, easy read" if spoken_code == EASY else LANGUAGES[spoken_code].english


def is_draft(spoken_code: str) -> bool:
    """True when no person has checked these words."""
    return str(_file(spoken_code)["review"]) != "reviewed"


def words_of(piece: str, audience: str, spoken_code: str) -> Words:
    """The words of a piece as they come with the kit, placeholders unfilled; KeyError when there are none."""
    fields: Mapping[str, Any] = _file(spoken_code)["pieces"][piece][audience]
    return {name: _joined(fields[name]) for name in PIECES[piece].fields}


def marked(piece: Piece, words: Words, spoken_code: str) -> Words:
    """The words of a piece, saying that no person has checked them where that is so and the piece has room for it."""
    if not piece.mark or not is_draft(spoken_code):
        return words
    # A line of its own among lines, a paragraph of its own among paragraphs.
    apart = "\n\n" if piece.mark == "body" else "\n" if piece.mark == "lines" else " "
    return {**words, piece.mark: f"{words[piece.mark]}{apart}{LANGUAGES[spoken_code].drafted}"}


def sentences(spoken_code: str, audience: str) -> Words:
    """Where paper is had, who helps, how a form goes back: as the kit says it when the area says nothing else."""
    found = _sentences()[spoken_code]
    return dict(found.get("young" if audience == "young_people" else "others", found["others"]))


def filled(words: Words, filling: Filling) -> dict[str, str]:
    """The words with everything filled in. What was typed with unknown braces stays as it is."""
    values = {name: str(value) for name, value in asdict(filling).items()}
    return {name: _filled(text, values) for name, text in words.items()}


def deadline_in(spoken_code: str, closes_at: datetime) -> str:
    """The close in words of a language, such as "Tuesday 1 December, 9am"."""
    if spoken_code in (ENGLISH.code, EASY):
        return say(closes_at)
    language, local = LANGUAGES[spoken_code], to_london(closes_at)
    day = format_date(local.date(), language.day, locale=language.code)
    return language.time.format(day=day, time=f"{local:%H:%M}")


def check(piece: Piece, words: Words, filling: Filling) -> None:
    """Whether changed words can be used; raises NotWhole with a sentence."""
    for name in piece.fields:
        if not words.get(name, "").strip():
            raise NotWhole(
                f"“{name.replace('_', ' ').capitalize()}” is empty. Write something, or take the kit’s own words again."
            )
        if len(words[name]) > LONGEST_FIELD:
            raise NotWhole(f"Make it shorter: {LONGEST_FIELD:,} letters at most.")
    held = {found for text in words.values() for found in _placeholders(text)}
    told = _placeholders(words["body"]) if "body" in words else held
    for locked in LOCKED:
        if locked not in told and not (locked == "link" and piece.id in WITHOUT_LINK):
            raise NotWhole(
                f"Keep {{{locked}}} in the words: {PLACEHOLDERS[locked]} stands there. Nobody can answer without it."
            )
    unknown = sorted(held - PLACEHOLDERS.keys())
    if unknown:
        raise NotWhole(
            f"{{{unknown[0]}}} stands for nothing. Use only {', '.join('{' + name + '}' for name in PLACEHOLDERS)}."
        )
    if piece.id == "text_message":
        length = len(filled(words, filling)["body"])
        if length > LONGEST_MESSAGE:
            raise NotWhole(f"This text message has {length} characters. Make it {LONGEST_MESSAGE} or fewer.")


def _placeholders(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise NotWhole("A { or } stands alone. Use them only around a placeholder, such as {link}.") from None


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _joined(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


@cache
def _file(spoken_code: str) -> Mapping[str, Any]:
    path = FOLDER / f"{FILES.get(spoken_code, spoken_code)}.yaml"
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@cache
def _sentences() -> Mapping[str, Mapping[str, Words]]:
    loaded: Mapping[str, Mapping[str, Words]] = yaml.safe_load(
        (HERE / "sentences.yaml").read_text(encoding="utf-8")
    )
    return loaded
