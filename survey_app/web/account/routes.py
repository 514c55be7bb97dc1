"""What every member of staff sees first: their visits, their account, an invitation, help."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask_security import current_user
from werkzeug.wrappers import Response

from survey_app.services import staff
from survey_app.services.describe_visit import visit_cards
from survey_app.services.errors import NotFound, Refused
from survey_app.web.access import PUBLIC, open_to, signed_in, staff_only
from survey_app.web.account.forms import InvitationForm
from survey_app.web.account.menus import install_menus
from survey_app.web.site import site

blueprint = Blueprint("account", __name__)


@blueprint.record_once
def _prepare_templates(state: BlueprintSetupState) -> None:
    install_menus(state.app.jinja_env)


@blueprint.get("/staff")
@staff_only()
def visits() -> str:
    """The visits in which this person has a part."""
    person = signed_in()
    with site().reading() as work:
        cards = visit_cards(work, person)
    return render_template("staff/account/visits.html", cards=cards)


@blueprint.get("/staff/account")
@staff_only()
def your_account() -> str:
    """Who is signed in, how, and in which roles."""
    person = signed_in()
    with site().reading() as work:
        cards = visit_cards(work, person)
    codes_left = len(current_user.mf_recovery_codes or [])
    return render_template("staff/account/your_account.html", cards=cards, codes_left=codes_left)


@blueprint.get("/staff/help")
@open_to(PUBLIC)
def help_page() -> str:
    """What to do when something does not work; open to everybody, for those who cannot sign in."""
    return render_template("staff/account/help.html")


@blueprint.route("/staff/invitation/<token>", methods=["GET", "POST"])
@open_to(PUBLIC)
def invitation(token: str) -> str | Response | tuple[str, int]:
    """The link of an invitation: choose a first password."""
    form = InvitationForm()
    try:
        if form.validate_on_submit():
            with site().writing() as work:
                staff.accept_invitation(work, token, form.data["password"])
            flash("Your password is set. Sign in with it to set up your codes.")
            return redirect(url_for("security.login"))
        with site().reading() as work:
            email = staff.invited_person(work, token).email
    except NotFound:
        return render_template("staff/account/invitation_over.html"), 404
    except Refused as refused:
        form.password.errors = [refused.sentence]
        with site().reading() as work:
            email = staff.invited_person(work, token).email
    page = render_template("staff/account/invitation.html", form=form, email=email)
    return (page, 422) if form.errors else page
