"""The folder of recordings: what is in it is what it says, and what a questionnaire misses is named."""

from pathlib import Path

import pytest

from accessibility.media_files import KINDS, LARGEST, MediaProblem, media_files, missing_media
from questionnaires.loader import load_questionnaire
from questionnaires.recordings import CAPTIONS, FILM, SOUND, STILL
from tests.accessibility.recorded import BEGINNINGS, record

EVERY_KIND = Path(__file__).resolve().parents[1] / "samples/questionnaires/every_kind"
NAMED = (
    "kinds_of_help.opus",
    "kinds_of_help.vtt",
    "kinds_of_help-easy.opus",
    "intro.mp4",
    "intro.vtt",
    "intro.webp",
    "age_band.mp4",
    "age_band.vtt",
    "listened_to.webm",
    "listened_to.vtt",
    "listened_to.jpg",
)


def complaint(folder: Path) -> str:
    with pytest.raises(MediaProblem) as caught:
        media_files(folder)
    return str(caught.value)


def test_without_a_folder_there_is_nothing() -> None:
    assert media_files(None) == {}


def test_every_ending_that_a_questionnaire_may_name_can_be_served() -> None:
    assert set(SOUND + FILM + CAPTIONS + STILL) <= set(KINDS)


@pytest.mark.parametrize("ending", sorted(BEGINNINGS))
def test_a_file_of_each_kind_is_found_by_its_name(tmp_path: Path, ending: str) -> None:
    found = media_files(record(tmp_path, f"waiting.{ending}"))
    assert found[f"waiting.{ending}"].path == tmp_path / f"waiting.{ending}"
    assert "/" in found[f"waiting.{ending}"].mimetype


@pytest.mark.parametrize("ending", sorted(BEGINNINGS))
def test_a_file_is_what_its_ending_says(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"good.{ending}").write_bytes(BEGINNINGS[ending].ljust(99))
    (tmp_path / f"page.{ending}").write_bytes(b"<!doctype html><script>alert(1)</script>")
    (tmp_path / f"none.{ending}").write_bytes(b"")
    said = complaint(tmp_path)
    assert f"page.{ending} is not what its ending says" in said
    assert f"none.{ending} is not what its ending says" in said
    assert "good" not in said


@pytest.mark.parametrize(
    "name", ["two words.opus", "ä.opus", "-x.opus", "a%2e.opus", "waiting.OPUS", "a..opus"]
)
def test_a_name_that_an_address_would_change_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BEGINNINGS["opus"])
    assert f"{name} needs a name of letters" in complaint(tmp_path)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    record(tmp_path, "secret.vtt")
    (folder / "a.vtt").symlink_to(tmp_path / "secret.vtt")
    assert "a.vtt points out of the folder" in complaint(folder)


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.opus").symlink_to(tmp_path / "gone.opus")
    assert "a.opus cannot be read" in complaint(tmp_path)


def test_what_is_too_large_for_a_phone_is_refused(tmp_path: Path) -> None:
    record(tmp_path, "poster.jpg", length=LARGEST["image"])
    assert "poster.jpg" in media_files(tmp_path)
    record(tmp_path, "poster.jpg", length=LARGEST["image"] + 1)
    assert "poster.jpg is larger than 40 kB: make it shorter or smaller" in complaint(tmp_path)


def test_everything_else_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    record(tmp_path, "waiting.opus")
    (tmp_path / "README.txt").write_text("Recorded by two young people.")
    (tmp_path / "waiting.wav").write_bytes(b"RIFF")
    (tmp_path / ".hidden.opus").write_bytes(b"")
    (tmp_path / "old.mp4").mkdir()
    assert set(media_files(tmp_path)) == {"waiting.opus"}


def test_a_folder_that_is_not_one_is_said(tmp_path: Path) -> None:
    assert "cannot be read" in complaint(tmp_path / "none")


def test_what_a_questionnaire_misses_is_named_once_with_its_question(tmp_path: Path) -> None:
    questionnaire = load_questionnaire(EVERY_KIND)
    assert {missing.file for missing in missing_media(questionnaire, None)} == set(NAMED)
    record(tmp_path, *NAMED)
    assert missing_media(questionnaire, tmp_path) == ()
    (tmp_path / "age_band.vtt").unlink()
    (tmp_path / "intro.mp4").unlink()
    said = [str(missing) for missing in missing_media(questionnaire, tmp_path)]
    assert said == [
        "The intro in sign language names intro.mp4, which is not in the media folder: it is not offered.",
        "The question age_band names age_band.vtt, which is not in the media folder: it is not offered.",
    ]
