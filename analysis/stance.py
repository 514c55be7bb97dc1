"""Praise, criticism, both or neither: what the words around a theme say about it.

The model hears the clause and the whole answer; what a pattern says by itself and what was asked lean on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.judgement import STANCE_NAMES, UNIT, Judge
from analysis.matching import Word
from analysis.reading import Found
from analysis.theme_model import BAD, DENIALS, GOOD, TONES

TURNS = frozenset("but however although though except yet".split())
REACH = 3
STRONG, WEAK = 3, 1
# Thousandths of log odds: how much a question leans on an answer without words of praise or blame, and how plainly
# the clause across a "but" must differ.
ASKED, TURNED = 1_000, 1_000
PRAISE, BLAME = STANCE_NAMES.index("positive"), STANCE_NAMES.index("negative")
OPPOSITES = frozenset({"positive", "negative"})
LONGEST_HEARD = 400
ASKED_WELL = frozenset(
    "well good best like likes liked enjoy helps helped helping proud praise working works strengths".split()
)
ASKED_ILL = frozenset(
    "change changed better improve improved worse worst hard harder difficult barriers missing wrong problem "
    "problems worry worries worried stop dislike challenge challenges gaps frustrating".split()
)


def leaning_of(question: str | None) -> int:
    """1 for a question about what goes well, -1 for one about what does not, 0 for any other or for both."""
    asked = set("".join(c if c.isalpha() else " " for c in (question or "").lower()).split())
    return bool(asked & ASKED_WELL) - bool(asked & ASKED_ILL)


def tone_of(words: Sequence[Word], first: int, last: int) -> int:
    """Praising less blaming words, at most STRONG either way; a denial just before turns a word round."""
    tone = 0
    for place in range(first, last):
        word = words[place]
        if word.keys.isdisjoint(TONES) or (word.text in DENIALS and _turns_another(words, place, last)):
            continue
        denied = any(words[i].text in DENIALS for i in range(max(first, place - REACH), place))
        if GOOD in word.keys or BAD in word.keys:
            tone += STRONG if (GOOD in word.keys) != denied else -STRONG
        elif not denied:
            tone -= WEAK
    return max(-STRONG, min(STRONG, tone))


def _turns_another(words: Sequence[Word], place: int, last: int) -> bool:
    """Whether a denial turns a word just after it: the "never" of "never late" blames nobody."""
    after = range(place + 1, min(place + 1 + REACH, last))
    return any(not words[i].keys.isdisjoint(TONES) for i in after)


class Manner:
    """How an answer is said: its words, the model that hears praise and blame, and how the question leans."""

    def __init__(self, words: Sequence[Word], judge: Judge, question: str | None) -> None:
        self.words = words
        self._leaning = leaning_of(question)
        self._judge = judge
        self._heard: dict[tuple[int, int], tuple[int, ...]] = {}
        self._whole = 0, min(len(words), LONGEST_HEARD)

    def heard(self, first: int, last: int) -> tuple[int, ...]:
        """How like each stance some words are, in thousandths of log odds."""
        if (first, last) not in self._heard:
            self._heard[first, last] = self._judge.model.tone(self.words[first:last])
        return self._heard[first, last]

    def stance(self, first: int, last: int, opinion: int) -> str:
        """The likeliest stance of a clause, heard in it and in the whole answer alike."""
        both = zip(self.heard(first, last), self.heard(*self._whole), strict=True)
        toned = tone_of(self.words, first, last) + tone_of(self.words, *self._whole)
        found = self._judge.stances.weigh([(one + other) // 2 for one, other in both], toned, opinion)
        leaning = 0 if toned else self._leaning
        found[PRAISE] += ASKED * UNIT * leaning
        found[BLAME] -= ASKED * UNIT * leaning
        return STANCE_NAMES[found.index(max(found))]


def stance_of(manner: Manner, found: Sequence[Found], said: Sequence[int], sentence: tuple[int, int]) -> str:
    """The stance on one theme in one sentence, from where it was `found` and what each pattern says by itself.

    What a pattern says is 1 for praise, -1 for blame, 0 for neither and 2 for "no" before a problem.
    """
    clauses = [clause_of(manner.words, one, sentence) for one in found]
    opinions = {clause: _opinion(clause, clauses, said) for clause in clauses}
    stance = combined(manner.stance(*clause, opinion) for clause, opinion in opinions.items())
    turned = stance in OPPOSITES and any(_turns(manner, clause, stance, sentence) for clause in opinions)
    return "mixed" if turned else stance


def _turns(manner: Manner, clause: tuple[int, int], stance: str, sentence: tuple[int, int]) -> bool:
    """Whether the clause across a "but" plainly says the opposite."""
    for first, last in ((clause[1] + 1, sentence[1]), (sentence[0], clause[0] - 1)):
        if last - first > 1:
            heard = manner.heard(first, last)
            away = heard[BLAME] - heard[PRAISE]
            return (away if stance == "positive" else -away) > TURNED
    return False


def _opinion(clause: tuple[int, int], clauses: Sequence[tuple[int, int]], said: Sequence[int]) -> int:
    """What the patterns found in one clause say together; praise and blame cancel."""
    here = [one for one, other in zip(said, clauses, strict=True) if other == clause]
    return max(0, *here, 0) + min(0, *here, 0)


def clause_of(words: Sequence[Word], found: Found, sentence: tuple[int, int]) -> tuple[int, int]:
    """The part of the sentence between the words that turn it, such as "but", in which something was found."""
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
