"""Where words that somebody chose or typed stand in an answer."""

from __future__ import annotations

import re

from survey_app.services.errors import Refused

NOT_IN_IT = "These words are not in the answer. Copy them exactly as they stand there."


def find_words(text: str, words: str, start: int | None = None) -> tuple[int, int]:
    """The place (code points) of words in a text; of the whole text when there are none. Raises Refused.

    Browsers change line ends and the spaces at both ends, so any white space stands for any other. Of several
    places, the one nearest to `start` is meant, or the first one.
    """
    parts = words.split()
    if not parts:
        if not text:
            raise Refused(NOT_IN_IT)
        return 0, len(text)
    found = [one.span() for one in re.finditer(r"\s+".join(map(re.escape, parts)), text)]
    if not found:
        raise Refused(NOT_IN_IT)
    return min(found, key=lambda span: abs(span[0] - (start or 0)))
