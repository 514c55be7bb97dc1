"""The small forms of paper: which sheet is on the desk, and why one gives no answers."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovDateInput,
    GovRadioInput,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import BooleanField, DateField, StringField, SubmitField
from wtforms.validators import DataRequired, InputRequired, Length

from survey_app.services.paper_forms import WHY_ASIDE
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
        format="%d %m %Y",
        description="The day it was handed in or came by post.",
        validators=[InputRequired("Give the day, such as 27 3 2026.")],
        widget=GovDateInput(),
    )
    copied = BooleanField(
        "The form with this number is stored, and somebody else answered on a copy of it",
        widget=GovCheckboxInput(),
    )
    submit = SubmitField("Type this form", widget=GovSubmitInput())


class AsideForm(FlaskForm):
    """Why a form gives no answers."""

    why = OneOf(
        "Why does this form give no answers?",
        choices=choices(WHY_ASIDE.items()),
        validators=[InputRequired("Say why this form gives no answers.")],
        widget=GovRadioInput(),
    )
