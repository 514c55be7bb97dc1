"""The administrator's forms, and those that move a visit's dates."""

from __future__ import annotations

from collections.abc import Callable

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from survey_app.services.staff import VISIT_ROLES
from survey_app.web.fields.day import DayInput
from survey_app.web.form_choices import OneOf, OneOfMany, choices

LONGEST_REASON = 1000
NO_DATE = "Enter a real date."
NO_TIME = "Enter a time of day."


class TimeInput(GovTextInput):
    """The browser's own way to enter a time."""

    input_type = "time"


class Day(DateField):
    """A date, with our own sentence when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        _read(super().process_formdata, valuelist, NO_DATE)


class ClockTime(TimeField):
    """A time of day, with our own sentence when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        _read(super().process_formdata, valuelist, NO_TIME)


class NumberInput(GovTextInput):
    """A small whole number."""

    input_type = "number"


def _read(read: Callable[[list[str]], None], sent: list[str], sentence: str) -> None:
    try:
        read(sent)
    except ValueError:
        raise ValueError(sentence) from None


class InviteForm(FlaskForm):
    """Whom to invite."""

    email = StringField(
        "Email address",
        validators=[
            DataRequired("Enter an email address."),
            Length(max=254, message="That address is too long."),
        ],
        widget=GovTextInput(),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    administrator = BooleanField(
        "They run the site: they invite people and notify visits, and never read answers",
        widget=GovCheckboxInput(),
    )
    submit = SubmitField("Make the invitation link", widget=GovSubmitInput())


class RoleForm(FlaskForm):
    """A role in a visit. The view fills in the visits."""

    visit = OneOfMany("Visit", validators=[InputRequired("Choose the visit.")], widget=GovSelect())
    role = OneOf(
        "Role",
        choices=choices(VISIT_ROLES.items()),
        validators=[InputRequired("Choose the role.")],
        widget=GovRadioInput(),
    )
    submit = SubmitField("Give this role", widget=GovSubmitInput())


class NoticeForm(FlaskForm):
    """A new visit. `for_kind` leaves only the questions that its kind of visit needs."""

    area = StringField(
        "Local area",
        description="The name of the partnership, as people there know it.",
        validators=[
            DataRequired("Enter the name of the local area."),
            Length(max=200, message="Make it shorter."),
        ],
        widget=GovTextInput(),
        render_kw={"list": "areas", "autocomplete": "off"},
    )
    title = StringField(
        "What to call this visit",
        description="People who work with it see this. For example: Full inspection, autumn 2026.",
        validators=[
            DataRequired("Enter what to call this visit."),
            Length(max=200, message="Make it shorter."),
        ],
        widget=GovTextInput(),
    )
    notified_on = Day("Day of the notification", validators=[InputRequired(NO_DATE)], widget=DayInput())
    notified_at = ClockTime(
        "Time of the notification", validators=[InputRequired(NO_TIME)], widget=TimeInput()
    )
    opens_on = Day("First day for answers", validators=[InputRequired(NO_DATE)], widget=DayInput())
    closes_on = Day("Last day for answers", validators=[InputRequired(NO_DATE)], widget=DayInput())
    working_days = IntegerField(
        "For how many working days?",
        validators=[
            InputRequired("Enter a number of working days."),
            NumberRange(1, 250, "Enter a number from 1 to 250."),
        ],
        widget=NumberInput(),
    )
    wave = StringField(
        "Which wave is this?",
        description="So that waves can be compared. For example: 2026. Leave it empty for a single survey.",
        validators=[Optional(), Length(max=64, message="Make it shorter.")],
        widget=GovTextInput(),
    )
    surveys = SelectMultipleField("Which surveys?", widget=GovCheckboxesInput())
    submit = SubmitField("Go on", widget=GovSubmitInput())

    def leave_only(self, wanted: frozenset[str]) -> None:
        """Take away the questions about dates that this kind of visit does not ask."""
        for name in (
            "notified_on",
            "notified_at",
            "opens_on",
            "closes_on",
            "working_days",
            "wave",
            "surveys",
        ):
            if name not in wanted:
                delattr(self, name)


class ReasonForm(FlaskForm):
    """Why something about a visit is decided."""

    why = TextAreaField(
        "Why?",
        description="This is kept with the visit. Do not name a child, a parent or a family.",
        validators=[
            DataRequired("Say why, in a sentence."),
            Length(max=LONGEST_REASON, message=f"Make it shorter: {LONGEST_REASON} characters at most."),
        ],
        widget=GovTextArea(),
    )
    submit = SubmitField("Confirm", widget=GovSubmitInput())


class GoForm(FlaskForm):
    """A decision that needs no reason."""

    submit = SubmitField("Confirm", widget=GovSubmitInput())


class MomentForm(ReasonForm):
    """A reason, and a moment on England's clock."""

    on = Day("Day", validators=[InputRequired(NO_DATE)], widget=DayInput())
    at = ClockTime("Time", validators=[InputRequired(NO_TIME)], widget=TimeInput())
