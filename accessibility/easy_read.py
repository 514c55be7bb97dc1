"""Joins a question with its wording in the face and the language that a reader chose.

A face changes words and pictures only: ids, options and their order are always those of the question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accessibility.preferences import EASY_READ, EASY_READ_PICTURES, SIGNED, STANDARD
from questionnaires.model import (
    Face,
    Option,
    OptionWording,
    Question,
    Questionnaire,
    QuestionWording,
    ReaderWording,
    Recording,
)

EASY_FACES = (EASY_READ, EASY_READ_PICTURES, SIGNED)
SOURCE_LANGUAGE = "en"
AS_FOR_EVERYBODY = ReaderWording()


@dataclass(frozen=True, slots=True)
class Reading:
    """How one reader reads: the face, the language, and the group of readers whose wording they get, if any."""

    face: str = STANDARD
    language: str = SOURCE_LANGUAGE
    reader: str = ""


@dataclass(frozen=True, slots=True)
class OptionWords:
    """An option as it is read. `picture` is empty unless the reader sees pictures."""

    id: str
    text: str
    hint: str = ""
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it is read. `alt` is empty where the author wrote none."""

    text: str
    hint: str = ""
    picture: str = ""
    alt: str = ""
    options: tuple[OptionWords, ...] = ()
    recording: Recording | None = None
    signed: Recording | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """The title of a questionnaire and what stands before its first question, a sentence each."""

    title: str
    intro: tuple[str, ...]


def faces_offered(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The faces that a reader of this questionnaire may choose."""
    easy = (EASY_READ, EASY_READ_PICTURES) if EASY_READ in questionnaire.faces else ()
    signed = questionnaire.signed
    return (STANDARD, *easy, *((SIGNED,) if signed and signed.is_watched else ()))


def face_of(chosen: str, questionnaire: Questionnaire) -> str:
    """The face to show: the reader's, else the questionnaire's own; standard where there is no easy read."""
    offered = faces_offered(questionnaire)
    face = chosen if chosen in offered else questionnaire.default_face if not chosen else STANDARD
    return face if face in offered else STANDARD


def wording(questionnaire: Questionnaire, question: Question, reading: Reading) -> Wording:
    """How a question reads. Where a face says nothing the standard wording stays, so nothing is blank."""
    spoken = _spoken(questionnaire.faces, reading)
    words = spoken.questions.get(question.id) if spoken else None
    words = words or QuestionWording(
        question.text, question.hint, recording=question.recording, for_readers=question.for_readers
    )
    tailored = words.for_readers.get(reading.reader, AS_FOR_EVERYBODY)
    drawn = _drawn(questionnaire.faces, reading.face).get(question.id) or QuestionWording("")
    return Wording(
        text=tailored.text or words.text,
        hint=tailored.hint or words.hint,
        picture=drawn.picture,
        alt=words.alt if drawn.picture else "",
        options=tuple(
            _option(option, words.options.get(option.id), drawn.options.get(option.id))
            for option in question.options
        ),
        # A recording of other words than those shown would mislead more than silence.
        recording=None if tailored.text or tailored.hint else words.recording,
        signed=_signed(questionnaire, question.id) if reading.face == SIGNED else None,
    )


def opening(questionnaire: Questionnaire, reading: Reading) -> Opening:
    """The title and the intro as they are read."""
    spoken = _spoken(questionnaire.faces, reading)
    if spoken is None:
        return Opening(questionnaire.title, questionnaire.intro)
    return Opening(spoken.title or questionnaire.title, spoken.intro or questionnaire.intro)


def title(questionnaire: Questionnaire, of_id: str, standard: str, reading: Reading) -> str:
    """The title of a page or a section, by its id; `standard` is its title in the standard wording."""
    spoken = _spoken(questionnaire.faces, reading)
    return (spoken.titles.get(of_id) if spoken else None) or standard


def pictures(questionnaire: Questionnaire) -> frozenset[str]:
    """The names of all pictures that the easy-read face of a questionnaire uses."""
    easy = questionnaire.faces.get(EASY_READ)
    questions = easy.questions.values() if easy else ()
    named = {question.picture for question in questions}
    named |= {option.picture for question in questions for option in question.options.values()}
    return frozenset(named - {""})


def _spoken(faces: Mapping[str, Face], reading: Reading) -> Face | None:
    """The face that gives the words; None for the standard wording."""
    if reading.language != SOURCE_LANGUAGE:
        return faces.get(reading.language)
    return faces.get(EASY_READ) if reading.face in EASY_FACES else None


def _signed(questionnaire: Questionnaire, question_id: str) -> Recording | None:
    return questionnaire.signed.questions.get(question_id) if questionnaire.signed else None


def _drawn(faces: Mapping[str, Face], face: str) -> Mapping[str, QuestionWording]:
    """The questions with their pictures; none where the reader wants none."""
    return faces[EASY_READ].questions if face == EASY_READ_PICTURES and EASY_READ in faces else {}


def _option(option: Option, words: OptionWording | None, drawn: OptionWording | None) -> OptionWords:
    picture = drawn.picture if drawn else ""
    if words is None:
        return OptionWords(option.id, option.text, option.hint, picture)
    return OptionWords(option.id, words.text, "", picture, words.alt if picture else "")
