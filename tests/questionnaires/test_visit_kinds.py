from dataclasses import FrozenInstanceError
from datetime import date, time
from pathlib import Path

import pytest

from questionnaires.visit_kinds import HERE, VisitKindError, load_visit_kinds, read_visit_kind

KINDS = load_visit_kinds()
TINY = """\
id: tiny
title: A tiny visit
framework:
  title: A guide
  edition: First
  published: 2026-01-05
  bodies: [A body]
source: Para 1
attribution: area
owner: inspectorate
surveys:
  - audience: practitioners
    questionnaire: practitioners
    title: Survey for practitioners
window:
  basis: notification
  working_days: 6
  close_time: 12:00
  source: Para 2
  words: 12 noon on the 6th working day after notification
milestones:
  - id: told
    title: The area is told
    who: A body
    working_days: 0
    source: Para 3
  - id: shared
    title: Lists are shared
    who: The area
    after: told
    working_days: 1
    at: 11:00
    source: Para 4
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "kind, audiences, basis, working_days, close_time, attribution",
    [
        ("area-send-full-2024", 3, "notification", 6, time(9), "area"),
        ("area-send-full-2023", 3, "notification", 6, time(9), "area"),
        ("area-send-monitoring", 3, "notification", 6, time(9), "area"),
        ("thematic-local-offer-2026", 3, "notification", 8, time(12), "national"),
        ("local-area-2016", 1, "notice_week", None, time(12), "area"),
        ("impact-wave", 3, "chosen_dates", None, time(17), "area"),
        ("engagement-meeting", 1, "chosen_dates", None, time(17), "area"),
        ("post-inspection", 1, "chosen_working_days", None, time(17), "national"),
    ],
)
def test_the_eight_kinds(
    kind: str, audiences: int, basis: str, working_days: int | None, close_time: time, attribution: str
) -> None:
    found = KINDS[kind]
    assert len({survey.audience for survey in found.surveys}) == audiences
    assert (found.window.basis, found.window.working_days) == (basis, working_days)
    assert (found.window.close_time, found.window.grace_minutes) == (close_time, 60)
    assert found.attribution == attribution


def test_there_is_one_kind_for_each_file_and_no_other() -> None:
    assert set(KINDS) == {path.stem for path in HERE.glob("*.yaml")}
    assert len(KINDS) == 8


def test_surveys_are_optional_where_the_guidance_leaves_them_open() -> None:
    optional = {kind.id for kind in KINDS.values() if all(survey.optional for survey in kind.surveys)}
    assert optional == {"area-send-monitoring", "impact-wave", "post-inspection"}


def test_every_survey_has_its_questionnaire() -> None:
    for kind in KINDS.values():
        for survey in kind.surveys:
            folder = HERE.with_name("definitions") / survey.questionnaire
            assert (folder / "questionnaire.yaml").is_file(), (kind.id, survey.questionnaire)


def test_every_date_names_where_it_comes_from() -> None:
    for kind in KINDS.values():
        for milestone in kind.milestones:
            assert milestone.source.strip(), (kind.id, milestone.id)
            assert milestone.title[0].isupper(), (kind.id, milestone.id)


def test_nothing_loaded_can_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        KINDS["impact-wave"].window.grace_minutes = 0  # type: ignore[misc]
    with pytest.raises(TypeError):
        KINDS["mine"] = KINDS["impact-wave"]  # type: ignore[index]


def test_reads_a_file_into_dates_and_times(tiny: Path) -> None:
    kind = read_visit_kind(tiny)
    assert kind.framework.published == date(2026, 1, 5)
    assert kind.window.close_time == time(12)
    assert kind.milestones[1].at == time(11)


def test_a_folder_of_ones_own_adds_kinds_and_may_replace_ours(tiny: Path) -> None:
    ours = (HERE / "impact-wave.yaml").read_text(encoding="utf-8")
    (tiny.parent / "impact-wave.yaml").write_text(ours.replace("17:00", "20:00"), encoding="utf-8")
    kinds = load_visit_kinds(tiny.parent)
    assert set(kinds) == {*KINDS, "tiny"}
    assert kinds["impact-wave"].window.close_time == time(20)
    assert load_visit_kinds()["impact-wave"].window.close_time == time(17)


@pytest.mark.parametrize(
    "old, new, line, said",
    [
        ("close_time: 12:00", "close_time: noon", 18, "close_time"),
        ("close_time: 12:00", "close_time: 25:00", 18, "close_time"),
        ("working_days: 6", "working_days: six", 17, "working_days"),
        ("working_days: 6", "working_days: 0", 16, "needs working_days"),
        ("working_days: 6", "grace_minutes: 60", 16, "needs working_days"),
        ("basis: notification", "basis: notice_week", 16, "takes no working_days"),
        ("basis: notification", "basis: whenever", 16, "basis"),
        ("  words: 12 noon", "  grace_minutes: -1\n  words: 12 noon", 16, "from 0 to 1440"),
        ("published: 2026-01-05", "published: January", 6, "published"),
        ("audience: practitioners", "audience: everybody", 12, "audience"),
        ("owner: inspectorate\n", "", 1, "owner"),
        ("owner: inspectorate", "owner: inspectorate\ncolour: blue", 11, "colour"),
        ("owner: inspectorate", "owner: inspectorate\nowner: inspectorate", 11, "twice"),
        ("after: told", "after: tolled", 1, "tolled"),
        ("id: shared", "id: told", 1, "twice"),
        ("id: shared", "id: survey-opens", 1, "a name we keep"),
        ("    at: 11:00", "    at: 11:00\n    lasts_working_days: 2", 27, "span"),
        ("    at: 11:00", "    months: 2", 27, "not both"),
        ("bodies: [A body]", "bodies: &b [A body]\n  more: *b", 7, "aliases"),
        ("title: A guide", "title: [a, guide", 5, "expected"),
        ("id: tiny", "id: other", 1, "agree"),
        ("id: tiny", "id: Tiny Visit", 1, "small letters"),
        ("source: Para 1", "source:\tPara 1", 8, "cannot start any token"),
    ],
)
def test_names_file_line_and_column_of_what_is_wrong(
    tiny: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in TINY
    tiny.write_text(TINY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(VisitKindError, match=said) as caught:
        read_visit_kind(tiny)
    place = str(caught.value).split(": ")[0]
    assert place.startswith(f"{tiny}:{line}:"), str(caught.value)


def test_names_every_problem_of_every_file_at_once(tiny: Path) -> None:
    tiny.write_text(
        TINY.replace("12:00", "noon").replace("owner: inspectorate", "owner: nobody"), encoding="utf-8"
    )
    (tiny.parent / "empty.yaml").write_text("# nothing\n")
    with pytest.raises(VisitKindError) as caught:
        load_visit_kinds(tiny.parent)
    message = str(caught.value)
    assert [line.split(":")[0].rsplit("/", 1)[1] for line in message.splitlines()] == ["empty.yaml"] + [
        "tiny.yaml"
    ] * 2


@pytest.mark.parametrize(
    "raw, said",
    [
        (b"\xff\xfe", "UTF-8"),
        (b"a: b\n" * 30_000, "the most"),
        (b"", "empty"),
        (b"- a\n- b\n", "1:1"),
        (b"just words", "1:1"),
        (b"a: \x07", "special characters"),
        (b"? [a, b]\n: c\n", "not a plain word"),
        (b"a: b\n---\nc: d\n", "another document"),
    ],
)
def test_refuses_what_is_no_visit_kind(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(raw)
    with pytest.raises(VisitKindError, match=said) as caught:
        read_visit_kind(path)
    assert len(str(caught.value)) < 2_000


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(VisitKindError, match="no such folder"):
        load_visit_kinds(tmp_path / "nowhere")
