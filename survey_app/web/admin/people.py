"""Staff: who they are, inviting them, their roles, switching them off."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.services import staff
from survey_app.services.describe_visit import visit_cards
from survey_app.services.errors import Refused
from survey_app.services.permissions import Person
from survey_app.web.access import signed_in, staff_only
from survey_app.web.admin.forms import InviteForm, RoleForm
from survey_app.web.form_choices import choices
from survey_app.web.site import site

Page = str | Response | tuple[str, int]


@staff_only("manage_staff")
def everybody() -> str:
    """All staff with their roles."""
    with site().reading() as work:
        cards = staff.staff_cards(work, signed_in())
    return render_template("staff/admin/staff.html", cards=cards)


@staff_only("manage_staff")
def invite() -> Page:
    """Invite somebody, or somebody again, and show the link once."""
    form = InviteForm()
    if form.validate_on_submit():
        try:
            with site().writing() as work:
                email = staff.clean_email(form.data["email"])
                token = staff.invite(work, email, signed_in().email, form.administrator.data)
        except Refused as refused:
            form.email.errors = [refused.sentence]
        else:
            link = site().settings.public_address + url_for("account.invitation", token=token)
            return render_template("staff/admin/invited.html", link=link, email=email)
    elif request.method == "GET":
        form.email.data = request.args.get("email", "")
    page = render_template("staff/admin/invite.html", form=form)
    return (page, 422) if form.errors else page


@staff_only("manage_staff")
def person(staff_id: str) -> Page:
    """One person: where they stand, their roles, and a form that gives one more."""
    admin = signed_in()
    form = _role_form(admin)
    if form.validate_on_submit():
        try:
            with site().writing() as work:
                staff.add_membership(work, staff_id, form.visit.data, form.role.data, admin.email)
        except Refused as refused:
            form.role.errors = [refused.sentence]
        else:
            flash("The role is given.")
            return redirect(url_for("admin.staff_member", staff_id=staff_id))
    with site().reading() as work:
        card = staff.staff_card(work, admin, staff_id)
    page = render_template(
        "staff/admin/staff_member.html", form=form, card=card, yourself=card.id == admin.id
    )
    return (page, 422) if form.errors else page


@staff_only("manage_staff")
def take_role(staff_id: str) -> Response:
    """Take a role away."""
    with site().writing() as work:
        visit_id, role = request.form.get("visit", ""), request.form.get("role", "")
        staff.remove_membership(work, staff_id, visit_id, role, signed_in().email)
    flash("The role is taken away.")
    return redirect(url_for("admin.staff_member", staff_id=staff_id))


@staff_only("manage_staff")
def switch(staff_id: str) -> Response:
    """Switch a person off, or on again."""
    on = request.form.get("to") == "on"
    with site().writing() as work:
        switched = staff.switch(work, signed_in(), staff_id, on)
        email = switched.email
    flash(f"{email} is switched {'on' if on else 'off and signed out everywhere'}.")
    return redirect(url_for("admin.staff_member", staff_id=staff_id))


def _role_form(admin: Person) -> RoleForm:
    form = RoleForm()
    with site().reading() as work:
        cards = visit_cards(work, admin)
    form.visit.choices = choices((card.id, f"{card.title} ({card.area})") for card in cards)
    return form
