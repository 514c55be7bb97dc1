"""The words of a question: each of them, to be tapped, and whether two versions ask it in the same ones."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from accessibility.easy_read import Reading, Wording, faces_offered, wording
from accessibility.languages import ENGLISH
from questionnaires.model import Question, Questionnaire

WORD = re.compile(r"[^\W\d_](?:[^\W_]|[\u0300-\u036f\u0900-\u0dff\u064b-\u065f'’-])*")
_marks: dict[tuple[str, str], str] = {}
MOST_KEPT = 5000


def mark_of(asked: Questionnaire, question_id: str) -> str:
    """The same for two versions that ask a question in the same words, in every face and language."""
    place = (asked.digest, question_id)
    if place not in _marks:
        if len(_marks) >= MOST_KEPT:
            _marks.clear()
        faces = [(name, face.questions.get(question_id)) for name, face in sorted(asked.faces.items())]
        said = repr((asked.questions.get(question_id), faces))
        _marks[place] = hashlib.sha256(said.encode()).hexdigest()[:24]
    return _marks[place]


def words_in(shown: Wording) -> tuple[str, ...]:
    """Each word of a question and of its options once, in the order in which they are read."""
    texts = (shown.text, shown.hint, *(option.text for option in shown.options))
    found = (match[0].rstrip("'’-।॥") for text in texts for match in WORD.finditer(text))
    first: dict[str, str] = {}
    for word in found:
        first.setdefault(word.casefold(), word)
    return tuple(first.values())


def every_word(asked: Questionnaire, question: Question) -> frozenset[str]:
    """The words of a question in every face, language and group of readers."""
    return frozenset(word for shown in _every_wording(asked, question) for word in words_in(shown))


def _every_wording(asked: Questionnaire, question: Question) -> Iterator[Wording]:
    readers = ("", *(asked.readers.groups if asked.readers else ()))
    for reader in readers:
        for face in faces_offered(asked):
            yield wording(asked, question, Reading(face, ENGLISH.code, reader))
        for language in asked.faces:
            yield wording(asked, question, Reading(language=language, reader=reader))
