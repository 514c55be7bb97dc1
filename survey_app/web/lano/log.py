"""Who was asked to pass the surveys on: the list, one entry, one press, and the groups that nobody asked yet."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from survey_app.services import distribution_log
from survey_app.services.describe_visit import visit_card
from survey_app.services.distribution_log import STANDINGS, ChangedSince, EntryParts, LogEntry
from survey_app.services.errors import Refused
from survey_app.services.gaps import GROUPS, answer_gap, gaps_of
from survey_app.web.access import signed_in, staff_only
from survey_app.web.lano.addresses import audience_words
from survey_app.web.lano.numbers_typed import whole_number
from survey_app.web.site import site

blueprint = Blueprint("log", __name__)
Page = str | AnyResponse | tuple[str, int]


@blueprint.get("/staff/visits/<visit_id>/asked")
@staff_only("see_distribution")
def page(visit_id: str) -> str:
    """Who was asked, and the gaps."""
    return _page(visit_id)


@blueprint.route("/staff/visits/<visit_id>/asked/new", methods=["GET", "POST"])
@staff_only("log_distribution")
def new(visit_id: str) -> Page:
    """Write down somebody who may pass the surveys on; `group` in the address ticks a group."""
    if request.method == "GET":
        return _form(visit_id, EntryParts("", tuple(request.args.getlist("group"))))
    try:
        with site().writing() as work:
            parts = _typed()
            entry = distribution_log.add_entry(work, signed_in(), visit_id, parts)
    except Refused as refused:
        return _form(visit_id, _typed(lenient=True), problem=refused.sentence), 422
    flash(f"{parts.name.strip()} is on the list.")
    return _back(visit_id, f"entry-{entry}")


@blueprint.route("/staff/visits/<visit_id>/asked/<entry_id>", methods=["GET", "POST"])
@staff_only("log_distribution")
def change(visit_id: str, entry_id: str) -> Page:
    """Change one entry; when somebody else did meanwhile, show both first."""
    with site().reading() as work:
        now = distribution_log.find_entry(work, signed_in(), visit_id, entry_id)
    if request.method == "GET":
        return _form(visit_id, now.parts, now)
    try:
        with site().writing() as work:
            parts, seen = _typed(), _seen()
            distribution_log.change_entry(work, signed_in(), visit_id, entry_id, seen, parts)
    except ChangedSince as met:
        mine = _typed(lenient=True)
        return _form(visit_id, mine, met.now, problem=met.sentence, theirs=met.now), 409
    except Refused as refused:
        return _form(visit_id, _typed(lenient=True), now, problem=refused.sentence, seen=_seen()), 422
    flash("The entry is changed.")
    return _back(visit_id, f"entry-{entry_id}")


@blueprint.post("/staff/visits/<visit_id>/asked/<entry_id>/standing")
@staff_only("log_distribution")
def mark(visit_id: str, entry_id: str) -> Page:
    """One press: asked, passed on, said no, or not asked after all."""
    standing = request.form.get("standing", "")
    if not standing:
        return _back(visit_id, f"entry-{entry_id}")
    try:
        with site().writing() as work:
            distribution_log.mark_entry(work, signed_in(), visit_id, entry_id, _seen(), standing)
    except ChangedSince as met:
        stands = f"“{met.now.parts.name}” now stands at: {met.now.standing_words.lower()}."
        words = f"Somebody else changed it meanwhile. {stands} Press again if that is wrong."
        return _page(visit_id, words, f"entry-{entry_id}"), 409
    return _back(visit_id, f"entry-{entry_id}")


@blueprint.post("/staff/visits/<visit_id>/asked/gaps")
@staff_only("log_distribution")
def gap(visit_id: str) -> Page:
    """Say why a group needs nobody."""
    group = request.form.get("gap", "")
    if not group:
        return _back(visit_id, "gaps")
    try:
        with site().writing() as work:
            answer_gap(work, signed_in(), visit_id, group, request.form.get("why", ""))
    except Refused as refused:
        return _page(visit_id, refused.sentence, f"why-{group}"), 422
    return _back(visit_id, f"gap-{group}")


def _typed(*, lenient: bool = False) -> EntryParts:
    """The entry as it was typed; `lenient` to show it again, whatever it is."""
    form = request.form
    try:
        covers = whole_number(form.get("covers", ""))
    except Refused:
        if not lenient:
            raise
        covers = None
    return EntryParts(
        name=form.get("name", ""),
        groups=tuple(form.getlist("groups")),
        channel_code=form.get("channel", ""),
        email=form.get("email", ""),
        covers=covers,
        remind="remind" in form,
        note=form.get("note", ""),
    )


def _seen() -> int:
    """The edition that the page showed; none that ever was where it is made up."""
    typed = request.form.get("edition", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _page(visit_id: str, problem: str = "", at: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        entries = distribution_log.log_of(work, person, visit_id)
        gaps = gaps_of(work, person, visit_id)
    return render_template(
        "staff/lano/log.html",
        visit=visit,
        entries=entries,
        gaps=gaps,
        may_write=person.may("log_distribution", visit_id),
        standings=STANDINGS,
        problems=[{"text": problem, "href": f"#{at}"}] if problem else [],
    )


def _form(
    visit_id: str,
    parts: EntryParts,
    entry: LogEntry | None = None,
    *,
    problem: str = "",
    theirs: LogEntry | None = None,
    seen: int | None = None,
) -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        channels = distribution_log.channels_to_pass_on(work, person, visit_id)
    edition = seen if seen is not None else entry.edition if entry else 0
    return render_template(
        "staff/lano/log_entry.html",
        visit=visit,
        parts=parts,
        entry=entry,
        theirs=theirs,
        edition=edition,
        channels=[(code, f"{audience_words(who)}: {name}") for code, name, who in channels],
        groups=GROUPS,
        problems=[{"text": problem, "href": "#name"}] if problem else [],
    )


def _back(visit_id: str, anchor: str) -> AnyResponse:
    return redirect(url_for("log.page", visit_id=visit_id, _anchor=anchor))
