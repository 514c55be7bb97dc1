"""The administrator's pages, and the page on which a lead inspector moves a visit's dates: one line for each."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from survey_app.services.describe_visit import visit_cards
from survey_app.services.read_journal import action_words, journal_page
from survey_app.web.access import signed_in, staff_only
from survey_app.web.admin import dates, languages, notifying, people
from survey_app.web.site import site

blueprint = Blueprint("admin", __name__)
BOTH = ("GET", "POST")


@blueprint.get("/staff/admin/visits")
@staff_only("manage_visits")
def visits() -> str:
    """Every visit, by where it stands."""
    with site().reading() as work:
        groups = dates.cards_in_states(visit_cards(work, signed_in()))
    return render_template("staff/admin/visits.html", groups=groups)


@blueprint.get("/staff/admin/journal")
@staff_only("read_journal")
def journal() -> str:
    """What staff did, newest first."""
    by = request.args.get("by", "")
    number = request.args.get("page", 1, type=int)
    with site().reading() as work:
        page = journal_page(work, signed_in(), number, by)
    return render_template("staff/admin/journal.html", page=page, by=by, action_words=action_words)


for address, name, view, methods in (
    ("/staff/admin/staff", "staff", people.everybody, ("GET",)),
    ("/staff/admin/staff/invite", "staff_invite", people.invite, BOTH),
    ("/staff/admin/staff/<staff_id>", "staff_member", people.person, BOTH),
    ("/staff/admin/staff/<staff_id>/take-role", "staff_take_role", people.take_role, ("POST",)),
    ("/staff/admin/staff/<staff_id>/switch", "staff_switch", people.switch, ("POST",)),
    ("/staff/admin/visits/new", "visit_kinds", notifying.choose_kind, ("GET",)),
    ("/staff/admin/visits/new/<kind_id>", "visit_new", notifying.new_visit, BOTH),
    ("/staff/admin/visits/<visit_id>", "visit", dates.visit, ("GET",)),
    ("/staff/admin/visits/<visit_id>/<name>", "visit_move", dates.visit_move, BOTH),
    ("/staff/visits/<visit_id>/languages", "languages", languages.languages, BOTH),
    ("/staff/visits/<visit_id>/window", "window", dates.window, ("GET",)),
    ("/staff/visits/<visit_id>/window/<name>", "window_move", dates.window_move, BOTH),
):
    blueprint.add_url_rule(address, name, view, methods=methods)
