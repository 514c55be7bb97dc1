"""Which themes of the codebook an answer raises, sentence by sentence, with the writer's stance on each.

What a pattern says and how like the theme the sentence is are weighed together (see judgement.py), so a sentence
that is plainly like a theme is coded even when no pattern names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.codebook.loader import Codebook
from analysis.judgement import KINDS, Judge
from analysis.matching import Word
from analysis.negation import opinion_there
from analysis.patterns import alternatives
from analysis.reading import Found, Reading
from analysis.sentences import Sentences
from analysis.stance import TURNS, Manner, clause_of, combined, stance_of
from analysis.theme_model import DENIALS

_LETTERS = re.compile("[a-z]+")
RULE = "likeness"
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class ThemeTerm:
    """The owner of a theme's patterns of one kind; `stance` is what the words say by themselves.

    A name that needs company is a common word, such as "adapted", that names nothing when alone.
    """

    theme: str
    stance: str | None
    needs_company: bool = False


@dataclass(frozen=True, slots=True)
class ThemeSpan:
    """A theme in one sentence: the stance, the code points it rests on, and the pattern that found it."""

    theme: str
    stance: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class ThemeHit:
    """A theme found in a reading by a pattern, or by the model when `source` is "likeness"."""

    term: ThemeTerm
    source: str
    found: Found


def theme_terms(codebook: Codebook) -> Iterable[tuple[ThemeTerm, str]]:
    """Every pattern of a codebook with its owner."""
    for theme in codebook.themes.values():
        for name in (one for source in theme.names for one in alternatives(source)):
            yield ThemeTerm(theme.id, None, name in codebook.companions), name
        yield from ((ThemeTerm(theme.id, "negative"), source) for source in theme.criticism)
        yield from ((ThemeTerm(theme.id, "positive"), source) for source in theme.praise)


def theme_spans(
    reading: Reading, hits: Sequence[ThemeHit], judge: Judge, question: str | None = None
) -> tuple[ThemeSpan, ...]:
    """One span for each theme and sentence, in the order of the text."""
    sentences = Sentences(reading.words)
    by_sentence: dict[int, list[ThemeHit]] = {}
    for hit in hits:
        by_sentence.setdefault(sentences.number(hit.found.start), []).append(hit)
    grouped: dict[tuple[int, str], list[ThemeHit]] = {}
    for first, last in sentences.pieces():
        number = sentences.number(first)
        for hit in _believed(reading, judge, first, last, by_sentence.get(number, ())):
            grouped.setdefault((number, hit.term.theme), []).append(hit)
    if not grouped:
        return ()
    manner = Manner(reading.words, judge, question)
    spans = [_span(reading, sentences, manner, group) for group in grouped.values()]
    return tuple(sorted(spans, key=lambda s: (s.start, s.end, s.theme)))


def _believed(
    reading: Reading, judge: Judge, first: int, last: int, hits: Sequence[ThemeHit]
) -> list[ThemeHit]:
    """The hits that the piece of a sentence from first to last bears out, and what it is plainly like besides."""
    inside = [hit for hit in hits if first <= hit.found.start < last]
    if not inside and last - first < SHORTEST:
        return []
    named = named_kinds(inside)
    raised = judge.raised(reading.words[first:last], named)
    whole = Found(-1, first, last, first)
    return [hit for hit in inside if hit.term.theme in raised] + [
        ThemeHit(ThemeTerm(theme, None), RULE, whole) for theme in raised if theme not in named
    ]


def named_kinds(hits: Iterable[ThemeHit]) -> dict[str, str]:
    """The kind of the strongest pattern that names each theme."""
    found: dict[str, str] = {}
    for hit in hits:
        kind = _kind(hit)
        best = found.get(hit.term.theme, kind)
        found[hit.term.theme] = max(kind, best, key=KINDS.index)
    return found


def _kind(hit: ThemeHit) -> str:
    """How much a pattern says: a common word, a word, a phrase, or what the writer thinks."""
    if hit.term.stance:
        return "opinion"
    if hit.term.needs_company:
        return "common"
    return "phrase" if hit.found.end - hit.found.start > 1 else "word"


def _span(reading: Reading, sentences: Sentences, manner: Manner, group: Sequence[ThemeHit]) -> ThemeSpan:
    group = [hit for hit in group if not _crosses_a_turn(reading, hit.found)] or group
    longest = max(group, key=lambda hit: (hit.found.end - hit.found.start, -hit.found.start))
    start, end = reading.span(longest.found.start, longest.found.end)
    told = [hit for hit in group if not (_inside(hit.found, longest.found) and longest.term.stance)]
    sentence = sentences.bounds(longest.found.start)
    said = [opinion_here(reading.words, hit, sentence) for hit in told]
    stance = stance_of(manner, [hit.found for hit in told], said, sentence)
    return ThemeSpan(longest.term.theme, stance, start, end, longest.source)


def opinion_of(hit: ThemeHit) -> int:
    """What a pattern says by itself: 1 praise, -1 blame, 0 neither, and 2 when it says that a problem is absent."""
    if hit.term.stance == "positive":
        return 2 if DENIALS.intersection(_LETTERS.findall(hit.source)) else 1
    return -1 if hit.term.stance == "negative" else 0


def opinion_here(words: Sequence[Word], hit: ThemeHit, sentence: tuple[int, int]) -> int:
    """What a pattern says where it was found, turned round where it is denied there."""
    clause = clause_of(words, hit.found, sentence)
    return opinion_there(words, opinion_of(hit), hit.found.start, hit.found.end, clause)


def _crosses_a_turn(reading: Reading, found: Found) -> bool:
    """Whether a match runs over a "but", so that it may join what one clause praises to what the next blames."""
    return any(word.text in TURNS for word in reading.words[found.start : found.end])


def _inside(one: Found, other: Found) -> bool:
    """Whether a shorter match lies within a longer one, as "fight" does within "didn't have to fight"."""
    shorter = one.end - one.start < other.end - other.start
    return shorter and other.start <= one.start and one.end <= other.end


def stances_by_theme(spans: Iterable[ThemeSpan]) -> dict[str, str]:
    """One stance for each theme of an answer: praise in one sentence and criticism in another make mixed."""
    found: dict[str, list[str]] = {}
    for span in spans:
        found.setdefault(span.theme, []).append(span.stance)
    return {theme: combined(stances) for theme, stances in found.items()}
