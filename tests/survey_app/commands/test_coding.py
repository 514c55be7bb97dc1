"""`send-voices labels` and `send-voices scan-again`, as an operator types them."""

import json
import stat
from pathlib import Path

from sqlalchemy import select, update

from survey_app.services import code_answers
from survey_app.services.work_concerns import Ending
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.journal import JournalEntry
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit, lead_of, make_visit
from tests.survey_app.commands.answers import send
from tests.survey_app.commands.typed import quoted, typed
from tests.survey_app.concerns import decide, raise_at, read

BLAME = "We waited two years for an autism assessment."


def reference_of(site: Site, visit: BuiltVisit) -> str:
    with site.reading() as work:
        return work.session.get_one(Visit, visit.id).reference


def test_labelled_answers_are_written_for_their_owner_alone(
    site: Site, settings: dict[str, str], tmp_path: Path
) -> None:
    visit = make_visit(site)
    response = send(site, visit.codes["young_people"], {"going_well": "Purple."})
    with site.writing() as work:
        code_answers.look_through(work, lead_of(visit.id), visit.id, response, "going_well")
    out = tmp_path / "labels.jsonl"
    ended = typed(f"labels {reference_of(site, visit)} {quoted(out)}", settings)
    assert ended.code == 0, ended.said
    assert "1 answers in" in ended.said
    assert json.loads(out.read_text(encoding="utf-8"))["text"] == "Purple."
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with site.reading() as work:
        (entry,) = work.session.scalars(select(JournalEntry).where(JournalEntry.action == "take_labels"))
        assert entry.subject == visit.id


def test_a_visit_that_is_not_there_is_said_so(site: Site, settings: dict[str, str], tmp_path: Path) -> None:
    make_visit(site)
    for command in (f"labels NOWHERE {quoted(tmp_path / 'x.jsonl')}", "scan-again NOWHERE"):
        ended = typed(command, settings)
        assert ended.code != 0
    assert not (tmp_path / "x.jsonl").exists()


def test_the_machine_reads_again(site: Site, settings: dict[str, str]) -> None:
    visit = make_visit(site)
    send(site, visit.codes["young_people"], {"going_well": BLAME})

    def themes() -> set[str]:
        with site.reading() as work:
            return set(work.session.scalars(select(Finding.label).where(Finding.sort == THEME)))

    before = themes()
    with site.writing() as work:
        work.session.execute(update(Finding).where(Finding.sort == THEME).values(label="transport"))
    ended = typed(f"scan-again {reference_of(site, visit)}", settings)
    assert ended.code == 0, ended.said
    assert "1 answers read" in ended.said
    assert themes() == before


def test_what_was_flagged_in_error_is_written_for_its_owner_alone(
    site: Site, settings: dict[str, str], tmp_path: Path
) -> None:
    visit = make_visit(site)
    concern = raise_at(site, visit, 2, would_change="My teacher hit me at school.")
    reader = lead_of(visit.id)
    read(site, reader, concern)
    decide(site, visit, reader, concern, Ending("machine_wrong", "About a play."))
    out = tmp_path / "flags.jsonl"
    ended = typed(f"labels --false-flags {reference_of(site, visit)} {quoted(out)}", settings)
    assert ended.code == 0, ended.said
    line = json.loads(out.read_text(encoding="utf-8"))
    assert (line["text"], line["categories"]) == ("My teacher hit me at school.", [])
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with site.reading() as work:
        taken = JournalEntry.action == "take_safeguarding_labels"
        assert work.session.scalars(select(JournalEntry.subject).where(taken)).all() == [visit.id]
