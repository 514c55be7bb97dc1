"""What was chosen on days that are over, packed in columns so that it is read in a moment."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import NO_ORDER_OF_ARRIVAL, Base


class PackedDay(Base):
    """All responses that one survey received on one day: choices and the machine's themes, no words of anybody.

    A copy of what `responses`, `free_texts` and `findings` hold, in the order of the random ids. A whole day stands
    together, so nothing is told beyond the day that each response has anyway. `people` is how many they are;
    `changes` how often the codes of the visit had changed without a decision when it was packed.
    """

    __tablename__ = "packed_responses"

    survey_id: Mapped[str] = mapped_column(ForeignKey("surveys.id"), primary_key=True)
    received_on: Mapped[date] = mapped_column(Date, primary_key=True)
    people: Mapped[int] = mapped_column(Integer)
    changes: Mapped[int] = mapped_column(Integer)
    columns: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (NO_ORDER_OF_ARRIVAL,)
