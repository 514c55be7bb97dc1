"""Photos and scans of filled-in sheets: sent in, joined to their forms, shown beside what was read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from questionnaires.model import AUDIENCES
from survey_app.calendar.wording import say_day
from survey_app.paper.pictures import MOST_BYTES, CannotTake, Picture, take_pictures
from survey_app.paper.sheet_code import SheetCode
from survey_app.services.describe_visit import visit_card
from survey_app.services.errors import Refused
from survey_app.services.paper_days import WAITING_DAYS
from survey_app.services.paper_forms import sheet
from survey_app.services.paper_pictures import Arrived, add, cut_out, look, picture
from survey_app.services.paper_prints import FACES, PrintCard, prints_of
from survey_app.services.paper_waiting import Guess, find_waiting, guess, put_back, throw_away, waiting
from survey_app.services.paper_waiting import place as place_it
from survey_app.web.access import signed_in, staff_only
from survey_app.web.form_choices import choices
from survey_app.web.paper.forms import PicturesForm, PlaceForm
from survey_app.web.site import site
from survey_app.web.uploads import takes_upload

blueprint = Blueprint("paper_pictures", __name__, url_prefix="/staff/visits/<visit_id>/paper/pictures")
MOST_FILES = 20
Page = str | Response | tuple[str, int]


@blueprint.get("")
@staff_only("enter_paper")
def send(visit_id: str) -> str:
    """How to take pictures, the place to send them, and those that wait."""
    return _page(visit_id, PicturesForm(), "", ())


@blueprint.post("")
@staff_only("enter_paper")
@takes_upload(2 * MOST_BYTES)
def read(visit_id: str) -> str | tuple[str, int]:
    """Take the pictures, all or none of a file, and say of each what became of it."""
    person, form = signed_in(), PicturesForm()
    if not form.validate_on_submit() or form.received_on.data is None:
        return _page(visit_id, form, "", ()), 422
    try:
        pictures = _files()
    except CannotTake as problem:
        return _page(visit_id, form, str(problem), ()), 422
    looked = look(pictures)
    with site().writing() as work:
        arrived = add(work, person, visit_id, looked, form.received_on.data)
    return _page(visit_id, form, "", arrived)


@blueprint.get("/<picture_id>.jpg")
@staff_only("enter_paper")
def show(visit_id: str, picture_id: str) -> Response:
    """One picture, for whoever types its form."""
    with site().reading() as work:
        return _jpeg(picture(work, signed_in(), visit_id, picture_id))


@blueprint.get("/<picture_id>/<question>.jpg")
@staff_only("enter_paper")
def piece(visit_id: str, picture_id: str, question: str) -> Response:
    """The part of a picture that belongs to one question."""
    with site().reading() as work:
        return _jpeg(cut_out(work, signed_in(), visit_id, picture_id, question))


@blueprint.get("/<picture_id>/place")
@staff_only("enter_paper")
def place(visit_id: str, picture_id: str) -> str:
    """A picture that waits, and the question which page it shows."""
    known = _guessed(visit_id, picture_id)
    code = known.code
    form = PlaceForm(printing=code and code.print_code, form=code and code.form, of_page=code and code.page)
    return _place(visit_id, picture_id, form, known)


@blueprint.post("/<picture_id>/place")
@staff_only("enter_paper")
def put(visit_id: str, picture_id: str) -> Page:
    """Put a picture with the form that is named."""
    person, form, known = signed_in(), PlaceForm(), _guessed(visit_id, picture_id)
    form.printing.choices = _printings(visit_id)
    if not form.validate_on_submit() or form.received_on.data is None:
        return _place(visit_id, picture_id, form, known), 422
    told = SheetCode(form.printing.data, form.form.data or 0, form.of_page.data or 0)
    try:
        with site().writing() as work:
            form_id = place_it(
                work, person, visit_id, picture_id, told, form.received_on.data, seen=known.code
            )
    except Refused as refused:
        form.form.errors = [refused.sentence]
        return _place(visit_id, picture_id, form, known), 422
    flash(f"The picture is with its form now, as page {told.page}.")
    return redirect(url_for("paper.entry", visit_id=visit_id, form_id=form_id))


@blueprint.post("/<picture_id>/delete")
@staff_only("enter_paper")
def delete(visit_id: str, picture_id: str) -> Response:
    """Delete a picture that waits."""
    with site().writing() as work:
        throw_away(work, signed_in(), visit_id, picture_id)
    flash("The picture is deleted.")
    return redirect(url_for(".send", visit_id=visit_id))


@blueprint.post("/<picture_id>/not-of/<form_id>")
@staff_only("enter_paper")
def not_of(visit_id: str, picture_id: str, form_id: str) -> Response:
    """Take a picture away from a form that it does not belong to."""
    person = signed_in()
    try:
        with site().writing() as work:
            put_back(work, person, sheet(work, person, visit_id, form_id), picture_id)
    except Refused as refused:
        flash(refused.sentence, "problem")
        return redirect(url_for("paper.entry", visit_id=visit_id, form_id=form_id))
    flash("The picture is taken away from that form. Say which page it shows.")
    return redirect(url_for(".place", visit_id=visit_id, picture_id=picture_id))


def _files() -> list[Picture]:
    files = [file for file in request.files.getlist("pictures") if file.filename]
    if not files:
        raise CannotTake("Choose at least one picture or PDF.")
    if len(files) > MOST_FILES:
        raise CannotTake(f"Send {MOST_FILES} files at a time, or put many pages into one PDF.")
    return [one for file in files for one in take_pictures(file.read(MOST_BYTES + 1))]


def _jpeg(content: bytes) -> Response:
    response = make_response(content)
    response.mimetype = "image/jpeg"
    return response


def _guessed(visit_id: str, picture_id: str) -> Guess:
    person = signed_in()
    with site().reading() as work:
        find_waiting(work, person, visit_id, picture_id)
        content = picture(work, person, visit_id, picture_id)
    return guess(content)


def _printings(visit_id: str) -> list[Any]:
    with site().reading() as work:
        return choices((one.code, _words(one)) for one in prints_of(work, signed_in(), visit_id))


def _words(one: PrintCard) -> str:
    return f"{one.code.upper()}: {AUDIENCES[one.audience]}, {FACES[one.face].lower()}, {one.size} point"


def _place(visit_id: str, picture_id: str, form: PlaceForm, known: Guess) -> str:
    form.printing.choices = _printings(visit_id)
    with site().reading() as work:
        visit = visit_card(work, signed_in(), visit_id)
        one = find_waiting(work, signed_in(), visit_id, picture_id)
    return render_template(
        "staff/paper/place.html", visit=visit, form=form, one=one, known=known, say_day=say_day
    )


def _page(visit_id: str, form: PicturesForm, problem: str, arrived: tuple[Arrived, ...]) -> str:
    with site().reading() as work:
        visit = visit_card(work, signed_in(), visit_id)
        wait = waiting(work, signed_in(), visit_id)
    return render_template(
        "staff/paper/pictures.html",
        visit=visit,
        form=form,
        problem=problem,
        arrived=arrived,
        waiting=wait,
        most=MOST_FILES,
        days=WAITING_DAYS,
        say_day=say_day,
    )
