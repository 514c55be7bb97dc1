"""Where a member of a group is: the review, the questions in the words they have now, and how they read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from flask import render_template, request

from accessibility.easy_read import Reading, face_of
from accessibility.languages import LANGUAGES
from accessibility.preferences import Preferences, from_token
from questionnaires.model import Page, Question, Questionnaire
from survey_app.services import entry as entries
from survey_app.services.entry import Entry
from survey_app.services.errors import NotFound
from survey_app.services.key_holders import GroupHolder, member_behind
from survey_app.services.react import Seat, seat_id
from survey_app.services.review_rounds import draft_of, is_over
from survey_app.services.work import Work
from survey_app.web.help_lines import help_lines_for
from survey_app.web.languages import LOOK_COOKIE, speak_as, speech
from survey_app.web.page_view import page_views
from survey_app.web.site import site
from survey_app.web.together import seat as seats

LAYOUT = "together/layout.html"
MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Here:
    """One browser in one group. `entry` is the door to practice with the same questions."""

    holder: GroupHolder
    entry: Entry
    asked: Questionnaire
    secret: str
    seat_id: str
    over: bool
    now: datetime

    @property
    def code(self) -> str:
        """The group's code in the address."""
        return self.holder.group.code

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in its order, also those that only some are asked."""
        return tuple(self.asked.questions.values())

    @property
    def reading(self) -> Reading:
        """How this reader reads."""
        chosen = look()
        return Reading(face_of(chosen.face, self.asked), chosen.language)

    def question(self, number: int) -> Question:
        """The question with this number, from 1; raises NotFound."""
        if not 1 <= number <= len(self.questions):
            raise NotFound(f"question {number}")
        return self.questions[number - 1]

    def page_of(self, question: Question) -> Page:
        """The page on which a question will be asked."""
        return next(page for page in self.asked.pages if question in page.questions)

    def seat_at(self, question: Question, reading: Reading) -> Seat:
        """This browser at a question."""
        return Seat(self.holder, self.seat_id, self.asked, question, reading.face, reading.language)


def where(work: Work, code: str) -> Here:
    """Where this browser is; raises NotFound. The page speaks the reader's language from now on."""
    holder = member_behind(work, code, "react")
    entry = speak_as(work, entries.find_entry(work, code))
    secret = seats.secret_here(holder)
    return Here(
        holder,
        entry,
        draft_of(work, holder.round),
        secret,
        seat_id(work, holder, secret),
        is_over(work, holder.round),
        work.now,
    )


def look() -> Preferences:
    """How this reader wants the pages, in the language that this page speaks."""
    wanted = from_token(request.cookies.get(LOOK_COOKIE), LANGUAGES)
    return replace(wanted, language=speech().language.code)


def draw(template: str, here: Here, **words: object) -> str:
    """A page of a group with what every page needs."""
    return render_template(
        template,
        layout=LAYOUT,
        here=here,
        entry=here.entry,
        look=look(),
        leave_to=site().settings.leave_to,
        help_lines=help_lines_for(here.entry.audience),
        picture=page_views().picture,
        **words,
    )
