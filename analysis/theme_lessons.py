"""The sentences that the light model of themes learns from, with their themes and what their writers think."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from analysis.codebook.loader import Codebook, Theme
from analysis.vocabulary import read_yaml

TRAINING = "analysis.training"
FIRST, MORE, PHRASES = "themes.yaml", "themes_more", "theme_words.yaml"
# Written to be hard: praise in dark words, criticism in bright ones. Most people say it plainly, so these count less.
HARD = "themes_further"
STANCES = {"praise": "positive", "criticism": "negative", "plain": "neutral", "mixed": "mixed"}
NO_THEME = "none"
# Answers about services of which the codebook says nothing.
ELSEWHERE = ("council", "fuller_services", "heavy_words_public", "justice_work", "long_public")
WORDS_OF_CODEBOOK, TURNS_OF_PHRASE, OF_THE_HARD = 0.4, 0.5, 0.6


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence to learn from: the themes it raises, its stance if known, and how much it counts."""

    text: str
    themes: tuple[str, ...]
    stance: str | None
    weight: float

    @property
    def theme(self) -> str | None:
        """The theme it was written for, if any."""
        return self.themes[0] if self.themes else None


def lessons(codebook: Codebook) -> Iterator[Lesson]:
    """Every sentence written to learn from, and the codebook's own words, in a fixed order."""
    yield from _written(FIRST)
    for name in _files_in(MORE):
        yield from _written(name)
    for name in _files_in(HARD):
        yield from (replace(lesson, weight=OF_THE_HARD) for lesson in _written(name))
    for name in ELSEWHERE:
        texts = read_yaml(TRAINING, f"answers/everyday/feedback_{name}.yaml")
        yield from (Lesson(str(text), (), None, 1.0) for text in texts)
    yield from _turns_of_phrase()
    for entry in codebook.themes.values():
        yield from (Lesson(text, (entry.id,), None, WORDS_OF_CODEBOOK) for text in _own_words(entry))


def _files_in(folder: str) -> list[str]:
    names = (one.name for one in files(TRAINING).joinpath(folder).iterdir())
    return sorted(f"{folder}/{name}" for name in names if name.endswith(".yaml"))


def _written(name: str) -> Iterator[Lesson]:
    for theme, groups in read_yaml(TRAINING, name).items():
        for group, sentences in groups.items():
            yield from (_lesson(entry, theme, STANCES[group]) for entry in sentences)


def _lesson(entry: Any, theme: str, stance: str) -> Lesson:
    """A sentence of a theme, or one with the themes that it raises as `{say: ..., themes: [...]}`."""
    own = () if theme == NO_THEME else (theme,)
    if not isinstance(entry, dict):
        return Lesson(str(entry), own, stance, 1.0)
    raised = dict.fromkeys((*own, *(str(one) for one in entry["themes"])))
    return Lesson(str(entry["say"]), tuple(raised), stance, 1.0)


def _turns_of_phrase() -> Iterator[Lesson]:
    for theme, listed in read_yaml(TRAINING, PHRASES).items():
        yield from (Lesson(one.strip(), (theme,), None, TURNS_OF_PHRASE) for one in listed.split("|"))


def _own_words(theme: Theme) -> list[str]:
    plain = [name for names in theme.names for name in names.split("|") if not set(name) & set("().&{")]
    return [
        f"{theme.label}. {theme.definition}",
        *(". ".join(plain[i : i + 4]) for i in range(0, len(plain), 4)),
    ]


def fingerprint(taught: Iterable[Lesson]) -> str:
    """A short name for exactly these lessons."""
    digest = hashlib.sha256()
    for lesson in taught:
        digest.update(f"{lesson.text}\t{lesson.themes}\t{lesson.stance}\n".encode())
    return digest.hexdigest()[:12]
