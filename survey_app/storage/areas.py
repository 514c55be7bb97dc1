"""A local area: the partnership that is inspected."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base, random_id


class Area(Base):
    """`front_door` is where the area wants people to ask for help, in its own words."""

    __tablename__ = "areas"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    front_door: Mapped[str] = mapped_column(String(1000), default="")
