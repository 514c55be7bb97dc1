"""Figures that leave are kept, on both databases; what was kept says nothing that was hidden."""

from __future__ import annotations

import orjson
import pytest
from flask import Flask
from sqlalchemy import select

from survey_app.services import redact, take_away
from survey_app.services.errors import NotFound
from survey_app.services.permissions import LANO, Person
from survey_app.storage.reading import AnswerMark, TakenAway
from survey_app.storage.responses import FreeText
from survey_app.web.site import Site
from tests.builders import BuiltVisit, lead_of, make_visit
from tests.respondent import Respondent, send

WORDS = "We waited two years for an autism assessment."


def answered(app: Flask, visit: BuiltVisit, times: int) -> None:
    for _ in range(times):
        send(Respondent(app.test_client(), visit.codes["parents_carers"]), {"would_change": WORDS})


def test_the_figures_that_left_stand_until_enough_people_came(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    answered(app, visit, 10)
    lead = lead_of(visit.id)
    with site.writing() as work:
        first = take_away.publish(work, lead, visit.id, take_away.NOTE)
    answered(app, visit, 2)
    with site.reading() as work:
        between = take_away.ready(work, lead, visit.id)
    assert between.held
    assert numbers(between) == numbers(first)
    answered(app, visit, 8)
    with site.reading() as work:
        later = take_away.ready(work, lead, visit.id)
        assert [one.sort for one in take_away.taken(work, lead, visit.id)] == [take_away.NOTE]
    assert not later.held
    assert numbers(later) != numbers(first)


def numbers(evidence: take_away.Evidence) -> list[tuple[int | None, ...]]:
    return [row.shown.numbers for table in evidence.tables for row in table.rows]


def test_nothing_that_is_hidden_is_kept(app: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(app, visit, 3)
    with site.writing() as work:
        take_away.publish(work, lead_of(visit.id), visit.id, take_away.SUMMARY)
        counts = orjson.loads(work.session.scalars(select(TakenAway.counts)).one())
    kept = {number for base, cells in counts.values() for number in (base, *cells)}
    assert kept <= {None, 0}


def test_an_answer_that_the_team_marked_waits_to_be_made_fit(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    answered(app, visit, 1)
    lead = lead_of(visit.id)
    with site.writing() as work:
        told = work.session.scalars(select(FreeText)).one()
        place = {"response_id": told.response_id, "question": told.question}
        mark = AnswerMark(**place, survey_id=told.survey_id, start=0, end=2, by="x", at=work.now, sealed=b"")
        work.session.add(mark)
    with site.writing() as work:
        assert [one.text for one in redact.marked(work, lead, visit.id)] == [WORDS]
        redact.keep(work, lead, visit.id, told.response_id, told.question, ())
    with site.reading() as work:
        assert redact.marked(work, lead, visit.id) == ()
        assert [one.kept.text for one in redact.fit_to_show(work, lead, visit.id) if one.kept] == [WORDS]


def test_another_teams_words_and_figures_do_not_exist(app: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(app, visit, 1)
    other = lead_of(make_visit(site, title="Other", area="Harbour").id)
    lano = Person("lano", "lano@example.org", roles={visit.id: frozenset({LANO})})
    with site.writing() as work:
        told = work.session.scalars(select(FreeText)).one()
        for stranger in (other, lano):
            with pytest.raises(NotFound):
                take_away.publish(work, stranger, visit.id, take_away.NOTE)
            with pytest.raises(NotFound):
                redact.keep(work, stranger, visit.id, told.response_id, told.question, ())
        own_visit = next(iter(other.roles))
        with pytest.raises(NotFound):
            redact.keep(work, other, own_visit, told.response_id, told.question, ())
