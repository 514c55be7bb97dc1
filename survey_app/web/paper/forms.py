"""The small forms of paper: which sheet is on the desk, which page a picture shows, and why a form gives no answers."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovRadioInput,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import BooleanField, DateField, IntegerField, StringField, SubmitField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from survey_app.services.paper_forms import WHY_ASIDE
from survey_app.web.fields.day import DayInput
from survey_app.web.form_choices import OneOf, choices


class BeginForm(FlaskForm):
    """The name at the foot of a sheet, and the day on which it came."""

    name = StringField(
        "What stands at the foot of the first page?",
        description="Letters, a dash, a number. For example: abcd2345xy-12",
        validators=[DataRequired("Type what stands at the foot of the page."), Length(max=40)],
        widget=GovTextInput(),
    )
    received_on = DateField(
        "On which day did the form come?",
        description="The day it was handed in or came by post.",
        validators=[InputRequired("Give the day.")],
        widget=DayInput(),
    )
    copied = BooleanField(
        "The form with this number is stored, and somebody else answered on a copy of it",
        widget=GovCheckboxInput(),
    )
    submit = SubmitField("Type this form", widget=GovSubmitInput())


class PicturesForm(FlaskForm):
    """The day on which the forms came; the files are beside it."""

    received_on = DateField(
        "On which day did these forms come?",
        validators=[InputRequired("Give the day.")],
        widget=DayInput(),
    )
    submit = SubmitField("Read these pictures", widget=GovSubmitInput())


class PlaceForm(FlaskForm):
    """Which page a picture shows. The view fills in the printings."""

    printing = OneOf(
        "Which printing is it?",
        description="The first part of what stands at the foot of the page.",
        validators=[InputRequired("Choose the printing.")],
        widget=GovRadioInput(),
    )
    form = IntegerField(
        "Form number",
        description="The middle part.",
        validators=[
            InputRequired("Type the form’s number."),
            NumberRange(1, 9999, "Type the form’s number, such as 12."),
        ],
        widget=GovTextInput(),
    )
    of_page = IntegerField(
        "Page number",
        description="The last part.",
        validators=[
            InputRequired("Type the page’s number."),
            NumberRange(0, 99, "Type the page’s number, such as 3."),
        ],
        widget=GovTextInput(),
    )
    received_on = DateField(
        "On which day did the form come?",
        validators=[InputRequired("Give the day.")],
        widget=DayInput(),
    )
    submit = SubmitField("Put it with this form", widget=GovSubmitInput())


class AsideForm(FlaskForm):
    """Why a form gives no answers."""

    why = OneOf(
        "Why does this form give no answers?",
        choices=choices(WHY_ASIDE.items()),
        validators=[InputRequired("Say why this form gives no answers.")],
        widget=GovRadioInput(),
    )
