"""Many lines of answers read at once, when each of them is as it should be."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from analysis.lines import Answer
from analysis.scan import AUDIENCES

IDS = frozenset({int, str})
QUESTIONS = frozenset({str, type(None)})


def answers_of(lines: Sequence[bytes]) -> list[Answer] | None:
    """Every line as an answer, or nothing when any is wrong or empty: then each must be looked at by itself."""
    try:
        found = list(map(orjson.loads, lines))
        ids = [one["id"] for one in found]
        audiences = [one["audience"] for one in found]
        texts = [one["text"] for one in found]
        questions = [one.get("question") for one in found]
        known = AUDIENCES.keys() >= set(audiences)
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError):
        return None
    right = IDS.issuperset(map(type, ids)) and set(map(type, texts)) <= {str}
    if not (known and right and QUESTIONS.issuperset(map(type, questions))):
        return None
    return list(map(Answer, ids, audiences, texts, questions))
