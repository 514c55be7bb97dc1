"""What each drawn letter of a font in a PDF stands for (its table ToUnicode), with marks told apart from letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf.generic import ArrayObject

# One line of the table: the code of a drawn letter, and what it stands for in UTF-16.
STANDS_FOR = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>", re.MULTILINE | re.IGNORECASE)
BYTES_A_LETTER = 2
Letters = Mapping[int, str]


def put_marks_right(font: Any) -> Letters:
    """What the codes of a font stand for; the font's own table is put right.

    Where a letter and its mark are drawn apart, each was said to be both. What takes no room is the mark.
    """
    table = font["/ToUnicode"].get_object()
    said = {int(code, 16): _from_hex(sign) for code, sign in STANDS_FOR.findall(table.get_data())}
    widths = dict(_widths(font))
    narrow = {code for code, text in said.items() if len(text) > 1 and not widths.get(code)}
    alone = {sign for code in narrow for sign in said[code] if unicodedata.combining(sign)}
    right = {code: _without(text, alone, code in narrow) for code, text in said.items()}
    if right != said:
        table.set_data(STANDS_FOR.sub(lambda line: _line(line, right), table.get_data()))
    return right


def letters_of(operand: Any, font: Letters) -> str:
    """The letters that one operator of a page draws, in the order of drawing."""
    strings = operand if isinstance(operand, ArrayObject) else [operand]
    codes = b"".join(one.original_bytes for one in strings if hasattr(one, "original_bytes"))
    pairs = (codes[at : at + BYTES_A_LETTER] for at in range(0, len(codes), BYTES_A_LETTER))
    return "".join(font.get(int.from_bytes(pair), "") for pair in pairs)


def _without(text: str, alone: set[str], is_mark: bool) -> str:
    if is_mark:
        return "".join(sign for sign in text if unicodedata.combining(sign)) or text
    return "".join(sign for sign in text if sign not in alone) or text


def _line(line: re.Match[bytes], right: Letters) -> bytes:
    code = line.group(1)
    return b"<%s> <%s>" % (code, right[int(code, 16)].encode("utf-16-be").hex().upper().encode())


def _from_hex(sign: bytes) -> str:
    return bytes.fromhex(sign.decode()).decode("utf-16-be")


def _widths(font: Any) -> Iterator[tuple[int, float]]:
    """The width of each code that has one, from a list like [1 [500 0] 7 9 250]: singles, spans of one width."""
    told = [one.get_object() for one in font["/DescendantFonts"][0].get_object().get("/W", [])]
    while told:
        first, second = told[:2]
        if isinstance(second, ArrayObject):
            yield from ((int(first) + place, float(width)) for place, width in enumerate(second))
            told = told[2:]
        else:
            yield from ((code, float(told[2])) for code in range(int(first), int(second) + 1))
            told = told[3:]
