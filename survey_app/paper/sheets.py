"""A questionnaire on paper: sheets to print, and where on them each box and each writing area is."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import typst

from accessibility.easy_read import Reading, face_of
from accessibility.languages import LANGUAGES
from accessibility.symbols import Symbol, load_symbols
from accessibility.typesetting import fonts_for, in_reading_order
from questionnaires.model import Questionnaire
from survey_app.paper import frame
from survey_app.paper.paper_words import languages_on_paper
from survey_app.paper.sheet_code import SheetCode, code_svg
from survey_app.paper.sheet_content import content_of

TEMPLATE = Path(__file__).with_name("sheets.typ")
SIZES = (14, 18, 24)
MOST_FORMS = 100
# It takes half a second a form: whoever listens to a file takes a few, and many are for the printer.
FEW_FORMS = 10
# The day is printed nowhere: a fixed one makes the same print the same bytes.
PRINTED = datetime(2026, 1, 1, tzinfo=UTC)


class CannotPrint(ValueError):
    """These sheets cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Print:
    """One printing: `forms` numbered forms from `first` on, all under one code.

    `back` is the area's own sentence on how to send a form back, `until` the last day and time in words of the
    sheets' language. Both stand on the cover, which has no boxes, so they never move one.
    """

    code: str
    forms: int = 1
    first: int = 1
    back: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A tick box, in millimetres from the page's top left corner to its own."""

    question: str
    option: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class WritingArea:
    """Where own words are written, in millimetres from the page's top left corner."""

    question: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageMap:
    """What stands where on one page. Pages with questions are numbered from 1; the cover is 0 and has no map."""

    number: int
    boxes: tuple[Box, ...]
    writing: tuple[WritingArea, ...]
    marks: tuple[frame.Mark, ...] = frame.MARKS


@dataclass(frozen=True, slots=True)
class Sheets:
    """The PDF (PDF/UA-1) of every form, and the map that all of them share."""

    pdf: bytes
    pages: tuple[PageMap, ...]


def set_sheets(
    questionnaire: Questionnaire,
    face: str,
    language: str,
    size: int,
    print_: Print,
    symbols: Mapping[str, Symbol] | None = None,
) -> Sheets:
    """The sheets of a print; raises CannotPrint.

    `size` is that of the letters in points, one of SIZES. `symbols` are a partnership's own pictures, if it has any.
    """
    if not 1 <= print_.forms <= MOST_FORMS:
        raise CannotPrint(f"Print between 1 and {MOST_FORMS} forms at once. Print the others after these.")
    setting = _Setting(questionnaire, face, language, size, symbols)
    layout = setting.layout(print_)
    return Sheets(setting.pdf(print_, layout), layout.pages)


def map_sheets(questionnaire: Questionnaire, face: str, language: str, size: int) -> tuple[PageMap, ...]:
    """The map of sheets that were printed before: the same questionnaire gives the same; raises CannotPrint."""
    return _Setting(questionnaire, face, language, size, None).layout(Print("map")).pages


@dataclass(frozen=True, slots=True)
class _Layout:
    """How many pages the cover takes, and the pages with questions."""

    cover: int
    pages: tuple[PageMap, ...]


class _Setting:
    """A questionnaire in one face, language and size, on its way to paper."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        face: str,
        language: str,
        size: int,
        symbols: Mapping[str, Symbol] | None,
    ) -> None:
        _check(questionnaire, language, size)
        self._language = LANGUAGES[language]
        reading = Reading(face_of(face, questionnaire), language)
        self._content = content_of(questionnaire, reading, symbols or load_symbols())
        self._content |= _frame_data() | {
            "tag": self._language.tag.partition("-")[0],
            "rtl": self._language.rtl,
            "size": size,
        }

    def layout(self, print_: Print) -> _Layout:
        """Where the boxes are: the first form is set without its codes, and asked."""
        try:
            compiler = self._compiler(self._data(print_, None))
            spots = json.loads(compiler.query("<spot>", field="value"))
        except RuntimeError as problem:
            raise _letters_missing(self._language.english) from problem
        cover = next(int(spot["page"]) - 1 for spot in spots if spot["kind"] == "start")
        last = next(int(spot["page"]) for spot in spots if spot["kind"] == "end")
        return _Layout(cover, tuple(_page(spots, number, cover) for number in range(1, last - cover + 1)))

    def pdf(self, print_: Print, layout: _Layout) -> bytes:
        """The PDF of all forms, each page with its own code."""
        data = self._data(print_, layout)
        try:
            made = self._compiler(data).compile(format="pdf", pdf_standards=["ua-1"], timestamp=PRINTED)
        except RuntimeError as problem:
            raise _letters_missing(self._language.english) from problem
        if print_.forms > FEW_FORMS:
            return cast(bytes, made)
        return in_reading_order(cast(bytes, made), [data, list(self._headings())], self._language.code)

    def _headings(self) -> Iterator[str]:
        """The questions as they are set: with their numbers."""
        for section in self._content["sections"]:
            yield from (f"{one['number']}. {one['text']}" for one in section["questions"])

    def _compiler(self, data: Mapping[str, Any]) -> typst.Compiler:
        folders, _ = fonts_for(self._language.code)
        return typst.Compiler(
            str(TEMPLATE), font_paths=folders, ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)}
        )

    def _data(self, print_: Print, layout: _Layout | None) -> dict[str, Any]:
        _, families = fonts_for(self._language.code)
        numbers = range(print_.first, print_.first + (print_.forms if layout else 1))
        pages = range(len(layout.pages) + 1) if layout else ()
        codes = [[_code_data(SheetCode(print_.code, form, page)) for page in pages] for form in numbers]
        return self._content | {
            "fonts": families,
            "back": print_.back,
            "back_rtl": _runs_from_right(print_.back),
            "until": print_.until,
            "forms": len(numbers),
            "cover": layout.cover if layout else 0,
            "pages": len(layout.pages) if layout else 0,
            "codes": codes,
        }


def _check(questionnaire: Questionnaire, language: str, size: int) -> None:
    if size not in SIZES:
        raise CannotPrint(f"Letters of {size} points are not offered. Choose {', '.join(map(str, SIZES))}.")
    if language not in languages_on_paper() or (language != "en" and language not in questionnaire.faces):
        raise CannotPrint(f"“{questionnaire.title}” is not there in this language. Choose another.")


def _runs_from_right(text: str) -> bool:
    """True when the first letter of a sentence is of a script that runs from right to left."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"


def _letters_missing(language: str) -> CannotPrint:
    return CannotPrint(
        f"The words in {language} hold letters that no font here has. Run `make setup` again, then print."
    )


def _code_data(code: SheetCode) -> dict[str, str]:
    return {"text": code.text, "svg": code_svg(code)}


def _frame_data() -> dict[str, Any]:
    return {
        "frame": {
            "width": frame.WIDTH,
            "height": frame.HEIGHT,
            "box": frame.BOX,
            "qr": frame.QR,
            "qr_left": frame.QR_LEFT,
            "qr_top": frame.QR_TOP,
            "cells": frame.CELLS,
            **frame.MARGIN,
        },
        "marks": [
            {"x": mark.x, "y": mark.y, "size": mark.size, "rows": frame.PATTERNS[mark.id]}
            for mark in frame.MARKS
        ],
    }


def _page(spots: list[dict[str, Any]], number: int, cover: int) -> PageMap:
    here = [spot for spot in spots if spot["page"] == number + cover]
    return PageMap(
        number,
        tuple(Box(spot["question"], spot["option"], *_place(spot)) for spot in _of(here, "box")),
        tuple(WritingArea(spot["question"], *_place(spot)) for spot in _of(here, "writing")),
    )


def _of(spots: list[dict[str, Any]], kind: str) -> Iterator[dict[str, Any]]:
    return (spot for spot in spots if spot["kind"] == kind)


def _place(spot: Mapping[str, Any]) -> tuple[float, float, float, float]:
    return spot["x"], spot["y"], spot["width"], spot["height"]
