"""Which themes of the codebook an answer raises, sentence by sentence, with the writer's stance on each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.codebook.loader import Codebook
from analysis.reading import Found, Reading
from analysis.sentences import Sentences
from analysis.stance import STRONG, Tone, combined, stance_of, tone_of

LONGEST_TONE = 400


@dataclass(frozen=True, slots=True)
class ThemeTerm:
    """The owner of a theme's patterns of one kind; `stance` is what the words say by themselves."""

    theme: str
    stance: str | None


@dataclass(frozen=True, slots=True)
class ThemeSpan:
    """A theme in one sentence: the stance, the code points it rests on, and the pattern that found it."""

    theme: str
    stance: str
    start: int
    end: int
    rule: str


def theme_terms(codebook: Codebook) -> Iterable[tuple[ThemeTerm, str]]:
    """Every pattern of a codebook with its owner."""
    for theme in codebook.themes.values():
        yield from ((ThemeTerm(theme.id, None), source) for source in theme.names)
        yield from ((ThemeTerm(theme.id, "negative"), source) for source in theme.criticism)
        yield from ((ThemeTerm(theme.id, "positive"), source) for source in theme.praise)


@dataclass(frozen=True, slots=True)
class ThemeHit:
    """A theme pattern found in a reading."""

    term: ThemeTerm
    source: str
    found: Found


def theme_spans(reading: Reading, hits: Sequence[ThemeHit]) -> tuple[ThemeSpan, ...]:
    """One span for each theme and sentence, in the order of the text."""
    if not hits:
        return ()
    sentences = Sentences(reading.words)
    whole = _whole_tone(reading, hits)
    grouped: dict[tuple[int, str], list[ThemeHit]] = {}
    for hit in hits:
        grouped.setdefault((sentences.number(hit.found.start), hit.term.theme), []).append(hit)
    spans = [_span(reading, sentences, whole, group) for group in grouped.values()]
    return tuple(sorted(spans, key=lambda s: (s.start, s.end, s.theme)))


def _whole_tone(reading: Reading, hits: Sequence[ThemeHit]) -> Tone:
    """The tone of the whole answer, in which a pattern of praise or criticism counts as a strong word."""
    tone = tone_of(reading.words, 0, min(len(reading.words), LONGEST_TONE))
    said = [hit.term.stance for hit in hits]
    good, bad = said.count("positive"), said.count("negative")
    return Tone(tone.good + STRONG * good, tone.bad + STRONG * bad, tone.asking)


def _span(reading: Reading, sentences: Sentences, whole: Tone, group: Sequence[ThemeHit]) -> ThemeSpan:
    longest = max(group, key=lambda hit: (hit.found.end - hit.found.start, -hit.found.start))
    start, end = reading.span(longest.found.start, longest.found.end)
    stances = [
        stance_of(reading.words, hit.found, hit.term.stance, sentences.bounds(hit.found.start), whole)
        for hit in group
        if not (_inside(hit.found, longest.found) and longest.term.stance)
    ]
    return ThemeSpan(longest.term.theme, combined(stances), start, end, longest.source)


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
