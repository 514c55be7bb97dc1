"""`send-voices export`: every answer of one visit and of no other, complete or not at all."""

import csv
import json
import stat
from pathlib import Path

import pytest
from sqlalchemy import select

from survey_app.storage.journal import JournalEntry
from survey_app.web.site import Site
from tests.builders import make_visit
from tests.survey_app.commands.answers import send
from tests.survey_app.commands.typed import quoted, typed


def reference_of(site: Site, visit_id: str) -> str:
    from survey_app.storage.visits import Visit

    with site.reading() as work:
        return work.session.get_one(Visit, visit_id).reference


def test_the_answers_of_a_visit_are_written_for_their_owner_alone(
    site: Site, settings: dict[str, str], tmp_path: Path
) -> None:
    visit, other = make_visit(site), make_visit(site)
    sent = {
        send(site, visit.codes["young_people"], {"safe": "good", "going_well": "=cmd()"}) for _ in range(5)
    }
    send(site, other.codes["young_people"], {"going_well": "elsewhere"})
    out = tmp_path / "answers.jsonl"
    ended = typed(f"export --visit {reference_of(site, visit.id)} --out {quoted(out)}", settings)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert ended.code == 0
    assert "10 rows" in ended.said
    assert {row["response"] for row in rows} == sent
    assert {row["text"] for row in rows} == {"", "=cmd()"}
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_spreadsheet_gets_no_formula(site: Site, settings: dict[str, str], tmp_path: Path) -> None:
    visit = make_visit(site)
    send(site, visit.codes["young_people"], {"going_well": "=1+1"})
    out = tmp_path / "answers.csv"
    typed(f"export --visit {reference_of(site, visit.id)} --out {quoted(out)}", settings)
    with out.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert not row["text"].startswith("=")
    assert "1+1" in row["text"]


def test_that_answers_were_taken_away_is_written_down(
    site: Site, settings: dict[str, str], tmp_path: Path
) -> None:
    visit = make_visit(site)
    typed(f"export --visit {reference_of(site, visit.id)} --out {quoted(tmp_path / 'a.jsonl')}", settings)
    with site.reading() as work:
        statement = select(JournalEntry).where(JournalEntry.action == "export_answers")
        (entry,) = work.session.scalars(statement)
    assert (entry.by, entry.subject) == ("the terminal", visit.id)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--visit NONE --out a.csv", "No visit has the reference 'NONE'."),
        ("--visit {ref} --out a.doc", "Choose one of them."),
        ("--visit {ref} --out none/such/a.csv", "does not exist"),
    ],
)
def test_what_cannot_be_written_is_a_sentence_and_leaves_nothing(
    site: Site,
    settings: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: str,
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    visit = make_visit(site)
    before = set(tmp_path.iterdir())
    ended = typed(f"export {options.format(ref=reference_of(site, visit.id))}", settings)
    assert ended.code == 2
    assert sentence in ended.complained
    assert {path.suffix for path in set(tmp_path.iterdir()) - before} <= {".sqlite3-wal", ".sqlite3-shm"}
