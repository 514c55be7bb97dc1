"""`send-voices correct`: new words for new starts, while the survey is open."""

import shutil
from pathlib import Path

import pytest

from questionnaires.definitions import DEFINITIONS
from survey_app.services import take_part
from survey_app.services.entry import find_entry
from survey_app.web.site import Site
from tests.builders import make_visit
from tests.survey_app.commands.answers import begin
from tests.survey_app.commands.typed import quoted, typed

OLD, NEW = "What is going well?", "What goes well for you?"


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(DEFINITIONS / "young-people", tmp_path / "young-people"))
    file = folder / "questionnaire.yaml"
    text = file.read_text(encoding="utf-8")
    assert OLD in text
    file.write_text(text.replace(OLD, NEW).replace("\nversion: ", "\nversion: 9"), encoding="utf-8")
    return folder


def served(site: Site, code: str) -> str:
    with site.reading() as work:
        return take_part.begin(work, find_entry(work, code)).questionnaire.questions["going_well"].text


def test_new_starts_get_the_new_words_and_a_draft_keeps_the_old_ones(
    site: Site, settings: dict[str, str], corrected: Path
) -> None:
    code = make_visit(site).codes["young_people"]
    secret = begin(site, code, {"going_well": "swings"})
    ended = typed(f"correct --survey {code} --why 'Easier words.' {quoted(corrected)}", settings)
    assert (ended.code, ended.complained) == (0, "")
    assert served(site, code) == NEW
    with site.reading() as work:
        draft = take_part.load_draft(work, find_entry(work, code), secret)
    assert draft is not None
    assert draft.questionnaire.questions["going_well"].text == OLD


@pytest.mark.parametrize(
    ("survey", "folder", "sentence"),
    [
        ("{code}", "practitioners", "Correct that questionnaire"),
        ("nocode", "young-people", "No link has the code"),
        ("NONE/young_people", "young-people", "No visit has the reference"),
        ("{code}", "none-such", "does not exist"),
    ],
)
def test_what_cannot_be_corrected_is_a_sentence(
    site: Site, settings: dict[str, str], survey: str, folder: str, sentence: str
) -> None:
    code = make_visit(site).codes["young_people"]
    place = quoted(DEFINITIONS / folder)
    ended = typed(f"correct --survey {survey.format(code=code)} --why x {place}", settings)
    assert ended.code == 2
    assert sentence in ended.complained
    assert served(site, code) == OLD


def test_a_questionnaire_with_problems_is_not_served(
    site: Site, settings: dict[str, str], corrected: Path
) -> None:
    code = make_visit(site).codes["young_people"]
    (corrected / "questionnaire.yaml").write_text("format: 1\n", encoding="utf-8")
    ended = typed(f"correct --survey {code} --why x {quoted(corrected)}", settings)
    assert ended.code == 1
    assert f"{corrected}/questionnaire.yaml:1:1: " in ended.said
    assert served(site, code) == OLD
