"""`send-voices languages`: what is translated, who has read it, and what keeps it from people."""

import shutil
from pathlib import Path

import pytest

from accessibility.languages import ENGLISH, LANGUAGES
from survey_app.services.catalogues import FOLDER, TEMPLATE, file_of, template_messages
from tests.survey_app.commands.typed import Ended, quoted, typed
from tests.translations import make_translations


def line_of(ended: Ended, code: str) -> str:
    return next(line for line in ended.said.splitlines() if line.startswith(f"{code} "))


def test_every_language_has_a_line_that_says_who_is_offered_it() -> None:
    ended = typed("languages")
    assert ended.code == 0
    assert [line.split()[0] for line in ended.said.splitlines()[1:]] == [
        code for code in LANGUAGES if code != ENGLISH.code
    ]


def test_a_complete_draft_waits_for_the_lead(tmp_path: Path) -> None:
    folder = make_translations(tmp_path, ["pl"])
    ended = typed(f"languages --translations {quoted(folder)}")
    total = len(template_messages())
    assert f"{total}/{total}" in line_of(ended, "pl")
    assert "where the lead allows drafts" in line_of(ended, "pl")
    assert f"missing for {total} of {total} messages" in line_of(ended, "ar")


def test_a_gap_in_something_reviewed_fails_the_check_and_is_named(tmp_path: Path) -> None:
    folder = make_translations(tmp_path, ["pl"], review="reviewed", without=["Thank you"])
    look = f"languages --translations {quoted(folder)}"
    assert typed(look).code == 0
    ended = typed(f"{look} --check")
    assert ended.code == 1
    assert "Polish is marked reviewed, but has no words for “Thank you”." in ended.complained


def test_what_comes_with_the_project_passes_the_check() -> None:
    assert typed("languages --check").code == 0


def test_new_messages_reach_every_catalogue_and_old_words_stay(tmp_path: Path) -> None:
    folder = make_translations(tmp_path, ["pl"])
    shutil.copy(FOLDER / TEMPLATE, folder / TEMPLATE)
    with (folder / TEMPLATE).open("a", encoding="utf-8") as template:
        template.write('\nmsgid "Quite new"\nmsgstr ""\n')
    first = typed(f"languages --update --translations {quoted(folder)}")
    assert "missing for 1 of" in line_of(first, "pl")
    assert "⟦Thank you⟧" in file_of(folder, "pl").read_text(encoding="utf-8")
    assert "X-Review: machine-drafted" in file_of(folder, "ar").read_text(encoding="utf-8")
    assert typed(f"languages --update --translations {quoted(folder)}").complained == ""


@pytest.mark.parametrize("words", ['msgid "Back"\nmsgstr "%(x)s"\n', "\x00\ufffd"])
def test_a_broken_catalogue_is_named(tmp_path: Path, words: str) -> None:
    file = file_of(tmp_path, "pl")
    file.parent.mkdir(parents=True)
    file.write_bytes(words.encode() if "msgid" in words else b"\xff\xfe\x00")
    ended = typed(f"languages --translations {quoted(tmp_path)}")
    assert ended.code == 2
    assert "messages.po" in ended.complained


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_site_does_not_start_with_a_broken_catalogue(tmp_path: Path, settings: dict[str, str]) -> None:
    file = file_of(tmp_path / "ours", "pl")
    file.parent.mkdir(parents=True)
    file.write_text('msgid ""\nmsgstr ""\n\nmsgid "Back"\nmsgstr "%(x)s"\n', encoding="utf-8")
    ended = typed("serve", {**settings, "SEND_VOICES_TRANSLATIONS": str(tmp_path / "ours")})
    assert ended.code == 2
    assert "SEND_VOICES_TRANSLATIONS" in ended.complained
    assert "messages.po" in ended.complained
