"""The form that makes a channel."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextInput
from wtforms import StringField, SubmitField
from wtforms.validators import DataRequired, InputRequired, Length

from survey_app.services.distribute import CHANNEL_KINDS, LONGEST_NAME
from survey_app.web.form_choices import OneOf, choices

KINDS = choices((kind, words) for kind, words in CHANNEL_KINDS.items() if kind != "direct")


class ChannelForm(FlaskForm):
    """Whose survey, by which way, and what to call it. The view fills in the surveys."""

    survey = OneOf(
        "Which survey?",
        validators=[InputRequired("Choose the survey.")],
        widget=GovRadioInput(),
    )
    kind = OneOf(
        "How will people get it?",
        choices=KINDS,
        validators=[InputRequired("Choose how people will get it.")],
        widget=GovRadioInput(),
    )
    name = StringField(
        "What do you want to call it?",
        description="Only you and the inspectors see this. For example: Special schools, week 1.",
        validators=[
            DataRequired("Give it a name, so that you can tell it from the others."),
            Length(max=LONGEST_NAME, message=f"Make the name shorter: {LONGEST_NAME} characters at most."),
        ],
        widget=GovTextInput(),
    )
    submit = SubmitField("Make the link", widget=GovSubmitInput())
