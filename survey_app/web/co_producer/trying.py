"""Trying out one's own questionnaire: all that is wrong in it, the review and the preview. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask_wtf import FlaskForm

from accessibility.languages import ENGLISH, LANGUAGES
from accessibility.preferences import SIGNED
from accessibility.symbols import load_symbols
from questionnaires.faces import EASY_READ_FILE
from questionnaires.loader import MAIN_FILE
from questionnaires.problems import Problem
from survey_app.services.review_questions import Asked, review
from survey_app.web.access import staff_only
from survey_app.web.co_producer import excerpts, showing
from survey_app.web.site import site

# Each is said again beside its line; a list of hundreds would only hide the first.
MOST_LISTED = 20
OTHERS = {code: language.english for code, language in LANGUAGES.items() if language != ENGLISH} | {
    SIGNED: "Signed videos"
}
MAIN, EASY, OTHER = "questionnaire", "easy_read", "other"


@dataclass(frozen=True, slots=True)
class Written:
    """One file of the form: its field, its name, its text, and where problems stand in it."""

    field: str
    file: str
    text: str
    problems: tuple[excerpts.Excerpt, ...] = ()

    @property
    def lines(self) -> int:
        """How many lines the text has."""
        return len(self.text.splitlines())


@staff_only("review_questions")
def try_page() -> str | tuple[str, int]:
    """The form; once it is sent, what is wrong and how it will look, with everything that was typed."""
    sent = request.method == "POST" and FlaskForm().validate_on_submit()
    language = request.form.get("written_in", "")
    language = language if language in OTHERS else ""
    texts = {file: text for file, text in _sent(language).items() if text.strip()} if sent else {}
    if sent and not texts:
        nothing = {"text": "Paste a questionnaire, or choose its file.", "href": f"#{MAIN}"}
        return _drawn(language, {}, (), problems=[nothing]), 422
    if not texts:
        return _drawn(language, {}, ())
    with site().reading() as work:
        now = work.now
    found = review(texts, load_symbols(site().settings.symbols))
    if found.questionnaire is None:
        return _drawn(language, texts, found.problems), 422
    asked = Asked(found.questionnaire, texts, shipped=False)
    return _drawn(language, texts, (), **showing.shown(asked, found, request.form, now))


def _drawn(language: str, texts: Mapping[str, str], found: Iterable[Problem], **more: object) -> str:
    problems = tuple(found)
    files = {MAIN: MAIN_FILE, EASY: EASY_READ_FILE, OTHER: f"{language}.yaml" if language else ""}
    written = [
        Written(field, file, texts.get(file, ""), excerpts.around(problems, file, texts.get(file, "")))
        for field, file in files.items()
    ]
    fields = {file: field for field, file in files.items()}
    summary = [
        {"text": str(one), "href": f"#{fields[one.file]}-{one.line}"} for one in problems[:MOST_LISTED]
    ]
    words = {"written": written, "language": language, "languages": OTHERS, "problems": summary}
    return render_template("co_producer/try.html", **{**words, **more})


def _sent(language: str) -> dict[str, str]:
    """The texts by file name: a file that was chosen counts before what was typed."""
    names = {MAIN: MAIN_FILE, EASY: EASY_READ_FILE}
    if language:
        names[OTHER] = f"{language}.yaml"
    return {file: _text(field) for field, file in names.items()}


def _text(field: str) -> str:
    upload = request.files.get(f"{field}_file")
    if upload and upload.filename:
        return _one_line_end(upload.read().decode("utf-8", "surrogateescape"))
    return _one_line_end(request.form.get(field, ""))


def _one_line_end(text: str) -> str:
    """A browser sends two characters for the end of a line; columns are counted without the second."""
    return text.replace("\r\n", "\n")
