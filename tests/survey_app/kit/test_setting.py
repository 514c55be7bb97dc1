"""Printed pieces in every language of the kit: for everybody's reader, whole on their page, with a code that scans."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import cv2
import numpy as np
import page
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from accessibility.languages import LANGUAGES
from accessibility.typesetting import CannotSetType
from survey_app.kit.package import package, print_of
from survey_app.kit.setting import PRINTS
from survey_app.kit.wording import spoken
from tests.survey_app.kit.filled_kit import ADDRESS, AUDIENCES, folder
from tests.tagged_text import one_line, read_aloud

ONE_PAGE = ("poster-a4", "poster-a3", "poster-a4-contrast", "cards", "slide", "letter")
DOTS_AN_INCH = 72


def drawn(pdf: bytes, dots: int, page_number: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[page_number].render(scale=dots / DOTS_AN_INCH).to_pil()


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)


def scanned(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(np.asarray(picture.convert("RGB")))}


def photographed(picture: Image.Image) -> Image.Image:
    """As from a phone held askew: perspective, a turn, a little blur, JPEG."""
    flat = np.asarray(picture.convert("RGB"))
    height, width = flat.shape[:2]
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = np.float32([[0.08, 0.05], [0.95, 0.0], [0.9, 0.97], [0.0, 0.9]]) * np.float32([width, height])
    askew = cv2.warpPerspective(
        flat, cv2.getPerspectiveTransform(corners, seen.astype(np.float32)), (width, height)
    )
    kept = BytesIO()
    Image.fromarray(cv2.GaussianBlur(askew, (5, 5), 0)).save(kept, "JPEG", quality=60)
    return Image.open(kept)


@pytest.mark.parametrize("print_id", PRINTS)
@pytest.mark.parametrize("language", spoken())
def test_every_print_is_for_everybodys_reader_and_fits_its_page(
    tmp_path: Path, language: str, print_id: str
) -> None:
    for audience in AUDIENCES:
        made = print_of(PRINTS[print_id], folder(language, audience))
        file = tmp_path / f"{audience}.pdf"
        file.write_bytes(made)
        found = page.validate_pdf(str(file), profile="ua1")
        assert found.is_compliant, [fault.message for fault in found.failures]
        if print_id in ONE_PAGE:
            assert len(pypdfium2.PdfDocument(made)) == 1


@pytest.mark.parametrize(
    "print_id", ["poster-a4", "poster-a3", "poster-a4-contrast", "slide", "letter", "cards"]
)
def test_the_code_scans_from_the_sheet_and_from_a_photo_of_it(print_id: str) -> None:
    for audience in AUDIENCES:
        sheet = drawn(print_of(PRINTS[print_id], folder("en", audience)), 150)
        assert scanned(sheet) == {ADDRESS}
        if print_id.startswith("poster"):
            assert scanned(photographed(sheet)) == {ADDRESS}


@pytest.mark.parametrize("language", spoken())
def test_what_a_letter_and_a_poster_say_is_read_aloud_in_its_order(language: str) -> None:
    told = folder(language, "parents_carers")
    letter, poster = told.words["letter"], told.words["poster"]
    body = [one_line(line) for line in letter["body"].split("\n") if line]
    assert read_aloud(print_of(PRINTS["letter"], told)) == [
        one_line(part)
        for part in (letter["heading"], *body, letter["sign_off"], told.filling.link, told.filling.deadline)
    ]
    lines = [*poster["lines"].split("\n"), *poster["scan"].split("\n")]
    assert read_aloud(print_of(PRINTS["poster-a4"], told)) == [
        one_line(part) for part in (poster["heading"], *lines, poster["foot"])
    ]


def test_long_names_are_set_smaller_and_nothing_is_lost() -> None:
    told = folder(
        "en",
        "parents_carers",
        area="The Long Valley, the Northern Hills and the Seven Islands of Exampleshire",
    )
    for print_id in ("poster-a4", "cards", "slide"):
        made = print_of(PRINTS[print_id], told)
        assert len(pypdfium2.PdfDocument(made)) == 1
        said = " ".join(words(made).split())
        assert "Seven Islands of Exampleshire" in said
        assert "Tuesday 1 December, 9am" in said


def test_letters_that_no_font_has_are_named_as_the_problem() -> None:
    with pytest.raises(CannotSetType, match="emoji"):
        print_of(PRINTS["letter"], folder("en", "practitioners", area="Exampleshire 🦄"))


def test_everything_is_one_file_with_the_same_bytes_each_time() -> None:
    folders = [folder(language, "young_people") for language in ("en", "easy")]
    made = package(folders)
    assert made == package(folders)
    with ZipFile(BytesIO(made)) as file:
        names = file.namelist()
        assert file.testzip() is None
        assert "until Tuesday 1 December, 9am" in file.read("READ ME FIRST.txt").decode()
        assert ADDRESS.removeprefix("https://") in file.read("young-people/english/text-message.txt").decode()
        assert scanned(Image.open(BytesIO(file.read("young-people/english/qr.png")))) == {ADDRESS}
    for language in ("english", "english-easy-read"):
        for print_id in PRINTS:
            assert f"young-people/{language}/{print_id}.pdf" in names


def test_the_picture_of_the_code_is_three_centimetres_at_300_dots_an_inch() -> None:
    with ZipFile(BytesIO(package([folder("en", "practitioners")]))) as file:
        picture = Image.open(BytesIO(file.read("practitioners/english/qr.png")))
    assert min(picture.size) >= 3 / 2.54 * 300


def test_a_screen_reader_reads_a_sheet_of_cards_as_one_card() -> None:
    told = folder("en", "parents_carers")
    said = read_aloud(print_of(PRINTS["cards"], told))
    assert said[0] == one_line(told.words["card"]["heading"])
    assert len(said) == len(set(said))
    assert one_line(told.words["card"]["lines"].split("\n")[-1]) in said


def test_a_letter_in_easy_read_is_never_smaller_than_fourteen_points() -> None:
    letter = pypdfium2.PdfDocument(print_of(PRINTS["letter"], folder("easy", "young_people")))
    sizes = {round(one.get_font_size()) for one in letter[0].get_objects() if hasattr(one, "get_font_size")}
    assert min(sizes) >= 14


@pytest.mark.parametrize("print_id", PRINTS)
def test_words_that_nobody_checked_say_so_on_every_sheet(print_id: str) -> None:
    said = " ".join(words(print_of(PRINTS[print_id], folder("pl", "young_people"))).split())
    assert LANGUAGES["pl"].drafted in said
    said = words(print_of(PRINTS[print_id], folder("en", "young_people")))
    assert LANGUAGES["pl"].drafted not in said
