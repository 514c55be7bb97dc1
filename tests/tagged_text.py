"""What a screen reader reads from a tagged PDF: the structure in its order, and ActualText before drawn letters.

ISO 32000-1: 14.7 (structure), 14.9.4 (ActualText), 9.10 (what a drawn letter stands for).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

LETTER = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", re.IGNORECASE)


def read_aloud(pdf: bytes) -> list[str]:
    """Each part of the document's structure that says something, as one line."""
    reader = PdfReader(BytesIO(pdf))
    said = {page.indirect_reference.idnum: _pieces(page, reader) for page in reader.pages}
    root: Any = reader.root_object["/StructTreeRoot"]
    return [line for line in map(one_line, _elements(root, said)) if line]


def one_line(text: str) -> str:
    """Alike for the same words, however they are broken or composed."""
    plain = "".join(sign for sign in text if unicodedata.category(sign) != "Cf" or sign == "\u200c")
    return " ".join(unicodedata.normalize("NFC", plain).split())


def _elements(node: Any, said: dict[int, dict[int, str]]) -> Iterator[str]:
    element = node.get_object()
    if "/ActualText" in element:
        yield str(element["/ActualText"])
        return
    held = element.get("/K", ArrayObject()).get_object()
    text = ""
    for kid in held if isinstance(held, ArrayObject) else [held]:
        found = kid.get_object()
        if isinstance(found, DictionaryObject) and "/MCID" not in found:
            yield from _elements(found, said)
        else:
            apart = isinstance(found, DictionaryObject)
            home = found if apart and "/Pg" in found else element
            text += said[home.raw_get("/Pg").idnum].get(int(found["/MCID"] if apart else found), "")
    yield text


def _pieces(page: PageObject, reader: PdfReader) -> dict[int, str]:
    fonts = {
        name: {
            int(a, 16): bytes.fromhex(b.decode()).decode("utf-16-be")
            for a, b in LETTER.findall(font.get_object()["/ToUnicode"].get_object().get_data())
        }
        for name, font in page["/Resources"].get("/Font", {}).items()
    }
    pieces: dict[int, str] = {}
    open_marks: list[tuple[Any, list[str]]] = [({}, [])]
    font: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            told = operands[1] if len(operands) > 1 and isinstance(operands[1], DictionaryObject) else {}
            open_marks.append((told, []))
        elif operator == b"EMC":
            told, letters = open_marks.pop()
            text = str(told["/ActualText"]) if "/ActualText" in told else "".join(letters)
            if "/MCID" in told:
                pieces[int(told["/MCID"])] = text
            open_marks[-1][1].append(text)
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            open_marks[-1][1].append(_letters(operands[0], font))
    return pieces


def _letters(operand: Any, font: dict[int, str]) -> str:
    strings = operand if isinstance(operand, ArrayObject) else [operand]
    codes = b"".join(one.original_bytes for one in strings if hasattr(one, "original_bytes"))
    return "".join(font.get(int.from_bytes(codes[at : at + 2]), "") for at in range(0, len(codes), 2))
