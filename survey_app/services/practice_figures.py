"""How practice with a draft went: seconds on each page, where people stopped, and what they noted. Never an answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from statistics import median

from sqlalchemy import select

from questionnaires.model import Questionnaire
from survey_app.services.key_holders import GroupHolder
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.review_words import words_or_why_not
from survey_app.services.work import Work
from survey_app.storage.review_rounds import PracticeNote, PracticeRun, ReviewGroup, ReviewRound

# With fewer, whoever sat beside somebody could tell whose time a figure is.
FEWEST_RUNS = 5
THE_END = "check"


@dataclass(frozen=True, slots=True)
class PageFigures:
    """One page: how many were timed on it, their median and range in seconds, and how many stopped there."""

    page: str
    title: str
    timed: int
    median: int
    shortest: int
    longest: int
    stopped: int


@dataclass(frozen=True, slots=True)
class PracticeFigures:
    """How often the draft was tried and finished, page by page."""

    runs: int
    finished: int
    pages: tuple[PageFigures, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """A note about a question, and the level at which a person has to read it (0: none)."""

    question: str
    words: str
    worry: int


def figures_for_facilitator(work: Work, holder: GroupHolder) -> PracticeFigures | None:
    """The figures of one group; None while so few have tried that a figure could be somebody's."""
    runs = work.session.scalars(select(PracticeRun).where(PracticeRun.group_id == holder.group.id)).all()
    if len(runs) < FEWEST_RUNS:
        return None
    return _figures(version_of(work, holder.round.draft_digest), runs)


def figures_for_lead(work: Work, person: Person, asked: ReviewRound) -> PracticeFigures | None:
    """The figures of all groups of a round together; None while too few have tried."""
    require(person, "lead_reviews", asked.visit_id or "")
    runs = work.session.scalars(select(PracticeRun).where(PracticeRun.round_id == asked.id)).all()
    return _figures(version_of(work, asked.draft_digest), runs) if len(runs) >= FEWEST_RUNS else None


def notes_of(work: Work, person: Person, asked: ReviewRound) -> tuple[Noted, ...]:
    """What people noted while they practised, worrying notes first, then in the order of the questions."""
    require(person, "lead_reviews", asked.visit_id or "")
    order = {name: place for place, name in enumerate(version_of(work, asked.draft_digest).questions)}
    rows = work.session.scalars(select(PracticeNote).where(PracticeNote.round_id == asked.id)).all()
    ranked = sorted(rows, key=lambda row: (row.worry == 0, row.worry, order.get(row.question, 0), row.id))
    return tuple(
        Noted(row.question, words_or_why_not(work, row.round_id, row.id, row.sealed), row.worry)
        for row in ranked
    )


def tried_by(work: Work, asked: ReviewRound) -> dict[str, int]:
    """How many times each group tried the draft, by the group's name."""
    statement = (
        select(ReviewGroup.name)
        .join(PracticeRun, PracticeRun.group_id == ReviewGroup.id)
        .where(PracticeRun.round_id == asked.id)
    )
    return dict(Counter(work.session.scalars(statement)))


def _figures(asked: Questionnaire, runs: Collection[PracticeRun]) -> PracticeFigures:
    seconds: dict[str, list[int]] = defaultdict(list)
    for run in runs:
        for page, took in run.seconds.items():
            seconds[page].append(took)
    stopped = Counter(run.last_page for run in runs if not run.finished)
    pages = [_page(page.id, page.title or page.questions[0].text, seconds, stopped) for page in asked.pages]
    pages.append(_page(THE_END, "The last look before sending", seconds, stopped))
    return PracticeFigures(len(runs), sum(run.finished for run in runs), tuple(pages))


def _page(name: str, title: str, seconds: dict[str, list[int]], stopped: Counter[str]) -> PageFigures:
    took = seconds.get(name, [])
    few = len(took) < FEWEST_RUNS
    return PageFigures(
        name,
        title,
        0 if few else len(took),
        0 if few else round(median(took)),
        0 if few else min(took),
        0 if few else max(took),
        stopped[name],
    )
