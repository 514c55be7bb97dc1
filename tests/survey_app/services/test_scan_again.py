"""A new run of the machine replaces its own codes and nothing that a person decided."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from survey_app.services import code_answers
from survey_app.services.code_answers import Place
from survey_app.services.errors import NotFound
from survey_app.services.inspect import results
from survey_app.services.permissions import INSPECTOR, LEAD_INSPECTOR, Person
from survey_app.services.scan_again import keep_codes, scan_again
from survey_app.services.settle_codes import Verdict
from survey_app.storage.code_decisions import CodeDecision
from survey_app.storage.findings import SAFEGUARDING, THEME, Finding
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import Respondent, send

TEXT = "We waited two years for an autism assessment. My teacher hit me at school yesterday."


def person(visit: BuiltVisit, role: str = LEAD_INSPECTOR) -> Person:
    return Person("lead", "lead@example.org", roles={visit.id: frozenset({role})})


@pytest.fixture
def finding(plain: Flask, site: Site, visit: BuiltVisit) -> Finding:
    """The first theme that the machine found in the only answer."""
    send(Respondent(plain.test_client(), visit.codes["parents_carers"]), {"would_change": TEXT})
    return found(site, THEME)[0]


def found(site: Site, sort: str) -> list[Finding]:
    with site.reading() as work:
        ordered = select(Finding).where(Finding.sort == sort).order_by(Finding.start, Finding.label)
        return list(work.session.scalars(ordered))


def told(rows: list[Finding]) -> list[tuple[object, ...]]:
    return [(row.label, row.stance, row.start, row.end, row.level, row.coder, row.version) for row in rows]


def again(site: Site, visit: BuiltVisit) -> None:
    with site.reading() as work:
        read = scan_again(work, person(visit), visit.id)
    with site.writing() as work:
        keep_codes(work, person(visit), visit.id, read)


def themes(site: Site, visit: BuiltVisit) -> set[str]:
    with site.reading() as work:
        shown = results(work, person(visit), visit.id)
    return {row.theme for part in shown.paragraphs for row in part.rows}


def as_an_older_machine(site: Site, **was: object) -> None:
    """Make the machine's themes look as if an earlier version had found them."""
    with site.writing() as work:
        work.session.execute(update(Finding).where(Finding.sort == THEME).values(version="older", **was))


def test_what_an_older_machine_found_is_replaced(site: Site, visit: BuiltVisit, finding: Finding) -> None:
    before, flags = told(found(site, THEME)), told(found(site, SAFEGUARDING))
    as_an_older_machine(site, label="transport")
    assert themes(site, visit) == {"transport"}
    again(site, visit)
    assert told(found(site, THEME)) == before
    assert told(found(site, SAFEGUARDING)) == flags
    assert finding.label in themes(site, visit)
    assert "transport" not in themes(site, visit)


def test_what_a_person_rejected_does_not_come_back_a_word_longer(
    site: Site, visit: BuiltVisit, finding: Finding
) -> None:
    as_an_older_machine(site, end=finding.end - 1)
    place = Place(finding.start, finding.end - 1, finding.label)
    with site.writing() as work:
        code_answers.reject(work, person(visit), visit.id, finding.response_id, finding.question, place)
    again(site, visit)
    with site.reading() as work:
        (decision,) = work.session.scalars(select(CodeDecision)).all()
    assert (decision.start, decision.end, decision.found) == (place.start, place.end, place.found)
    assert (decision.theme, decision.version) == ("", "older")
    assert finding.label not in themes(site, visit)


def test_what_a_person_added_stays_when_the_machine_finds_nothing_there(
    site: Site, visit: BuiltVisit, finding: Finding
) -> None:
    with site.writing() as work:
        code_answers.add(
            work, person(visit), visit.id, finding.response_id, finding.question, "two years",
            Verdict("transport", "negative"),
        )  # fmt: skip
    again(site, visit)
    again(site, visit)
    assert "transport" in themes(site, visit)


def test_only_the_lead_lets_the_machine_read_again(site: Site, visit: BuiltVisit) -> None:
    with site.writing() as work, pytest.raises(NotFound):
        scan_again(work, person(visit, INSPECTOR), visit.id)
