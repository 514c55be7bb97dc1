"""What came of a visit, to print: a page in three sizes of letters, and a poster that leads to the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unicodedata import category

from accessibility.display_themes import THEMES
from accessibility.symbols import coloured, load_symbols
from accessibility.typesetting import typeset
from survey_app.kit.qr import qr_svg
from survey_app.kit.setting import PRINTED, SHEETS

SIZES = (12, 18, 24)
PAPERS = ("a4", "a3")
# More would be small print: the poster shows what is newest, the page has the rest.
MOST_ON_A_POSTER = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A few words in the reader's language, then what the partnership wrote, in English. Either may be empty."""

    words: str = ""
    english: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together under an English heading; `picture` names one of our drawings."""

    heading: str = ""
    picture: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading in the reader's language."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ToldPage:
    """Everything that is printed. `address` is the whole link of the page, `lead` the words that stand before it."""

    heading: str
    place: str
    lead: str
    address: str
    intro: str = ""
    sections: tuple[Section, ...] = ()

    @property
    def link(self) -> str:
        """The address as people read and type it."""
        return self.address.split("://")[-1]


@lru_cache(maxsize=64)
def set_page(told: ToldPage, language: str, size: int) -> bytes:
    """The page as a PDF (PDF/UA-1) on A4, its letters `size` points. Raises CannotSetType."""
    return typeset(SHEETS / "told.typ", {**_shared(told), "size": size}, language, PRINTED)


@lru_cache(maxsize=32)
def set_poster(told: ToldPage, language: str, paper: str) -> bytes:
    """The newest blocks on one sheet with a square code of the address. Raises CannotSetType."""
    data = _shared(told)
    blocks = [block for section in data["sections"] for block in section["blocks"] if block["heading"]]
    return typeset(
        SHEETS / "told_poster.typ",
        {**data, "sections": [], "blocks": blocks[:MOST_ON_A_POSTER], "paper": paper},
        language,
        PRINTED,
    )


def _drawn(words: str) -> str:
    """Words without little pictures such as emoji: no font of a print has them."""
    return "".join(sign for sign in words if category(sign) not in ("So", "Cs", "Co") and sign != "\ufe0f")


def _shared(told: ToldPage) -> dict[str, Any]:
    colours = THEMES["default"].colours
    return {
        "ink": colours.ink,
        "accent": colours.accent,
        "ground": "#ffffff",
        "heading": told.heading,
        "place": _drawn(told.place),
        "intro": _drawn(told.intro),
        "sections": [
            {"heading": one.heading, "blocks": [_block(block) for block in one.blocks]}
            for one in told.sections
        ],
        "lead": told.lead,
        "link": told.link,
        "qr": qr_svg(told.address, ""),
        "qr_alt": told.link,
    }


def _block(block: Block) -> Mapping[str, Any]:
    symbol = load_symbols().get(block.picture)
    return {
        "heading": _drawn(block.heading),
        "picture": coloured(symbol, THEMES["default"].colours) if symbol else "",
        "lines": [{"words": line.words, "english": _drawn(line.english)} for line in block.lines],
    }
