"""A partnership writes what came of a wave: entries, the groups that read first, and the public page."""

from __future__ import annotations

from dataclasses import fields

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accessibility.symbols import load_symbols
from survey_app.services import feedback_entries, feedback_readers, public_page
from survey_app.services.describe_visit import visit_card
from survey_app.services.errors import Refused
from survey_app.services.feedback_entries import SAID_BY, ChangedMeanwhile, Entry, EntryParts, entry_row
from survey_app.services.permissions import Person
from survey_app.services.public_page import PageParts
from survey_app.services.visit_themes import every_label
from survey_app.services.work import Work
from survey_app.web.access import signed_in, staff_only
from survey_app.web.feedback.forms import EntryForm, PageForm, ReaderForm
from survey_app.web.form_choices import choices
from survey_app.web.site import site

blueprint = Blueprint("feedback", __name__, url_prefix="/staff/visits/<visit_id>/feedback")
Page = str | Response | tuple[str, int]


@blueprint.get("")
@staff_only("write_feedback")
def entries(visit_id: str) -> str:
    """Every entry, who read it first, and how the public page stands."""
    return _list(visit_id)


@blueprint.route("/new", methods=["GET", "POST"])
@staff_only("write_feedback")
def new(visit_id: str) -> Page:
    """Begin an entry."""
    form = _entry_form(visit_id)
    if request.method == "GET":
        return _drawn_entry(visit_id, form)
    if not form.validate_on_submit():
        return _drawn_entry(visit_id, form), 422
    try:
        with site().writing() as work:
            entry_id = feedback_entries.add_entry(work, signed_in(), visit_id, _entry_parts(form))
    except Refused as refused:
        form.form_errors.append(refused.sentence)
        return _drawn_entry(visit_id, form), 422
    return redirect(url_for(".entry", visit_id=visit_id, feedback_id=entry_id), 303)


@blueprint.route("/<feedback_id>", methods=["GET", "POST"])
@staff_only("write_feedback")
def entry(visit_id: str, feedback_id: str) -> Page:
    """One entry: change it; when somebody else did meanwhile, show both first."""
    with site().reading() as work:
        now = feedback_entries.find_entry(work, signed_in(), visit_id, feedback_id)
    if request.method == "GET":
        return _drawn_entry(visit_id, _entry_form(visit_id, now), now)
    form = _entry_form(visit_id)
    if not form.validate_on_submit():
        return _drawn_entry(visit_id, form, now), 422
    try:
        with site().writing() as work:
            parts, seen = _entry_parts(form), _edition(form.edition.data)
            feedback_entries.change_entry(work, signed_in(), visit_id, feedback_id, seen, parts)
    except ChangedMeanwhile as met:
        form.edition.data = str(met.now.edition)
        form.form_errors.append(met.sentence)
        return _drawn_entry(visit_id, form, met.now, theirs=met.now), 409
    except Refused as refused:
        form.form_errors.append(refused.sentence)
        return _drawn_entry(visit_id, form, now), 422
    flash("The entry is saved. People read it as it was until it is published again.")
    return redirect(url_for(".entry", visit_id=visit_id, feedback_id=feedback_id), 303)


@blueprint.post("/<feedback_id>/looked-again")
@staff_only("write_feedback")
def looked_again(visit_id: str, feedback_id: str) -> Page:
    """It is still true today."""
    with site().writing() as work:
        feedback_entries.looked_again(work, signed_in(), visit_id, feedback_id)
    return redirect(url_for(".entries", visit_id=visit_id), 303)


@blueprint.post("/<feedback_id>/publish")
@staff_only("publish_feedback")
def publish(visit_id: str, feedback_id: str) -> Page:
    """Let everybody read it, or take it off the page."""
    why = request.form.get("why", "")
    try:
        with site().writing() as work:
            if "take_back" in request.form:
                feedback_readers.take_back_entry(work, signed_in(), visit_id, feedback_id, why)
            else:
                seen = _edition(request.form.get("edition"))
                feedback_readers.publish_entry(work, signed_in(), visit_id, feedback_id, seen, why)
    except Refused as refused:
        return _entry_again(visit_id, feedback_id, refused.sentence), 422
    return redirect(url_for(".entry", visit_id=visit_id, feedback_id=feedback_id), 303)


@blueprint.post("/<feedback_id>/reply/<reader_id>")
@staff_only("write_feedback")
def reply(visit_id: str, feedback_id: str, reader_id: str) -> Page:
    """Answer what a group asked back."""
    said = request.form.get("reply", "")
    try:
        with site().writing() as work:
            feedback_readers.reply_to(work, signed_in(), visit_id, feedback_id, reader_id, said)
    except Refused as refused:
        return _entry_again(visit_id, feedback_id, refused.sentence), 422
    return redirect(url_for(".entry", visit_id=visit_id, feedback_id=feedback_id), 303)


@blueprint.route("/readers", methods=["GET", "POST"])
@staff_only("write_feedback")
def readers(visit_id: str) -> Page:
    """Invite a group to read first."""
    form = ReaderForm()
    if request.method == "POST" and form.validate_on_submit():
        try:
            with site().writing() as work:
                feedback_readers.invite_reader(
                    work, signed_in(), visit_id, form.kind.data or "", form.name.data or ""
                )
            return redirect(url_for(".readers", visit_id=visit_id), 303)
        except Refused as refused:
            form.form_errors.append(refused.sentence)
    with site().reading() as work:
        visit = visit_card(work, signed_in(), visit_id)
        there = feedback_readers.readers_of(work, signed_in(), visit_id)
    drawn = render_template(
        "staff/feedback/readers.html",
        visit=visit,
        form=form,
        readers=there,
        kinds=feedback_readers.KINDS,
        address=site().settings.public_address,
    )
    return (drawn, 422) if request.method == "POST" else drawn


@blueprint.post("/readers/<reader_id>/end")
@staff_only("write_feedback")
def end_reader(visit_id: str, reader_id: str) -> Page:
    """A group's page opens no more."""
    with site().writing() as work:
        feedback_readers.end_reader(work, signed_in(), visit_id, reader_id)
    return redirect(url_for(".readers", visit_id=visit_id), 303)


@blueprint.route("/page", methods=["GET", "POST"])
@staff_only("write_feedback")
def page(visit_id: str) -> Page:
    """What the public page says besides the entries."""
    with site().reading() as work:
        visit = visit_card(work, signed_in(), visit_id)
        row, view = public_page.page_for(work, signed_in(), visit_id)
    form = PageForm(obj=row) if request.method == "GET" else PageForm()
    problem = ""
    if request.method == "POST" and form.validate_on_submit():
        try:
            with site().writing() as work:
                seen = _edition(form.edition.data)
                public_page.change_page(work, signed_in(), visit_id, seen, _page_parts(form))
            return redirect(url_for(".entries", visit_id=visit_id), 303)
        except Refused as refused:
            problem = refused.sentence
            form.form_errors.append(problem)
            form.edition.data = str(row.edition)
    drawn = render_template("staff/feedback/page.html", visit=visit, form=form, view=view)
    return (drawn, 422) if request.method == "POST" else drawn


@blueprint.post("/page/publish")
@staff_only("publish_feedback")
def publish_page(visit_id: str) -> Page:
    """Show everybody the page."""
    try:
        with site().writing() as work:
            public_page.publish_page(work, signed_in(), visit_id)
    except Refused as refused:
        return _list(visit_id, refused.sentence), 422
    flash("The page is published.")
    return redirect(url_for(".entries", visit_id=visit_id), 303)


def _list(visit_id: str, problem: str = "") -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        found = feedback_entries.entries_of(work, person, visit_id)
        _row, view = public_page.page_for(work, person, visit_id)
        readers_there = feedback_readers.readers_of(work, person, visit_id)
    return render_template(
        "staff/feedback/entries.html",
        visit=visit,
        entries=found,
        view=view,
        readers=readers_there,
        said_by=SAID_BY,
        address=site().settings.public_address,
        may_publish=person.may("publish_feedback", visit_id),
        problems=[{"text": problem, "href": "#public-page"}] if problem else [],
    )


def _entry_again(visit_id: str, feedback_id: str, problem: str) -> str:
    with site().reading() as work:
        now = feedback_entries.find_entry(work, signed_in(), visit_id, feedback_id)
    return _drawn_entry(visit_id, _entry_form(visit_id, now), now, problem=problem)


def _entry_form(visit_id: str, now: Entry | None = None) -> EntryForm:
    form = EntryForm(data={**_values(now.parts), "edition": now.edition}) if now else EntryForm()
    with site().reading() as work:
        themes = _themes(work, signed_in(), visit_id)
    form.theme.choices = choices([("", "Choose one"), *themes])
    symbols = load_symbols(site().settings.symbols).values()
    drawn = sorted({symbol.name: symbol.description for symbol in symbols}.items())
    form.picture.choices = choices(
        [("", "No picture yet"), *((n, f"{n.replace('_', ' ')}: {d}") for n, d in drawn)]
    )
    return form


def _themes(work: Work, person: Person, visit_id: str) -> list[tuple[str, str]]:
    feedback_entries.visit_with_feedback(work, person, visit_id, "write_feedback")
    return sorted(every_label(work, visit_id).items(), key=lambda pair: pair[1])


def _values(parts: EntryParts) -> dict[str, object]:
    return {one.name: getattr(parts, one.name) for one in fields(EntryParts)}


def _entry_parts(form: EntryForm) -> EntryParts:
    typed = {one.name: form[one.name].data for one in fields(EntryParts) if one.name in form}
    return EntryParts(**{name: value for name, value in typed.items() if value is not None})


def _page_parts(form: PageForm) -> PageParts:
    typed = {one.name: form[one.name].data for one in fields(PageParts)}
    return PageParts(**{name: value for name, value in typed.items() if value is not None})


def _edition(typed: object) -> int:
    """The edition that the page showed; none that ever was where it is made up."""
    said = str(typed or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def _drawn_entry(
    visit_id: str, form: EntryForm, now: Entry | None = None, theirs: Entry | None = None, problem: str = ""
) -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        views = feedback_readers.views_of(work, entry_row(work, visit_id, now.id)) if now else ()
        readers_there = feedback_readers.readers_of(work, person, visit_id)
    return render_template(
        "staff/feedback/entry.html",
        visit=visit,
        form=form,
        entry=now,
        theirs=theirs,
        views=views,
        readers=readers_there,
        may_publish=person.may("publish_feedback", visit_id),
        problems=[{"text": problem, "href": "#publish"}] if problem else [],
    )
