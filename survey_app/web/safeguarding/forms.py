"""How a concern ends and why, and the short forms that give a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import StringField, SubmitField, TextAreaField
from wtforms.validators import Length, Optional

from survey_app.services.concern_routes import ROUTES
from survey_app.services.safeguard import DECISIONS
from survey_app.services.work_concerns import Ending, problems_of
from survey_app.web.form_choices import OneOf, choices

LONGEST_REASON, LONGEST_TOLD, LONGEST_REFERENCE = 2000, 200, 64


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=f"Make it shorter: {longest:,} characters at most.")


class DecisionForm(FlaskForm):
    """What is needed beside the decision depends on it: `work_concerns.problems_of` says what is missing."""

    decision = OneOf(
        "What was done?", choices=choices(DECISIONS.items()), validators=[Optional()], widget=GovRadioInput()
    )
    route = OneOf(
        "Where do concerns about this person go?",
        description="Needed when it was passed on to a service. The age is what the answer says of its own: "
        "check whom it is about.",
        choices=choices(ROUTES.items()),
        validators=[Optional()],
        widget=GovRadioInput(),
    )
    told = StringField(
        "To whom was it passed?",
        description="A service or a role, such as: front door, duty social worker. Needed when somebody was told.",
        validators=[_at_most(LONGEST_TOLD)],
        widget=GovTextInput(),
    )
    reference = StringField(
        "Their reference, if they gave one",
        validators=[_at_most(LONGEST_REFERENCE)],
        widget=GovTextInput(),
    )
    same_as = StringField(
        "The same as which concern?",
        description="Its name in the queue, such as 4f2a91. Needed when this repeats another concern.",
        validators=[_at_most(LONGEST_REFERENCE)],
        widget=GovTextInput(),
    )
    reason = TextAreaField(
        "Why?",
        description="A sentence or two. Leave out the name, address, school and birthday of the child: "
        "whoever needs them has them from you, and here they would only be kept longer.",
        validators=[_at_most(LONGEST_REASON)],
        widget=GovTextArea(),
    )
    submit = SubmitField("Record the decision", widget=GovSubmitInput())

    def ending(self) -> Ending:
        """What was typed, as the service takes it."""
        return Ending(**{name: getattr(self, name).data or "" for name in Ending.__slots__})

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Also what is missing for this decision, said at its field."""
        fine = super().validate(extra_validators)
        missing = problems_of(self.ending())
        for name, sentence in missing.items():
            if not self[name].errors:
                self[name].errors = [*self[name].errors, sentence]
        return fine and not missing


class BackForm(FlaskForm):
    """A reason for giving something back."""

    why = TextAreaField("Why?", validators=[_at_most(LONGEST_REASON)], widget=GovTextArea())
    submit = SubmitField("Send it back", widget=GovSubmitInput())
