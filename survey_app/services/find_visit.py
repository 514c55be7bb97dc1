"""Visits and surveys as people name them at a terminal: by reference, by id, or by the code of a link."""

from __future__ import annotations

from sqlalchemy import or_, select

from survey_app.services.entry import as_typed
from survey_app.services.errors import Refused
from survey_app.services.work import Work
from survey_app.storage.channels import Channel
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

LISTED = 20


def visit_named(work: Work, name: str) -> Visit:
    """The visit with this reference or id; raises Refused with the references there are."""
    statement = select(Visit).where(or_(Visit.reference == name, Visit.id == name))
    visit = work.session.scalars(statement).one_or_none()
    if visit is None:
        known = work.session.scalars(select(Visit.reference).order_by(Visit.reference).limit(LISTED)).all()
        there_are = f"There are: {', '.join(known)}." if known else "There is none yet."
        raise Refused(f"No visit has the reference {name!r}. {there_are}")
    return visit


def survey_named(work: Work, name: str) -> Survey:
    """The survey behind "REFERENCE/audience" or behind the code of one of its links; raises Refused."""
    reference, slash, audience = name.partition("/")
    if not slash:
        return _survey_behind(work, name)
    visit = visit_named(work, reference)
    surveys = {s.audience: s for s in work.session.scalars(select(Survey).where(Survey.visit_id == visit.id))}
    if audience not in surveys:
        raise Refused(
            f"Visit {reference} has no survey for {audience!r}. There are: {', '.join(sorted(surveys))}."
        )
    return surveys[audience]


def _survey_behind(work: Work, code: str) -> Survey:
    statement = (
        select(Survey).join(Channel, Channel.survey_id == Survey.id).where(Channel.code == as_typed(code))
    )
    survey = work.session.scalars(statement).one_or_none()
    if survey is None:
        raise Refused(
            f"No link has the code {code!r}. Name a survey like REFERENCE/young_people, or by a code."
        )
    return survey
