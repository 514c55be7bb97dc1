"""Praise, criticism, both or neither: what the words around a theme say about it.

The model hears the clause and the whole answer; what a pattern says by itself and what was asked lean on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.matching import Word
from analysis.patterns import keyed
from analysis.reading import Found
from analysis.theme_model import BAD, DENIALS, GOOD, TONES, ThemeModel

TURNS = frozenset("but however although though except yet".split())
ASKING = keyed("asking")
REACH = 3
STRONG, WEAK = 3, 1
WISHES = frozenset("please somewhere more wish should could would".split())
# Thousandths.  Complaints outnumber thanks among the sentences learnt from, so an even balance starts above nought.
OPENING, SAID, ASKED, TONED = 200, 500, 350, 200
PLAINLY, TURNED = 300, 200
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

    def __init__(self, words: Sequence[Word], model: ThemeModel, question: str | None) -> None:
        self.words = words
        self.leaning = leaning_of(question)
        self._model = model
        self._toned = tone_of(words, 0, min(len(words), LONGEST_HEARD))
        self._heard: dict[tuple[int, int], tuple[int, int, int]] = {}

    def heard(self, first: int, last: int) -> tuple[int, int, int]:
        """How like praise, blame and a plain mention some words are, in thousandths."""
        if (first, last) not in self._heard:
            self._heard[first, last] = self._model.tone(self.words[first:last])
        return self._heard[first, last]

    def balance(self, first: int, last: int) -> int:
        """Praise less blame, in the words given and in the whole answer alike."""
        praised, blamed, _ = self.heard(first, last)
        all_praised, all_blamed, _ = self.heard(0, min(len(self.words), LONGEST_HEARD))
        toned = tone_of(self.words, first, last) + self._toned
        return (praised - blamed + all_praised - all_blamed + TONED * toned // STRONG) // 2


def stance_of(manner: Manner, found: Sequence[Found], said: Sequence[int], sentence: tuple[int, int]) -> str:
    """The stance on one theme in one sentence, from where it was `found` and what each pattern says by itself.

    What a pattern says is 1 for praise, -1 for blame, 0 for neither and 2 for "no" before a problem.
    """
    clauses = [_clause(manner.words, one, sentence) for one in found]
    opinions = {clause: _opinion(clause, clauses, said) for clause in clauses}
    stance = combined(_clause_stance(manner, clause, opinion) for clause, opinion in opinions.items())
    turned = stance in OPPOSITES and any(_turns(manner, clause, stance, sentence) for clause in opinions)
    return "mixed" if turned else stance


def _turns(manner: Manner, clause: tuple[int, int], stance: str, sentence: tuple[int, int]) -> bool:
    """Whether the clause across a "but" plainly says the opposite."""
    for first, last in ((clause[1] + 1, sentence[1]), (sentence[0], clause[0] - 1)):
        if last - first > 1:
            praised, blamed, _ = manner.heard(first, last)
            return (blamed - praised if stance == "positive" else praised - blamed) > TURNED
    return False


def _opinion(clause: tuple[int, int], clauses: Sequence[tuple[int, int]], said: Sequence[int]) -> int:
    """What the patterns found in one clause say together; praise and blame cancel."""
    here = [one for one, other in zip(said, clauses, strict=True) if other == clause]
    return max(0, *here, 0) + min(0, *here, 0)


def _clause_stance(manner: Manner, clause: tuple[int, int], opinion: int) -> str:
    praised, blamed, plain = manner.heard(*clause)
    balance = manner.balance(*clause) + OPENING + SAID * opinion + ASKED * manner.leaning
    if not opinion and (plain >= max(praised, blamed, PLAINLY) or _only_asks(manner, clause, balance)):
        return ("positive" if balance > 0 else "negative") if balance * manner.leaning > 0 else "neutral"
    return "positive" if balance > 0 else "negative"


def _only_asks(manner: Manner, clause: tuple[int, int], balance: int) -> bool:
    """Whether a clause only asks or wishes, with no verdict to speak of."""
    asks = any(ASKING in word.keys or word.text in WISHES for word in manner.words[slice(*clause)])
    return asks and abs(balance) < OPENING


def _clause(words: Sequence[Word], found: Found, sentence: tuple[int, int]) -> tuple[int, int]:
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
