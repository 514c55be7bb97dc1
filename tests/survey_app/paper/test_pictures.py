"""Uploads are hostile until proved: each is refused with a sentence, or made anew from its pixels."""

import re
import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from survey_app.paper import pictures
from survey_app.paper.pictures import CannotTake, take_pictures
from tests.survey_app.paper.sheets import sheets_of


def saved(image: Image.Image, kind: str, **more: object) -> bytes:
    kept = BytesIO()
    image.save(kept, kind, **more)
    return kept.getvalue()


def photo(width: int = 900, height: int = 1200) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    image.paste((0, 0, 200), (0, 0, width // 2, 100))
    return image


def png_that_says(width: int, height: int) -> bytes:
    """A small file that claims to be huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (
        pictures.PNG
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_is_taken_and_made_anew(kind: str) -> None:
    (taken,) = take_pictures(saved(photo(), kind))
    with Image.open(BytesIO(taken.jpeg)) as image:
        assert image.format == "JPEG"
        assert image.size == (taken.width, taken.height) == (900, 1200)


def test_nothing_that_a_camera_wrote_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif[0x9286] = "Where it was taken"
    sent = saved(photo(), "JPEG", exif=exif, comment=b"A note")
    assert b"A camera" in sent
    (taken,) = take_pictures(sent)
    with Image.open(BytesIO(taken.jpeg)) as image:
        assert not image.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & image.info.keys()
    assert b"A camera" not in taken.jpeg
    assert b"A note" not in taken.jpeg


def test_a_photo_that_was_taken_sideways_is_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (taken,) = take_pictures(saved(photo(1200, 900), "JPEG", exif=exif))
    assert (taken.width, taken.height) == (900, 1200)
    with Image.open(BytesIO(taken.jpeg)) as image:
        assert image.getpixel((850, 100))[0] < 60


def test_what_was_clear_becomes_white() -> None:
    (taken,) = take_pictures(saved(Image.new("RGBA", (900, 1200), (0, 0, 0, 0)), "PNG"))
    with Image.open(BytesIO(taken.jpeg)) as image:
        assert image.getpixel((450, 600)) == (255, 255, 255)


def test_large_photos_are_made_smaller() -> None:
    (taken,) = take_pictures(saved(photo(4000, 6000), "JPEG"))
    assert max(taken.width, taken.height) <= pictures.LONGEST_SIDE


def test_every_page_of_a_scan_is_taken() -> None:
    sheets = sheets_of("young-people")
    taken = take_pictures(sheets.pdf)
    assert len(taken) == len(sheets.pages) + 1
    assert all(one.height == pictures.LONGEST_SIDE for one in taken)


@pytest.mark.parametrize(
    "sent, told",
    [
        (b"", "empty"),
        (b"hello", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (b"GIF89a" + b"\0" * 100, "not a picture"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "Most compatible"),
        (saved(photo(), "JPEG")[:2000], "damaged"),
        (saved(photo(), "PNG")[:500], "damaged"),
        (saved(photo(300, 400), "JPEG"), "only 300 by 400 pixels"),
        (png_that_says(30_000, 30_000), "million pixels"),
        (png_that_says(8_000, 8_000), "million pixels"),
        (png_that_says(1_000, 1_000), "damaged"),
        (b"%PDF-1.7\nnothing here", "damaged or has a password"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_what_to_do(sent: bytes, told: str) -> None:
    with pytest.raises(CannotTake, match=told) as refused:
        take_pictures(sent)
    assert re.search(r"\. [A-Z].+\.$", str(refused.value))


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(CannotTake, match="larger than 25 MB"):
        take_pictures(pictures.JPEG + bytes(pictures.MOST_BYTES))


def test_a_scan_with_too_many_pages_is_refused() -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pictures.MOST_PAGES + 1):
        document.new_page(595, 842)
    kept = BytesIO()
    document.save(kept)
    document.close()
    with pytest.raises(CannotTake, match="has 41 pages"):
        take_pictures(kept.getvalue())


def test_a_picture_hidden_in_a_scan_is_measured_too() -> None:
    body = zlib.compress(bytes(1000))
    with pytest.raises(CannotTake, match="million pixels"):
        take_pictures(pdf_with_picture(20_000, 20_000, body))


def pdf_with_picture(width: int, height: int, body: bytes) -> bytes:
    """A PDF of one page that shows one picture, which claims to be so large."""
    head = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    size = b"/Width %d/Height %d/Length %d" % (width, height, len(body))
    drawing = b"q 500 0 0 500 0 0 cm /P Do Q"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<<%s%s>>stream\n%s\nendstream" % (head, size, body),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, part)
    start = len(made)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"xref\n0 6\n0000000000 65535 f \n" + rows
    return made + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([pictures.JPEG, pictures.PNG, pictures.PDF, b""]), st.binary(max_size=400))
def test_whatever_is_sent_is_taken_or_refused(start: bytes, rest: bytes) -> None:
    with suppress(CannotTake):
        assert take_pictures(start + rest)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_photo_with_hurt_bytes_is_taken_or_refused(place: int, hurt: bytes) -> None:
    sent = bytearray(saved(photo(), "JPEG"))
    sent[place : place + len(hurt)] = hurt
    with suppress(CannotTake):
        assert take_pictures(bytes(sent))
