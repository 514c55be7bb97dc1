"""The people who work with a visit, and in which role."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.storage.base import Base, Instant, random_id


class Staff(Base):
    """Sign-in columns carry the names that Flask-Security expects; nothing here depends on Flask."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    administrator: Mapped[bool] = mapped_column(Boolean, default=False)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=random_id)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_timecode: Mapped[int] = mapped_column(Integer, default=0)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(JSON)
    invited_at: Mapped[datetime | None] = mapped_column(Instant)

    memberships: Mapped[list[Membership]] = relationship(cascade="all, delete-orphan")
    passkeys: Mapped[list[Passkey]] = relationship(cascade="all, delete-orphan")


class Membership(Base):
    """One role in one visit. A person may have several."""

    __tablename__ = "memberships"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(24), primary_key=True)


class Passkey(Base):
    """A WebAuthn credential, in the columns that Flask-Security expects."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Integer, default=0)
    transports: Mapped[list[str] | None] = mapped_column(JSON)
    backup_state: Mapped[bool] = mapped_column(Boolean)
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    create_datetime: Mapped[datetime] = mapped_column(Instant)
    lastuse_datetime: Mapped[datetime] = mapped_column(Instant)
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))

    def as_dict(self) -> dict[str, Any]:
        """The columns as a plain mapping, for the sign-in adapter."""
        return {column.name: getattr(self, column.name) for column in self.__table__.columns}
