"""What a denial before praise or blame makes of it: "nobody listens to us" blames, "nobody ignored us" praises.

Only the words of a pattern are turned round here; words of praise and blame by themselves are in stance.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.judgement import ABSENT, BLAMES, PRAISES
from analysis.matching import Word

# "Cannot" and "could not" are left out: "I cannot thank them enough".
TURNERS = frozenset(
    "no not nobody noone none nothing neither nor never hardly barely rarely isnt wasnt arent werent dont doesnt "
    "didnt hasnt havent hadnt wont aint dosnt dnt".split()
)
# How many words before a pattern a denial may stand: blame is more often about something else that is denied.
REACH_TO_PRAISE, REACH_TO_BLAME = 5, 2
# Whoever is named between a denial and a pattern begins something new: "no worries, they listen to us".
SPEAKERS = frozenset("i we you they he she it everyone everybody".split())
# Unless it is what somebody thinks that is denied: "I do not think they listen to us".
THINKING = frozenset("think thought feel felt believe believed say said sure convinced".split())
# After these a denial denies nothing of what follows: "not only", and "Nothing, the taxi is always on time".
AFRESH = frozenset("only just merely the my our his their".split())
# "Nobody listens to us better than Miss" praises, when the better comes soon; "nobody listens any more" does not.
REACH_OF_BETTER = 3
BETTER = frozenset("better kinder nicer warmer gentler friendlier more".split())
ANY = "any"


def opinion_there(words: Sequence[Word], opinion: int, start: int, end: int, clause: tuple[int, int]) -> int:
    """What a pattern says by itself (1 praise, -1 blame), turned round where words start to end are denied.

    Denied praise is blame; blame that is denied says that a problem is absent. All else stays as it is.
    """
    if opinion == PRAISES:
        return BLAMES if _is_denied(words, start, clause, REACH_TO_PRAISE) else PRAISES
    if opinion != BLAMES:
        return opinion
    if any(words[place].text in TURNERS for place in range(start, end)):
        return PRAISES if _compares(words, end, min(end + REACH_OF_BETTER, clause[1])) else BLAMES
    return ABSENT if _is_denied(words, start, clause, REACH_TO_BLAME) else BLAMES


def _is_denied(words: Sequence[Word], start: int, clause: tuple[int, int], reach: int) -> bool:
    """Whether the nearest denial before `start`, in the same clause, is about what begins there."""
    first, last = clause
    for place in range(start - 1, max(first, start - reach) - 1, -1):
        if words[place].text in TURNERS:
            after = words[place + 1].text
            begun = after not in THINKING and any(
                words[one].text in SPEAKERS for one in range(place + 1, start + 1)
            )
            return not (after in AFRESH or begun or _compares(words, place + 1, last))
    return False


def _compares(words: Sequence[Word], first: int, last: int) -> bool:
    return any(words[one].text in BETTER and words[one - 1].text != ANY for one in range(first, last))
