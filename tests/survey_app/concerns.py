"""Concerns on the table: raised at a level that a test chooses, in a visit in any standing."""

from sqlalchemy import select

from survey_app.services import receive_answers, take_part, work_concerns
from survey_app.services.entry import find_entry
from survey_app.services.permissions import Person
from survey_app.services.safeguard import raise_concern
from survey_app.services.take_part import DraftState
from survey_app.services.work import Work
from survey_app.services.work_concerns import Ending, proposal_of
from survey_app.storage.concerns import Concern, ConcernEvent
from survey_app.storage.sealing import new_cookie_secret
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock
from tests.survey_app.moving import Table

REFERRED = Ending("referred", "Hurt at home.", told="The front door", reference="77", route="child")
CALMED = Ending("no_action", "About a film.")
POLICE = Ending("police", "Danger now; the step dad hits.", told="101")
CALM = "My teacher is kind and school is fun."
STANDINGS = {
    "closed": (),
    "paused": ("pause",),
    "deferred": ("defer",),
    "abandoned": ("abandon",),
    "archived": ("abandon", "archive"),
}
"""Every standing in which a survey takes no answers any more, and the moves that lead there from open."""


def raise_at(
    site: Site,
    visit: BuiltVisit,
    level: int,
    audience: str = "young_people",
    **answers: str,
) -> str:
    """A concern of this level about a new answer, which nothing else would have raised; its id."""
    given = answers or {"would_change": CALM}
    with site.writing() as work:
        entry = find_entry(work, visit.codes[audience])
        draft = DraftState(take_part.begin(work, entry).questionnaire, dict(given))
        secret = new_cookie_secret()
        sending = receive_answers.prepare_sending(work, entry, secret, draft, "en-GB", "standard")
        receive_answers.receive(work, entry, sending)
        response = sending.ready.id
        if work.session.scalars(select(Concern.id).where(Concern.response_id == response)).first() is None:
            raise_concern(work, visit.id, response, level)
        concern = work.session.scalars(select(Concern).where(Concern.response_id == response)).one()
        concern.level = level
        return concern.id


def bring_to(site: Site, clock: SettableClock, visit: BuiltVisit, standing: str) -> None:
    """Bring an open visit to one of `STANDINGS`."""
    table = Table(site, clock, visit)
    for name in STANDINGS[standing]:
        table.do(name)
    if standing == "closed":
        clock.set("2026-12-01T10:00")
    assert table.state() == standing


def stored(site: Site, concern: str) -> Concern:
    """The concern as it is stored now."""
    with site.reading() as work:
        return work.session.get_one(Concern, concern)


def history(site: Site, concern: str) -> list[tuple[str, str, str]]:
    """What was done about it, in order: the action, its detail, and what somebody wrote."""
    with site.reading() as work:
        statement = select(ConcernEvent).where(ConcernEvent.concern_id == concern)
        rows = work.session.scalars(statement.order_by(ConcernEvent.number))
        return [(row.action, row.detail, row.why) for row in rows]


def read(site: Site, who: Person, concern: str) -> None:
    with site.writing() as work:
        work_concerns.note_reading(work, who, concern)


def decide(site: Site, visit: BuiltVisit, who: Person, concern: str, ending: Ending = REFERRED) -> str:
    with site.writing() as work:
        return work_concerns.decide(work, who, visit.id, concern, ending)


def confirm(work: Work, who: Person, visit: BuiltVisit, concern: str) -> None:
    """Confirm what is proposed now."""
    work_concerns.confirm(work, who, visit.id, concern, proposal_of(work, concern))
