"""Where an answer says the words of a theme that people made, and whether it praises or blames there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.said_little import features, plain_words
from analysis.stance_at import stance_at
from analysis.text import TOKEN, fold
from questionnaires.model import Question

FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Uncoded:
    """An answer in which no code counts."""

    response_id: str
    question: str
    survey_id: str
    audience: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """Where an answer says words of a theme: which, from the first to the last (code points), and how."""

    answer: Uncoded
    words: tuple[str, ...]
    start: int
    end: int
    stance: str = "neutral"


def where_said(answer: Uncoded, words: frozenset[str]) -> Said | None:
    """Where an answer says at least two of the words (each a word or two side by side); None when it does not."""
    folded = fold(answer.text)
    places = [match.span() for match in TOKEN.finditer(folded.text)]
    plain = plain_words(answer.text)
    hits: list[tuple[int, int]] = []
    said: dict[str, None] = {}
    for place in range(len(plain)):
        for feature in features(plain[place : place + 2]):
            wide = 2 if " " in feature else 1
            if feature in words and (wide == 2 or feature in features(plain[place : place + 1])):
                said[feature] = None
                hits.append((place, place + wide - 1))
    if len(said) < FEWEST_WORDS:
        return None
    start, end = folded.span(places[min(h[0] for h in hits)][0], places[max(h[1] for h in hits)][1])
    return Said(answer, tuple(said), start, end)


def with_stance(said: Said, asked: Question | None) -> Said:
    """With praise or criticism as the machine hears it there, as for the themes of the codebook."""
    stance = stance_at(said.answer.text, said.start, said.end, asked.text if asked else None)
    return replace(said, stance=stance)
