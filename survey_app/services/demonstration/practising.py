"""Groups of the story try the questions before they are asked, one of them together with its facilitator."""

from __future__ import annotations

from random import Random

from survey_app.services.key_holders import facilitator_behind
from survey_app.services.permissions import Person
from survey_app.services.practice_figures import THE_END
from survey_app.services.review_rounds import draft_of, groups_of, is_over, rounds_of
from survey_app.services.review_sessions import add_session
from survey_app.services.review_words import seal_words
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.review_rounds import PracticeNote, PracticeRun, ReviewGroup, ReviewRound

SEED = 14
TRIES, CAME = 4, 8
STOPPED = 0.25
NOTES = (
    ("listened_to", "facilitator", "3 asked who “people” are before they chose."),
    ("waiting", "facilitator", "Nobody could say what they wait for: “everything?”"),
    ("would_change", "member", "I like that I can talk instead of typing."),
)


def practise_together(work: Work, lead: Person) -> None:
    """Let each group of every open review try the questions; the first group also meets."""
    chance = Random(SEED)
    for opened in rounds_of(work, lead):
        groups = groups_of(work, opened.id)
        if is_over(work, opened) or not groups:
            continue
        for group in groups:
            _try(work, opened, group, chance)
        holder = facilitator_behind(work, groups[-1].facilitator_key, "enter_sessions")
        add_session(work, holder, work.today, "paper", CAME)
        _note(work, opened, groups[-1])


def _try(work: Work, opened: ReviewRound, group: ReviewGroup, chance: Random) -> None:
    pages = [page.id for page in draft_of(work, opened).pages] + [THE_END]
    for _ in range(TRIES):
        finished = chance.random() > STOPPED
        seen = pages if finished else pages[: chance.randrange(2, len(pages))]
        run = PracticeRun(
            id=random_id(),
            round_id=opened.id,
            group_id=group.id,
            digest=opened.draft_digest,
            face="easy_read_pictures",
            language="en",
            begun_on=work.today,
            seconds={page: round(chance.lognormvariate(3.2, 0.5)) for page in seen},
            last_page=seen[-1],
            finished=finished,
        )
        work.session.add(run)


def _note(work: Work, opened: ReviewRound, group: ReviewGroup) -> None:
    for question, by, words in NOTES:
        made = random_id()
        note = PracticeNote(
            id=made,
            round_id=opened.id,
            group_id=group.id,
            question=question,
            by=by,
            sealed=seal_words(work, opened.id, made, words),
            made_on=work.today,
        )
        work.session.add(note)
