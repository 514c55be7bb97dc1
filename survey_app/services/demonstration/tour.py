"""Where the demonstration can be entered: the address of every survey, in its state of the moment."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from questionnaires.model import AUDIENCES
from survey_app.services.describe_visit import deadline_words
from survey_app.services.open_and_close import state_of
from survey_app.services.work import Work
from survey_app.storage.areas import Area
from survey_app.storage.channels import Channel
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit


@dataclass(frozen=True, slots=True)
class Address:
    """One survey's way in. `state` is the visit's state word."""

    inspection: str
    title: str
    area: str
    kind: str
    audience: str
    state: str
    deadline: str
    url: str
    visit_id: str

    @property
    def audience_words(self) -> str:
        return AUDIENCES.get(self.audience, self.audience)

    def as_link(self) -> dict[str, str]:
        """What a program needs to know of it."""
        return {name: getattr(self, name) for name in ("inspection", "kind", "audience", "state", "url")}


def addresses(work: Work, base: str) -> tuple[Address, ...]:
    """Every survey with its main link, visit by visit, the latest first."""
    statement = (
        select(Visit, Area.name, Survey.audience, Channel.code)
        .join(Area, Area.id == Visit.area_id)
        .join(Survey, Survey.visit_id == Visit.id)
        .join(Channel, Channel.survey_id == Survey.id)
        .where(Channel.kind == "direct")
        .order_by(Visit.notified_at.desc(), Visit.reference, Survey.position)
    )
    return tuple(_address(work, base, *row) for row in work.session.execute(statement))


def _address(work: Work, base: str, visit: Visit, area: str, audience: str, code: str) -> Address:
    state = state_of(work, visit)
    return Address(
        inspection=visit.reference,
        title=visit.title,
        area=area,
        kind=visit.kind,
        audience=audience,
        state=state.value,
        deadline=deadline_words(visit, state, work.now),
        url=f"{base}/s/{code}",
        visit_id=visit.id,
    )
