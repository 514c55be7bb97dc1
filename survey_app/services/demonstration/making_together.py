"""Groups of the story look at the young people's questions: what they say of each, and the first replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from sqlalchemy import select

from questionnaires.model import Questionnaire
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services import react, review_rounds
from survey_app.services.key_holders import GroupHolder, member_behind
from survey_app.services.permissions import Person
from survey_app.services.react import Said, Seat, Shown
from survey_app.services.replies import ASKED_AGAIN, CHANGED, KEPT
from survey_app.services.review_rounds import GroupParts, RoundParts
from survey_app.services.work import Work
from survey_app.storage.review_rounds import Reaction, ReviewGroup, ReviewRound

SEED = 88
OPENED_AGO = timedelta(days=2)
NOTE = "Young people told us that some words are hard. Which ones? What would you say instead?"
GROUPS: Mapping[str, tuple[GroupParts, int]] = {
    "youth": (GroupParts("youth_group", "The youth group", "a young people’s group", True), 7),
    "forum": (GroupParts("forum", "The parent carer forum", "a parent carer forum", True), 5),
    "team": (GroupParts("practitioners", "The inclusion team", "people who work with children"), 4),
}
PLAIN = (("understand", 60), ("not_understood", 8), ("upsets", 3), ("missing", 5), ("", 14))
COMMENTS = (
    (
        "youth",
        "listened_to",
        "Which people? My teachers listen. My doctor talks to my mum.",
        ("talking", "doctor"),
    ),
    ("youth", "waiting", "This is 2 questions in 1.", ("time_long",)),
    ("youth", "would_change", "", ("good", "yes")),
    ("forum", "needs_noticed", "My daughter would not know what needs are being noticed.", ()),
    ("forum", "included", "Say what joining in means: clubs, parks, shops.", ("friends",)),
    ("team", "right_help", "Add help that was promised and did not come.", ()),
)
PICTURES = (
    ("youth", "waiting", "time_long"),
    ("youth", "included", "club"),
    ("forum", "right_help", "support"),
)
HARD = (("youth", "setting", ("training", "apprenticeship")), ("forum", "needs_noticed", ("noticing",)))


@dataclass(frozen=True, slots=True)
class _Answered:
    """What was said back to one sort of thing that was said of a question."""

    question: str
    sort: str
    answer: str
    words: str


REPLIES = (
    _Answered("listened_to", "comment", CHANGED, "We say now which people we mean."),
    _Answered("waiting", "picture", CHANGED, "There is another picture now."),
    _Answered("waiting", "comment", ASKED_AGAIN, "We try 2 short sentences. Please look again."),
    _Answered("setting", "hard_word", KEPT, "People of 16 and over know this word. We asked them."),
)


@dataclass(frozen=True, slots=True)
class GroupAddress:
    """A group's ways in."""

    name: str
    url: str
    facilitator: str

    def as_link(self) -> dict[str, str]:
        """What a program needs to know of it."""
        return {"name": self.name, "url": self.url, "facilitator": self.facilitator}


def make_together(work: Work, lead: Person, calendar: WorkingCalendar) -> None:
    """Open a review of the young people's questions two days ago, and let its groups speak."""
    then = Work(work.connection, work.now - OPENED_AGO, work.keys)
    opened = review_rounds.open_round(
        then, lead, RoundParts(None, "young-people", "Words that everybody knows", NOTE), calendar
    )
    chance = Random(SEED)
    for name, (parts, people) in GROUPS.items():
        group = review_rounds.add_group(then, lead, opened.id, parts)
        then.session.flush()
        seats = [f"{name} {number} {SEED}" for number in range(people)]
        _speak(then, name, member_behind(then, group.code, "react"), seats, chance)
    then.session.flush()
    _reply(then, opened, lead)
    then.finish()


def group_addresses(work: Work, base: str) -> tuple[GroupAddress, ...]:
    """The ways in of every group that is asked, by name."""
    statement = select(ReviewGroup).order_by(ReviewGroup.name)
    return tuple(
        GroupAddress(
            group.name, f"{base}/together/{group.code}", f"{base}/together/f/{group.facilitator_key}"
        )
        for group in work.session.scalars(statement)
    )


def _speak(work: Work, name: str, holder: GroupHolder, secrets: Sequence[str], chance: Random) -> None:
    asked = review_rounds.draft_of(work, holder.round)
    for secret in secrets:
        for question in asked.questions:
            sort = chance.choices([sort for sort, _ in PLAIN], [weight for _, weight in PLAIN])[0]
            if sort:
                react.keep_sorts(work, _seat(work, holder, asked, secret, question), (), [sort])
    first = secrets[0]
    for who, question, comment, symbols in COMMENTS:
        if who == name:
            seat = _seat(work, holder, asked, first, question)
            react.keep_comment(work, seat, Shown(Said().mark), comment, symbols)
    for who, question, picture in PICTURES:
        if who == name:
            react.keep_picture(work, _seat(work, holder, asked, first, question), picture)
    for who, question, words in HARD:
        if who == name:
            react.keep_words(work, _seat(work, holder, asked, first, question), words, (), words)


def _seat(work: Work, holder: GroupHolder, asked: Questionnaire, secret: str, question: str) -> Seat:
    identity = react.seat_id(work, holder, secret)
    return Seat(holder, identity, asked, asked.questions[question], "easy_read_pictures", "en")


def _reply(work: Work, opened: ReviewRound, lead: Person) -> None:
    for said in REPLIES:
        rows = select(Reaction).where(
            Reaction.round_id == opened.id, Reaction.question == said.question, Reaction.sort == said.sort
        )
        for row in work.session.scalars(rows):
            row.answer, row.reply, row.easy_reply = said.answer, said.words, said.words
            row.replied_by, row.replied_on = lead.email, work.today
