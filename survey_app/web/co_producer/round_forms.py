"""The forms of whoever leads a review of questions."""

from __future__ import annotations

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, DateField, IntegerField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from survey_app.services.review_rounds import (
    GROUP_KINDS,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_DAYS,
    USUAL_DAYS,
)
from survey_app.web.fields.day import DayInput
from survey_app.web.form_choices import OneOf, OneOfMany, choices

KINDS = choices(GROUP_KINDS.items())
LONGEST_REASON = 500


class Day(DateField):
    """A date, with our own sentence when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a real date.") from None


class Days(IntegerField):
    """A number of days, with our own sentence when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(f"Enter a number from 1 to {MOST_DAYS}.") from None


class RoundForm(FlaskForm):
    """What is reviewed, for whom and until when. The view fills in the places and the questionnaires."""

    place = OneOfMany("What is it for?", widget=GovSelect())
    questionnaire = OneOfMany("Which questions?", widget=GovSelect())
    title = StringField(
        "What do you want to call it?",
        description="The groups see this. For example: Our words, autumn.",
        validators=[
            DataRequired("Give it a title."),
            Length(max=LONGEST_TITLE, message=f"Make the title shorter: {LONGEST_TITLE} letters at most."),
        ],
        widget=GovTextInput(),
    )
    note = TextAreaField(
        "What do you want to say to the groups? (optional)",
        description="One or two short sentences. Who asks, and what you most want to know.",
        validators=[Length(max=LONGEST_NOTE, message=f"Make it shorter: {LONGEST_NOTE} letters at most.")],
        widget=GovTextArea(),
    )
    working_days = Days(
        "How many working days do they have?",
        description="It ends at 5pm on the last of them. You can give more time later, never less.",
        default=USUAL_DAYS,
        validators=[
            InputRequired("Say how many working days."),
            NumberRange(1, MOST_DAYS, message=f"Enter a number from 1 to {MOST_DAYS}."),
        ],
        widget=GovTextInput(),
    )
    submit = SubmitField("Open the review", widget=GovSubmitInput())


class GroupForm(FlaskForm):
    """A group that is asked."""

    kind = OneOf(
        "What kind of group is it?",
        choices=KINDS,
        validators=[InputRequired("Choose what kind of group it is.")],
        widget=GovRadioInput(),
    )
    name = StringField(
        "What is it called?",
        description="The group sees this. Never the name of a person.",
        validators=[
            DataRequired("Give the group a name."),
            Length(max=LONGEST_NAME, message=f"Make the name shorter: {LONGEST_NAME} letters at most."),
        ],
        widget=GovTextInput(),
    )
    credit = StringField(
        "How may people who answer read of it? (optional)",
        description="Such as: a young people’s forum. It stands under the questions that the group helped to write.",
        validators=[
            Length(max=LONGEST_NAME, message=f"Make the words shorter: {LONGEST_NAME} letters at most.")
        ],
        widget=GovTextInput(),
    )
    must_approve = BooleanField(
        "This group has to approve the words before they are used", widget=GovCheckboxInput()
    )
    submit = SubmitField("Add the group", widget=GovSubmitInput())


class LaterForm(FlaskForm):
    """A later day."""

    day = Day(
        "Until which day can the groups say what they think?",
        description="It ends at 5pm. People were told the old date, so it can only move later.",
        validators=[InputRequired("Enter a date.")],
        widget=DayInput(),
    )
    submit = SubmitField("Give them until then", widget=GovSubmitInput())


class WithdrawForm(FlaskForm):
    """Why a review ends without a result."""

    why = TextAreaField(
        "Why is it withdrawn?",
        description="The groups read that it was stopped, not why. Tell them yourself.",
        validators=[
            DataRequired("Say why."),
            Length(max=LONGEST_REASON, message=f"Make it shorter: {LONGEST_REASON} letters at most."),
        ],
        widget=GovTextArea(),
    )
    submit = SubmitField("Withdraw the review", widget=GovSubmitInput())
