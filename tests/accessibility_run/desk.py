"""A visit in which a team has worked: every page of the desk has something on it, in each of its states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from survey_app.services import enquire, enquiry_evidence, mark_answers, redact, take_away, work_concerns
from survey_app.services.enquiry_figures import Figure
from survey_app.services.enquiry_shares import RESPONSES
from survey_app.services.enquiry_words import STATES, LineParts
from survey_app.services.permissions import LEAD_INSPECTOR, SAFEGUARDING_LEAD, Person
from survey_app.services.read_through import note_read
from survey_app.services.work import Work
from survey_app.storage.responses import FreeText
from survey_app.web.site import Site
from tests.accessibility_run.listening import Listening
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltPerson, BuiltVisit, make_visit
from tests.survey_app.concerns import CALMED, REFERRED, confirm, raise_at
from tests.survey_app.web.test_access import Team
from tests.survey_app.web.test_waves import may_read, same_area

# Enough for something to stand out, and for several pages of answers.
ANSWERS, ANSWERS_BEFORE, ANSWERS_ELSEWHERE = 600, 300, 120
EARLIER = "2026-09-07T09:00"
THEMATIC = "thematic-local-offer-2026"
NOTE = "Seen in the tracking meeting: three plans out of five were late."
LONG = "A word thatisverylongandhasnoplacewhereitcouldbebroken " * 3
WORRIED = "My step dad hits me and I am scared to go home."


@dataclass(frozen=True)
class Desk:
    """The visit of a team, another wave of it, a thematic visit, and one that nobody has answered.

    `concerns` and `lines` are ids by the state that each is in.
    """

    team: Team
    earlier: BuiltVisit
    thematic: BuiltVisit
    empty: BuiltVisit
    concerns: Mapping[str, str]
    lines: Mapping[str, str]

    def open_to(self, site: Site, person: BuiltPerson, role: str) -> None:
        """Let somebody of the team into the other visits too."""
        for visit in (self.earlier, self.thematic, self.empty):
            may_read(site, person, visit, role)


def laid_out(at: Listening, team: Team) -> Desk:
    """Let a team work in its visit."""
    earlier = make_visit(at.site, title="First wave", notified=EARLIER)
    thematic = make_visit(at.site, kind=THEMATIC, title="Thematic visit", area="Far and Away")
    empty = make_visit(at.site, title="Nobody has answered", area="Hill and Dale")
    same_area(at.site, team.visit, earlier)
    with at.site.writing() as work:
        fill(work, team.visit.id, ANSWERS)
        fill(work, earlier.id, ANSWERS_BEFORE, seed=1)
        fill(work, thematic.id, ANSWERS_ELSEWHERE)
    with at.site.writing() as work:
        lines = _lines(work, team)
    _read(at.site, team)
    return Desk(team, earlier, thematic, empty, _concerns(at.site, team.visit), lines)


def somebody(visit: BuiltVisit, name: str = "first") -> Person:
    """One of the team."""
    roles = frozenset({LEAD_INSPECTOR, SAFEGUARDING_LEAD})
    return Person(name, f"{name}@example.org", roles={visit.id: roles})


def _lines(work: Work, team: Team) -> dict[str, str]:
    """A line in each state; the first rests on words, numbers and notes, one of them taken out again."""
    visit, who = team.visit, somebody(team.visit)
    lines = {}
    for state in STATES:
        why = "The leaders showed what changed." if state == "dropped" else ""
        title = f"Waiting for an assessment, {state}"
        parts = LineParts(title, "Why does it take so long?", LONG, "50", "tracking", "", state, why)
        lines[state] = enquire.start(work, who, visit.id, parts)
    first = next(iter(lines.values()))
    enquire.change(
        work, somebody(visit, "second"), visit.id, first, 1, LineParts("Waiting, as others call it")
    )
    place = team.names["response_id"], team.names["question"]
    enquiry_evidence.add_words(work, who, visit.id, first, *place, "scared to go home", None, "for", NOTE)
    enquiry_evidence.add_figure(work, who, visit.id, first, Figure(RESPONSES), "against", "")
    taken_out = enquiry_evidence.add_note(work, who, visit.id, first, "", NOTE)
    enquiry_evidence.add_note(work, who, visit.id, first, "for", LONG)
    enquiry_evidence.take_out(work, who, visit.id, first, taken_out, "It was about another area.")
    enquire.say_to_team(work, who, visit.id, first, "I ask the leaders tomorrow.")
    enquire.say_to_team(work, who, visit.id, first, "Look at three more plans.", to_do=True)
    return lines


def _read(site: Site, team: Team) -> None:
    """Read, mark, make fit and take away."""
    visit, who = team.visit, somebody(team.visit)
    response, question = team.names["response_id"], team.names["question"]
    with site.writing() as work:
        note_read(work, who, visit.id, response)
        mark_answers.mark(work, who, visit.id, response, question, "scared to go home", NOTE)
        surveys = list(visit.surveys.values())
        texts = work.session.scalars(select(FreeText).where(FreeText.survey_id.in_(surveys)).limit(2)).all()
        for text in texts:
            redact.keep(work, who, visit.id, text.response_id, text.question, ())
        take_away.publish(work, who, visit.id, take_away.NOTE)


def _concerns(site: Site, visit: BuiltVisit) -> dict[str, str]:
    """A concern in each state."""
    first, second = somebody(visit), somebody(visit, "second")
    states = ("new", "claimed", "proposed", "decided", "passed_on", "sent_back")
    made = {state: raise_at(site, visit, 1, would_change=WORRIED) for state in states}
    with site.writing() as work:
        work_concerns.claim(work, first, visit.id, made["claimed"])
        for state in ("proposed", "decided", "sent_back"):
            work_concerns.note_reading(work, first, made[state])
            work_concerns.decide(work, first, visit.id, made[state], CALMED)
        work_concerns.note_reading(work, second, made["decided"])
        confirm(work, second, visit, made["decided"])
        work_concerns.send_back(work, second, visit.id, made["sent_back"], "Read it again: it is not a film.")
        work_concerns.decide(work, first, visit.id, made["passed_on"], REFERRED)
    return made
