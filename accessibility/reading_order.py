"""Words of PDFs that run from right to left, in the order in which they are read.

A page is drawn from left to right, so the letters of Arabic and Urdu stand in the file the other way round, and
what is drawn for a mark may be said to be the whole letter that bore it first. Readers of pages guess how to put
them together again. Here each mark is said to be a mark, and each paragraph gets its words as they were written
(ActualText, ISO 32000-1, 14.9.4), which is what a screen reader reads.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NameObject, TextStringObject

from accessibility.drawn_letters import Letters, letters_of, put_marks_right

# A piece of a page: the page's number in the file, and the piece's number on that page.
Piece = tuple[int, int]


def put_in_order(pdf: bytes, texts: Iterable[str]) -> bytes:
    """The PDF, each paragraph that shows the letters of one of `texts` now saying it in the order of `texts`.

    For files of our own making: two bytes a letter, each with a table of what it stands for.
    """
    writer = PdfWriter(clone_from=BytesIO(pdf))
    shown = {piece: letters for page in writer.pages for piece, letters in _shown_on(page, writer)}
    wanted = {_unordered(text): " ".join(text.split()) for text in texts}
    for element in _paragraphs(writer.root_object["/StructTreeRoot"]):
        letters = "".join(shown.get(piece, "") for piece in _pieces(element))
        if told := wanted.get(_unordered(letters)):
            element[NameObject("/ActualText")] = TextStringObject(told)
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _unordered(text: str) -> frozenset[tuple[str, int]]:
    """The same for the same letters, in whatever order they are drawn."""
    plain = unicodedata.normalize("NFKD", text)
    seen = (sign for sign in plain if not sign.isspace() and unicodedata.category(sign) != "Cf")
    return frozenset(Counter(seen).items())


def _paragraphs(node: Any) -> Iterator[DictionaryObject]:
    """Each element of the structure that holds nothing but pieces of pages."""
    element = node.get_object()
    kids = _kids(element)
    if kids and all(_is_piece(kid) for kid in kids):
        yield element
        return
    for kid in kids:
        if not _is_piece(kid):
            yield from _paragraphs(kid)


def _kids(element: Any) -> list[Any]:
    held = element.get("/K", ArrayObject()).get_object()
    return [kid.get_object() for kid in held] if isinstance(held, ArrayObject) else [held]


def _is_piece(kid: Any) -> bool:
    return not isinstance(kid, DictionaryObject) or "/MCID" in kid


def _pieces(element: Any) -> Iterator[Piece]:
    for kid in _kids(element):
        apart = isinstance(kid, DictionaryObject)
        home: Any = kid if apart and "/Pg" in kid else element
        yield home.raw_get("/Pg").idnum, int(kid["/MCID"] if apart else kid)


def _shown_on(page: PageObject, writer: PdfWriter) -> Iterator[tuple[Piece, str]]:
    """The pieces of a page, and the letters in each as they are drawn."""
    fonts = dict(_fonts(page))
    font: Letters = {}
    marks: list[int | None] = []
    found: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), writer).operations:
        if operator in (b"BDC", b"BMC"):
            marks.append(_number_of(operands))
        elif operator == b"EMC":
            marks.pop()
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            piece = next((mark for mark in reversed(marks) if mark is not None), -1)
            found[piece] = found.get(piece, "") + letters_of(operands[0], font)
    number = page.indirect_reference.idnum if page.indirect_reference else -1
    return (((number, piece), letters) for piece, letters in found.items())


def _fonts(page: PageObject) -> Iterator[tuple[str, Letters]]:
    held: Any = page["/Resources"]
    for name, font in held.get_object().get("/Font", {}).items():
        yield name, put_marks_right(font.get_object())


def _number_of(operands: list[Any]) -> int | None:
    told: Any = operands[1] if len(operands) > 1 else None
    if not isinstance(told, DictionaryObject) or "/MCID" not in told:
        return None
    number: Any = told["/MCID"]
    return int(number)
