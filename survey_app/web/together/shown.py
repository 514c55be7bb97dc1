"""A question as it will be asked, in the face of its reader or in any other that they want to see it in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import g, render_template, request
from markupsafe import Markup

from accessibility.easy_read import Reading, faces_offered, wording
from accessibility.languages import ENGLISH, LANGUAGES, Language
from accessibility.preferences import CHOICES, SIGNED
from accessibility.symbols import load_symbols
from questionnaires.model import Question
from survey_app.paper.sheet_content import content_of
from survey_app.web.help_lines import help_lines_for
from survey_app.web.languages import Speech, catalogues, speech
from survey_app.web.page_view import page_views
from survey_app.web.site import site
from survey_app.web.together.here import Here

PAPER = "paper"
IN_ADDRESS = ("face", "language", "reader")


@dataclass(frozen=True, slots=True)
class Way:
    """A way to see a question: what the link says, what it adds to the address, and whether it is the one shown."""

    label: str
    chosen: dict[str, str]
    shown: bool
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """What the words before a box for own words ask of a page."""

    reading: Reading


def reading_wanted(here: Here) -> Reading:
    """How the question is shown: the reader's way, with whatever the address asks for in its place."""
    own = here.reading
    face, language = request.args.get("face", ""), request.args.get("language", "")
    reader = request.args.get("reader", "")
    groups = here.asked.readers.groups if here.asked.readers else {}
    return Reading(
        face if face in faces_offered(here.asked) else own.face,
        language if language in _languages() else own.language,
        reader if reader in groups else own.reader,
    )


def ways(here: Here, question: Question, reading: Reading) -> list[list[Way]]:
    """The other ways to see a question: faces and paper, then languages, then the ages that read other words."""
    paper = request.args.get("as") == PAPER
    now = {"face": reading.face, "language": reading.language, "reader": reading.reader}
    faces = [
        Way(CHOICES["face"][face], {**now, "face": face}, face == reading.face and not paper)
        for face in faces_offered(here.asked)
        if face != SIGNED
    ]
    languages = [
        Way(
            LANGUAGES[code].name,
            {**now, "language": code},
            code == reading.language,
            language=LANGUAGES[code],
        )
        for code in _languages()
    ]
    return [[*faces, Way("", {**now, "as": PAPER}, paper)], languages, _ages(here, question, reading, now)]


def draw_question(here: Here, question: Question, reading: Reading) -> Markup:
    """The question as HTML, in the language in which it is shown."""
    with _speaking(LANGUAGES[reading.language]):
        if request.args.get("as") == PAPER:
            return Markup(render_template("together/on_paper.html", sheet=_on_paper(here, question, reading)))  # noqa: S704
        view = page_views().page(here.asked, here.page_of(question), reading)
        shown = next(one for one in view.questions if one.id == question.id)
        drawn = render_template(
            "together/shown.html",
            entry=here.entry,
            question=shown,
            questions=[shown],
            place=_Place(reading),
            said=speech(),
            help_lines=help_lines_for(here.entry.audience),
        )
        return Markup(drawn)  # noqa: S704 - drawn by our own template, which escapes


def _on_paper(here: Here, question: Question, reading: Reading) -> object:
    content = content_of(here.asked, reading, load_symbols(site().settings.symbols))
    asked = (one for section in content["sections"] for one in section["questions"])
    return next(one for one in asked if one["id"] == question.id)


def _ages(here: Here, question: Question, reading: Reading, now: dict[str, str]) -> list[Way]:
    readers = here.asked.readers
    if readers is None or not _reads_otherwise(here, question):
        return []
    asked = wording(here.asked, here.asked.questions[readers.question], here.reading)
    labels = {option.id: option.text for option in asked.options}
    return [
        Way(
            ", ".join(labels[one] for one in sorted(options)),
            {**now, "reader": name},
            name == reading.reader,
        )
        for name, options in readers.groups.items()
    ]


def _reads_otherwise(here: Here, question: Question) -> bool:
    faces = (face.questions.get(question.id) for face in here.asked.faces.values())
    return bool(question.for_readers) or any(words.for_readers for words in faces if words)


def _languages() -> tuple[str, ...]:
    return tuple(language.code for language in speech().offered)


@contextmanager
def _speaking(language: Language) -> Iterator[None]:
    """What is drawn inside speaks this language, whatever the page around it speaks."""
    own = speech()
    if language == own.language:
        yield
        return
    catalogue = catalogues().get(language.code)
    words = catalogue.messages if catalogue and language != ENGLISH else {}
    g.speech = Speech(language, offered=own.offered, messages=words)
    try:
        yield
    finally:
        g.speech = own
