"""The questionnaires that come with the project hold what we promise of them."""

from pathlib import Path

import pytest

from accessibility.symbols import load_symbols
from questionnaires.checks import MOST_TEXTS
from questionnaires.definitions import DEFINITIONS, shipped_definitions
from questionnaires.loader import check_paths, load_questionnaire
from questionnaires.model import Questionnaire

SHIPPED = shipped_definitions()


def shipped(name: str) -> Questionnaire:
    return load_questionnaire(SHIPPED[name])


def test_there_is_nothing_wrong_with_any_of_them() -> None:
    assert check_paths([DEFINITIONS], load_symbols()) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_folder_has_the_name_of_its_questionnaire(name: str) -> None:
    assert shipped(name).id == name


@pytest.mark.parametrize("name", SHIPPED)
def test_every_picture_has_been_drawn(name: str) -> None:
    symbols = load_symbols()
    for wording in shipped(name).faces["easy_read"].questions.values():
        assert wording.picture in symbols
        assert all(option.picture in symbols for option in wording.options.values())


@pytest.mark.parametrize("name", SHIPPED)
def test_nobody_is_asked_to_write_more_than_three_times(name: str) -> None:
    assert sum(1 for _ in shipped(name).texts()) <= MOST_TEXTS


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_says_what_it_answers(name: str) -> None:
    for question in shipped(name).questions.values():
        assert question.paragraphs or question.theme, question.id


@pytest.mark.parametrize("name", SHIPPED)
def test_the_source_of_the_questions_is_said(name: str) -> None:
    assert shipped(name).sources
    assert shipped(name).note


@pytest.mark.parametrize(
    "name, fewest, most",
    [("young-people", 10, 16), ("parents-and-carers", 16, 22), ("practitioners", 14, 18)],
)
def test_a_full_inspection_asks_no_more_than_people_can_answer(name: str, fewest: int, most: int) -> None:
    assert fewest <= len(shipped(name).questions) <= most


def test_young_people_see_easy_read_first() -> None:
    assert shipped("young-people").default_face.startswith("easy_read")


def test_the_three_audiences_can_be_laid_side_by_side() -> None:
    stems = [
        {question.stem for question in shipped(name).questions.values() if question.scale}
        for name in ("young-people", "parents-and-carers", "practitioners")
    ]
    assert len(set.intersection(*stems) - {""}) >= 3


def test_definitions_are_found_where_they_are() -> None:
    assert all((folder / "questionnaire.yaml").is_file() for folder in SHIPPED.values())
    assert {folder.parent for folder in SHIPPED.values()} == {Path(DEFINITIONS)}
