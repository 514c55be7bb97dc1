"""Words that the youth group of the story had changed, so that there is something to see and to approve."""

from __future__ import annotations

from sqlalchemy import select

from questionnaires.edit_in_place import Place
from questionnaires.faces import EASY_READ_FILE
from survey_app.services.change_wording import Edits, Why, change_words
from survey_app.services.permissions import Person
from survey_app.services.work import Work
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound

HINT: Place = ("questions", "listened_to", "hint")
PICTURE: Place = ("questions", "waiting", "picture")
CHANGES: tuple[tuple[Edits, str], ...] = (
    (
        {(EASY_READ_FILE, HINT): "Such as teachers, doctors and helpers."},
        "The group asked which people we mean.",
    ),
    ({(EASY_READ_FILE, PICTURE): "time_long"}, "The group chose a picture of a long time."),
)


def change_what_was_said(work: Work, lead: Person) -> None:
    """Change the words and the picture that the story's replies speak of."""
    statement = select(ReviewRound, ReviewGroup).join(ReviewGroup, ReviewGroup.round_id == ReviewRound.id)
    found, group = work.session.execute(statement.where(ReviewGroup.kind == "youth_group")).one()
    for edits, why in CHANGES:
        change_words(work, lead, found.id, found.edition, edits, Why(why, group.id))
