"""Trying the questions before they are asked: the real journey, of which nothing ever counts as an answer.

What is kept says how it went, not what was answered: seconds on each page, the last page, notes about the questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from questionnaires.kinds import is_text
from questionnaires.model import Page
from questionnaires.rules import AnswerValue
from survey_app.services.entry import Entry
from survey_app.services.review_alerts import ask_to_read
from survey_app.services.review_words import seal_words, worry_in
from survey_app.services.take_part import draft_key, forget
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.review_rounds import PracticeNote, PracticeRun, ReviewGroup, ReviewRound

# Whoever went away for longer was not reading the page.
MOST_SECONDS = 30 * 60
LONGEST_NOTE = 1000
BY_MEMBER = "member"
# Levels from here up mean harm now or soon; see safeguard.LEVELS.
URGENT = 2


def begin_run(work: Work, entry: Entry, secret: str, face: str, language: str, first: str) -> None:
    """Remember that somebody began to practise; twice is once."""
    group = work.session.get_one(ReviewGroup, entry.survey_id)
    run = PracticeRun(
        id=_run_id(work, secret),
        round_id=group.round_id,
        group_id=group.id,
        digest=entry.version_digest,
        face=face,
        language=language,
        begun_on=work.today,
        last_page=first,
        seconds={},
    )
    try:
        with work.session.begin_nested():
            work.session.add(run)
    except IntegrityError:
        return


def page_done(work: Work, secret: str, page_id: str, shown_at: datetime | None, now_on: str) -> None:
    """Add the seconds that a page took (none when nobody knows when it was shown) and where the run is now."""
    run = _run(work, secret)
    if run is None:
        return
    if shown_at is not None:
        took = min(max(int((work.now - shown_at).total_seconds()), 0), MOST_SECONDS)
        run.seconds = {**run.seconds, page_id: min(run.seconds.get(page_id, 0) + took, MOST_SECONDS)}
    run.last_page = now_on


def finish(work: Work, secret: str) -> None:
    """Practice is over: what was answered is deleted, that it came to its end is kept."""
    forget(work, secret)
    run = _run(work, secret)
    if run is not None:
        run.finished = True


def add_note(work: Work, entry: Entry, page: Page, words: str) -> None:
    """Keep what somebody says about the questions of a page, sealed, for those who lead the review."""
    text = words.strip()[:LONGEST_NOTE]
    if not text:
        return
    group = work.session.get_one(ReviewGroup, entry.survey_id)
    question = page.questions[0]
    note_id, worry = random_id(), worry_in(text, entry.audience, question.text)
    work.session.add(
        PracticeNote(
            id=note_id,
            round_id=group.round_id,
            group_id=group.id,
            question=question.id,
            by=BY_MEMBER,
            sealed=seal_words(work, group.round_id, note_id, text),
            worry=worry,
            made_on=work.today,
        )
    )
    if worry:
        ask_to_read(work, work.session.get_one(ReviewRound, group.round_id))


def cannot_wait(entry: Entry, page: Page, answers: Mapping[str, AnswerValue | None]) -> bool:
    """True when own words on a page tell of harm: nobody reads them here, so their writer has to hear that."""
    levels = (
        worry_in(str(answers[question.id]), entry.audience, question.text)
        for question in page.questions
        if is_text(question) and answers.get(question.id)
    )
    return any(0 < level <= URGENT for level in levels)


def _run(work: Work, secret: str) -> PracticeRun | None:
    statement = select(PracticeRun).where(PracticeRun.id == _run_id(work, secret)).with_for_update()
    return work.session.scalars(statement).one_or_none()


def _run_id(work: Work, secret: str) -> str:
    """Made from the cookie by a one-way function, and no key of a draft or of anything that is sent."""
    return draft_key(work, f"practice {secret}").sent_key
