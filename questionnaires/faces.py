"""The other faces of a questionnaire: easy read with its pictures, and other languages.

A face rewords questions and options by id. It can neither add nor leave out what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from questionnaires.checks import Tailored, check_asks_who, check_picture
from questionnaires.kinds import EASY_OPTIONS, KINDS, is_text
from questionnaires.model import (
    Face,
    OptionWording,
    Question,
    Questionnaire,
    QuestionWording,
    ReaderWording,
)
from questionnaires.problems import Hint, Sentence
from questionnaires.readers import check_tailored, read_for_readers
from questionnaires.recordings import REVIEWS, read_recording
from questionnaires.records import Record
from questionnaires.yaml_marks import Mark

EASY_READ = "easy_read"
EASY_READ_FILE = f"{EASY_READ}.yaml"
LANGUAGE_NAME = re.compile(r"([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)\.yaml")


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a face needs to know: the questionnaire (None when it is broken) and the symbols.

    The wording for groups of readers is gathered in `tailored`.
    """

    questionnaire: Questionnaire | None
    symbols: Collection[str] | None
    easy: bool
    tailored: list[Tailored] = field(default_factory=list)


def read_face(
    record: Record, name: str, questionnaire: Questionnaire | None, symbols: Collection[str] | None
) -> Face:
    """The face in a file called `name`.yaml; everything wrong goes to the record's notes."""
    reading = Reading(questionnaire, symbols, easy=name == EASY_READ)
    record.format()
    if not reading.easy:
        _check_language(record, name)
    if questionnaire and questionnaire.intro and "intro" not in record:
        record.notes.add(record.mark, Sentence.NO_INTRO)
    face = Face(
        name=name,
        title=record.words("title"),
        intro=record.list_of_words("intro"),
        review=record.one_of("review", REVIEWS, "a review state", default="" if reading.easy else None),
        titles=_titles(record, reading),
        questions=_questions(record, reading),
    )
    record.done()
    if questionnaire:
        check_tailored(reading.tailored, questionnaire, record.notes)
    return face


def _check_language(record: Record, name: str) -> None:
    language = record.words("language")
    if language and language != name:
        record.notes.add(record.at("language"), Sentence.LANGUAGE_FILE, language=language)


def _titles(record: Record, reading: Reading) -> dict[str, str]:
    table = record.record("titles", optional=True)
    known = _known_titles(reading.questionnaire)
    titles = {key: table.words(key) for key in table.keys} if table else {}
    for key in titles:
        if table and reading.questionnaire and key not in known:
            table.notes.add(table.keys[key], Sentence.NO_SUCH_TITLE, what=key, hint=Hint(key, known))
    for what, needed in known.items():
        if needed and what not in titles:
            record.notes.add(record.keys.get("titles", record.mark), Sentence.NO_TITLE, what=what)
    return titles


def _known_titles(questionnaire: Questionnaire | None) -> dict[str, bool]:
    """The ids of sections and pages, each with whether it has a title that needs wording."""
    if questionnaire is None:
        return {}
    pages = {page.id: bool(page.title) for page in questionnaire.pages if page.id}
    return pages | {section.id: True for section in questionnaire.sections if section.id}


def _questions(record: Record, reading: Reading) -> dict[str, QuestionWording]:
    table = record.record("questions")
    if table is None:
        return {}
    asked = reading.questionnaire.questions if reading.questionnaire else None
    wordings = dict(_written_questions(table, asked, reading))
    for question in asked or ():
        if question and question not in table:
            table.notes.add(record.keys["questions"], Sentence.NO_WORDING, question=question)
    return wordings


def _written_questions(
    table: Record, asked: Mapping[str, Question] | None, reading: Reading
) -> Iterator[tuple[str, QuestionWording]]:
    for key, mark in table.keys.items():
        if asked is not None and key not in asked:
            table.notes.add(mark, Sentence.NO_SUCH_QUESTION, question=key, hint=Hint(key, asked))
        elif (wording := table.record(key)) is not None:
            yield key, _question(wording, key, mark, asked[key] if asked else None, reading)


def _question(
    record: Record, key: str, mark: Mark, question: Question | None, reading: Reading
) -> QuestionWording:
    base = ReaderWording(record.words("text"), record.words("hint", optional=True))
    wording = QuestionWording(
        text=base.text,
        hint=base.hint,
        picture=_picture(record, reading),
        alt=record.words("alt", optional=True),
        recording=read_recording(record),
        for_readers=read_for_readers(record, key, base, reading.tailored),
        options=_options(record, mark, question, reading),
    )
    record.done()
    if reading.easy and not wording.picture:
        record.notes.add(mark, Sentence.NO_PICTURE, question=key)
    if question is not None and question.kind and is_text(question):
        check_asks_who(wording.text, record.at("text"), record.notes)
    return wording


def _options(
    record: Record, mark: Mark, question: Question | None, reading: Reading
) -> dict[str, OptionWording]:
    """The wording of each option: what is written, else what the kind of question says by itself."""
    table = record.record("options", optional=True)
    known = {option.id: option for option in question.options} if question else {}
    unsure = question is None or _misses_its_options(question)
    wordings = _own_wordings(known, question, reading)
    for key, at in table.keys.items() if table else ():
        if key not in known and not unsure:
            said = {"option": key, "question": question and question.id, "hint": Hint(key, known)}
            record.notes.add(at, Sentence.NO_SUCH_OPTION, **said)
        elif table and (option := table.record(key)) is not None:
            wordings[key] = _option(option, key, at, wordings.get(key, OptionWording("")), reading)
    for option_id in filter(None, known):
        if question and option_id not in wordings and (table is None or option_id not in table):
            at = record.keys.get("options", mark)
            record.notes.add(at, Sentence.NO_OPTION_WORDING, option=option_id, question=question.id)
    return wordings


def _misses_its_options(question: Question) -> bool:
    """True when the questionnaire itself is wrong here, so that nothing can be said of the options."""
    return not question.options and (not question.kind or KINDS[question.kind].options != "none")


def _own_wordings(
    known: Collection[str], question: Question | None, reading: Reading
) -> dict[str, OptionWording]:
    if not reading.easy or question is None or not question.kind or KINDS[question.kind].options == "author":
        return {}
    return {option_id: EASY_OPTIONS[option_id] for option_id in known}


def _option(record: Record, key: str, at: Mark, own: OptionWording, reading: Reading) -> OptionWording:
    wording = OptionWording(
        text=record.words("text"),
        picture=_picture(record, reading) or own.picture,
        alt=record.words("alt", optional=True),
    )
    record.done()
    if reading.easy and not wording.picture:
        record.notes.add(at, Sentence.NO_OPTION_PICTURE, option=key)
    return wording


def _picture(record: Record, reading: Reading) -> str:
    picture = record.words("picture", optional=True)
    check_picture(picture, record.at("picture"), reading.symbols, record.notes)
    return picture
