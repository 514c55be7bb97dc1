"""Setting type for paper and screens: which letters a language needs, and PDFs that everybody's reader can read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import font_source_sans_pro
import typst

from accessibility.languages import LANGUAGES
from accessibility.reading_order import put_in_order

# Fetched with the other parts of the pages when the site is set up; never kept with the source.
FETCHED = Path(__file__).with_name("fonts")
LATIN = "Source Sans Pro"
FAMILIES: Mapping[str, str] = {
    "ar": "Noto Naskh Arabic",
    "ur": "Noto Naskh Arabic",
    "pa": "Noto Sans Gurmukhi",
    "bn": "Noto Sans Bengali",
}


class CannotSetType(ValueError):
    """The words hold letters that no font here has, or the fonts were never fetched; the message says what to do."""


def fonts_for(language: str) -> tuple[list[str], list[str]]:
    """The folders that hold the fonts of a language, and the families to use, first the best."""
    own = FAMILIES.get(language)
    return [str(FETCHED), str(font_source_sans_pro.font_directory)], [own, LATIN] if own else [LATIN]


def typeset(template: Path, data: Mapping[str, Any], language: str, at: datetime) -> bytes:
    """A tagged PDF (PDF/UA-1) of a Typst template. The words come in as data: nothing that somebody typed runs.

    `language` is a code such as `pl`; the template is told its tag, its direction and its fonts. The bytes are the
    same for the same words and the same `at`. Raises CannotSetType.
    """
    folders, families = fonts_for(language)
    spoken = LANGUAGES[language]
    told = {**data, "lang": spoken.tag.partition("-")[0], "rtl": spoken.rtl, "fonts": families}
    try:
        made = typst.compile(
            str(template),
            format="pdf",
            font_paths=folders,
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            sys_inputs={"data": json.dumps(told)},
            timestamp=at.replace(microsecond=0),
        )
    except RuntimeError as problem:
        raise CannotSetType(
            f"These words in {spoken.english} hold letters that no font here has. "
            "Take out signs such as emoji, or run `make setup` again where all letters are missing."
        ) from problem
    return in_reading_order(bytes(made), data, language)


def in_reading_order(pdf: bytes, data: Any, language: str) -> bytes:
    """The PDF, its words told in the order of the texts in `data` where the language runs from right to left."""
    return put_in_order(pdf, _texts(data)) if LANGUAGES[language].rtl else pdf


def _texts(data: Any) -> Iterator[str]:
    """Every text in the data of a template."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping | list | tuple):
        for one in data.values() if isinstance(data, Mapping) else data:
            yield from _texts(one)
