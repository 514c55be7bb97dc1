"""What was done about a concern, and why."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea
from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from survey_app.services.safeguard import DECISIONS
from survey_app.web.form_choices import choices

LONGEST_REASON = 2000


class DecisionForm(FlaskForm):
    """Both fields are needed: a decision without its reason helps nobody later."""

    decision = RadioField(
        "What was done?",
        choices=choices(DECISIONS.items()),
        validators=[InputRequired("Choose what was done.")],
        widget=GovRadioInput(),
    )
    reason = TextAreaField(
        "Why, and to whom was it passed?",
        description="A sentence or two, with a reference if there is one. Leave out names and details of the child.",
        validators=[
            DataRequired("Say in a sentence why, or to whom it was passed."),
            Length(max=LONGEST_REASON, message=f"Make it shorter: {LONGEST_REASON:,} characters at most."),
        ],
        widget=GovTextArea(),
    )
    submit = SubmitField("Record the decision", widget=GovSubmitInput())
