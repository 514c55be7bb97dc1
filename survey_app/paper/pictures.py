"""Pictures and scans that somebody uploads: hostile until proved, then made anew from their pixels alone."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 25_000_000
MOST_PIXELS = 60_000_000
MOST_PAGES = 40
SMALLEST_SIDE = 700
LONGEST_SIDE = 2600
"""Enough for 8 pixels a millimetre of A4; more is thrown away."""
QUALITY = 88

JPEG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
FORMATS = {JPEG: "JPEG", PNG: "PNG"}
FROM_PHONES = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypavif")
# pdfium may be called by one thread at a time.
ONE_AT_A_TIME = Lock()


class CannotTake(ValueError):
    """This file is not taken; the message says what is wrong with it and what to do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as JPEG, upright, without anything that a camera or a program wrote into it."""

    jpeg: bytes
    width: int
    height: int


def take_pictures(content: bytes) -> tuple[Picture, ...]:
    """Every page in an uploaded file, all or none; raises CannotTake. What the file is called says nothing."""
    if not content:
        raise CannotTake("This file is empty. Take the picture again.")
    if len(content) > MOST_BYTES:
        raise CannotTake(
            f"This file is larger than {MOST_BYTES // 1_000_000} MB. Send fewer pages at once, or smaller pictures."
        )
    if content.startswith(PDF):
        with ONE_AT_A_TIME:
            return tuple(_pages(content))
    return (_picture(content),)


def _picture(content: bytes) -> Picture:
    kind = next((name for start, name in FORMATS.items() if content.startswith(start)), None)
    if kind is None:
        raise CannotTake(_what_it_is(content))
    try:
        with Image.open(BytesIO(content), formats=[kind]) as image:
            _check_size(*image.size)
            # A JPEG is opened smaller at once where that is enough: quicker, and less to hold.
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            return _anew(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise _too_many_pixels() from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error) as problem:
        if isinstance(problem, CannotTake):
            raise
        raise CannotTake(
            "This picture is damaged or was cut short. Take it again, or send it again."
        ) from problem


def _what_it_is(content: bytes) -> str:
    if content[4:12] in FROM_PHONES:
        return (
            "This picture is in a format of its phone (HEIC or AVIF). In the phone’s camera settings choose "
            "“Most compatible”, or send a screenshot of the picture."
        )
    return "This is not a picture (JPEG or PNG) or a PDF. Take a photo of the page, or scan it."


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(width, height) < SMALLEST_SIDE:
        raise CannotTake(
            f"This picture is only {width} by {height} pixels. Take it closer, so that the page fills it."
        )


def _too_many_pixels() -> CannotTake:
    return CannotTake(
        f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels. Send it smaller, or scan it again."
    )


def _anew(image: Image.Image) -> Picture:
    """The pixels alone, on white where the picture was clear, no larger than reading needs."""
    pixels = Image.new("RGB", image.size, "white")
    clear = image.convert("RGBA") if image.mode in ("RGBA", "LA", "P", "PA") else None
    pixels.paste(clear or image.convert("RGB"), mask=clear)
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    kept = BytesIO()
    pixels.save(kept, "JPEG", quality=QUALITY)
    return Picture(kept.getvalue(), *pixels.size)


def _pages(content: bytes) -> Iterator[Picture]:
    try:
        with pypdfium2.PdfDocument(content) as document:
            if not 1 <= len(document) <= MOST_PAGES:
                raise CannotTake(
                    f"This PDF has {len(document)} pages. Send between 1 and {MOST_PAGES} pages at once."
                )
            for number in range(len(document)):
                yield _page(document, number)
    except pypdfium2.PdfiumError as problem:
        raise CannotTake(
            "This PDF is damaged or has a password. Scan the pages again, and save them without a password."
        ) from problem


def _page(document: pypdfium2.PdfDocument, number: int) -> Picture:
    page = document[number]
    width, height = page.get_size()
    if min(width, height) < 1:
        raise CannotTake(f"Page {number + 1} of this PDF has no size. Scan the pages again.")
    for held in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
        across, down = held.get_px_size()
        if across * down > MOST_PIXELS:
            raise _too_many_pixels()
    return _anew(page.render(scale=LONGEST_SIDE / max(width, height)).to_pil())
