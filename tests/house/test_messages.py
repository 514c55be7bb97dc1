"""The words of the pages that are translated: gathered anew, they are those that every catalogue has."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from survey_app.services.catalogues import FOLDER, TEMPLATE, file_of, messages_of, read_catalogues
from tests.house.tree import ROOT

MENDING = "Run `make messages`."


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make messages` would write into messages.pot today."""
    recipe = re.search(r"pybabel -q (extract .*) -o", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert recipe, "The Makefile no longer says how messages are gathered."
    out = tmp_path_factory.mktemp("messages") / TEMPLATE
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *recipe[1].split(), "-o", str(out), "."]
    subprocess.run(command, cwd=ROOT, check=True)
    return out


def messages_in(file: Path) -> tuple[str, ...]:
    with file.open("rb") as content:
        return messages_of(read_po(content))


def test_the_list_of_messages_is_that_of_the_pages(gathered: Path) -> None:
    missing = set(messages_in(gathered)) ^ set(messages_in(FOLDER / TEMPLATE))
    assert not missing, f"{MENDING} Not in both: {sorted(missing)}"


def test_no_message_counts(gathered: Path) -> None:
    """Arabic and Welsh have six forms of a counted sentence: ours name the number after a colon instead."""
    words = gathered.read_text(encoding="utf-8")
    assert "msgid_plural" not in words
    assert "msgctxt" not in words


@pytest.mark.parametrize("language", sorted(read_catalogues()))
def test_every_catalogue_has_these_messages_in_this_order(language: str) -> None:
    assert messages_in(file_of(FOLDER, language)) == messages_in(FOLDER / TEMPLATE), MENDING


@pytest.mark.parametrize("language", sorted(read_catalogues()))
def test_every_catalogue_has_words_for_every_message(language: str) -> None:
    """One message without words keeps the whole language from people."""
    assert read_catalogues()[language].missing == ()
