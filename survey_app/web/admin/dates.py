"""A visit's dates: what was decided, and everything that may be decided now, each with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from survey_app.calendar.clock import at_london
from survey_app.calendar.errors import CalendarError
from survey_app.calendar.states import ADMINISTRATOR, OWNER, moves_from
from survey_app.calendar.wording import say
from survey_app.services import open_and_close
from survey_app.services.describe_visit import VisitCard, card_of
from survey_app.services.errors import NotFound, Refused
from survey_app.services.open_and_close import find_visit, state_of
from survey_app.services.permissions import Person
from survey_app.services.staff import team_of
from survey_app.services.work import Work
from survey_app.storage.visits import Visit, VisitEvent
from survey_app.web.access import signed_in, staff_only
from survey_app.web.admin.forms import GoForm, MomentForm, ReasonForm
from survey_app.web.site import site

Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Move:
    """A decision as the page offers it. `moment` is what to call the date and time it needs, if any."""

    name: str
    words: str
    means: str
    done: str
    moment: str = ""
    warning: bool = False
    reason: bool = True


MOVES = {
    move.name: move
    for move in (
        Move(
            "go_live",
            "Go live",
            "The surveys open and close by themselves at these times. From then on the close can only move later.",
            "The visit is live.",
            reason=False,
        ),
        Move(
            "extend",
            "Move the close later",
            "People were told when it closes, so it can only move later. Pages and posters made from now on say "
            "the new time. Printed ones do not.",
            "The close has moved.",
            moment="When should it close now?",
        ),
        Move(
            "pause",
            "Pause",
            "Nobody can answer until you go on. What was sent stays, and concerns are still worked.",
            "The visit is paused. Nobody can answer for now.",
        ),
        Move(
            "resume",
            "Go on after the pause",
            "People can answer again. The close moves by the working time that was lost.",
            "People can answer again.",
        ),
        Move(
            "defer",
            "Put it off",
            "The visit waits for new dates. Its links stay the same and say so. What was sent stays.",
            "The visit is put off.",
            warning=True,
        ),
        Move(
            "reschedule",
            "Give it new dates",
            "The dates are counted again from the new notification. Links and printed codes stay the same.",
            "The visit has new dates.",
            moment="When is the area notified?",
        ),
        Move(
            "abandon",
            "Abandon",
            "The visit will not go on, and this cannot be undone. Nobody can answer any more. "
            "What was sent stays until it is due to be deleted, and concerns are still worked.",
            "The visit is abandoned.",
            warning=True,
        ),
        Move(
            "archive",
            "Archive",
            "The visit leaves the lists of work. Nothing is deleted.",
            "The visit is archived.",
        ),
    )
}
EVENTS = {
    "notify": "Stored",
    "go_live": "Went live",
    "extend": "Close moved later",
    "pause": "Paused",
    "resume": "Went on after the pause",
    "defer": "Put off",
    "reschedule": "Given new dates",
    "abandon": "Abandoned",
    "archive": "Archived",
    "allow_drafts": "Chose the drafts of translations that people may read",
}


@staff_only("change_window")
def window(visit_id: str) -> str:
    """The dates of a visit, and what its lead may decide now."""
    person = signed_in()
    with site().reading() as work:
        visit = find_visit(work, person, visit_id)
        return _window_page(work, person, visit, OWNER, "admin.window_move", "staff/admin/window.html")


@staff_only("change_window")
def window_move(visit_id: str, name: str) -> Page:
    """One decision of the lead: what it means, why, and when."""
    return _move_page(visit_id, name, OWNER, back="admin.window")


@staff_only("manage_visits")
def visit(visit_id: str) -> str:
    """A visit as the administrator sees it: dates, team, what was decided; never an answer."""
    person = signed_in()
    with site().reading() as work:
        found = find_visit(work, person, visit_id)
        return _window_page(work, person, found, ADMINISTRATOR, "admin.visit_move", "staff/admin/visit.html")


@staff_only("manage_visits")
def visit_move(visit_id: str, name: str) -> Page:
    """One decision that an administrator may take in place of the lead."""
    return _move_page(visit_id, name, ADMINISTRATOR, back="admin.visit")


def _window_page(work: Work, person: Person, visit: Visit, who: str, endpoint: str, template: str) -> str:
    return render_template(
        template,
        visit=card_of(work, visit, person),
        facts=_facts(visit),
        events=[_event_row(event) for event in reversed(open_and_close.events_of(work, visit.id))],
        moves=[MOVES[name] for name in moves_from(state_of(work, visit), who)],
        endpoint=endpoint,
        team=team_of(work, visit.id),
    )


def _move_page(visit_id: str, name: str, who: str, back: str) -> Page:
    person = signed_in()
    if name not in MOVES:
        raise NotFound(name)
    move = MOVES[name]
    with site().reading() as work:
        stored = find_visit(work, person, visit_id)
        card, facts = card_of(work, stored, person), _facts(stored)
        allowed = name in moves_from(state_of(work, stored), who)
    if not allowed:
        standing = card.state_word.lower()
        raise Refused(f"“{move.words}” cannot be done here and now: the visit is {standing}.")
    form = _move_form(move)
    if form.validate_on_submit() and _moved(form, move, person, visit_id):
        flash(move.done)
        return redirect(url_for(back, visit_id=visit_id))
    page = render_template(
        "staff/admin/window_move.html", visit=card, facts=facts, move=move, form=form, back_to=back
    )
    return (page, 422) if form.errors else page


def _move_form(move: Move) -> FlaskForm:
    if move.moment:
        return MomentForm()
    return ReasonForm() if move.reason else GoForm()


def _moved(form: FlaskForm, move: Move, person: Person, visit_id: str) -> bool:
    """Do it; False with the reason in the form when it cannot be done."""
    why = form.why.data if move.reason else ""
    try:
        with site().writing() as work:
            _carry_out(work, form, move, find_visit(work, person, visit_id), person, why)
    except (Refused, CalendarError) as refused:
        field = form.on if move.moment else form.why if move.reason else form.submit
        field.errors = [str(refused)]
        return False
    return True


def _carry_out(work: Work, form: FlaskForm, move: Move, visit: Visit, person: Person, why: str) -> None:
    calendar = site().calendar
    if move.name == "extend":
        open_and_close.extend(work, visit, at_london(form.on.data, form.at.data), person, why)
    elif move.name == "reschedule":
        open_and_close.reschedule(work, visit, at_london(form.on.data, form.at.data), calendar, person, why)
    elif move.name == "pause":
        open_and_close.pause(work, visit, person, why)
    elif move.name == "resume":
        open_and_close.resume(work, visit, calendar, person, why)
    else:
        open_and_close.move(work, visit, move.name, person, why)


def _facts(visit: Visit) -> list[tuple[str, str]]:
    moments = (
        ("Notified", visit.notified_at),
        ("Opens", visit.opens_at),
        ("Closes", visit.closes_at),
        ("Those who had begun may send until", visit.grace_until),
        ("Paused since", visit.paused_at),
    )
    return [(name, say(moment, with_year=True)) for name, moment in moments if moment]


def _event_row(event: VisitEvent) -> dict[str, str]:
    moved = event.old_close and event.new_close and event.old_close != event.new_close
    return {
        "when": say(event.at, with_year=True),
        "what": EVENTS.get(event.action, event.action),
        "by": event.by,
        "why": event.why,
        "close": f"Closes {say(event.new_close)}, was {say(event.old_close)}" if moved else "",  # type: ignore[arg-type]
    }


def cards_in_states(cards: tuple[VisitCard, ...]) -> dict[str, list[VisitCard]]:
    """Visits by what is going on: those that take answers first."""
    live = [card for card in cards if card.state in ("open", "closing", "paused")]
    ahead = [card for card in cards if card.state in ("draft", "scheduled", "deferred")]
    over = [card for card in cards if card not in live and card not in ahead]
    return {"Now": live, "Ahead": ahead, "Over": over}
