"""What signing in needs from storage: passwords, one-time codes and recovery codes, each used once at most.

The web layer wraps a `SignInRecord` for its sign-in library; every secret is kept hashed or encrypted here.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from argon2 import PasswordHasher
from passlib.totp import TOTP
from sqlalchemy import select, update

from survey_app.services.errors import Refused
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.sealing import KeyRing
from survey_app.storage.staff import Staff

ISSUER = "SEND Voices"
AUTHENTICATOR = "authenticator"
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
RECOVERY_CODES = 8
# OWASP's second choice for argon2id: 19 MiB and two passes, about 20 ms on a small server.
ARGON2: Mapping[str, int] = {"time_cost": 2, "memory_cost": 19_456, "parallelism": 1}
SOUGHT_BY = frozenset({"id", "email", "fs_uniquifier"})
# What the sign-in library may change; switching a person off is never its business.
WRITABLE = frozenset({"password", "fs_uniquifier", "tf_primary_method", "tf_totp_secret"})

_hasher = PasswordHasher(ARGON2["time_cost"], ARGON2["memory_cost"], ARGON2["parallelism"])


@dataclass(eq=False)
class SignInRecord:
    """One person's sign-in columns at the moment they were read."""

    id: str = ""
    email: str = ""
    password: str | None = None
    active: bool = False
    fs_uniquifier: str = ""
    tf_primary_method: str | None = None
    tf_totp_secret: str | None = None
    tf_last_timecode: int = 0
    mf_recovery_codes: list[str] | None = None


Record = TypeVar("Record", bound=SignInRecord)
_COLUMNS = [getattr(Staff, column.name) for column in fields(SignInRecord)]


def find_record(work: Work, by: str, value: str, make: type[Record]) -> Record | None:
    """The record with this id, address (in any case) or session mark; `by` is one of SOUGHT_BY."""
    if by not in SOUGHT_BY:
        raise ValueError(f"Nobody is looked up by {by}.")
    wanted = value.strip().lower() if by == "email" else value
    row = work.session.execute(select(*_COLUMNS).where(getattr(Staff, by) == wanted)).one_or_none()
    return make(*row) if row else None


def save_record(work: Work, staff_id: str, changes: Mapping[str, Any]) -> None:
    """Store what the sign-in library changed in a record."""
    allowed = {name: value for name, value in changes.items() if name in WRITABLE}
    if allowed:
        work.session.execute(update(Staff).where(Staff.id == staff_id).values(**allowed))


def use_time_code(work: Work, staff_id: str, counter: int) -> bool:
    """Mark a one-time code as used; False when it, or a later one, was used before."""
    changed = work.session.execute(
        update(Staff)
        .where(Staff.id == staff_id, Staff.tf_last_timecode < counter)
        .values(tf_last_timecode=counter)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def new_recovery_codes(work: Work, staff_id: str) -> list[str]:
    """Fresh codes, shown this once; only marks of them are kept, and older ones stop working."""
    codes = ["-".join(secrets.token_hex(2) for _ in range(3)) for _ in range(RECOVERY_CODES)]
    marks = [_recovery_mark(work.keys, code) for code in codes]
    work.session.execute(update(Staff).where(Staff.id == staff_id).values(mf_recovery_codes=marks))
    return codes


def use_recovery_code(work: Work, staff_id: str, code: str) -> bool:
    """Take a recovery code away; False when there is no such code (any more)."""
    # The row is locked for PostgreSQL; SQLite's writers come one by one already.
    statement = select(Staff).where(Staff.id == staff_id).with_for_update()
    staff = work.session.execute(statement).scalar_one_or_none()
    mark = _recovery_mark(work.keys, code)
    if staff is None or mark not in (staff.mf_recovery_codes or []):
        return False
    staff.mf_recovery_codes = [kept for kept in staff.mf_recovery_codes or [] if kept != mark]
    return True


def end_sessions(work: Work, staff_id: str) -> None:
    """Make every cookie that this person was ever given worthless."""
    work.session.execute(update(Staff).where(Staff.id == staff_id).values(fs_uniquifier=random_id()))


def hashed_password(password: str) -> str:
    """An argon2id hash; raises Refused for a password that is too short, too long or too plain."""
    normal = unicodedata.normalize("NFKD", password)
    if not SHORTEST_PASSWORD <= len(normal) <= LONGEST_PASSWORD:
        raise Refused(f"Choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    if len(set(normal)) < 5:
        raise Refused("Choose a password with more different characters: three words work well.")
    return _hasher.hash(normal)


def totp_secrets(keys: KeyRing) -> dict[str, str]:
    """The secret under which every person's own code secret is encrypted, in the form passlib takes."""
    return {"1": keys.pepper("totp").hex()}


def sealed_totp_secret(keys: KeyRing, secret: str) -> str:
    """A base32 secret, encrypted for storage; raises Refused when it is not base32."""
    factory = TOTP.using(secrets=totp_secrets(keys), issuer=ISSUER)
    try:
        sealed: str = factory(key=secret).to_json(encrypt=True)
    except (ValueError, TypeError):
        raise Refused(
            "The secret for one-time codes must be base32: letters A to Z and digits 2 to 7."
        ) from None
    return sealed


def new_totp_secret() -> str:
    """160 random bits in base32, as authenticator apps take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def invitation_mark(keys: KeyRing, staff_id: str, session_mark: str, invited_at: datetime) -> str:
    """What makes an invitation link genuine; it stops fitting as soon as the session mark changes."""
    said = f"{staff_id}/{session_mark}/{invited_at.isoformat()}".encode()
    mark = hmac.new(keys.pepper("invitation"), said, sha256).digest()
    return base64.urlsafe_b64encode(mark[:24]).decode()


def _recovery_mark(keys: KeyRing, code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hmac.new(keys.pepper("recovery"), plain.encode(), sha256).hexdigest()
