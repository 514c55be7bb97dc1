"""Other words for a question, in each of its faces, beside what the rules say and how the page will look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from accessibility.languages import ENGLISH, LANGUAGES
from accessibility.review import Finding, review_text
from questionnaires.edit_in_place import Place, places_in
from questionnaires.faces import EASY_READ_FILE
from questionnaires.loader import MAIN_FILE, parse_questionnaire
from questionnaires.wording_changes import said_of_place
from survey_app.services import change_wording
from survey_app.services.change_wording import STEP, Clash, Edits, Texts, Why, WordsMoved
from survey_app.services.errors import NotFound, Refused
from survey_app.services.review_rounds import OPEN, find_round, groups_of
from survey_app.web.access import signed_in, staff_only
from survey_app.web.co_producer.choosing import look_wanted
from survey_app.web.previews import preview
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("review_words", __name__, url_prefix="/staff/reviews/<round_id>/words")
Page = str | Response | tuple[str, int]
FIRST_PAGE = "first-page"
MOST_DIGITS = 9
OWN = Why()
# Parts that may be added where the file has none yet.
MAY_ADD = {MAIN_FILE: ("hint",), EASY_READ_FILE: ("hint", "picture", "alt")}


@dataclass(frozen=True, slots=True)
class Box:
    """One place with its words. `theirs` is what somebody else wrote there meanwhile."""

    name: str
    label: str
    words: str
    findings: tuple[Finding, ...] = ()
    theirs: str | None = None


@dataclass(frozen=True, slots=True)
class FileBoxes:
    """The boxes of one file, and its language as pages name it."""

    file: str
    title: str
    tag: str
    direction: str
    boxes: tuple[Box, ...]


@blueprint.get("/<question>")
@staff_only("review_questions")
def words(round_id: str, question: str) -> str:
    """The words of a question as they are now."""
    return _draw(round_id, question)


@blueprint.post("/<question>")
@staff_only("review_questions")
def change(round_id: str, question: str) -> Page:
    """Check the words, or write them; where somebody else changed the same words, show both."""
    why = Why(showable(request.form.get("why", "")), request.form.get("group", ""))
    if "check" in request.form:
        return _draw(round_id, question, why, checked=True)
    try:
        with site().writing() as work:
            texts = change_wording.texts_of(work, find_round(work, signed_in(), round_id).draft_digest)
            changed = change_wording.change_words(
                work, signed_in(), round_id, _seen(), _sent(texts, question), why
            )
    except WordsMoved as moved:
        return _draw(round_id, question, why, moved.sentence, moved.clashes), 409
    except Refused as refused:
        return _draw(round_id, question, why, refused.sentence, checked=True), 422
    flash(f"Places changed: {changed}." if changed else "Nothing was different, so nothing is changed.")
    return redirect(url_for(".words", round_id=round_id, question=question), 303)


def _draw(
    round_id: str,
    question: str,
    why: Why = OWN,
    problem: str = "",
    clashes: tuple[Clash, ...] = (),
    checked: bool = False,
) -> str:
    with site().reading() as work:
        found = find_round(work, signed_in(), round_id)
        texts = change_wording.texts_of(work, found.draft_digest)
        groups = groups_of(work, round_id)
        now = work.now
    edits = _sent(texts, question)
    if not edits and request.method == "GET" and not any(_places(texts, question)):
        raise NotFound(question)
    tried, stopped = _tried(texts, edits)
    problems = [*stopped, *([problem] if problem and problem not in stopped else [])]
    return render_template(
        "co_producer/work_words.html",
        round=found,
        question=question,
        first_page=FIRST_PAGE,
        files=tuple(_files(texts, question, edits, clashes)),
        groups=groups,
        why=why,
        edition=found.edition if clashes or not edits else _seen(),
        may_change=found.standing == OPEN,
        checked=checked,
        html=_preview(tried, question, now) if tried else "",
        problems=[{"text": one, "href": "#boxes"} for one in problems],
    )


def _places(texts: Texts, question: str) -> Iterator[tuple[str, Place, str]]:
    """Every place of a question in every file with its words; those that may be added are empty."""
    order = [MAIN_FILE, EASY_READ_FILE]
    for file in sorted(texts, key=lambda name: (order.index(name) if name in order else 2, name)):
        there = places_in(texts[file])
        own = {place: words for place, words in there.items() if _belongs(place, question)}
        yield from ((file, place, words) for place, words in own.items())
        for part in MAY_ADD.get(file, ()) if own else ():
            place = ("questions", question, part)
            if question != FIRST_PAGE and place not in own:
                yield file, place, ""


def _belongs(place: Place, question: str) -> bool:
    if question == FIRST_PAGE:
        return place[0] != "questions"
    return place[:2] == ("questions", question)


def _name(file: str, place: Place) -> str:
    return f"{file}:{STEP.join(place)}"


def _sent(texts: Texts, question: str) -> Edits:
    """What was sent for places that there are."""
    return {
        (file, place): showable(request.form[_name(file, place)]).replace("\r\n", "\n").strip()
        for file, place, _ in _places(texts, question)
        if _name(file, place) in request.form
    }


def _seen() -> int:
    typed = request.form.get("edition", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < MOST_DIGITS else 0


def _tried(texts: Texts, edits: Edits) -> tuple[Texts | None, tuple[str, ...]]:
    """The files as they would be, or what stops them."""
    try:
        made = change_wording.edited(texts, edits)
    except Refused as refused:
        return None, (refused.sentence,)
    stopped = change_wording.problems_in(made)
    return (None, stopped) if stopped else (made, ())


def _files(texts: Texts, question: str, edits: Edits, clashes: tuple[Clash, ...]) -> Iterator[FileBoxes]:
    theirs = {(clash.file, clash.place): clash.theirs for clash in clashes}
    by_file: dict[str, list[Box]] = {}
    for file, place, there in _places(texts, question):
        words = edits.get((file, place), there)
        easy = file == EASY_READ_FILE and place[-1] not in ("picture",)
        found = review_text(words) if easy and words else ()
        box = Box(_name(file, place), said_of_place(place), words, found, theirs.get((file, place)))
        by_file.setdefault(file, []).append(box)
    for file, boxes in by_file.items():
        language = LANGUAGES.get(file.removesuffix(".yaml"), ENGLISH)
        titles: Mapping[str, str] = {MAIN_FILE: "Standard words", EASY_READ_FILE: "Easy read"}
        title = titles.get(file, language.english)
        yield FileBoxes(file, title, language.tag, language.direction, tuple(boxes))


def _preview(texts: Texts, question: str, now: datetime) -> str:
    asked = parse_questionnaire(texts)
    # Drawing a page inside this one must not leave its token in our form.
    generate_csrf()
    page = next((page for page in asked.pages if any(one.id == question for one in page.questions)), None)
    return preview(asked, page, look_wanted(asked, {}), "", now)
