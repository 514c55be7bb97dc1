"""What Flask-Security sees of our staff: a user, a store of users, one-time codes and recovery codes.

Each look-up is one short read and each change one short write, through `services.sign_in`; nothing is held open.
"""

from __future__ import annotations

from typing import Any, ClassVar

from flask import flash, g
from flask_security import MailUtil, MfRecoveryCodesUtil, RoleMixin, Totp, UserDatastore, UserMixin
from passlib.totp import TokenError

from survey_app.services import sign_in
from survey_app.services.sign_in import SignInRecord
from survey_app.web.account.throttle import throttle
from survey_app.web.site import site


class StaffUser(SignInRecord, UserMixin):  # type: ignore[misc]  # its ids are numbers, ours are text
    """A sign-in record with the behaviour that Flask-Security adds. Roles are asked of `services.permissions`."""

    roles: ClassVar[list[RoleMixin]] = []  # type: ignore[misc]

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        self.as_loaded = {name: getattr(self, name) for name in sign_in.WRITABLE}

    @property
    def changes(self) -> dict[str, Any]:
        """What was set on this object since it was read."""
        return {
            name: getattr(self, name) for name, was in self.as_loaded.items() if getattr(self, name) != was
        }

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:
        throttle.failed(self.id)

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        return False


class StaffRole(RoleMixin):
    """Flask-Security wants a class of roles; ours live in the table of permissions."""


class StaffStore(UserDatastore):
    """Users by id, address or session mark; `commit` writes only what was changed."""

    def __init__(self) -> None:
        super().__init__(StaffUser, StaffRole)

    def find_user(self, case_insensitive: bool = False, **by: Any) -> StaffUser | None:
        (column, value), *_ = by.items()
        with site().reading() as work:
            return sign_in.find_record(work, column, str(value), StaffUser)

    def find_role(self, role: str) -> None:
        return None

    def put(self, model: StaffUser) -> StaffUser:
        _waiting()[model.id] = model
        return model

    def commit(self) -> None:
        waiting = [user for user in _waiting().values() if user.changes]
        _waiting().clear()
        if waiting:
            with site().writing() as work:
                for user in waiting:
                    sign_in.save_record(work, user.id, user.changes)


class OnceOnlyCodes(Totp):
    """One-time codes by the site's clock, each good once for each person."""

    def verify_totp(self, token: str, totp_secret: str, user: UserMixin, window: int = 0) -> bool:
        if throttle.waits(_id(user)):
            return False
        with site().writing() as work:
            try:
                match = self._totp.verify(token, totp_secret, time=work.now, window=window)
            except TokenError:
                return False
            if not sign_in.use_time_code(work, _id(user), match.counter):
                return False
        throttle.succeeded(_id(user))
        return True


class HashedRecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes of which we keep only marks: they are shown when they are made and never again."""

    def create_recovery_codes(self, user: UserMixin) -> list[str]:
        with site().writing() as work:
            return sign_in.new_recovery_codes(work, _id(user))

    def get_recovery_codes(self, user: UserMixin) -> list[str]:
        return []

    def check_recovery_code(self, user: UserMixin, code: str) -> bool:
        """True once for each code: it is taken away in the same moment."""
        if throttle.waits(_id(user)):
            return False
        with site().writing() as work:
            good = sign_in.use_recovery_code(work, _id(user), code)
        (throttle.succeeded if good else throttle.failed)(_id(user))
        if good:
            flash("You used a recovery code. If you have few left, make new ones under Your account.", "info")
        return good

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:
        return True


class NoMail(MailUtil):
    """The sign-in library sends no mail of its own; an address is only something to look up."""

    def send_mail(self, *_args: Any, **_kwargs: Any) -> None:
        return None

    def normalize(self, email: str) -> str:
        return email.strip().lower()

    def validate(self, email: str) -> str:
        return self.normalize(email)


def _id(user: UserMixin) -> str:
    """The library takes ids for numbers; ours are text."""
    return str(user.id)


def _waiting() -> dict[str, StaffUser]:
    """The users of this request that were changed and not yet written."""
    if "changed_staff" not in g:
        g.changed_staff = {}
    waiting: dict[str, StaffUser] = g.changed_staff
    return waiting
