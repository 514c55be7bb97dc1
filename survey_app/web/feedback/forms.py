"""The forms of what came of it: an entry, the page around the entries, and a group that reads first."""

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
from wtforms import BooleanField, DateField, HiddenField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from survey_app.services.feedback_entries import LONGEST, SAID_BY, STATES
from survey_app.services.feedback_readers import KINDS, LONGEST_NAME
from survey_app.services.public_page import LONGEST as PAGE_LONGEST
from survey_app.web.fields.day import DayInput
from survey_app.web.form_choices import OneOf, OneOfMany, choices


def words(label: str, longest: int, hint: str = "", required: str = "") -> TextAreaField:
    """A box for sentences."""
    must = [InputRequired(required)] if required else [Optional()]
    limit = Length(max=longest, message=f"Make this shorter: {longest:,} characters at most.")
    return TextAreaField(label, description=hint, validators=[*must, limit], widget=GovTextArea())


class EntryForm(FlaskForm):
    """One thing that people said, and what came of it."""

    edition = HiddenField()
    theme = OneOfMany("What was it about?", widget=GovSelect(), validators=[InputRequired("Choose a theme.")])
    said_by = OneOfMany("Who said it?", widget=GovSelect(), choices=choices(SAID_BY.items()))
    you_said = words(
        "You said",
        LONGEST["you_said"],
        "In your own words. Never a sentence from an answer: the local area does not read answers.",
        "Write what people said.",
    )
    state = OneOf(
        "How far is it?", widget=GovRadioInput(), choices=choices(STATES.items()), default="planned"
    )
    we_did = words("We did, or will do", LONGEST["we_did"])
    we_cannot = words(
        "We cannot, because", LONGEST["we_cannot"], "Needed where it is not possible: say why, plainly."
    )
    easy_said = words(
        "You said, in easy words",
        LONGEST["easy_said"],
        "One idea in a sentence, 12 words at most, everyday words.",
    )
    easy_did = words("What came of it, in easy words", LONGEST["easy_did"])
    picture = OneOfMany("Picture", widget=GovSelect(), description="It stands beside the easy words.")
    owner = StringField(
        "Who looks after it?",
        description="A team or a role. Not a person’s name.",
        validators=[Length(max=LONGEST["owner"])],
        widget=GovTextInput(),
    )
    proof = words(
        "How can people see that it is so? (optional)", LONGEST["proof"], "A link, a number, a date."
    )
    paragraph = StringField(
        "Paragraph of the framework (optional)",
        validators=[Length(max=LONGEST["paragraph"])],
        widget=GovTextInput(),
    )
    review_by = DateField(
        "Look again by (optional)",
        description="Left empty, it is 60 working days from today.",
        validators=[Optional()],
        widget=DayInput(),
    )
    submit = SubmitField("Save", widget=GovSubmitInput())


class PageForm(FlaskForm):
    """What the page says besides the entries."""

    edition = HiddenField()
    intro = words("First words of the page (optional)", PAGE_LONGEST["intro"])
    easy_intro = words("The same in easy words (optional)", PAGE_LONGEST["easy_intro"])
    difference = words(
        "What is different since last time? (optional)",
        PAGE_LONGEST["difference"],
        "Say how sure you are. The page adds that the people may not be the same.",
    )
    easy_difference = words("The same in easy words (optional)", PAGE_LONGEST["easy_difference"])
    look_again_on = DateField(
        "When should people look again? (optional)",
        description="Left empty, it is 40 working days after the survey closes.",
        validators=[Optional()],
        widget=DayInput(),
    )
    takes_addresses = BooleanField(
        "Let people leave an e-mail address, to hear when the page says something new",
        widget=GovCheckboxInput(),
    )
    newsletter_name = StringField(
        "Newsletter of a forum (optional)",
        validators=[Length(max=PAGE_LONGEST["newsletter_name"])],
        widget=GovTextInput(),
    )
    newsletter_link = StringField(
        "Its address (optional)",
        description="It begins with https://",
        validators=[Length(max=PAGE_LONGEST["newsletter_link"])],
        widget=GovTextInput(),
    )
    submit = SubmitField("Save", widget=GovSubmitInput())


class ReaderForm(FlaskForm):
    """A group that reads before everybody does."""

    kind = OneOf(
        "What kind of group is it?",
        widget=GovRadioInput(),
        choices=choices(KINDS.items()),
        validators=[InputRequired("Choose what kind of group it is.")],
    )
    name = StringField(
        "What is it called?",
        validators=[InputRequired("Say what the group is called."), Length(max=LONGEST_NAME)],
        widget=GovTextInput(),
    )
    submit = SubmitField("Make its page", widget=GovSubmitInput())
