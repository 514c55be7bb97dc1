"""`send-voices check` and `schema`: authors learn everything that is wrong, with its place."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from questionnaires.definitions import DEFINITIONS
from tests.house.tree import ROOT
from tests.survey_app.commands.typed import quoted, typed

SAMPLES = ROOT / "tests/samples/questionnaires"
PLACED = re.compile(r"\S.*:[1-9]\d*:[1-9]\d*: [\"A-Z].*[.?]")


def test_what_comes_with_the_project_is_right() -> None:
    ended = typed("check")
    assert (ended.code, ended.said) == (0, "")


def test_every_problem_is_one_line_with_file_line_and_column() -> None:
    ended = typed(f"check {quoted(SAMPLES / 'broken')}")
    lines = ended.said.splitlines()
    assert ended.code == 1
    assert len(lines) >= len(list((SAMPLES / "broken").iterdir()))
    assert [line for line in lines if not PLACED.fullmatch(line)] == []
    assert f"{len(lines)} problems" in ended.complained


def test_a_file_may_be_named_instead_of_its_folder() -> None:
    folder = SAMPLES / "broken/wrong_type_list"
    assert typed(f"check {quoted(folder / 'questionnaire.yaml')}") == typed(f"check {quoted(folder)}")


def test_a_place_without_a_questionnaire_is_a_problem(tmp_path: Path) -> None:
    ended = typed(f"check {quoted(tmp_path)}")
    assert ended.code == 1
    assert "There is no questionnaire here" in ended.said


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A questionnaire of one's own, to spoil."""
    return Path(shutil.copytree(DEFINITIONS / "young-people", tmp_path / "young-people"))


def test_a_picture_that_is_in_no_set_is_a_problem_until_its_drawing_is_given(
    own: Path, tmp_path: Path
) -> None:
    easy_read = own / "easy_read.yaml"
    words = yaml.safe_load(easy_read.read_text(encoding="utf-8"))
    words["questions"]["safe"]["picture"] = "our_own_castle"
    easy_read.write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    ended = typed(f"check {quoted(own)}")
    assert ended.code == 1
    assert "our_own_castle" in ended.said
    drawings = tmp_path / "drawings"
    drawings.mkdir()
    shutil.copy(ROOT / "accessibility/symbols/safe.svg", drawings / "our_own_castle.svg")
    assert typed(f"check --symbols {quoted(drawings)} {quoted(own)}").code == 0


def test_a_folder_of_pictures_that_is_not_there_is_said(tmp_path: Path) -> None:
    ended = typed(f"check --symbols {quoted(tmp_path / 'none')}")
    assert ended.code == 2
    assert "is not a folder" in ended.complained


def test_advice_has_a_place_and_fails_nothing(own: Path) -> None:
    easy_read = own / "easy_read.yaml"
    text = easy_read.read_text(encoding="utf-8")
    words = yaml.safe_load(text)["questions"]["safe"]["text"]
    line, column = next(
        (n, line.index(words)) for n, line in enumerate(text.splitlines(), 1) if words in line
    )
    easy_read.write_text(text.replace(words, f"{words} In the meantime, utilise multi-agency provision."))
    ended = typed(f"check --review {quoted(own)}")
    assert ended.code == 0
    utilise = column + len(f"{words} In the meantime, ") + 1
    assert f"{easy_read}:{line}:{utilise}: must: “utilise” is a hard word." in ended.said
    assert ended.said != typed(f"check --review {quoted(DEFINITIONS / 'young-people')}").said


@pytest.mark.parametrize("name", ["questionnaire", "wording", "signed"])
def test_a_schema_is_printed_or_written(name: str, tmp_path: Path) -> None:
    printed = typed(f"schema {name}").said
    file = tmp_path / "schema.json"
    assert typed(f"schema {name} --out {quoted(file)}").code == 0
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(printed)


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    ended = typed(f"schema --out {quoted(tmp_path / 'none' / 'schema.json')}")
    assert ended.code == 2
    assert "cannot be written" in ended.complained
    assert list(tmp_path.iterdir()) == []


def test_the_questionnaire_in_the_readme_lacks_nothing_but_its_easy_read(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "questionnaire.yaml").write_text(sample, encoding="utf-8")
    (problem,) = typed(f"check {quoted(tmp_path)}").said.splitlines()
    assert "There is no easy_read.yaml beside this file." in problem
