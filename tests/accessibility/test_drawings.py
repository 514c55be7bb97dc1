"""What may come into a page from an SVG file, and what may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.drawings import DEEPEST, LARGEST, MOST_SHAPES, DrawingProblem, read_drawing

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'


def svg(inside: str) -> bytes:
    return f"{OPEN}{inside}</svg>".encode()


def test_shapes_and_their_paint_stay() -> None:
    drawing = read_drawing(svg('<g fill="red"><path d="M0 0h9"/></g><circle r="2" stroke="var(--ink)"/>'))
    assert drawing.view_box == "0 0 10 10"
    assert drawing.body == '<g fill="red"><path d="M0 0h9"/></g><circle r="2" stroke="var(--ink)"/>'


def test_names_handlers_and_notes_are_left_out() -> None:
    drawing = read_drawing(
        svg(
            '<title>bus.svg</title><metadata><x xmlns="urn:x"/></metadata><!-- drawn by hand -->'
            '<path id="a" class="b" onclick="alert(1)" d="M0 0"/><x:view xmlns:x="urn:editor"/>'
        )
    )
    assert drawing.body == '<path d="M0 0"/>'


def test_an_inline_style_becomes_attributes() -> None:
    drawing = read_drawing(svg('<rect width="4" height="4" style="fill:#ff0000; -x-thing:1;stroke:none"/>'))
    assert drawing.body == '<rect width="4" height="4" fill="#ff0000" stroke="none"/>'


def test_a_drawing_without_a_view_box_gets_one_from_its_size() -> None:
    drawing = read_drawing(b'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="36"/>')
    assert drawing.view_box == "0 0 24 36"


HOSTILE = {
    "script": svg("<script>alert(1)</script>"),
    "html inside": svg("<foreignObject/>"),
    "a picture from elsewhere": svg('<image href="//elsewhere/x.png"/>'),
    "a link": svg('<a href="javascript:alert(1)"><path/></a>'),
    "a use": svg('<use href="//elsewhere/x.svg#a"/>'),
    "a style sheet": svg("<style>*{display:none}</style>"),
    "an animation": svg('<set attributeName="href" to="x"/>'),
    "a paint from elsewhere": svg('<path fill="url(//elsewhere/x#y)"/>'),
    "a paint in a style": svg('<path style="fill:URL(#a)"/>'),
    "a quote in a value": svg("<path d='M0 0\"/>&lt;script'/>"),
    "an entity": b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("<path/>"),
    "another element": b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
    "no namespace": b'<svg viewBox="0 0 1 1"/>',
    "not XML": b"<svg",
    "nothing": b"",
    "bytes": b"\xff\xfe<svg/>",
    "UTF-16": svg("<path/>").decode().encode("utf-16"),
    "no view box": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a hostile view box": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1&quot; onload=&quot;x"/>',
    "far too large": svg(" " * LARGEST),
    "far too many shapes": svg("<path/>" * MOST_SHAPES),
    "far too deep": svg("<g>" * (DEEPEST + 1) + "<path/>" + "</g>" * (DEEPEST + 1)),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_drawings_are_refused(content: bytes) -> None:
    with pytest.raises(DrawingProblem, match=r"\. [A-Z]"):
        read_drawing(content)


@given(st.one_of(st.binary(), st.text(alphabet="<>svg/ xmlns='\":#&;!-[]").map(lambda text: svg(text))))
def test_any_bytes_are_a_drawing_or_refused(content: bytes) -> None:
    try:
        drawing = read_drawing(content)
    except DrawingProblem:
        return
    assert "script" not in drawing.body
