"""Short answers mean nothing without their question: "Do you feel safe?" "no"."""

from __future__ import annotations

from analysis.reading import Reading
from analysis.safeguarding.categories import URGENT
from analysis.safeguarding.flags import SafeguardingFlag

LONGEST_ANSWER = 6
NO = frozenset(
    "no nope never nah not n dont doesnt isnt hardly rarely unsafe sometimes thumbsdown sadpicture "
    "scaredpicture".split()
)
YES = frozenset(
    "yes yeah yep yh y yea always sometimes lots often mostly thumbsup sadpicture scaredpicture".split()
)
SAFE_WORDS = frozenset("safe safety".split())
HARM_WORDS = frozenset(
    "hurt hurts hurting hit scared afraid frightened bullied bully bullying unkind harm harmed unsafe "
    "worried restrained touched threatened pressured".split()
)
OPPOSITES = frozenset("not never stop stopped".split())


def answered_flags(
    reading: Reading, question: str, flags: tuple[SafeguardingFlag, ...]
) -> tuple[SafeguardingFlag, ...]:
    """Add a flag when a short yes or no turns the question into a disclosure."""
    words = [word.text for word in reading.words if not word.stop]
    if not words or len(words) > LONGEST_ANSWER or any(flag.level < 4 for flag in flags):
        return flags
    meaning = _meaning(question, words)
    if meaning is None:
        return flags
    start, end = reading.span(0, len(reading.words))
    cue = f"the question was: {question.strip()}"
    return (*flags, SafeguardingFlag("not_safe", URGENT, f"not_safe.{meaning}", start, end, (cue,)))


def _meaning(question: str, words: list[str]) -> str | None:
    bare = question.lower().replace("'", "").replace("\u2019", "")
    asked = {word.strip('?.,!;:()"') for word in bare.split()}
    if "agree" in asked or not asked:
        return None
    if asked & SAFE_WORDS and not asked & OPPOSITES:
        return "answered_not_safe" if words[0] in NO else None
    if asked & HARM_WORDS and not asked & OPPOSITES:
        return "answered_harm" if words[0] in YES else None
    return None
