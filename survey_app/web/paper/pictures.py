"""Photos and scans of filled-in sheets: sent in, joined to their forms, shown beside what was read."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovSubmitInput
from werkzeug.wrappers import Response
from wtforms import DateField, SubmitField
from wtforms.validators import InputRequired

from survey_app.paper.pictures import MOST_BYTES, CannotTake, Picture, take_pictures
from survey_app.services.describe_visit import visit_card
from survey_app.services.paper_pictures import Arrived, add, look, picture
from survey_app.web.access import signed_in, staff_only
from survey_app.web.site import site
from survey_app.web.uploads import takes_upload

blueprint = Blueprint("paper_pictures", __name__, url_prefix="/staff/visits/<visit_id>/paper/pictures")
MOST_FILES = 20


class PicturesForm(FlaskForm):
    """The day on which the forms came; the files are beside it."""

    received_on = DateField(
        "On which day did these forms come?",
        format="%d %m %Y",
        validators=[InputRequired("Give the day, such as 27 3 2026.")],
        widget=GovDateInput(),
    )
    submit = SubmitField("Read these pictures", widget=GovSubmitInput())


@blueprint.get("")
@staff_only("enter_paper")
def send(visit_id: str) -> str:
    """How to take pictures, and the place to send them."""
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
        content = picture(work, signed_in(), visit_id, picture_id)
    response = make_response(content)
    response.mimetype = "image/jpeg"
    return response


def _files() -> list[Picture]:
    files = [file for file in request.files.getlist("pictures") if file.filename]
    if not files:
        raise CannotTake("Choose at least one picture or PDF.")
    if len(files) > MOST_FILES:
        raise CannotTake(f"Send {MOST_FILES} files at a time, or put many pages into one PDF.")
    return [one for file in files for one in take_pictures(file.read(MOST_BYTES + 1))]


def _page(visit_id: str, form: PicturesForm, problem: str, arrived: tuple[Arrived, ...]) -> str:
    with site().reading() as work:
        visit = visit_card(work, signed_in(), visit_id)
    return render_template(
        "staff/paper/pictures.html", visit=visit, form=form, problem=problem, arrived=arrived, most=MOST_FILES
    )
