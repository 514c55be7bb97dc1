"""Joins a question with its wording in the face and the language that a reader chose.

A face changes words and pictures only: ids, options and their order are always those of the question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accessibility.preferences import EASY_READ, EASY_READ_PICTURES, STANDARD
from questionnaires.model import Face, Option, OptionWording, Question, Questionnaire, QuestionWording

EASY_FACES = (EASY_READ, EASY_READ_PICTURES)
SOURCE_LANGUAGE = "en"


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


@dataclass(frozen=True, slots=True)
class Opening:
    """The title of a questionnaire and what stands before its first question, a sentence each."""

    title: str
    intro: tuple[str, ...]


def face_of(chosen: str, questionnaire: Questionnaire) -> str:
    """The face to show: the reader's, else the questionnaire's own; standard where there is no easy read."""
    face = chosen or questionnaire.default_face
    return face if face in EASY_FACES and EASY_READ in questionnaire.faces else STANDARD


def wording(
    question: Question, faces: Mapping[str, Face], face: str, language: str = SOURCE_LANGUAGE
) -> Wording:
    """How a question reads. Where a face says nothing the standard wording stays, so nothing is blank."""
    spoken = _spoken(faces, face, language)
    words = spoken.questions.get(question.id) if spoken else None
    words = words or QuestionWording(question.text, question.hint)
    drawn = _drawn(faces, face).get(question.id) or QuestionWording("")
    return Wording(
        text=words.text,
        hint=words.hint,
        picture=drawn.picture,
        alt=words.alt if drawn.picture else "",
        options=tuple(
            _option(option, words.options.get(option.id), drawn.options.get(option.id))
            for option in question.options
        ),
    )


def opening(questionnaire: Questionnaire, face: str, language: str = SOURCE_LANGUAGE) -> Opening:
    """The title and the intro as they are read."""
    spoken = _spoken(questionnaire.faces, face, language)
    if spoken is None:
        return Opening(questionnaire.title, questionnaire.intro)
    return Opening(spoken.title or questionnaire.title, spoken.intro or questionnaire.intro)


def title(
    questionnaire: Questionnaire, of_id: str, standard: str, face: str, language: str = SOURCE_LANGUAGE
) -> str:
    """The title of a page or a section, by its id; `standard` is its title in the standard wording."""
    spoken = _spoken(questionnaire.faces, face, language)
    return (spoken.titles.get(of_id) if spoken else None) or standard


def pictures(questionnaire: Questionnaire) -> frozenset[str]:
    """The names of all pictures that the easy-read face of a questionnaire uses."""
    easy = questionnaire.faces.get(EASY_READ)
    questions = easy.questions.values() if easy else ()
    named = {question.picture for question in questions}
    named |= {option.picture for question in questions for option in question.options.values()}
    return frozenset(named - {""})


def _spoken(faces: Mapping[str, Face], face: str, language: str) -> Face | None:
    """The face that gives the words; None for the standard wording."""
    if language != SOURCE_LANGUAGE:
        return faces.get(language)
    return faces.get(EASY_READ) if face in EASY_FACES else None


def _drawn(faces: Mapping[str, Face], face: str) -> Mapping[str, QuestionWording]:
    """The questions with their pictures; none where the reader wants none."""
    return faces[EASY_READ].questions if face == EASY_READ_PICTURES and EASY_READ in faces else {}


def _option(option: Option, words: OptionWording | None, drawn: OptionWording | None) -> OptionWords:
    picture = drawn.picture if drawn else ""
    if words is None:
        return OptionWords(option.id, option.text, option.hint, picture)
    return OptionWords(option.id, words.text, "", picture, words.alt if picture else "")
