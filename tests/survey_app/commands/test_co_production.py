"""`send-voices co-production`: words go out as files and come back, and nobody's change is written over."""

import shutil
import subprocess
from pathlib import Path

import pytest

from survey_app.services import change_wording
from survey_app.services.change_wording import Why
from survey_app.services.permissions import ADMINISTRATOR
from survey_app.services.publish import version_of
from survey_app.storage.review_rounds import ReviewRound
from survey_app.web.site import Site
from tests.survey_app.commands.typed import Ended, quoted, typed
from tests.survey_app.people import person
from tests.survey_app.reviews import make_group

ADMIN = person(ADMINISTRATOR, "")
EASY = "easy_read.yaml"
TEXT = ("questions", "listened_to", "text")
OLD, NEW, HAND = (
    "How good are people at listening to you?",
    "Do people listen to you?",
    "Are you listened to?",
)


@pytest.fixture
def round_id(site: Site) -> str:
    return make_group(site).round_id


def change(site: Site, round_id: str, words: str = NEW) -> None:
    with site.writing() as work:
        edition = work.session.get_one(ReviewRound, round_id).edition
        edits = {(EASY, TEXT): words}
        change_wording.change_words(work, ADMIN, round_id, edition, edits, Why("It is shorter."))


def draft(site: Site, round_id: str) -> str:
    with site.reading() as work:
        asked = version_of(work, work.session.get_one(ReviewRound, round_id).draft_digest)
    return asked.faces["easy_read"].questions["listened_to"].text


def exported(settings: dict[str, str], round_id: str, folder: Path) -> Path:
    ended = typed(f"co-production export {round_id} --to {quoted(folder)}", settings)
    assert (ended.code, ended.complained) == (0, "")
    return folder


def edited(folder: Path, old: str, new: str = HAND) -> None:
    file = folder / EASY
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def imported(settings: dict[str, str], round_id: str, folder: Path) -> Ended:
    return typed(f"co-production import {quoted(folder)} --round {round_id}", settings)


def test_words_go_out_with_reasons_and_a_patch(
    site: Site, settings: dict[str, str], round_id: str, tmp_path: Path
) -> None:
    before = exported(settings, round_id, tmp_path / "before")
    change(site, round_id)
    after = exported(settings, round_id, tmp_path / "after")
    assert "Why: It is shorter." in (after / "changes.md").read_text("utf-8")
    for other in before.glob("*.yaml"):
        shutil.copy(other, tmp_path)
    patch = (after / "changes.diff").read_bytes()
    subprocess.run(["git", "apply", "-"], input=patch, cwd=tmp_path, check=True)
    for file in after.glob("*.yaml"):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_files_edited_by_hand_come_back(
    site: Site, settings: dict[str, str], round_id: str, tmp_path: Path
) -> None:
    folder = exported(settings, round_id, tmp_path / "out")
    edited(folder, OLD)
    ended = imported(settings, round_id, folder)
    assert (ended.code, ended.complained) == (0, "")
    assert f"Was: {OLD} Now: {HAND}" in ended.said
    assert draft(site, round_id) == HAND


def test_the_review_moved_on_since(
    site: Site, settings: dict[str, str], round_id: str, tmp_path: Path
) -> None:
    folder = exported(settings, round_id, tmp_path / "out")
    edited(folder, OLD)
    change(site, round_id)
    ended = imported(settings, round_id, folder)
    assert ended.code == 2
    assert "moved on" in ended.complained
    assert draft(site, round_id) == NEW


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("round.txt", "does not say which words"),
        ("pl.yaml", "pl.yaml is missing"),
        ("questionnaire.yaml", "questionnaire.yaml is missing"),
    ],
)
def test_a_folder_that_lacks_a_file_is_refused(
    site: Site, settings: dict[str, str], round_id: str, tmp_path: Path, spoil: str, sentence: str
) -> None:
    folder = exported(settings, round_id, tmp_path / "out")
    (folder / spoil).unlink()
    ended = imported(settings, round_id, folder)
    assert ended.code == 2
    assert sentence in ended.complained
    assert draft(site, round_id) == OLD


def test_words_that_break_the_questionnaire_change_nothing(
    site: Site, settings: dict[str, str], round_id: str, tmp_path: Path
) -> None:
    folder = exported(settings, round_id, tmp_path / "out")
    edited(folder, "picture: listen", "picture: ''")
    ended = imported(settings, round_id, folder)
    assert "Nothing was changed" in ended.complained
    assert draft(site, round_id) == OLD


def test_nothing_is_written_over_and_no_review_is_made_up(
    site: Site, settings: dict[str, str], round_id: str, tmp_path: Path
) -> None:
    (tmp_path / "mine.yaml").write_text("mine")
    assert (
        "not empty" in typed(f"co-production export {round_id} --to {quoted(tmp_path)}", settings).complained
    )
    none = typed(f"co-production export {'0' * 32} --to {quoted(tmp_path / 'x')}", settings)
    assert "There is no review" in none.complained
    assert not (tmp_path / "x").exists()
