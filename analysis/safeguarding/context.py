"""What surrounds a match and changes how worrying it is.  Context never deletes a match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analysis.matching import Word
from analysis.patterns import Families, keyed
from analysis.safeguarding.rules import Rule

NEGATION_REACH = 6
NOBODY_REACH = 9
SERVICE_REACH = 6
FIGURE_REACH = 4
IF_REACH = 5

DENIALS = frozenset(
    "not no never nobody noone none nothing without isnt wasnt arent werent dont doesnt didnt hasnt havent "
    "hadnt wont aint neither nor dnt dosnt".split()
)
NOBODY = frozenset("nobody none noone".split())
DOUBTS = frozenset("anymore yet except apart only until unless besides usually now".split())
DOUBT_PHRASES = (("any", "more"), ("this", "week"), ("other", "than"), ("no", "longer"), ("at", "home"))
BREAKS = frozenset("but except although though however because cos until unless if when so just and".split())
IFS = frozenset("if when whenever".split())
ANYBODY = frozenset("someone somebody anyone anybody ever a an any".split())
FIGURATIVE = frozenset(
    {
        "physical_abuse", "serious_violence", "suicide", "self_harm", "bullying", "radicalisation",
        "emotional_abuse", "domestic_abuse", "staff_conduct", "restrictive_practice", "missing", "neglect",
        "exploitation", "sexual_abuse", "honour_based_abuse", "unsafe_care",
    }
)  # fmt: skip
PLAYED = frozenset({"physical_abuse", "serious_violence", "suicide", "radicalisation", "missing", "bullying"})
CUE_FAMILIES = {
    "past_cue": "past", "resolved_cue": "resolved", "reported_cue": "reported", "third_cue": "third hand",
    "maybe_cue": "uncertain", "now": "now",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A rule found in an answer: words start to end, begun at place, inside sentence first to last."""

    rule: Rule
    source: str
    start: int
    end: int
    place: int
    first: int
    last: int


class Context:
    """Finds the cues around a match."""

    def __init__(self, families: Families) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for family, cue in CUE_FAMILIES.items():
            for phrase in families.phrases[family]:
                self._phrases.setdefault(phrase[0], []).append((phrase, cue))

    def cues(self, match: Match, words: Sequence[Word]) -> tuple[str, ...]:
        """The cues that apply, in a fixed order."""
        found: dict[str, None] = {}
        denial = _denied(match, words)
        if denial:
            found[denial] = None
        if _only_named(match, words) and _near(words, match, "service_word", SERVICE_REACH):
            found["policy or service"] = None
        if _supposed(match, words):
            found["hypothetical"] = None
        if _figure_of_speech(match, words):
            found["figure of speech"] = None
        if _played(match, words):
            found["game or story"] = None
        found.update(dict.fromkeys(self._phrase_cues(match, words)))
        return tuple(found)

    def _phrase_cues(self, match: Match, words: Sequence[Word]) -> list[str]:
        heard: set[str] = set()
        for place in range(match.first, match.last):
            for phrase, cue in self._phrases.get(words[place].text, ()):
                if tuple(w.text for w in words[place : place + len(phrase)]) == phrase:
                    heard.add(cue)
        return sorted(heard)


def _denied(match: Match, words: Sequence[Word]) -> str | None:
    """ "negated", or "negated with a doubt" when "anymore", "except" or their like follow."""
    if speaks_of_denial(match.source) and _holds_denial(match, words):
        return None
    for place in range(match.place - 1, max(match.first, match.place - NOBODY_REACH) - 1, -1):
        text = words[place].text
        if text in BREAKS:
            return None
        if text in NOBODY or (text in DENIALS and match.place - place <= NEGATION_REACH):
            return "negated with a doubt" if _doubted(match, words) else "negated"
    return None


@lru_cache(maxsize=4096)
def speaks_of_denial(source: str) -> bool:
    """Whether a pattern is itself about something being denied, as in "does not feel safe"."""
    marks = ("{no}", "{dont}", "{nobody}", "{not_want}", "{failure}", "{wish_dead}", "{secret}")
    words = source.replace("|", " ").replace("(", " ").replace(")", " ").split()
    return any(mark in source for mark in marks) or any(word in DENIALS or word == "cant" for word in words)


def _holds_denial(match: Match, words: Sequence[Word]) -> bool:
    """Whether the words that were matched deny something themselves; "when nobody sees" may be one choice of many."""
    return any(words[i].text in DENIALS or words[i].text == "cant" for i in range(match.start, match.end))


def _doubted(match: Match, words: Sequence[Word]) -> bool:
    after = [word.text for word in words[match.place : match.last]]
    if DOUBTS.intersection(after):
        return True
    near = [word.text for word in words[match.end : match.end + 4]]
    return bool(set(pairwise(after)).intersection(DOUBT_PHRASES)) or "but" in near


def _only_named(match: Match, words: Sequence[Word]) -> bool:
    """Whether a harm is only named, as in "domestic abuse training", with nobody doing or suffering it."""
    topic = keyed("topic")
    return match.rule.named or all(topic in words[i].keys for i in range(match.start, match.end))


def _supposed(match: Match, words: Sequence[Word]) -> bool:
    """Whether somebody unnamed is only imagined to do harm, as in "if anyone hurt me I would tell"."""
    before = [word.text for word in words[max(match.first, match.place - IF_REACH) : match.place]]
    return any(one in IFS and other in ANYBODY for one, other in pairwise(before))


def _near(words: Sequence[Word], match: Match, family: str, reach: int) -> bool:
    key = keyed(family)
    start, end = max(match.first, match.start - reach), min(match.last, match.end + reach)
    outside = [*range(start, match.start), *range(match.end, end)]
    return any(key in words[i].keys for i in outside)


def _figure_of_speech(match: Match, words: Sequence[Word]) -> bool:
    """Words of harm about a system ("the paperwork is killing us"), with nobody named in the match."""
    if match.rule.category not in FIGURATIVE:
        return False
    people = (keyed("home_adult"), keyed("staff"), keyed("peers"), keyed("i"))
    if any(key in words[i].keys for i in range(match.start, match.end) for key in people):
        return False
    return _near(words, match, "system_word", FIGURE_REACH)


def _played(match: Match, words: Sequence[Word]) -> bool:
    if match.rule.category not in PLAYED or match.rule.named:
        return False
    if any(keyed("home_adult") in words[i].keys for i in range(match.start, match.end)):
        return False
    key = keyed("game_word")
    return any(key in words[i].keys for i in range(match.first, match.last))
