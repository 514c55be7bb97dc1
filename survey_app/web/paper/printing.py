"""Printing a questionnaire: choosing its face, language and size, and the sheets as a PDF."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovSubmitInput, GovTextInput
from werkzeug.wrappers import Response as AnyResponse
from wtforms import IntegerField, SubmitField
from wtforms.validators import InputRequired, NumberRange

from accessibility.languages import LANGUAGES
from accessibility.symbols import load_symbols
from questionnaires.model import AUDIENCES
from survey_app.kit.wording import deadline_in
from survey_app.paper.sheets import CannotPrint, Print, set_sheets
from survey_app.services.describe_visit import visit_card
from survey_app.services.errors import Refused
from survey_app.services.kit import own_sentences
from survey_app.services.open_and_close import find_visit
from survey_app.services.paper_prints import (
    FACES,
    MOST_FORMS,
    SIZES,
    Order,
    choices_on_paper,
    find_print,
    order_print,
    prints_of,
)
from survey_app.services.publish import version_of
from survey_app.web.access import signed_in, staff_only
from survey_app.web.form_choices import OneOf, OneOfMany, choices
from survey_app.web.site import site

blueprint = Blueprint("paper_prints", __name__, url_prefix="/staff/visits/<visit_id>/print")
Page = str | AnyResponse | tuple[str, int]


class PrintForm(FlaskForm):
    """What is to be printed. The view fills in surveys and languages."""

    survey = OneOf("Which survey?", validators=[InputRequired("Choose the survey.")], widget=GovRadioInput())
    face = OneOf(
        "How should it read?",
        choices=choices(FACES.items()),
        validators=[InputRequired("Choose how it should read.")],
        widget=GovRadioInput(),
    )
    language = OneOfMany("Language", validators=[InputRequired("Choose the language.")], widget=GovSelect())
    size = OneOfMany(
        "Size of the letters",
        choices=choices((str(size), words) for size, words in SIZES.items()),
        default="14",
        widget=GovSelect(),
    )
    forms = IntegerField(
        "How many forms?",
        description=f"1 to {MOST_FORMS}. Each has a number of its own, so that none is counted twice.",
        default=10,
        validators=[
            InputRequired("Say how many forms."),
            NumberRange(1, MOST_FORMS, f"Print 1 to {MOST_FORMS} forms at a time."),
        ],
        widget=GovTextInput(),
    )
    submit = SubmitField("Make the sheets", widget=GovSubmitInput())


@blueprint.get("")
@staff_only("print_paper")
def prints(visit_id: str) -> str:
    """What was printed."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        found = prints_of(work, person, visit_id)
    return render_template(
        "staff/paper/prints.html",
        visit=visit,
        prints=found,
        faces=FACES,
        audiences=AUDIENCES,
        languages=LANGUAGES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@staff_only("print_paper")
def new_print(visit_id: str) -> Page:
    """Order one printing."""
    person, form = signed_in(), PrintForm()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        offered = choices_on_paper(work, person, visit_id)
    form.survey.choices = choices((survey, AUDIENCES[audience]) for survey, (audience, _) in offered.items())
    spoken = {code for _, codes in offered.values() for code in codes}
    form.language.choices = choices((c, LANGUAGES[c].english) for c in LANGUAGES if c in spoken)
    if form.validate_on_submit():
        order = Order(
            form.survey.data, form.face.data, form.language.data, int(form.size.data), form.forms.data or 0
        )
        try:
            with site().writing() as work:
                code = order_print(work, person, visit_id, order)
        except Refused as refused:
            form.survey.errors = [refused.sentence]
        else:
            flash(f"The sheets are ready: printing {code}.")
            return redirect(url_for(".prints", visit_id=visit_id, _anchor=f"print-{code}"))
    page = render_template("staff/paper/new_print.html", visit=visit, form=form)
    return (page, 422) if form.errors else page


@blueprint.get("/<print_code>.pdf")
@staff_only("print_paper")
def sheets(visit_id: str, print_code: str) -> AnyResponse:
    """The sheets of one printing."""
    person = signed_in()
    with site().reading() as work:
        printed, survey = find_print(work, person, visit_id, print_code)
        closes_at = find_visit(work, person, visit_id).closes_at
        questionnaire = version_of(work, printed.version_digest)
        told, _ = own_sentences(work, survey, printed.language)
    until = deadline_in(printed.language, closes_at) if closes_at else ""
    symbols = load_symbols(site().settings.symbols)
    wanted = Print(printed.code, printed.forms, back=told["back"], until=until)
    try:
        made = set_sheets(questionnaire, printed.face, printed.language, printed.size, wanted, symbols)
    except CannotPrint as problem:
        flash(str(problem), "problem")
        return redirect(url_for(".prints", visit_id=visit_id))
    name = f"paper-{survey.audience.replace('_', '-')}-{printed.language}-{printed.size}-{printed.code}.pdf"
    response = Response(made.pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
