"""QR codes of survey addresses, as a drawing and as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.pil import PilImage
from qrcode.main import QRCode

# Level Q mends a quarter of the code: posters get creased, wet and drawn on. The quiet edge is 4 modules wide,
# as the standard asks.
QUIET_EDGE = 4
PIXELS_A_MODULE = 20


@lru_cache(maxsize=1024)
def qr_svg(address: str, alt: str) -> str:
    """A drawing without a size of its own: the page or the printer gives it one. `alt` becomes its title."""
    code = _code(address)
    size = code.modules_count + 2 * QUIET_EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        f'shape-rendering="crispEdges"><title>{_escaped(alt)}</title>'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{"".join(_runs(code))}"/></svg>'
    )


def qr_png(address: str) -> bytes:
    """A picture with 20 pixels for each module: sharp at 8 cm on paper."""
    kept = BytesIO()
    _code(address).make_image(fill_color="black", back_color="white").save(kept)
    return kept.getvalue()


def _code(address: str) -> QRCode[PilImage]:
    code = QRCode(
        image_factory=PilImage, error_correction=ERROR_CORRECT_Q, box_size=PIXELS_A_MODULE, border=QUIET_EDGE
    )
    code.add_data(address)
    code.make(fit=True)
    return code


def _runs(code: QRCode[PilImage]) -> Iterator[str]:
    """Each run of dark modules in a row as one rectangle of a path."""
    for y, row in enumerate(code.get_matrix()):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length or 1


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
