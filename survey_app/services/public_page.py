"""The public page of a visit: there from the first day, and telling what came of it once it is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from analysis.count_tables import THEMES
from analysis.evidence import ROUND_TO, Evidence
from questionnaires.model import AUDIENCES
from survey_app.calendar.clock import london_day
from survey_app.calendar.states import VisitState
from survey_app.calendar.wording import say, say_day
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.distribute import surveys_of
from survey_app.services.entry import as_typed
from survey_app.services.errors import NoSuchCode, Refused
from survey_app.services.feedback_entries import visit_with_feedback
from survey_app.services.inspect import is_national
from survey_app.services.news import tell_all
from survey_app.services.open_and_close import kind_of, state_of
from survey_app.services.permissions import Person
from survey_app.services.publish import version_of
from survey_app.services.take_away import leave_for_everybody
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.feedback import AgreedWords, FeedbackEntry, PublicPage
from survey_app.storage.journal import JournalEntry
from survey_app.storage.visits import Visit

# Working days after the close at which somebody who looks again usually finds something.
LOOK_AGAIN_AFTER = 40
OVER = (VisitState.CLOSED, VisitState.ARCHIVED)
LONGEST: Mapping[str, int] = {
    "intro": 1000,
    "easy_intro": 500,
    "difference": 2000,
    "easy_difference": 1000,
    "newsletter_name": 120,
    "newsletter_link": 300,
}


@dataclass(frozen=True, slots=True)
class PageParts:
    """What a partnership says on its page, besides the entries."""

    intro: str = ""
    easy_intro: str = ""
    difference: str = ""
    easy_difference: str = ""
    newsletter_name: str = ""
    newsletter_link: str = ""
    takes_addresses: bool = False
    look_again_on: date | None = None


@dataclass(frozen=True)
class PublicView:
    """What everybody may read. `area` and everything of the partnership is empty where findings are national.

    `entries` are as published; `answered` (audience, band) and `themes` (heading, lines) as they were frozen.
    """

    code: str
    visit_id: str
    national: bool
    area: str
    kind_title: str
    asked: tuple[str, ...]
    open_words: str
    look_again: str
    published_on: str
    takes_addresses: bool
    parts: PageParts
    entries: tuple[Mapping[str, object], ...]
    answered: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...]
    words: tuple[tuple[str, str], ...]

    def in_state(self, *states: str) -> tuple[Mapping[str, object], ...]:
        """The entries that are in one of these states."""
        return tuple(entry for entry in self.entries if entry["state"] in states)


def code_of(work: Work, visit_id: str) -> str:
    """The code in the address of a visit's public page."""
    statement = select(PublicPage.code).where(PublicPage.visit_id == visit_id)
    return work.session.execute(statement).scalar_one_or_none() or ""


def public_view(work: Work, code: str) -> PublicView:
    """The page behind its code, as it was printed or typed; raises NoSuchCode."""
    page = work.session.scalars(select(PublicPage).where(PublicPage.code == as_typed(code))).one_or_none()
    if page is None:
        raise NoSuchCode(code)
    return view_of(work, page, work.session.get_one(Visit, page.visit_id))


def view_of(work: Work, page: PublicPage, visit: Visit) -> PublicView:
    """What everybody may read of a visit."""
    national = is_national(visit.kind)
    told = not national and page.published_at is not None
    figures = page.figures if told else {}
    return PublicView(
        code=page.code,
        visit_id=visit.id,
        national=national,
        area="" if national else work.session.get_one(Area, visit.area_id).name,
        kind_title=kind_of(visit.kind).title,
        asked=tuple(_asked(work, visit)),
        open_words=_open_words(visit),
        look_again=_look_again(work, page, visit),
        published_on=say_day(london_day(page.published_at), with_year=True)
        if page.published_at and told
        else "",
        takes_addresses=page.takes_addresses and not national,
        parts=parts_of(page) if told else PageParts(),
        entries=_published(work, visit.id) if told else (),
        answered=_pairs(figures.get("answered")),
        themes=_tables(figures.get("themes")),
        words=_agreed(work, visit.id) if told else (),
    )


def page_for(work: Work, person: Person, visit_id: str) -> tuple[PublicPage, PublicView]:
    """The page as its partnership works on it; raises NotFound."""
    visit = visit_with_feedback(work, person, visit_id, "write_feedback")
    page = _row(work, visit_id)
    return page, view_of(work, page, visit)


def change_page(work: Work, person: Person, visit_id: str, seen: int, parts: PageParts) -> None:
    """Change what the page says besides the entries. Raises NotFound or Refused, also when somebody else was first."""
    visit_with_feedback(work, person, visit_id, "write_feedback")
    page = _row(work, visit_id, held=True)
    parts = _checked(work, parts)
    if page.edition != seen:
        raise Refused("Somebody else changed the page while you did. Look at it again: your words are below.")
    for name in (*LONGEST, "takes_addresses"):
        setattr(page, name, getattr(parts, name))
    page.look_again_on = parts.look_again_on
    page.edition += 1
    _note(work, person, "change_public_page", visit_id)


def publish_page(work: Work, person: Person, visit_id: str) -> None:
    """Show everybody the page. Its figures are counted once, after the close, and stay: no two can be subtracted.

    Raises NotFound, and Refused before the survey is over or while there is nothing to tell.
    """
    visit = visit_with_feedback(work, person, visit_id, "publish_feedback")
    if state_of(work, visit) not in OVER:
        raise Refused("The survey is not over yet. Publish the page when nobody can answer any more.")
    if not _published(work, visit_id):
        raise Refused("Publish an entry first, so that the page says what came of it.")
    page = _row(work, visit_id, held=True)
    if not page.figures:
        page.figures = _frozen(leave_for_everybody(work, visit_id, person.email))
    page.published_at = work.now
    page.edition += 1
    tell_all(work, visit_id)
    _note(work, person, "publish_public_page", visit_id)


def parts_of(page: PublicPage) -> PageParts:
    """What a partnership wrote on its page."""
    words = {name: getattr(page, name) for name in LONGEST}
    return PageParts(**words, takes_addresses=page.takes_addresses, look_again_on=page.look_again_on)


def usual_look_again(visit: Visit) -> date | None:
    """When to look again, unless somebody says another day; None while there is no close."""
    if visit.closes_at is None:
        return None
    return WorkingCalendar().add_working_days(london_day(visit.closes_at), LOOK_AGAIN_AFTER)


def _look_again(work: Work, page: PublicPage, visit: Visit) -> str:
    day = page.look_again_on or usual_look_again(visit)
    return say_day(day, with_year=day.year != work.today.year) if day and day >= work.today else ""


def _frozen(evidence: Evidence) -> dict[str, object]:
    """Figures as plain data: bands of who answered, and for each theme how many praised and criticised, rounded."""
    tables = [
        table
        for table in evidence.tables
        if table.sort == THEMES and _says_something(table.lines(ROUND_TO)[1])
    ]
    return {
        "made_on": evidence.made_on,
        "answered": [list(pair) for pair in evidence.answered],
        "themes": [
            [table.title, list(table.lines(ROUND_TO)[0]), [list(line) for line in table.lines(ROUND_TO)[1]]]
            for table in tables
        ],
    }


def _says_something(lines: list[tuple[str, ...]]) -> bool:
    return any(any(cell.replace(",", "").isdigit() for cell in line[1:]) for line in lines)


def _published(work: Work, visit_id: str) -> tuple[Mapping[str, object], ...]:
    statement = select(FeedbackEntry).where(
        FeedbackEntry.visit_id == visit_id, FeedbackEntry.published_at.is_not(None)
    )
    rows = work.session.scalars(statement.order_by(FeedbackEntry.published_at.desc(), FeedbackEntry.id))
    return tuple(
        {**row.published, "is_stale": str(row.published.get("review_by", "")) < work.today.isoformat()}
        for row in rows
    )


def _agreed(work: Work, visit_id: str) -> tuple[tuple[str, str], ...]:
    statement = select(AgreedWords).where(AgreedWords.visit_id == visit_id, AgreedWords.state == "agreed")
    rows = work.session.scalars(statement.order_by(AgreedWords.id))
    return tuple((AUDIENCES.get(row.audience, row.audience), row.words) for row in rows)


def _asked(work: Work, visit: Visit) -> list[str]:
    surveys = surveys_of(work, visit.id)
    return [AUDIENCES.get(version_of(work, one.version_digest).audience, one.audience) for one in surveys]


def _open_words(visit: Visit) -> str:
    return f"{say(visit.opens_at)} to {say(visit.closes_at)}" if visit.opens_at and visit.closes_at else ""


def _row(work: Work, visit_id: str, *, held: bool = False) -> PublicPage:
    statement = select(PublicPage).where(PublicPage.visit_id == visit_id)
    return work.session.scalars(statement.with_for_update() if held else statement).one()


def _checked(work: Work, parts: PageParts) -> PageParts:
    tidy = {name: " ".join(getattr(parts, name).split()) for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(tidy[name]) > longest:
            raise Refused(f"Make “{name.replace('_', ' ')}” shorter: {longest:,} characters at most.")
    if tidy["newsletter_link"] and not tidy["newsletter_link"].startswith("https://"):
        raise Refused("The address of the newsletter has to begin with https://.")
    if parts.look_again_on and parts.look_again_on < work.today:
        raise Refused("Choose a day to look again that is still to come.")
    return PageParts(**tidy, takes_addresses=parts.takes_addresses, look_again_on=parts.look_again_on)


def _pairs(stored: object) -> tuple[tuple[str, str], ...]:
    return tuple((str(a), str(b)) for a, b in stored) if isinstance(stored, list) else ()


def _tables(stored: object) -> tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...]:
    if not isinstance(stored, list):
        return ()
    return tuple((title, tuple(headings), tuple(map(tuple, lines))) for title, headings, lines in stored)


def _note(work: Work, person: Person, action: str, visit_id: str) -> None:
    work.session.add(JournalEntry(at=work.now, by=person.email, action=action, subject=visit_id))
