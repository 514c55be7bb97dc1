"""The forms of a plan: what stands around it, and one action with its young people's version."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from survey_app.services.feedback_entries import STATES
from survey_app.services.plans import LONGEST, SORTS
from survey_app.web.fields.day import DayInput
from survey_app.web.form_choices import OneOf, OneOfMany, choices


class PlanForm(FlaskForm):
    """What a plan says around its actions."""

    edition = HiddenField()
    sort = OneOf(
        "What kind of plan is it?",
        widget=GovRadioInput(),
        choices=choices(SORTS.items()),
        default="strategic",
    )
    title = StringField(
        "Title", validators=[InputRequired("Give the plan a title."), Length(max=200)], widget=GovTextInput()
    )
    easy_title = StringField("Title in easy words", validators=[Length(max=200)], widget=GovTextInput())
    intro = TextAreaField("First words (optional)", validators=[Length(max=1000)], widget=GovTextArea())
    easy_intro = TextAreaField(
        "First words, in easy words (optional)", validators=[Length(max=500)], widget=GovTextArea()
    )
    counted_from = DateField(
        "Day of the final report (optional)",
        description="The plan is due 35 working days later. Actions can count from it too.",
        validators=[Optional()],
        widget=DayInput(),
    )
    approved_on = DateField(
        "Day on which Ofsted and the CQC accepted it (optional)",
        description="A priority action plan is published 5 working days later.",
        validators=[Optional()],
        widget=DayInput(),
    )
    submit = SubmitField("Save", widget=GovSubmitInput())


class ActionForm(FlaskForm):
    """One action, in all the words and in easy words."""

    edition = HiddenField()
    weakness = StringField(
        "Which weakness is it about?", validators=[Length(max=LONGEST["weakness"])], widget=GovTextInput()
    )
    what = TextAreaField(
        "What is done?", validators=[InputRequired("Say what is done.")], widget=GovTextArea()
    )
    easy_what = TextAreaField(
        "What is done, in easy words",
        description="One idea in a sentence, 12 words at most.",
        widget=GovTextArea(),
    )
    who = StringField(
        "Who does it?",
        description="A team or a role, not a person’s name.",
        validators=[InputRequired("Say which team or role does it.")],
        widget=GovTextInput(),
    )
    working_days = IntegerField(
        "By when: working days from the final report", validators=[Optional()], widget=GovTextInput()
    )
    by_day = DateField("Or by which day?", validators=[Optional()], widget=DayInput())
    measure = TextAreaField(
        "How will people know that it helped?",
        validators=[InputRequired("Say how people will know that it helped.")],
        widget=GovTextArea(),
    )
    easy_measure = TextAreaField("How people will know, in easy words", widget=GovTextArea())
    picture = OneOfMany("Picture", widget=GovSelect())
    state = OneOf(
        "How far is it?", widget=GovRadioInput(), choices=choices(STATES.items()), default="planned"
    )
    entries = SelectMultipleField(
        "What people said that it belongs to (optional)", widget=GovCheckboxesInput()
    )
    submit = SubmitField("Save", widget=GovSubmitInput())
