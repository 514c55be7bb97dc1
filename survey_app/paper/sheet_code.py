"""The code of one sheet: print, form and page, never a person; as letters and as a QR code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.pil import PilImage
from qrcode.main import QRCode

WRITTEN = re.compile(r"([0-9A-Za-z]{3,16})-([0-9]{1,6})-([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class SheetCode:
    """Which sheet this is. Page 0 is the cover."""

    print_code: str
    form: int
    page: int

    @property
    def text(self) -> str:
        """As it is printed, in capitals: such a QR code is smaller."""
        return f"{self.print_code.upper()}-{self.form}-{self.page}"


def read_sheet_code(text: str) -> SheetCode | None:
    """The sheet in a code that was scanned or typed, the print's own code in small letters; None when it is not one."""
    found = WRITTEN.fullmatch("".join(text.split()))
    if found is None:
        return None
    return SheetCode(found[1].lower(), int(found[2]), int(found[3]))


@lru_cache(maxsize=1024)
def code_svg(code: SheetCode) -> str:
    """A drawing of the QR code without a quiet edge: the sheet leaves white around it. A quarter of it may be hurt."""
    drawn = QRCode(image_factory=PilImage, error_correction=ERROR_CORRECT_Q, border=0)
    drawn.add_data(code.text)
    drawn.make(fit=True)
    size = drawn.modules_count
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
        f'shape-rendering="crispEdges"><path fill="#000" d="{"".join(_runs(drawn.get_matrix()))}"/></svg>'
    )


def _runs(rows: list[list[bool]]) -> Iterator[str]:
    """Each run of dark modules in a row as one rectangle of a path."""
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length or 1
