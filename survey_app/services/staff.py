"""Staff: inviting people, giving and taking roles, switching people off. Nobody registers by themselves."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from survey_app.services import sign_in
from survey_app.services.errors import NotFound, Refused
from survey_app.services.open_and_close import kind_of
from survey_app.services.permissions import (
    ADMINISTRATOR,
    LOCAL_AREA,
    PARTNERSHIP_LEAD,
    ROLES,
    Person,
    require,
)
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.journal import JournalEntry
from survey_app.storage.staff import Membership, Staff
from survey_app.storage.visits import Visit

INVITATION_LASTS = timedelta(days=7)
LONGEST_EMAIL = 254
VISIT_ROLES = {role: words for role, words in ROLES.items() if role != ADMINISTRATOR}
_HEXADECIMAL = re.compile(r"[0-9a-f]{32}")
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")


@dataclass(frozen=True, slots=True)
class StaffRole:
    """One role in one visit, in words."""

    visit_id: str
    visit_title: str
    role: str

    @property
    def words(self) -> str:
        return ROLES[self.role]


@dataclass(frozen=True, slots=True)
class StaffCard:
    """One person as administrators see them."""

    id: str
    email: str
    active: bool
    administrator: bool
    invited_at: datetime | None
    joined: bool
    second_step: bool
    roles: tuple[StaffRole, ...]

    @property
    def standing(self) -> str:
        """Where this person stands, in words."""
        if not self.active:
            return "Switched off"
        if not self.joined:
            return "Invited"
        return "Signs in" if self.second_step else "Has a password, no code yet"


def invite(work: Work, email: str, by: str, administrator: bool = False) -> str:
    """Invite a person (or invite them again) and return the token of their link, good once, for 7 days.

    Inviting again takes the password and the second step away and ends every session: it is also how
    somebody who has lost both comes back. Raises Refused.
    """
    address = clean_email(email)
    if address == by:
        raise Refused("You cannot invite yourself. Ask another administrator to invite you again.")
    staff = work.session.scalars(select(Staff).where(Staff.email == address)).one_or_none()
    if staff is None:
        staff = Staff(email=address, administrator=administrator)
        work.session.add(staff)
    elif not staff.active:
        raise Refused(f"{address} is switched off. Switch them on first.")
    _start_again(work, staff)
    staff.administrator = staff.administrator or administrator
    work.session.flush()
    _note(work, by, "invite_staff", staff.id, address)
    return invitation_token(work, staff)


def invitation_token(work: Work, staff: Staff) -> str:
    """The token that goes into the link of a person who was just invited."""
    assert staff.invited_at is not None
    mark = sign_in.invitation_mark(work.keys, staff.id, staff.fs_uniquifier, staff.invited_at)
    return f"{staff.id}.{mark}"


def invited_person(work: Work, token: str) -> Staff:
    """Who a link invites; raises NotFound when it was used, is too old, or was never given out."""
    return _invited(work, token, lock=False)


def _invited(work: Work, token: str, lock: bool) -> Staff:
    staff_id, _, mark = token.partition(".")
    known = _HEXADECIMAL.fullmatch(staff_id)
    staff = work.session.get(Staff, staff_id, with_for_update=lock) if known else None
    if staff is None or staff.invited_at is None or staff.password or not staff.active:
        raise NotFound("invitation")
    wanted = sign_in.invitation_mark(work.keys, staff.id, staff.fs_uniquifier, staff.invited_at)
    if (
        not hmac.compare_digest(mark.encode(), wanted.encode())
        or work.now >= staff.invited_at + INVITATION_LASTS
    ):
        raise NotFound("invitation")
    return staff


def accept_invitation(work: Work, token: str, password: str, totp_secret: str | None = None) -> str:
    """Set the first password and return the address to sign in with; the link is used up.

    Without `totp_secret` (base32) the first sign-in asks for the second step to be set up.
    Raises NotFound for the link, Refused for the password.
    """
    # Locked, so that of two who hold one link only the first gets in.
    staff = _invited(work, token, lock=True)
    staff.password = sign_in.hashed_password(password)
    staff.fs_uniquifier = random_id()
    if totp_secret:
        _set_totp(work, staff, totp_secret)
    _note(work, staff.email, "accept_invitation", staff.id)
    return staff.email


def make_staff(
    work: Work,
    email: str,
    password: str,
    totp_secret: str | None = None,
    administrator: bool = False,
    memberships: Iterable[tuple[str, str]] = (),
) -> Staff:
    """A person who can sign in at once, for demonstrations and tests. `memberships`: (visit id, role)."""
    staff = Staff(
        email=clean_email(email),
        password=sign_in.hashed_password(password),
        administrator=administrator,
        fs_uniquifier=random_id(),
        tf_last_timecode=0,
        active=True,
    )
    if totp_secret:
        _set_totp(work, staff, totp_secret)
    work.session.add(staff)
    work.session.flush()
    for visit_id, role in memberships:
        add_membership(work, staff.id, visit_id, role, by=staff.email)
    return staff


def add_membership(work: Work, staff_id: str, visit_id: str, role: str, by: str) -> None:
    """Give a role in a visit; giving it twice changes nothing. Raises NotFound or Refused."""
    if role not in VISIT_ROLES:
        raise Refused("Choose a role from the list.")
    said = _role_words(work, staff_id, visit_id, role)
    _check_kept_apart(work, staff_id, visit_id, role)
    if work.session.get(Membership, (staff_id, visit_id, role)) is None:
        work.session.add(Membership(staff_id=staff_id, visit_id=visit_id, role=role))
        _note(work, by, "give_role", staff_id, said)
        work.session.flush()


def remove_membership(work: Work, staff_id: str, visit_id: str, role: str, by: str) -> None:
    """Take a role away; the person's next request no longer has it. Raises Refused when they do not have it."""
    gone = work.session.execute(
        delete(Membership).where(
            Membership.staff_id == staff_id, Membership.visit_id == visit_id, Membership.role == role
        )
    )
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise Refused("This person does not have that role. Reload the page to see their roles.")
    _note(work, by, "take_role", staff_id, _role_words(work, staff_id, visit_id, role))


def switch(work: Work, person: Person, staff_id: str, on: bool) -> Staff:
    """Switch a person on or off; off ends every session at once. Raises NotFound or Refused."""
    require(person, "manage_staff")
    staff = work.session.get(Staff, staff_id)
    if staff is None:
        raise NotFound(staff_id)
    if not on and staff.id == person.id:
        raise Refused("You cannot switch yourself off. Ask another administrator.")
    staff.active = on
    staff.fs_uniquifier = random_id()
    _note(work, person.email, "switch_on" if on else "switch_off", staff.id, staff.email)
    return staff


def staff_cards(work: Work, person: Person) -> tuple[StaffCard, ...]:
    """Everybody, by address."""
    require(person, "manage_staff")
    roles = _roles(work)
    everyone = work.session.scalars(select(Staff).order_by(Staff.email))
    return tuple(_card(staff, roles.get(staff.id, [])) for staff in everyone)


def staff_card(work: Work, person: Person, staff_id: str) -> StaffCard:
    """One person; raises NotFound."""
    require(person, "manage_staff")
    staff = work.session.get(Staff, staff_id)
    if staff is None:
        raise NotFound(staff_id)
    return _card(staff, _roles(work, staff_id).get(staff_id, []))


def team_of(work: Work, visit_id: str) -> tuple[tuple[str, str], ...]:
    """(address, role in words) of everybody in a visit."""
    statement = (
        select(Staff.email, Membership.role)
        .join(Membership, Membership.staff_id == Staff.id)
        .where(Membership.visit_id == visit_id, Staff.active)
        .order_by(Membership.role, Staff.email)
    )
    return tuple((email, ROLES[role]) for email, role in work.session.execute(statement))


def clean_email(email: str) -> str:
    """An address in small letters without spaces around it; raises Refused."""
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address) or len(address) > LONGEST_EMAIL or not address.isprintable():
        raise Refused("Enter an email address, like name@example.org.")
    return address


def _start_again(work: Work, staff: Staff) -> None:
    staff.invited_at = work.now.replace(microsecond=0)
    staff.fs_uniquifier = random_id()
    staff.password = None
    staff.tf_primary_method = staff.tf_totp_secret = staff.mf_recovery_codes = None


def _set_totp(work: Work, staff: Staff, secret: str) -> None:
    staff.tf_primary_method = sign_in.AUTHENTICATOR
    staff.tf_totp_secret = sign_in.sealed_totp_secret(work.keys, secret)


def _role_words(work: Work, staff_id: str, visit_id: str, role: str) -> str:
    """Who has which role where, for the journal; raises NotFound."""
    staff, visit = work.session.get(Staff, staff_id), work.session.get(Visit, visit_id)
    if staff is None or visit is None or role not in VISIT_ROLES:
        raise NotFound(staff_id)
    return f"{staff.email}: {ROLES[role]}, {visit.title}"[:500]


def _check_kept_apart(work: Work, staff_id: str, visit_id: str, role: str) -> None:
    """The local area never reads answers: nobody is of the area and on the inspection team of one visit."""
    statement = select(Membership.role).where(
        Membership.staff_id == staff_id, Membership.visit_id == visit_id
    )
    held = set(work.session.scalars(statement))
    if held and (role in LOCAL_AREA) != bool(held & LOCAL_AREA):
        raise Refused("The local area's officer cannot also be on the inspection team of the same visit.")
    visit = work.session.get_one(Visit, visit_id)
    if role == PARTNERSHIP_LEAD and kind_of(visit.kind).owner != "partnership":
        raise Refused("Only a visit that the partnership owns has a partnership lead. Choose another role.")


def _roles(work: Work, staff_id: str | None = None) -> dict[str, list[StaffRole]]:
    statement = (
        select(Membership.staff_id, Visit.id, Visit.title, Membership.role)
        .join(Visit, Visit.id == Membership.visit_id)
        .order_by(Visit.title, Membership.role)
    )
    if staff_id is not None:
        statement = statement.where(Membership.staff_id == staff_id)
    roles: dict[str, list[StaffRole]] = {}
    for owner, visit_id, title, role in work.session.execute(statement):
        roles.setdefault(owner, []).append(StaffRole(visit_id, title, role))
    return roles


def _card(staff: Staff, roles: Sequence[StaffRole]) -> StaffCard:
    return StaffCard(
        id=staff.id,
        email=staff.email,
        active=staff.active,
        administrator=staff.administrator,
        invited_at=staff.invited_at,
        joined=bool(staff.password),
        second_step=bool(staff.tf_totp_secret),
        roles=tuple(roles),
    )


def _note(work: Work, by: str, action: str, subject: str, detail: str = "") -> None:
    work.session.add(JournalEntry(at=work.now, by=by, action=action, subject=subject, detail=detail))
