"""People who asked to be contacted: for safeguarding leads only, apart from every answer."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from survey_app.services import contact_requests
from survey_app.services.errors import Refused
from survey_app.services.inspect import visit_of_results
from survey_app.web.access import signed_in, staff_only
from survey_app.web.site import site

blueprint = Blueprint("contact", __name__, url_prefix="/staff/visits/<visit_id>/contact")


@blueprint.get("")
@staff_only("read_contact_requests")
def requests(visit_id: str) -> str:
    """Who waits and since when, without a word of what they wrote."""
    return _page(visit_id)


@blueprint.post("/offer")
@staff_only("offer_contact")
def offer(visit_id: str) -> Response:
    """Begin or stop to offer contact on the page after sending."""
    offered = request.form.get("offered") == "yes"
    with site().writing() as work:
        contact_requests.offer(work, signed_in(), visit_id, offered)
    flash("Contact is offered now." if offered else "Contact is not offered any more.")
    return _back(visit_id)


@blueprint.post("/<request_id>/open")
@staff_only("read_contact_requests")
def open_one(visit_id: str, request_id: str) -> str:
    """What somebody wrote. That it was opened is written down, so this is a POST."""
    with site().writing() as work:
        wish = contact_requests.open_wish(work, signed_in(), visit_id, request_id)
    return _page(visit_id, opened=request_id, wish=wish)


@blueprint.post("/<request_id>/take")
@staff_only("read_contact_requests")
def take(visit_id: str, request_id: str) -> Response:
    """Say "I answer this person"."""
    try:
        with site().writing() as work:
            contact_requests.take(work, signed_in(), visit_id, request_id)
    except Refused as refused:
        flash(refused.sentence)
    else:
        flash("You have taken this request.")
    return _back(visit_id)


@blueprint.post("/<request_id>/done")
@staff_only("read_contact_requests")
def done(visit_id: str, request_id: str) -> Response:
    """Delete a request for good."""
    with site().writing() as work:
        contact_requests.done(work, signed_in(), visit_id, request_id)
    flash("The request is deleted for good.")
    return _back(visit_id)


def _page(visit_id: str, opened: str = "", wish: contact_requests.Wish | None = None) -> str:
    person = signed_in()
    with site().reading() as work:
        visit = visit_of_results(work, person, visit_id)
        cards = contact_requests.contact_cards(work, person, visit_id, site().calendar)
        offered = contact_requests.is_offered(work, visit_id)
    return render_template(
        "safeguarding/contact.html",
        visit=visit,
        cards=cards,
        offered=offered,
        opened=opened,
        wish=wish,
        ways=contact_requests.WAYS,
        days=contact_requests.WITHIN_WORKING_DAYS,
        form=FlaskForm(),
    )


def _back(visit_id: str) -> Response:
    return redirect(url_for(".requests", visit_id=visit_id), 303)
