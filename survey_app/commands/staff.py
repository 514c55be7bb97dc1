"""`send-voices staff invite`: the first administrator, and anybody else."""

from __future__ import annotations

import click

from survey_app.commands.opening import open_site
from survey_app.commands.operator import NAME
from survey_app.commands.stop import Stop
from survey_app.services import staff as people
from survey_app.services.errors import Refused
from survey_app.services.find_visit import visit_named
from survey_app.services.permissions import ADMINISTRATOR, ROLES
from survey_app.services.sign_in import SignInRecord, find_record
from survey_app.services.work import Work


@click.group
def staff() -> None:
    """The people who work with visits."""


@staff.command
@click.option("--email", required=True, help="Where to reach them; they sign in with it.")
@click.option("--role", required=True, type=click.Choice(list(ROLES)))
@click.option("--visit", "reference", metavar="REF", help="The visit in which they have the role.")
@click.option(
    "--again", is_flag=True, help="A new link for somebody who lost password or codes; the old ones end."
)
def invite(email: str, role: str, reference: str | None, again: bool) -> None:
    """Invite a person, or give one more role to somebody who is here, and print the link of the invitation.

    Nothing is mailed: hand the link over by a way that only they can read. It works once, for 7 days.
    """
    if (role == ADMINISTRATOR) == bool(reference):
        raise Stop("Administrators work with no visit: leave --visit out. Every other role needs --visit.")
    with open_site() as site:
        try:
            with site.writing() as work:
                token = _invited(work, email, role, reference, again)
        except Refused as refused:
            raise Stop(refused.sentence) from None
        if token is None:
            click.echo(f"{email} is here already and has the role {role} as well now.")
        else:
            click.echo(f"{site.settings.public_address}/staff/invitation/{token}")


def _invited(work: Work, email: str, role: str, reference: str | None, again: bool) -> str | None:
    """The token of an invitation, or None for somebody who signs in already."""
    address = people.clean_email(email)
    visit = visit_named(work, reference) if reference else None
    known = find_record(work, "email", address, SignInRecord)
    token = None
    if known is None or not known.password or again:
        token = people.invite(work, address, NAME, administrator=role == ADMINISTRATOR)
        known = find_record(work, "email", address, SignInRecord)
    elif role == ADMINISTRATOR:
        raise Refused(
            f"{address} signs in already. Add --again to make them an administrator, with a new password."
        )
    assert known is not None
    if visit is not None:
        people.add_membership(work, known.id, visit.id, role, NAME)
    return token
