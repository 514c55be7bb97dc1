"""Answers that say nothing to group: "nothing", thanks without a subject, and single words; and words with content.

Nothing is thrown away here: what a rule sets aside is counted under the rule's name wherever groups are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from analysis.text import TOKEN, fold

# Whole answers, without signs: people type these to get past a box.
NOTHING = frozenset(
    line.strip()
    for line in """
    nothing|nothing really|nothing else|nothing to add|nothing at all|nothing comes to mind|nothing more to say
    no|nope|none|no comment|no comments|no answer|no thanks|no thank you|nil|na|n a|not applicable|x|xx|xxx
    yes|yeah|yep|ok|okay|fine|idk|dont know|i dont know|not sure|im not sure|no idea|dunno|unsure|cant think
    cant think of anything|i cant think of anything|everything|everything is fine|all good|its all good|its ok
    its fine|as above|see above|same as above|as before|already said|prefer not to say|skip|pass|test|hi|hello
    """.replace("\n", "|").split("|")
    if line.strip()
)
# Words that praise, blame or measure without saying what: with nothing beside them there is no subject.
TONE = frozenset(
    """
    good great lovely nice amazing brilliant excellent fantastic wonderful helpful kind caring friendly supportive
    fab super best better happy pleased grateful thank thanks thankful appreciate appreciated love loved like liked
    bad poor terrible awful horrible rubbish appalling dreadful disgusting shocking worst worse unhelpful useless
    disappointing disappointed unhappy sad angry frustrated frustrating upset hate hated difficult hard easy
    really very quite extremely absolutely totally completely always never sometimes often just still much many lot
    lots thing things stuff bit big little people person everyone everybody anybody anyone someone something anything
    everything need needs needed want wants wanted get gets getting got give gives given make makes made say says said
    know knows think thought feel feels felt help helps helped helping support supports supported service services
    staff team work works working child children son daughter kid kids boy girl school schools time times way day
    years year months month weeks week today going goes went come comes came use used using im ive id dont didnt doesnt
    isnt wasnt arent cant couldnt wont wouldnt havent hasnt hes shes theyre theres thats its weve youre
    """.split()
)
SMALL = frozenset(word.replace("'", "") for word in ENGLISH_STOP_WORDS)
FEWEST_WORDS = 2
SHORTEST_WORD = 3
RULES: Mapping[str, str] = {
    "nothing": 'the whole answer says "nothing", "not sure", "as above" or the like',
    "tone": "praise, blame or thanks without a subject",
    "short": "fewer than two words with content",
}


def plain_words(text: str) -> list[str]:
    """Every word, folded, without apostrophes; what is not a word stands as an empty string, to part neighbours."""
    return ["" if not bare.isalpha() else bare for bare in map(_bare, TOKEN.findall(fold(text).text))]


def _bare(token: str) -> str:
    return token.strip("'!#_").replace("'", "")


def has_content(word: str) -> bool:
    """Whether a word says what an answer is about."""
    return len(word) >= SHORTEST_WORD and word not in SMALL and word not in TONE


def why_little(words: Sequence[str]) -> str | None:
    """The name of the rule that sets an answer aside, or None when it says something."""
    said = [word for word in words if word]
    if not said or " ".join(said) in NOTHING:
        return "nothing"
    content = sum(map(has_content, said))
    if not content and any(word in TONE for word in said):
        return "tone"
    return "short" if content < FEWEST_WORDS else None


def features(words: Sequence[str]) -> list[str]:
    """Words with content, and pairs of them that stand side by side, each thing in one form."""
    kept = [_one_form(word) if has_content(word) else "" for word in words]
    return [word for word in kept if word] + [f"{a} {b}" for a, b in pairwise(kept) if a and b]


def _one_form(word: str) -> str:
    """One form for one thing: "chairs" is "chair" and "ladies" is "lady"; "bus" and "glass" are no plurals."""
    if len(word) <= SHORTEST_WORD + 1 or not word.endswith("s") or word[-2] in "sui":
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]
