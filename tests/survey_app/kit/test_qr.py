"""A code is right when a reader reads it."""

from io import BytesIO
from xml.etree import ElementTree

import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from survey_app.kit.qr import QUIET_EDGE, qr_png, qr_svg
from survey_app.storage.base import CODE_LENGTH, SAYABLE

addresses = st.builds(
    lambda host, code: f"https://{host}.example/s/{code}",
    st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=40),
    st.text(SAYABLE, min_size=CODE_LENGTH, max_size=CODE_LENGTH),
)


def painted(svg: str, module: int = 8) -> Image.Image:
    """The drawing as pixels: our drawings hold only runs of squares, so no browser is needed."""
    root = ElementTree.fromstring(svg)
    size = int(root.attrib["viewBox"].split()[2])
    picture = Image.new("L", (size * module, size * module), 255)
    pen = ImageDraw.Draw(picture)
    dark = root[2].attrib["d"]
    for run in filter(None, dark.split("M")):
        place, _, rest = run.partition("h")
        x, y = (int(part) for part in place.split())
        length = int(rest.split("v")[0])
        pen.rectangle((x * module, y * module, (x + length) * module - 1, (y + 1) * module - 1), fill=0)
    return picture


@given(addresses)
@settings(max_examples=15)
def test_drawing_and_picture_read_as_the_address(address: str) -> None:
    for image in (painted(qr_svg(address, "alt")), Image.open(BytesIO(qr_png(address)))):
        (found,) = zxingcpp.read_barcodes(image)
        assert found.text == address
        assert found.ec_level in ("M", "Q", "H")


def test_a_code_with_a_torn_corner_still_reads() -> None:
    address = "https://voices.example/s/23456789ab"
    picture = painted(qr_svg(address, "alt"))
    side = picture.width
    ImageDraw.Draw(picture).rectangle((side * 3 // 4, side * 3 // 4, side, side), fill=255)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == address


def test_the_edge_is_quiet_and_wide_enough() -> None:
    module = 8
    edge = QUIET_EDGE * module
    picture = painted(qr_svg("https://voices.example/s/23456789ab", "alt"), module)
    inside = picture.crop((edge, edge, picture.width - edge, picture.height - edge))
    dark = picture.point(lambda shade: 255 - shade).getbbox()
    assert dark == (edge, edge, edge + inside.width, edge + inside.height)
    assert QUIET_EDGE >= 4


def test_the_title_cannot_break_out_of_the_drawing() -> None:
    root = ElementTree.fromstring(qr_svg("https://voices.example/s/23456789ab", "</title><script>&"))
    assert [child.tag.split("}")[1] for child in root] == ["title", "path", "path"]
    assert root[0].text == "</title><script>&"
