"""Questions read aloud or signed by a person: the names of files that a partnership keeps in its media folder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from questionnaires.model import Question, Questionnaire, Recording, Signed
from questionnaires.problems import Hint, Sentence
from questionnaires.records import Record

SIGNED_FILE = "signed.yaml"
REVIEWS = ("machine-drafted", "reviewed")

# A name and nothing more: no folder, nothing hidden, nothing that an address would read otherwise.
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}(\.[A-Za-z0-9_-]{1,20}){1,3}")
SOUND = ("opus", "ogg", "m4a", "mp3")
FILM = ("mp4", "webm")
CAPTIONS = ("vtt",)
STILL = ("webp", "jpg", "jpeg", "png")

# What people call a sign language, and its code in ISO 639-3.
SIGN_LANGUAGES: Mapping[str, str] = {"BSL": "bfi", "ISL": "isg", "ASL": "ase"}
SIGN_LANGUAGE_CODE = re.compile(r"[a-z]{3}")


def read_recording(record: Record, key: str = "recording") -> Recording | None:
    """A question read aloud: a sound file and, if there are any, its captions; None when there is none."""
    recording = record.record(key, optional=True)
    if recording is None:
        return None
    read = Recording(
        file=_file(recording, "file", SOUND),
        captions=_file(recording, "captions", CAPTIONS, optional=True),
    )
    recording.done()
    return read


def read_signed(record: Record, questionnaire: Questionnaire | None) -> Signed:
    """The signed questions in signed.yaml; a partnership may sign only some of them."""
    record.format()
    signed = Signed(
        sign_language=_sign_language(record),
        review=record.one_of("review", REVIEWS, "a review state"),
        intro=_film(record.record("intro", optional=True)),
        questions=_films(record, questionnaire.questions if questionnaire else None),
    )
    record.done()
    return signed


def _sign_language(record: Record) -> str:
    value = record.words("sign_language")
    code = SIGN_LANGUAGES.get(value, value)
    if value and not SIGN_LANGUAGE_CODE.fullmatch(code):
        record.notes.add(record.at("sign_language"), Sentence.BAD_SIGN_LANGUAGE, value=value)
    return code


def _films(record: Record, asked: Mapping[str, Question] | None) -> dict[str, Recording]:
    table = record.record("questions")
    films: dict[str, Recording] = {}
    for key, mark in table.keys.items() if table else ():
        if table and asked is not None and key not in asked:
            table.notes.add(mark, Sentence.NO_SUCH_QUESTION, question=key, hint=Hint(key, asked))
        elif table and (film := _film(table.record(key))) is not None:
            films[key] = film
    return films


def _film(record: Record | None) -> Recording | None:
    """A film with captions: without them it leaves out whoever does not sign."""
    if record is None:
        return None
    film = Recording(
        file=_file(record, "file", FILM),
        captions=_file(record, "captions", CAPTIONS, optional=True),
        poster=_file(record, "poster", STILL, optional=True),
    )
    if "captions" not in record:
        record.notes.add(record.mark, Sentence.NO_CAPTIONS)
    record.done()
    return film


def _file(record: Record, key: str, endings: Sequence[str], *, optional: bool = False) -> str:
    name = record.words(key, optional=optional)
    if optional and key in record and not name:
        record.empty(key)
    elif name and not FILE_NAME.fullmatch(name):
        record.notes.add(record.at(key), Sentence.BAD_FILE_NAME, name=name)
    elif name and name.rpartition(".")[2] not in endings:
        record.notes.add(record.at(key), Sentence.WRONG_ENDING, name=name, endings=", ".join(endings))
    return name
