"""The pieces that are printed or shown, set as PDFs: letter, poster, cards and slide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from accessibility.display_themes import THEMES, Colours
from accessibility.languages import ENGLISH
from accessibility.symbols import coloured, load_symbols
from accessibility.typesetting import typeset
from survey_app.kit.qr import qr_svg
from survey_app.kit.wording import EASY, Filling, Words

SHEETS = Path(__file__).with_name("sheets")
# The day is printed nowhere: a fixed one makes the same words the same bytes.
PRINTED = datetime(2026, 1, 1, tzinfo=UTC)
PICTURES: Mapping[str, str] = {"young_people": "tell_us", "parents_carers": "family", "practitioners": "team"}
LONG_HEADING = 44
# Points: the least for easy read, also where a print is smaller for others.
EASY_READ_SIZE = 14


@dataclass(frozen=True, slots=True)
class Print:
    """One PDF of a piece. `look` is a display theme; `paper` or `size` (points) where the template needs them."""

    id: str
    piece: str
    name: str
    paper: str = "a4"
    size: int = 12
    look: str = "default"


PRINTS: Mapping[str, Print] = {
    one.id: one
    for one in (
        Print("letter", "letter", "Letter"),
        Print("letter-18", "letter", "Letter in large print (18 point)", size=18),
        Print("letter-24", "letter", "Letter in giant print (24 point)", size=24),
        Print("poster-a4", "poster", "Poster A4"),
        Print("poster-a3", "poster", "Poster A3", paper="a3"),
        Print("poster-a4-contrast", "poster", "Poster A4, high contrast", look="contrast"),
        Print("cards", "card", "Cards, eight on a sheet"),
        Print("slide", "slide", "Slide"),
    )
}


def prints_by_piece() -> dict[str, list[Print]]:
    """The PDFs of each piece that has some."""
    found: dict[str, list[Print]] = {}
    for one in PRINTS.values():
        found.setdefault(one.piece, []).append(one)
    return found


def set_print(
    print_: Print, words: Words, filling: Filling, address: str, audience: str, spoken: str
) -> bytes:
    """The PDF (PDF/UA-1) of filled words; `address` is the whole link for the square code. Raises CannotSetType."""
    colours = _colours(print_.look)
    symbol = load_symbols().get(PICTURES.get(audience, ""))
    data: dict[str, Any] = {
        **colours,
        "paper": print_.paper,
        "size": max(print_.size, EASY_READ_SIZE) if spoken == EASY else print_.size,
        "heading": words["heading"],
        "large": 36 if len(words["heading"]) <= LONG_HEADING else 32,
        "qr": qr_svg(address, ""),
        "qr_alt": filling.link,
        "link": filling.link,
        "deadline": filling.deadline,
        "picture": coloured(symbol, _drawn_in(print_.look)) if symbol else "",
        "tile": "#ffffff",
        "body": [part.strip() for part in words.get("body", "").split("\n\n") if part.strip()],
        "sign_off": words.get("sign_off", ""),
        "lines": list(_lines(words.get("lines", ""), filling.deadline)),
        "scan": [line for line in words.get("scan", "").split("\n") if line.strip()],
        "foot": words.get("foot", ""),
    }
    language = ENGLISH.code if spoken == EASY else spoken
    return typeset(SHEETS / f"{print_.piece}.typ", data, language, PRINTED)


def _lines(text: str, deadline: str) -> Iterator[dict[str, Any]]:
    """The deadline stands out from the other lines."""
    for line in text.split("\n"):
        if line.strip():
            yield {"text": line.strip(), "deadline": deadline in line}


def _drawn_in(look: str) -> Colours:
    """The colours of the picture: it stands on a white tile."""
    chosen = THEMES["default"].colours
    return replace(chosen, ink="#000000", accent="#000000", tint="#ffff00") if look == "contrast" else chosen


def _colours(look: str) -> dict[str, str]:
    if look == "contrast":
        return {"ink": "#000000", "accent": "#000000", "ground": "#ffff00"}
    chosen = THEMES["default"].colours
    return {"ink": chosen.ink, "accent": chosen.accent, "ground": "#ffffff"}
