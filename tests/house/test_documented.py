"""What the project can be asked to do is written down where people look for it."""

import re
from collections.abc import Iterator

import click
import pytest

from questionnaires.kinds import KINDS
from survey_app.cli import main
from survey_app.settings import PREFIX, Settings
from tests.house import tree

PAGES = [path for path in tree.with_suffix(".md") if path.name == "README.md" or "docs" in path.parts]
WRITTEN = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
MAKEFILE = (tree.ROOT / "Makefile").read_text(encoding="utf-8")


def commands(group: click.Command, words: tuple[str, ...] = ("send-voices",)) -> Iterator[str]:
    """Every command that can be typed, such as `send-voices staff invite`."""
    if not isinstance(group, click.Group):
        yield " ".join(words)
        return
    for name, command in group.commands.items():
        if not command.hidden:
            yield from commands(command, (*words, name))


def settings_read_from_the_environment() -> set[str]:
    typed = {PREFIX + name.upper() for name in Settings.model_fields}
    named = {
        found
        for path in tree.package_files()
        for found in re.findall(rf"\b{PREFIX}[A-Z][A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8"))
    }
    return typed | named


def says(words: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", WRITTEN) is not None


@pytest.mark.parametrize("command", sorted(commands(main)))
def test_every_command_is_documented(command: str) -> None:
    assert says(command), f"Say in README.md or docs/ what `{command}` is for"


@pytest.mark.parametrize("setting", sorted(settings_read_from_the_environment()))
def test_every_setting_is_documented(setting: str) -> None:
    assert says(setting), f"Say in docs/operating.md what {setting} sets"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_question_is_documented(kind: str) -> None:
    assert says(kind), f"Say in README.md or docs/ how to write a question of the kind `{kind}`"


@pytest.mark.parametrize("words", sorted(set(re.findall(r"(?m)(?:`|^ *\$? *)make ([a-z][a-z-]+)", WRITTEN))))
def test_every_verb_that_the_documents_name_exists(words: str) -> None:
    assert re.search(rf"(?m)^{words}:", MAKEFILE), (
        f"The documents say `make {words}`, but the Makefile has no such verb"
    )


TYPED_COMMAND = re.compile(r"(?m)(?:`|^ *\$? *)send-voices ([a-z][a-z-]+)")


@pytest.mark.parametrize("word", sorted(set(TYPED_COMMAND.findall(WRITTEN))))
def test_every_command_that_the_documents_name_exists(word: str) -> None:
    assert word in {command.split()[1] for command in commands(main)}
