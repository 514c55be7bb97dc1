"""The piece of a sheet that belongs to one question: its words, its boxes and its lines, across the whole page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey_app.paper import frame
from survey_app.paper.sheets import Box, PageMap, WritingArea

# In millimetres. Above lines stands much that is printed alike on every form: only what is nearest is shown.
ABOVE_LINES, BELOW = 12.0, 5.0
ROOM = 2.0
SIDE = 6.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A strip of a page, in millimetres from its top left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float


def pieces_of(maps: Sequence[PageMap]) -> Mapping[str, tuple[Piece, ...]]:
    """The pieces of every question, one for each page on which it stands.

    They are as wide as the page, for people write beside boxes, and end before the words of the question above.
    """
    pieces: dict[str, list[Piece]] = {}
    for page in maps:
        for question, piece in _pieces(page):
            pieces.setdefault(question, []).append(piece)
    return {question: tuple(found) for question, found in pieces.items()}


def _pieces(page: PageMap) -> Iterator[tuple[str, Piece]]:
    floor = frame.MARGIN["top"] - ROOM
    for question, spots in _spots(page).items():
        first, last = min(spot.y for spot in spots), max(spot.y + spot.height for spot in spots)
        top = max(floor, first - ABOVE_LINES) if isinstance(spots[0], WritingArea) else floor
        bottom = min(last + BELOW, frame.HEIGHT - SIDE)
        yield question, Piece(page.number, SIDE, top, frame.WIDTH - 2 * SIDE, bottom - top)
        floor = last + ROOM


def _spots(page: PageMap) -> Mapping[str, list[Box | WritingArea]]:
    """The boxes and lines of each question, the question that stands highest first."""
    everything: list[Box | WritingArea] = [*page.boxes, *page.writing]
    spots: dict[str, list[Box | WritingArea]] = {}
    for spot in sorted(everything, key=lambda one: (one.y, one.x)):
        spots.setdefault(spot.question, []).append(spot)
    return spots
