"""What every table shares: naming of constraints, random ids and instants in UTC."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, MetaData
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# SQLite would otherwise hand out ids in the order of arrival.
NO_ORDER_OF_ARRIVAL = {"sqlite_with_rowid": False}

# No l, o, i, 0 or 1: codes are read aloud and typed from paper.
SAYABLE = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 10


class Base(DeclarativeBase):
    """Constraint names by rule, so that migrations can name what they change."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC without its zone so that both databases order it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its time zone.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None


def random_id() -> str:
    """128 random bits in hexadecimal: says nothing about time, order or machine."""
    return secrets.token_hex(16)


def sayable_code() -> str:
    """A short public code (about 49 bits) that a person can say aloud and type."""
    return "".join(secrets.choice(SAYABLE) for _ in range(CODE_LENGTH))
