"""Labelled lines: only what people went through, and nothing that leads back to a person."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from flask import Flask
from sqlalchemy import select

from survey_app.services import code_answers
from survey_app.services.code_answers import Place
from survey_app.services.errors import NotFound
from survey_app.services.labels import as_lines, labels
from survey_app.services.permissions import INSPECTOR, LEAD_INSPECTOR, Person
from survey_app.services.settle_codes import Verdict
from survey_app.storage.findings import THEME, Finding
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import Respondent, send

BLAME = "We waited two years for an autism assessment."


def person(visit: BuiltVisit, role: str = LEAD_INSPECTOR, name: str = "lead") -> Person:
    return Person(name, f"{name}@example.org", roles={visit.id: frozenset({role})})


@pytest.fixture
def findings(plain: Flask, site: Site, visit: BuiltVisit) -> list[Finding]:
    """The machine's themes in one answer."""
    send(Respondent(plain.test_client(), visit.codes["parents_carers"]), {"would_change": BLAME})
    with site.reading() as work:
        return list(
            work.session.scalars(select(Finding).where(Finding.sort == THEME).order_by(Finding.label))
        )


def taken(site: Site, visit: BuiltVisit) -> list[dict[str, object]]:
    with site.reading() as work:
        return list(labels(work, person(visit), visit.id))


def decide_all(
    site: Site, visit: BuiltVisit, findings: list[Finding], verdict: Verdict | None = None
) -> None:
    with site.writing() as work:
        for one in findings:
            place = Place(one.start, one.end, one.label)
            where = (work, person(visit), visit.id, one.response_id, one.question, place)
            if verdict is None:
                code_answers.accept(*where)
            else:
                code_answers.decide(*where, verdict)


def test_an_answer_leaves_when_every_code_in_it_is_decided(
    site: Site, visit: BuiltVisit, findings: list[Finding]
) -> None:
    assert taken(site, visit) == []
    decide_all(site, visit, findings)
    (line,) = taken(site, visit)
    assert line["text"] == BLAME
    assert line["question"] == "What would you change?"
    assert line["audience"] == "parents_carers"
    assert line["themes"] == [{"theme": one.label, "stance": one.stance} for one in findings]
    assert findings[0].response_id not in str(line)
    assert set(line) == {"id", "audience", "text", "question", "themes", "rejected"}


def test_what_was_rejected_is_named_apart(site: Site, visit: BuiltVisit, findings: list[Finding]) -> None:
    decide_all(site, visit, findings, Verdict("", ""))
    (line,) = taken(site, visit)
    assert (line["themes"], line["rejected"]) == ([], sorted({one.label for one in findings}))


def test_what_people_differ_about_stays(site: Site, visit: BuiltVisit, findings: list[Finding]) -> None:
    decide_all(site, visit, findings)
    first = findings[0]
    with site.writing() as work:
        code_answers.reject(
            work, person(visit, INSPECTOR, "other"), visit.id, first.response_id, first.question,
            Place(first.start, first.end, first.label),
        )  # fmt: skip
    assert taken(site, visit) == []


def test_an_answer_that_says_nothing_leaves_when_somebody_has_looked(
    plain: Flask, site: Site, visit: BuiltVisit
) -> None:
    send(Respondent(plain.test_client(), visit.codes["parents_carers"]), {"would_change": "Purple."})
    assert taken(site, visit) == []
    with site.reading() as work:
        response = work.connection.exec_driver_sql("SELECT response_id FROM free_texts").scalar_one()
    with site.writing() as work:
        code_answers.look_through(work, person(visit), visit.id, response, "would_change")
    (line,) = taken(site, visit)
    assert (line["themes"], line["rejected"]) == ([], [])


def test_the_evaluation_reads_the_lines(
    site: Site, visit: BuiltVisit, findings: list[Finding], tmp_path: Path
) -> None:
    decide_all(site, visit, findings)
    file = tmp_path / "labels.jsonl"
    with site.reading() as work:
        file.write_bytes(b"".join(as_lines(labels(work, person(visit), visit.id))))
    assert orjson.loads(file.read_bytes())["id"] == 1
    finished = subprocess.run(
        [sys.executable, "-m", "analysis", "evaluate", str(file)], capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    assert "== Themes ==" in finished.stdout


def test_only_the_lead_takes_them(site: Site, visit: BuiltVisit, findings: list[Finding]) -> None:
    with site.reading() as work, pytest.raises(NotFound):
        list(labels(work, person(visit, INSPECTOR), visit.id))
