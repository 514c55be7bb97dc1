"""Makes an SVG file that we do not trust into a drawing that may stand in a page.

Shapes and how they are painted stay. What could run, fetch or clash with the page is refused or dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree

LARGEST = 40_000
MOST_SHAPES = 500
DEEPEST = 20

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset({"g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"})
# Notes of drawing programs and words for screen readers: the page has its own.
SILENT = frozenset({"title", "desc", "metadata"})
PAINT = {"fill", "fill-rule", "fill-opacity", "opacity", "color", "stroke", "stroke-width", "stroke-opacity"}
PAINT |= {f"stroke-{part}" for part in ("linecap", "linejoin", "miterlimit", "dasharray", "dashoffset")}
GEOMETRY = {"d", "cx", "cy", "r", "rx", "ry", "x", "y", "x1", "y1", "x2", "y2", "width", "height"}
GEOMETRY |= {"points", "transform"}
VALUE = re.compile(r"[\w\s.,#%()+-]*", re.ASCII)
VIEW_BOX = re.compile(r"-?[0-9.]+([ ,]+-?[0-9.]+){3}")


class DrawingProblem(ValueError):
    """An SVG file cannot be used as a picture; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as text that is safe in HTML: `paint` holds attributes for the whole, `body` the shapes."""

    view_box: str
    paint: str
    body: str


def read_drawing(content: bytes) -> Drawing:
    """The drawing in an SVG file; raises DrawingProblem."""
    root = _parse(content)
    if root.tag != f"{SVG}svg":
        raise DrawingProblem("This is not an SVG drawing. Save it again as plain SVG.")
    shapes = sum(1 for _ in root.iter())
    if shapes > MOST_SHAPES:
        raise DrawingProblem(
            f"This drawing has {shapes} parts, more than {MOST_SHAPES}. Draw it more simply."
        )
    return Drawing(_view_box(root), _attributes(root, PAINT), "".join(_parts(root)))


def _parse(content: bytes) -> ElementTree.Element:
    if len(content) > LARGEST:
        raise DrawingProblem(f"This drawing is larger than {LARGEST // 1000} KB. Draw it more simply.")
    if re.search(rb"<!(?!--)", content) or b"\0" in content:
        raise DrawingProblem("This drawing has a DOCTYPE or an entity. Save it again as plain SVG.")
    try:
        return ElementTree.fromstring(content.decode("utf-8"))
    except (ElementTree.ParseError, ValueError) as error:
        raise DrawingProblem(f"This drawing cannot be read ({error}). Save it again as plain SVG.") from error


def _view_box(root: ElementTree.Element) -> str:
    box = root.get("viewBox") or f"0 0 {root.get('width', '')} {root.get('height', '')}"
    if not VIEW_BOX.fullmatch(box):
        raise DrawingProblem("This drawing has no viewBox. Save it again with one, such as 0 0 48 48.")
    return box


def _parts(parent: ElementTree.Element, depth: int = 1) -> Iterator[str]:
    if depth > DEEPEST:
        raise DrawingProblem(f"This drawing has groups more than {DEEPEST} deep. Ungroup some of them.")
    for element in parent:
        name = str(element.tag).removeprefix(SVG)
        if name in SHAPES:
            yield _shape(name, element, depth)
        elif name not in SILENT and not name.startswith("{"):
            raise DrawingProblem(f"<{name}> is not allowed in a picture. Draw it with plain shapes only.")


def _shape(name: str, element: ElementTree.Element, depth: int) -> str:
    attributes = _attributes(element, PAINT | GEOMETRY)
    inside = "".join(_parts(element, depth + 1))
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def _attributes(element: ElementTree.Element, allowed: Collection[str]) -> str:
    """The allowed attributes as text; `style` is taken apart, because our pages allow no inline styles."""
    pairs = dict(element.items()) | dict(_declarations(element.get("style", "")))
    kept = {name: value for name, value in pairs.items() if name in allowed}
    for name, value in kept.items():
        if not VALUE.fullmatch(value) or "url(" in value.lower():
            raise DrawingProblem(f"{name}=“{value[:40]}” is not allowed in a picture. Use a plain value.")
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()
