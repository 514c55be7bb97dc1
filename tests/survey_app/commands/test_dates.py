"""`send-voices window`, `timetable` and `kinds`."""

import json
from pathlib import Path

import icalendar
import pytest

from questionnaires.visit_kinds import load_visit_kinds
from tests.survey_app.commands.typed import quoted, typed

FULL = "--kind area-send-full-2024 --notified 2026-11-23T09:30"


def test_a_window_is_json_with_offsets() -> None:
    assert json.loads(typed(f"window {FULL}").said) == {
        "opens_at": "2026-11-23T09:30:00+00:00",
        "closes_at": "2026-12-01T09:00:00+00:00",
        "grace_until": "2026-12-01T10:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--kind none-such --notified 2026-11-23T09:30", "none-such"),
        ("--kind area-send-full-2024 --notified 2026-11-22T09:30", "Sunday"),
        ("--kind area-send-full-2024 --notified 2026-12-25T09:30", "Christmas"),
        ("--kind area-send-full-2024 --notified 2026-03-29T01:30", "clocks go forward"),
        ("--kind area-send-full-2024 --notified yesterday", "is not a date and time"),
        ("--kind area-send-full-2024 --notified 2999-11-23T09:30", "2999"),
        ("--kind area-send-full-2024", "notif"),
        ("--notified 2026-11-23T09:30", "--kind"),
        ("--kind area-send-full-2024 --notified 2026-11-23T09:30 --days-off /none/such", "/none/such"),
    ],
)
@pytest.mark.parametrize("command", ["window", "timetable"])
def test_what_cannot_be_dated_ends_with_a_sentence_and_2(command: str, options: str, sentence: str) -> None:
    ended = typed(f"{command} {options}")
    assert (ended.code, ended.said) == (2, "")
    assert sentence in ended.complained
    assert "Traceback" not in ended.complained


def test_an_added_day_off_moves_the_close(tmp_path: Path) -> None:
    file = tmp_path / "days-off.txt"
    file.write_text("2026-11-25 A day off for everybody\n", encoding="utf-8")
    said = json.loads(typed(f"window {FULL} --days-off {quoted(file)}").said)
    assert said["closes_at"] == "2026-12-02T09:00:00+00:00"


def test_a_timetable_names_when_what_who_and_the_paragraph() -> None:
    said = typed(f"timetable {FULL}").said
    assert "Tuesday 1 December" in said
    kind = load_visit_kinds()["area-send-full-2024"]
    assert [m.title for m in kind.milestones if m.title not in said] == []


def test_a_calendar_file_holds_every_dated_milestone(tmp_path: Path) -> None:
    file = tmp_path / "visit.ics"
    ended = typed(f"timetable {FULL} --ics {quoted(file)}")
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert ended.code == 0
    assert str(file) in ended.said
    told = " ".join(ended.said.split())
    assert [
        name for event in events if (name := str(event["SUMMARY"]).removeprefix("By then: ")) not in told
    ] == []
    assert len(events) > 10


def test_every_kind_is_listed_with_its_window() -> None:
    said = typed("kinds").said
    assert [kind.id for kind in load_visit_kinds().values() if kind.id not in said.splitlines()] == []
    assert "9am on the 6th working day after notification" in said


def test_a_kind_of_ones_own_that_is_wrong_is_said_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("id: ours\n", encoding="utf-8")
    ended = typed(f"kinds --kinds {quoted(tmp_path)}")
    assert ended.code == 2
    assert f"{tmp_path / 'ours.yaml'}:1:1:" in ended.complained
