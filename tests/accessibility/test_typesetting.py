"""In every language, a PDF says its words in the order in which they were written."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import page
import pypdfium2
import pytest
import yaml

from accessibility.languages import ENGLISH, LANGUAGES
from accessibility.typesetting import CannotSetType, typeset
from questionnaires.definitions import shipped_definitions
from tests.tagged_text import one_line, read_aloud

PARAGRAPHS = Path(__file__).parents[1] / "samples/typesetting/paragraphs.typ"
AT = datetime(2026, 12, 1, tzinfo=UTC)
OTHERS = sorted(set(LANGUAGES) - {ENGLISH.code})
RIGHT_TO_LEFT = sorted(code for code, language in LANGUAGES.items() if language.rtl)


@cache
def texts_in(language: str) -> tuple[str, ...]:
    """Every text of the questionnaires in a language."""
    folders = shipped_definitions().values()
    files = [folder / f"{language}.yaml" for folder in folders if (folder / f"{language}.yaml").is_file()]
    read = (_strings(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files)
    return tuple(dict.fromkeys(one_line(text) for texts in read for text in texts if len(text) > 1))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from _strings(one)


def paragraphs(language: str, texts: tuple[str, ...]) -> bytes:
    return typeset(PARAGRAPHS, {"title": "Texts", "texts": list(texts)}, language, AT)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_questionnaires_is_read_aloud_as_it_was_written(language: str) -> None:
    texts = texts_in(language)
    assert len(texts) > 100
    assert read_aloud(paragraphs(language, texts)) == list(texts)


@pytest.mark.parametrize("language", OTHERS)
def test_the_file_is_for_everybodys_reader_and_the_same_each_time(tmp_path: Path, language: str) -> None:
    made = paragraphs(language, texts_in(language)[:60])
    assert made == paragraphs(language, texts_in(language)[:60])
    (tmp_path / "made.pdf").write_bytes(made)
    found = page.validate_pdf(str(tmp_path / "made.pdf"), profile="ua1")
    assert found.is_compliant, [fault.message for fault in found.failures]


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_words_without_marks_are_copied_whole_from_a_page(language: str) -> None:
    """Programs that copy what is drawn guess the order; words that no mark stands above come out whole."""
    words = {word for text in texts_in(language) for word in text.split()}
    plain = {word for word in words if word.isalpha() and not any(map(unicodedata.combining, word))}
    document = pypdfium2.PdfDocument(paragraphs(language, texts_in(language)))
    copied = set(" ".join(sheet.get_textpage().get_text_bounded() for sheet in document).split())
    assert len(plain - copied) <= len(plain) // 50


def test_what_is_typed_runs_nothing() -> None:
    typed = '#panic("no") $x^2$ *bold* = heading \\ // gone'
    assert read_aloud(paragraphs("en", (typed,))) == [typed]


def test_a_letter_that_no_font_has_is_refused_in_words() -> None:
    with pytest.raises(CannotSetType, match=r"Arabic.*emoji"):
        paragraphs("ar", ("🦄",))
