"""Answers taken away as flat rows: whole, in no order of arrival, and written down."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from questionnaires.responses import ResponseRow
from survey_app.services.errors import NotFound, Refused
from survey_app.services.export import note_export, rows
from survey_app.services.permissions import INSPECTOR, LANO, SAFEGUARDING_LEAD, Person
from survey_app.storage.journal import JournalEntry
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import KeyRing
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, make_visit
from tests.respondent import Respondent, send

WORDS = "=cmd() The taxi was late \U0001f642"


def person(visit: BuiltVisit, role: str = INSPECTOR) -> Person:
    return Person("1", "somebody@example.org", roles={visit.id: frozenset({role})})


def exported(site: Site, visit: BuiltVisit) -> list[ResponseRow]:
    with site.reading() as work:
        return list(rows(work, person(visit), visit.id))


def test_each_answer_is_a_row_and_each_choice_of_several_too(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    given = {"setting": ["special_school", "home"], "listened_to": "disagree", "would_change": WORDS}
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), given)
    found = exported(site, visit)
    assert [(row.question, row.value, row.score, row.text) for row in found] == [
        ("setting", "special_school", None, ""),
        ("setting", "home", None, ""),
        ("listened_to", "disagree", -0.5, ""),
        ("would_change", "", None, WORDS),
    ]
    assert {row.response for row in found} == {found[0].response}
    assert {(row.audience, row.questionnaire, row.complete, row.late) for row in found} == {
        ("parents_carers", "parents-and-carers", True, False)
    }
    assert found[0].label == "Special school"


def test_own_words_say_in_which_language_they_seem_to_be(app: Flask, site: Site, visit: BuiltVisit) -> None:
    polish = "Mój syn czeka na badanie od dwóch lat i nikt nam nie pomaga w szkole."
    given = {"listened_to": "disagree", "would_change": polish}
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), given)
    found = {row.question: row.text_language for row in exported(site, visit)}
    assert found == {"listened_to": "", "would_change": "pl"}


def test_no_response_is_left_out_or_told_twice(site: Site, visit: BuiltVisit) -> None:
    with site.writing() as work:
        fill(work, visit.id, 1_200)
    found = exported(site, visit)
    with site.reading() as work:
        ids = set(work.session.scalars(select(Response.id)))
        texts = work.session.execute(select(func.count()).select_from(FreeText)).scalar_one()
    assert {row.response for row in found} == ids
    assert sum(bool(row.text) for row in found) == texts
    by_survey = [row.response for row in found if row.audience == "parents_carers"]
    assert by_survey == sorted(by_survey)


def test_rows_name_the_reference_and_never_the_area(app: Flask, site: Site) -> None:
    made = make_visit(
        site, kind="thematic-local-offer-2026", title="Visit to Hill and Dale", area="Hill and Dale"
    )
    with site.writing() as work:
        fill(work, made.id, 30)
    found = exported(site, made)
    assert found
    assert not any("Hill" in repr(row) or "Dale" in repr(row) for row in found)
    assert len({row.inspection for row in found}) == 1


def test_taking_answers_away_is_written_down(site: Site, visit: BuiltVisit) -> None:
    with site.writing() as work:
        note_export(work, person(visit), visit.id)
    with site.reading() as work:
        entry = work.session.scalars(select(JournalEntry)).one()
    assert (entry.action, entry.subject, entry.by) == ("export_answers", visit.id, "somebody@example.org")


@pytest.mark.parametrize("role", [LANO, SAFEGUARDING_LEAD])
def test_others_take_nothing_away(site: Site, visit: BuiltVisit, role: str) -> None:
    with site.writing() as work:
        with pytest.raises(NotFound):
            note_export(work, person(visit, role), visit.id)
        with pytest.raises(NotFound):
            rows(work, person(visit, role), visit.id)
        assert not work.session.scalars(select(JournalEntry)).all()


def test_a_missing_key_stops_the_export_with_what_to_set(app: Flask, site: Site, visit: BuiltVisit) -> None:
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), {"would_change": WORDS})
    with site.reading() as work:
        work.keys = KeyRing({1: bytes(range(32))})
        with pytest.raises(Refused, match="SEND_VOICES_MASTER_KEYS"):
            list(rows(work, person(visit), visit.id))
