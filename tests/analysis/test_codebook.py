"""The codebook can be read, and every theme can be found."""

from __future__ import annotations

import pytest

from analysis.codebook.loader import CodebookError, _theme, load_codebook
from analysis.scan import scan_text


def test_every_theme_has_a_paragraph_and_words() -> None:
    codebook = load_codebook()
    assert len(codebook.themes) == 68
    assert [t.id for t in codebook.themes.values() if not t.terms] == []
    assert {p for t in codebook.themes.values() for p in t.paragraphs} <= {str(n) for n in range(50, 72)}


def test_the_version_changes_with_the_words() -> None:
    codebook = load_codebook()
    assert codebook.version in scan_text("hello", "cyp").version


def test_a_theme_without_a_definition_is_refused() -> None:
    with pytest.raises(CodebookError, match="add definition"):
        _theme({"id": "x", "label": "X", "paragraphs": ["50"]})


def test_a_theme_says_which_ones_it_takes_the_place_of() -> None:
    entry = {"id": "travel", "label": "Travel", "paragraphs": ["50"], "definition": "Getting there."}
    assert _theme(entry | {"replaces": ["bus", "taxi"]}).replaces == ("bus", "taxi")
    assert _theme(entry).replaces == ()
