"""Where things stand on every sheet of A4, in millimetres from its top left: marks, code, and room for questions.

Setting and reading both take them from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 210.0, 297.0
MARK = 10.0
EDGE = 8.0
CELLS = 6
BOX = 6.0
QR = 22.0
QR_LEFT, QR_TOP = 162.0, 8.0
MARGIN = {"left": 20.0, "right": 20.0, "top": 36.0, "bottom": 32.0}

# The four inner cells of each row, a bit each, of the first markers of the ArUco dictionary DICT_4X4_50.
PATTERNS: Mapping[int, tuple[str, ...]] = {
    0: ("1011", "0101", "0011", "0010"),
    1: ("0000", "1111", "1001", "1010"),
    2: ("0011", "0011", "0010", "1101"),
    3: ("1001", "1001", "0100", "0110"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A registration mark: its number in DICT_4X4_50, its top left corner and its size in millimetres."""

    id: int
    x: float
    y: float
    size: float = MARK


MARKS = (
    Mark(0, EDGE, EDGE),
    Mark(1, WIDTH - EDGE - MARK, EDGE),
    Mark(2, WIDTH - EDGE - MARK, HEIGHT - EDGE - MARK),
    Mark(3, EDGE, HEIGHT - EDGE - MARK),
)
