"""`python -m tests.accessibility_run.heard`: write down anew what a screen reader says on the whole way."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from accessibility.languages import ENGLISH
from accessibility.preferences import EASY_READ_PICTURES, Preferences
from survey_app.services.languages import allow_drafts
from survey_app.web.languages import LOOK_COOKIE
from tests.accessibility_run.validator import run_node
from tests.builders import SettableClock, lead_of, make_app, make_visit, site_of
from tests.pages import LookingClient
from tests.respondent import WORDS, Respondent

KEPT = Path(__file__).resolve().parent.parent / "samples/heard"
AUDIENCE = "young_people"
LANGUAGES = ("en", "ar")
# A reader announces where each part begins; where it ends, and that a paragraph is one, only makes the file longer.
NOT_WRITTEN = ("end of ", "end, ")
PLAIN = "paragraph"
MOST_PAGES = 40


def transcript(language: str) -> str:
    """Everything that is said from the link to the thanks, in easy read with pictures, one phrase a line."""
    with tempfile.TemporaryDirectory() as folder:
        pages = dict(_journey(Path(folder), language))
    heard: dict[str, list[str]] = json.loads(run_node("heard.mjs", pages))
    return "\n\n".join(_written(name, phrases) for name, phrases in heard.items()) + "\n"


def snapshot(language: str) -> Path:
    """Where what was said last is kept."""
    return KEPT / f"{AUDIENCE}.{language}.txt"


def write() -> None:
    """Keep what is said now; the difference shows in the version control."""
    KEPT.mkdir(exist_ok=True)
    for language in LANGUAGES:
        snapshot(language).write_text(transcript(language), encoding="utf-8")


def _written(name: str, phrases: list[str]) -> str:
    title, *said = phrases
    told = [phrase for phrase in said if phrase != PLAIN and not phrase.startswith(NOT_WRITTEN)]
    return "\n".join([f"=== {name}", f"title, {title}", *told])


def _journey(folder: Path, language: str) -> Iterator[tuple[str, str]]:
    """Each page by a name, as somebody meets it who answers everything; one page is sent with too much on it first."""
    app = make_app(f"sqlite:///{folder / 'site.sqlite3'}", SettableClock())
    app.test_client_class = LookingClient
    visit = make_visit(site_of(app))
    with site_of(app).writing() as work:
        allow_drafts(work, lead_of(visit.id), visit.id, {language} - {ENGLISH.code})
    client = app.test_client()
    client.set_cookie(LOOK_COOKIE, Preferences(face=EASY_READ_PICTURES, language=language).to_token())
    young = Respondent(client, visit.codes[AUDIENCE])
    yield "start", young.page.text
    young.press()
    erred = False
    for _ in range(MOST_PAGES):
        if young.path.endswith("/check"):
            break
        name, answers = _answers(young)
        yield name, young.page.text
        if not erred and WORDS in answers.values():
            erred = True
            young.press(dict.fromkeys(answers, "x" * 10_000))
            yield f"{name}, with too much written", young.page.text
        young.press(answers)
    yield "check", young.page.text
    young.press()
    yield "sent", young.page.text
    site_of(app).database.dispose()


def _answers(young: Respondent) -> tuple[str, dict[str, str | list[str]]]:
    """The page's name in the address, and the first option, or some words, for each of its questions."""
    answers: dict[str, str | list[str]] = {}
    for name in young.names():
        offered = young.options(name)
        answers[name] = offered[0] if offered else WORDS
    return f"page {young.path.rsplit('/', 1)[1]}", answers


if __name__ == "__main__":
    write()
