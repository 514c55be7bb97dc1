import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.visit_kinds import load_visit_kinds
from survey_app.calendar.errors import CalendarError, UnknownKind
from survey_app.calendar.report import Request, timetable_ics, timetable_text, window_text

KIND = "area-send-full-2024"
DATES = {"notified": "2026-11-23T09:30", "opens": "2026-11-23", "closes": "2026-12-04"}


def test_prints_a_window_with_englands_offsets() -> None:
    assert json.loads(window_text(Request(kind=KIND, notified="2026-10-19T09:30"))) == {
        "opens_at": "2026-10-19T09:30:00+01:00",
        "closes_at": "2026-10-27T09:00:00+00:00",
        "grace_until": "2026-10-27T10:00:00+00:00",
    }


@pytest.mark.parametrize("kind", sorted(load_visit_kinds()))
def test_every_kind_prints_a_window_and_a_timetable(kind: str) -> None:
    closes = None if kind == "post-inspection" else DATES["closes"]
    request = Request(
        kind=kind,
        notified=DATES["notified"],
        opens=DATES["opens"],
        closes=closes,
        working_days=None if closes else "10",
    )
    printed = json.loads(window_text(request))
    assert printed["opens_at"] < printed["closes_at"] < printed["grace_until"]
    text = timetable_text(request)
    for milestone in load_visit_kinds()[kind].milestones:
        assert milestone.title in text
    assert timetable_ics(request, datetime(2026, 11, 23, tzinfo=UTC)).startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    "arguments, said",
    [
        ({"kind": KIND}, "Give its date and time"),
        ({"kind": KIND, "notified": "2026-11-21T09:30"}, "Saturday"),
        ({"kind": KIND, "notified": "2026-04-06T09:30"}, "Easter Monday"),
        ({"kind": KIND, "notified": "2026-03-29T01:30"}, "clocks go forward"),
        ({"kind": KIND, "notified": "2026-10-25T01:30"}, "comes twice"),
        ({"kind": KIND, "notified": "Monday"}, "Write it like"),
        ({"kind": KIND, "notified": "2035-11-23T09:30"}, "outside the bank holidays we know"),
        ({"kind": KIND, "notified": "2026-11-23T09:30", "working_days": "six"}, "not a number"),
        ({"kind": KIND, "notified": "2026-11-23T09:30", "working_days": "99999"}, "at the most"),
        ({"kind": KIND, "notified": "2026-11-23T09:30", "working_days": "0"}, "1 working day or more"),
        ({"kind": "impact-wave", "opens": "2026-11-23"}, "Choose"),
        ({"kind": "impact-wave", "opens": "23 November", "closes": "2026-12-01"}, "Write it like"),
        (
            {"kind": KIND, "notified": "2026-11-23T09:30", "days_off_file": "/nowhere/days-off.txt"},
            "cannot be read",
        ),
        ({"kind": KIND, "notified": "2026-11-23T09:30", "kinds_folder": "/nowhere"}, "no such folder"),
    ],
)
def test_one_clear_sentence_when_it_cannot_be_done(arguments: dict[str, Any], said: str) -> None:
    for printed in (window_text, timetable_text):
        with pytest.raises(CalendarError, match=said) as caught:
            printed(Request(**arguments))
        assert "\n" not in str(caught.value)


def test_an_unknown_kind_gets_a_guess_or_the_list() -> None:
    with pytest.raises(UnknownKind, match="Did you mean area-send-full-2024"):
        window_text(Request(kind="area-send-full-2042", notified=DATES["notified"]))
    with pytest.raises(UnknownKind, match=r"There are: area-send-full-2023, .*thematic-local-offer-2026"):
        window_text(Request(kind="x" * 500, notified=DATES["notified"]))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_arguments_print_or_raise_a_calendar_error(kind: str, notified: str) -> None:
    for request in (Request(kind=kind, notified=DATES["notified"]), Request(kind=KIND, notified=notified)):
        with suppress(CalendarError):
            assert json.loads(window_text(request))["closes_at"]


def test_a_local_file_of_days_off_moves_the_count(tmp_path: Path) -> None:
    file = tmp_path / "days-off.txt"
    file.write_text("2026-11-30 a day of mourning\n")
    printed = window_text(Request(kind=KIND, notified=DATES["notified"], days_off_file=str(file)))
    assert json.loads(printed)["closes_at"] == "2026-12-02T09:00:00+00:00"
