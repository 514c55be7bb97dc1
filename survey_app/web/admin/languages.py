"""The languages of a visit: which its surveys speak, and the machine drafts that its lead allows."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSubmitInput
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, SubmitField

from questionnaires.model import AUDIENCES
from survey_app.services.describe_visit import card_of
from survey_app.services.languages import (
    Standing,
    allow_drafts,
    drafts_allowed,
    in_words,
    standings,
    visit_led,
)
from survey_app.web.access import signed_in, staff_only
from survey_app.web.languages import catalogues
from survey_app.web.site import site


class DraftsForm(FlaskForm):
    """The drafts that may be shown, and the button that keeps the choice."""

    languages = SelectMultipleField("Machine drafts that people may read", widget=GovCheckboxesInput())
    submit = SubmitField("Keep this choice", widget=GovSubmitInput())


@staff_only("allow_drafts")
def languages(visit_id: str) -> str | Response | tuple[str, int]:
    """What each language says, and which drafts the lead allows."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_led(work, person, visit_id)
        card, there = card_of(work, visit, person), standings(work, visit, catalogues())
        form = _form(there, drafts_allowed(visit.draft_languages))
    if form.validate_on_submit():
        wanted = form.languages.data or []
        with site().writing() as work:
            allow_drafts(work, person, visit_id, wanted)
        said = in_words(wanted)
        flash(f"Drafts are now offered in {said}." if said else "No drafts are offered now.")
        return redirect(url_for("admin.languages", visit_id=visit_id), 303)
    page = render_template(
        "staff/admin/languages.html",
        visit=card,
        standings=there,
        form=form,
        audiences=AUDIENCES,
    )
    return (page, 422) if form.errors else page


def _form(there: tuple[Standing, ...], chosen: frozenset[str]) -> DraftsForm:
    form = DraftsForm(data={"languages": sorted(chosen)})
    drafts = [one.language for one in there if one.is_draft]
    form.languages.choices = [(one.code, f"{one.english} ({one.name})") for one in drafts]
    return form
