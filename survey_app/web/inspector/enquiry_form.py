"""What the forms of the enquiry pages sent, and what their lists offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import request

from survey_app.services.enquiry_words import ACTIVITIES, LONGEST, PARTS, STATES, WAYS, LineParts
from survey_app.web.inspector.paragraphs import TITLES, paragraph_title
from survey_app.web.showable import showable

# More than a part may hold, so that what is too long is refused in words and not cut unseen.
MOST = 20_000
LONGEST_ID = 64
Choices = list[tuple[str, str]]


def said(name: str) -> str:
    """What was typed in a field, without what no page can hold."""
    return showable(request.form.get(name, "")[:MOST])


def an_id(name: str) -> str:
    """A short word, such as an id."""
    return request.form.get(name, "")[:LONGEST_ID]


def parts_sent() -> LineParts:
    """The parts of a line as the form has them."""
    return LineParts(**{part: said(part) for part in PARTS})


def choices(team: Sequence[str], parts: LineParts) -> Mapping[str, Choices]:
    """What each list of the form offers; what a line has already is among it."""
    paragraphs = dict.fromkeys([*TITLES, *([parts.paragraph] if parts.paragraph else [])])
    owners = dict.fromkeys([*team, *([parts.owner] if parts.owner else [])])
    return {
        "paragraph": [("", "Not decided yet"), *((one, paragraph_title(one)) for one in paragraphs)],
        "activity": list(ACTIVITIES.items()),
        "owner": [("", "Nobody yet"), *((one, one) for one in owners)],
        "state": list(STATES.items()),
    }


def part_in_words(part: str, words: str) -> str:
    """A part of a line as a person reads it."""
    if part == "state":
        return STATES.get(words, words)
    if part == "activity":
        return ACTIVITIES.get(words, words)
    if part == "paragraph":
        return paragraph_title(words) if words else "Not decided yet"
    return words or ("Nobody yet" if part == "owner" else "Nothing")


WORDS: Mapping[str, object] = {
    "states": STATES,
    "activities": ACTIVITIES,
    "ways": WAYS,
    "parts_words": PARTS,
    "longest": LONGEST,
    "part_in_words": part_in_words,
}
