"""A report that opens anywhere, says what the export holds, and agrees with counting it on the site."""

from __future__ import annotations

import csv
import itertools
import json
import stat
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import html5lib
import pytest

from analysis.export_files import write_rows
from analysis.report import main
from analysis.summaries import summarise_closed
from questionnaires.responses import ResponseRow
from tests.analysis.rows import ROW, THREE, survey, written
from tests.analysis.test_summaries import answers_in, questionnaire

XHTML = "{http://www.w3.org/1999/xhtml}"


def made(rows: list[ResponseRow], folder: Path, ending: str = ".csv") -> Path:
    """The folder of a report made from these rows, as a person makes one."""
    export = folder / f"answers{ending}"
    write_rows(rows, export)
    assert main([str(export), str(folder / "report")]) == 0
    return folder / "report"


def page(folder: Path) -> Any:
    return html5lib.HTMLParser(strict=True).parse((folder / "index.html").read_text("utf-8"))


def figures(folder: Path) -> Any:
    return json.loads((folder / "figures.json").read_text("utf-8"))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def text_of(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


@pytest.fixture(scope="module")
def full_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(survey(300), tmp_path_factory.mktemp("full"))


def test_the_page_is_valid_and_every_table_is_a_real_one(full_report: Path) -> None:
    for found in page(full_report).iter(f"{XHTML}table"):
        assert text_of(found.find(f"{XHTML}caption"))
        headings = found.findall(f"{XHTML}thead/{XHTML}tr/{XHTML}th")
        rows = found.findall(f"{XHTML}tbody/{XHTML}tr")
        assert all(heading.get("scope") == "col" and text_of(heading) for heading in headings)
        assert rows
        assert all(len(row) == len(headings) and row[0].get("scope") == "row" for row in rows)


def test_the_page_needs_nothing_from_anywhere(full_report: Path) -> None:
    asked: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            asked.extend(value or "" for name, value in attrs if name in ("src", "href"))
            assert tag not in ("script", "link", "img", "iframe")

    source = (full_report / "index.html").read_text("utf-8")
    Links().feed(source)
    assert asked
    assert all(link.startswith("#") for link in asked)
    assert "url(" not in source
    assert "@import" not in source


def test_every_link_and_heading_leads_somewhere(full_report: Path) -> None:
    tree = page(full_report)
    ids = {node.get("id") for node in tree.iter() if node.get("id")}
    assert {link.get("href")[1:] for link in tree.iter(f"{XHTML}a")} <= ids
    levels = [int(str(node.tag)[-1]) for node in tree.iter() if str(node.tag)[-2:] in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - before <= 1 for before, deeper in itertools.pairwise(levels))


def test_every_picture_has_a_name_and_a_table_beside_it(full_report: Path) -> None:
    tree = page(full_report)
    pictures = list(tree.iter("{http://www.w3.org/2000/svg}svg"))
    details = [text_of(node.find(f"{XHTML}summary")) for node in tree.iter(f"{XHTML}details")]
    assert len(pictures) >= 6
    assert all("The numbers are in the table." in picture.get("aria-label") for picture in pictures)
    assert len([summary for summary in details if summary.startswith("The numbers")]) == len(pictures)


def test_the_figures_are_those_of_the_site(full_report: Path) -> None:
    live = summarise_closed([questionnaire(audience) for audience in THREE], answers_in(survey(300)))
    rebuilt = {(item["audience"], item["question"]): item for item in figures(full_report)["items"]}
    assert len(live) == len(rebuilt)
    for item in live:
        other = rebuilt[item.audience, item.question]
        assert [other[name] for name in ("base", "skipped", "positive", "middle", "negative", "unsure")] == [
            item.base, item.skipped, item.positive, item.middle, item.negative, item.unsure,
        ]  # fmt: skip
        assert {o["option"]: o["count"] for o in other["options"]} == {
            o.option: o.count for o in item.options
        }


@pytest.mark.parametrize("ending", [".jsonl", ".parquet", ".xlsx"])
def test_every_format_gives_the_same_figures(ending: str, full_report: Path, tmp_path: Path) -> None:
    other = figures(made(survey(300), tmp_path, ending))
    expected = figures(full_report)
    assert {**other, "source": None} == {**expected, "source": None}


def test_the_tables_agree_with_the_figures(full_report: Path) -> None:
    numbers = figures(full_report)
    items = table(full_report, "items")
    assert sum(int(row["count"]) for row in items) == sum(
        option["count"] for item in numbers["items"] for option in item["options"]
    )
    stems = table(full_report, "stems")
    assert {(row["stem"], row["audience"]) for row in stems} == {
        (comparison["stem"], audience)
        for comparison in numbers["comparisons"]
        for audience in comparison["audiences"]
    }
    for row in stems:
        assert float(row["low"]) <= float(row["share_positive"]) <= float(row["high"])
    assert [row["theme"] for row in table(full_report, "themes")] == [
        one["theme"] for one in numbers["themes"]
    ]


def test_themes_count_people_and_not_mentions(tmp_path: Path) -> None:
    waiting = "We waited two years for the autism assessment. It is terrible."
    person = replace(ROW, audience="parents_carers")
    rows = [written(person, waiting, "first"), written(person, waiting, "second")]
    rows += [written(replace(person, response="r2"), "Thank you for asking.", "first")]
    numbers = figures(made(rows, tmp_path))
    theme = next(one for one in numbers["themes"] if one["theme"] == "wait_neuro")
    assert (theme["answers"], theme["base"], numbers["own_words"]["texts"]) == (1, 2, 3)


def test_a_worrying_answer_is_counted_and_never_quoted(tmp_path: Path) -> None:
    words = "my stepdad hits me with a belt most nights"
    folder = made([written(ROW, words), written(replace(ROW, response="r2"), "It is fine.")], tmp_path)
    flags = figures(folder)["safeguarding"]
    assert [(flag["category"], flag["responses"]) for flag in flags if flag["category"] == "physical_abuse"]
    assert figures(folder)["own_words"]["flagged"] == {"young_people": 1}
    for file in folder.iterdir():
        assert "belt" not in file.read_text("utf-8")
    assert "Responses to read" in text_of(page(folder))


def test_answers_of_local_leaders_are_scanned_too(tmp_path: Path) -> None:
    person = replace(ROW, audience="local_leaders")
    folder = made([person, written(person, "We need more therapists.")], tmp_path)
    assert figures(folder)["own_words"]["unread"] == {}
    assert "could not be scanned" not in text_of(page(folder))


def test_an_empty_export_says_why_there_is_nothing(tmp_path: Path) -> None:
    words = text_of(page(made([], tmp_path)))
    assert "The export holds no answers, so there is nothing to show." in words
    assert "Nobody wrote anything in their own words" in words


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    wording = "<script>alert(1)</script> & 'more'"
    row = replace(ROW, wording=wording, label="=HYPERLINK(1)", stem="<b>")
    folder = made([row] * 2, tmp_path)
    assert wording in text_of(page(folder))
    assert "<script" not in (folder / "index.html").read_text("utf-8")
    assert "'=HYPERLINK(1)" in {row["label"] for row in table(folder, "items")}


def test_a_second_report_takes_the_place_of_the_first(tmp_path: Path) -> None:
    made(survey(30), tmp_path)
    folder = made(survey(60), tmp_path)
    assert sum(figures(folder)["responses"].values()) == 60
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "report"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "figures.json").write_text("{}")
    write_rows([ROW], tmp_path / "answers.csv")
    assert main([str(tmp_path / "answers.csv"), str(tmp_path / "photos")]) == 1
    assert "photos holds other files" in capsys.readouterr().err
    assert (tmp_path / "photos" / "figures.json").read_text() == "{}"
    assert main([str(tmp_path / "answers.csv"), str(tmp_path / "answers.csv")]) == 1
    assert "is a file. Name a folder" in capsys.readouterr().err


def test_a_wrong_export_is_told_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answers.csv").write_text("name,age\n")
    assert main([str(tmp_path / "answers.csv"), str(tmp_path / "report")]) == 1
    assert "answers.csv, line 1: the columns response, inspection" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["answers.csv"]


def test_a_public_report_holds_no_small_number_and_nothing_about_safeguarding(tmp_path: Path) -> None:
    few = [replace(row, audience="local_leaders", response=f"few{row.response}") for row in survey(9)]
    rows = [*survey(200), *few, written(ROW, "my stepdad hits me with a belt most nights")]
    write_rows(rows, tmp_path / "answers.csv")
    assert main([str(tmp_path / "answers.csv"), str(tmp_path / "public"), "--public"]) == 0
    shown = table(tmp_path / "public", "tables")
    assert {row["shown"] for row in shown if row["row"] == "Local leaders"} == {"under 10", "c"}
    counts = [
        int(row["shown"].replace(",", "")) for row in shown if row["shown"].replace(",", "").isdecimal()
    ]
    assert counts
    assert not [count for count in counts if count % 5]
    words = text_of(page(tmp_path / "public")).lower()
    assert "safeguarding" not in words
    assert "belt" not in words


def test_waves_are_compared(tmp_path: Path) -> None:
    first = [replace(row, wave="autumn", received_on=date(2026, 10, 5)) for row in survey(90)]
    second = [
        replace(row, wave="a later spring", received_on=date(2027, 3, 1), response=f"s{row.response}")
        for row in survey(90, seed=2)
    ]
    folder = made([*second, *first], tmp_path)
    assert [row["wave"] for row in table(folder, "waves")][:2] == ["autumn", "a later spring"]
    assert "From autumn to a later spring:" in text_of(page(folder))


def test_progress_is_plain_lines_away_from_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(survey(60), tmp_path)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("Read ")
    assert lines[0].endswith("rows of answers.csv.")
    assert any(line.endswith("answers in own words.") for line in lines[1:-1])
    assert lines[-1].endswith("index.html.")
    assert not any("\r" in line for line in lines)
