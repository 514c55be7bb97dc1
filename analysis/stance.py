"""Praise, criticism, both or neither: what the words around a theme say about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.matching import Word
from analysis.patterns import keyed
from analysis.reading import Found

TURNS = frozenset("but however although though except yet".split())
DENIALS = frozenset(
    "not no never nobody noone none nothing without isnt wasnt arent werent dont doesnt didnt hasnt havent "
    "wont aint cant couldnt wouldnt hardly barely dosnt".split()
)
REACH = 3
STRONG, WEAK, CLOSE = 3, 1, 0
GOOD, BAD, DOUBTFUL, ASKING = keyed("good"), keyed("bad"), keyed("doubtful"), keyed("asking")
TONES = frozenset({GOOD, BAD, DOUBTFUL, ASKING})


@dataclass(frozen=True, slots=True)
class Tone:
    """How strongly words praise and blame, and how many ask or suggest."""

    good: int
    bad: int
    asking: int

    @property
    def stance(self) -> str | None:
        """What the counts say, or nothing when they are silent."""
        if self.good and self.bad and abs(self.good - self.bad) <= CLOSE:
            return "mixed"
        if self.good > self.bad:
            return "positive"
        return "negative" if self.bad else None


def tone_of(words: Sequence[Word], first: int, last: int) -> Tone:
    """Count the tone of words first to last; a denial just before turns a word round."""
    good = bad = asking = 0
    for place in range(first, last):
        word = words[place]
        if word.keys.isdisjoint(TONES):
            continue
        asking += ASKING in word.keys
        if word.text in DENIALS and _turns_another(words, place, last):
            continue
        praised, blamed = GOOD in word.keys, BAD in word.keys
        denied = any(words[i].text in DENIALS for i in range(max(first, place - REACH), place))
        if not praised and not blamed:
            bad += WEAK * (DOUBTFUL in word.keys and not denied)
            continue
        good += STRONG * (praised != denied)
        bad += STRONG * (praised == denied)
    return Tone(good, bad, asking)


def _turns_another(words: Sequence[Word], place: int, last: int) -> bool:
    """Whether a denial turns a word just after it: the "never" of "never late" blames nobody."""
    after = range(place + 1, min(place + 1 + REACH, last))
    return any(not words[i].keys.isdisjoint(TONES - {ASKING}) for i in after)


def stance_of(
    words: Sequence[Word], found: Found, said: str | None, sentence: tuple[int, int], whole: Tone
) -> str:
    """The stance on one match: its own words first, then its clause, its sentence and the whole answer."""
    first, last = _clause(words, found, sentence)
    near = tone_of(words, first, last)
    wide = tone_of(words, *sentence)
    if said:
        return _weighed(said, wide)
    if wide.asking and not near.stance:
        return "neutral"
    return near.stance or wide.stance or whole.stance or ("neutral" if whole.asking else "negative")


def _weighed(said: str, tone: Tone) -> str:
    """What a match says by itself, unless the sentence around it plainly says the opposite."""
    if said == "negative" and tone.good and not tone.bad:
        return "positive"
    if said == "positive" and tone.bad >= STRONG and not tone.good:
        return "negative"
    return said


def _clause(words: Sequence[Word], found: Found, sentence: tuple[int, int]) -> tuple[int, int]:
    first, last = sentence
    for place in range(found.start - 1, first - 1, -1):
        if words[place].text in TURNS:
            first = place + 1
            break
    for place in range(found.end, last):
        if words[place].text in TURNS:
            last = place
            break
    return first, last


def combined(stances: Iterable[str]) -> str:
    """One stance from several: praise with criticism is mixed; a plain mention gives way."""
    found = set(stances)
    if "mixed" in found or {"positive", "negative"} <= found:
        return "mixed"
    for stance in ("negative", "positive"):
        if stance in found:
            return stance
    return "neutral"
