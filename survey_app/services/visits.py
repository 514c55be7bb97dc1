"""Small questions about visits that several pages ask."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.base import SAYABLE


def area_names(work: Work) -> tuple[str, ...]:
    """The local areas we know, by name."""
    return tuple(work.session.scalars(select(Area.name).order_by(Area.name)))


def new_reference() -> str:
    """A name for exports that says nothing about the place, such as V-7KQ4M2."""
    return "V-" + "".join(secrets.choice(SAYABLE) for _ in range(6)).upper()
