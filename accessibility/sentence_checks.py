"""Checks of sentences: how long, how many ideas, how many times no, and who does it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accessibility.hit import Hit, hit
from accessibility.readability import sentences, words

AIM, LIMIT = 12, 15
SHORT_ENOUGH = 7


def too_long(text: str) -> Iterator[Hit]:
    """Sentences of more words than anybody should have to read."""
    for span in sentences(text):
        count = len(words(span.text))
        if count > LIMIT:
            said = f"This sentence has {count} words, and {LIMIT} is the most. Make 2 sentences of it."
            yield Hit(span.start, span.end, said)


def long(text: str) -> Iterator[Hit]:
    """Sentences of more words than we aim at."""
    for span in sentences(text):
        count = len(words(span.text))
        if AIM < count <= LIMIT:
            said = f"This sentence has {count} words. Try to stay within {AIM}."
            yield Hit(span.start, span.end, said)


DOERS = "you|we|they|it|he|she|I|people|someone"
JOINS = re.compile(
    r"\b(?:because|which|although|though|however|whereas|unless|but|so that|in order to|as well as|even if)\b"
    rf"|\bor (?!I\b)(?:{DOERS})\b|\band (?:{DOERS}|then|also|tell|say|ask|do|are|is|can|will|what|how|who|where|when)\b"
    r"|, so\b|;|:\s+(?=\w+ \w+ \w+)|,[^,]*,|(?<=\s)[–—-](?=\s)",
    re.IGNORECASE,
)


def two_ideas(text: str) -> Iterator[Hit]:
    """Joints inside a sentence that is not short."""
    for span in sentences(text):
        if len(words(span.text)) > SHORT_ENOUGH:
            for match in JOINS.finditer(span.text):
                yield hit(match, "This may be 2 ideas. Give each idea its own sentence.", span)


NEGATIVE = r"(?:not|never|no|nobody|nothing|none|neither|nor|without|cannot|hardly|\w+n[’']t)"
# Words that only look like the opposite of another.
NOT_UN = r"(?!under|until|unit|uni\b|unif|unio|uniq|univ|uncle|upon)"
OPPOSITE = rf"(?:{NOT_UN}un\w{{4,}}|fail\w*|im(?:possible|perfect)|incorrect\w*|dis(?:agree|like|satisf)\w*)"
DOUBLE = re.compile(
    rf"\b{NEGATIVE}\b(?:(?!\b(?:and|or|but)\b)[^,.!?;])*?\b(?:{NEGATIVE}|{OPPOSITE})\b", re.IGNORECASE
)
ASKS = r"(?:do|does|did|is|are|was|were|can|could|have|has|had|would|will|should)"
ASKED_WITH_NOT = re.compile(
    rf"^{ASKS} (?:\w+ ){{1,3}}?(?:not|never|unable)\b|^{ASKS} (?:no|nobody|nothing|none|no one)\b"
    rf"|^(?:{ASKS}|ca|wo)n[’']t\b|^{ASKS} (?:\w+ )?dis(?:agree|like)\b|^is there (?:no|nothing|nobody)\b",
    re.IGNORECASE,
)


def double_negatives(text: str) -> Iterator[Hit]:
    """Two noes in one clause."""
    for match in DOUBLE.finditer(text):
        yield hit(match, "This says no twice. Say what is true, not what is not.")


def negative_questions(text: str) -> Iterator[Hit]:
    """Questions whose yes could mean either."""
    for span in sentences(text):
        for match in ASKED_WITH_NOT.finditer(span.text):
            yield hit(match, "A yes to this is unclear. Ask it without “not”.", span)


FEELS = "bored|confused|disabled|excited|interested|pleased|scared|tired|upset|used|worried|supposed|limited"
DONE = (
    r"\w{2,}ed|made|given|told|heard|taken|kept|shown|held|sent|asked|seen|done|known|written|left|met|found"
    r"|chosen|brought|taught|paid|led|spoken|driven|sold|built|hurt"
)
PASSIVE = re.compile(
    rf"\b(?:is|are|am|was|were|be|been|gets?|got)\s+(?:being\s+)?(?:(?:you|they|he|she|it|we|people|your \w+)\s+)?"
    rf"(?:(?:not|never|always|also|often|\w+ly)\s+)?(?!(?:{FEELS})\b)(?:{DONE})\b",
    re.IGNORECASE,
)


def passive(text: str) -> Iterator[Hit]:
    """Sentences that hide who does it."""
    for match in PASSIVE.finditer(text):
        yield hit(match, f"“{match[0]}” hides who does it. Say who does what: “people listen to you”.")
