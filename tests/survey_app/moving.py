"""A visit on the table: brought into any state, moved by anybody, and looked at afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from survey_app.calendar.windows import parse_london
from survey_app.services import open_and_close
from survey_app.services.open_and_close import events_of, state_of
from survey_app.services.permissions import LEAD_INSPECTOR, Person
from survey_app.services.work import Work
from survey_app.storage.visits import Visit, VisitEvent
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock
from tests.survey_app.people import person

WHEN = {
    "scheduled": "2026-11-23T09:00",
    "open": "2026-11-25T10:00",
    "closing": "2026-12-01T09:30",
    "closed": "2026-12-01T10:00",
}
WHY = "The school was flooded."


@dataclass
class Table:
    """A visit and the ways to move it."""

    site: Site
    clock: SettableClock
    visit: BuiltVisit

    def do(self, name: str, who: Person | None = None, why: str = WHY, **more: datetime) -> None:
        with self.site.writing() as work:
            self.carry_out(work, name, who or person(LEAD_INSPECTOR, self.visit.id), why, **more)

    def carry_out(
        self, work: Work, name: str, who: Person, why: str = WHY, to: datetime | None = None
    ) -> None:
        visit = work.session.get_one(Visit, self.visit.id)
        if name == "extend":
            open_and_close.extend(work, visit, to or self.later(visit), who, why)
        elif name == "pause":
            open_and_close.pause(work, visit, who, why)
        elif name == "resume":
            open_and_close.resume(work, visit, self.site.calendar, who, why)
        elif name == "reschedule":
            at = to or parse_london("2027-01-11T09:30")
            open_and_close.reschedule(work, visit, at, self.site.calendar, who, why)
        else:
            open_and_close.move(work, visit, name, who, why)

    def later(self, visit: Visit) -> datetime:
        return max(visit.closes_at, self.clock.shows) + timedelta(days=2)

    def come_to(self, state: str) -> None:
        """Bring the visit into this state by the moves that lead there."""
        self.clock.set(WHEN.get(state, WHEN["open"]))
        if state not in {"draft"}:
            self.do("go_live", why="")
        before = {"paused": ("pause",), "deferred": ("defer",), "abandoned": ("abandon",)}
        for name in before.get(state, ()):
            self.do(name)
        if state == "archived":
            self.do("abandon")
            self.do("archive")
        assert self.state() == state

    def state(self) -> str:
        with self.site.reading() as work:
            return state_of(work, work.session.get_one(Visit, self.visit.id)).value

    def stored(self) -> Visit:
        with self.site.reading() as work:
            return work.session.get_one(Visit, self.visit.id)

    def events(self) -> tuple[VisitEvent, ...]:
        with self.site.reading() as work:
            return events_of(work, self.visit.id)
