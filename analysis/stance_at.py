"""Praise or criticism in words that no pattern of the codebook found, such as those of a theme that people made."""

from __future__ import annotations

from analysis.reading import Found, Reading, read
from analysis.scan import engine
from analysis.sentences import Sentences
from analysis.stance import TURNS, Manner, combined, stance_of
from analysis.text import fold

NO_OPINION = 0


def stance_at(text: str, start: int, end: int, question: str | None = None) -> str:
    """The stance of what is said from `start` to before `end` (code points of `text`).

    Each sentence is heard as for the codebook's own themes, and one stance is made of all. "neutral" where there is
    no word, or no model to hear with.
    """
    machine = engine()
    if machine.judge is None:
        return "neutral"
    reading = read(fold(text), machine.vocabulary)
    sentences, manner = Sentences(reading.words), Manner(reading.words, machine.judge, question)
    by_sentence: dict[int, list[Found]] = {}
    for one in _words_between(reading, start, end):
        by_sentence.setdefault(sentences.number(one.start), []).append(one)
    return combined(
        stance_of(manner, said, [NO_OPINION] * len(said), sentences.bounds(said[0].start))
        for said in by_sentence.values()
    )


def _words_between(reading: Reading, start: int, end: int) -> list[Found]:
    """Each word there as something found; those that only end or turn a sentence say nothing themselves."""
    places = (
        (number, *reading.span(number, number + 1))
        for number, word in enumerate(reading.words)
        if not word.stop and word.text not in TURNS
    )
    return [
        Found(-1, number, number + 1, number)
        for number, first, last in places
        if first < end and last > start
    ]
