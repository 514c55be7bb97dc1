"""A questionnaire on paper: valid, readable by machines, and its map says where the boxes truly are."""

import itertools
from pathlib import Path

import cv2
import numpy as np
import page
import pypdfium2
import pytest
import zxingcpp

from accessibility.languages import DRAFTED, LANGUAGES
from questionnaires.definitions import shipped_definitions
from survey_app.paper import frame
from survey_app.paper.sheet_code import SheetCode, read_sheet_code
from survey_app.paper.sheets import CannotPrint, Print, map_sheets, set_sheets
from tests.survey_app.paper.sheets import BACK, PIXELS_A_MM, UNTIL, drawn, sheets_of, shipped, text_of
from tests.tagged_text import one_line, read_aloud

LOOKS = [
    ("young-people", "standard", "en", 14),
    ("young-people", "easy_read_pictures", "en", 14),
    ("young-people", "easy_read", "en", 18),
    ("parents-and-carers", "standard", "en", 24),
    ("practitioners", "standard", "pl", 14),
    ("young-people", "easy_read_pictures", "ar", 14),
    ("parents-and-carers", "standard", "ur", 18),
    ("young-people", "standard", "pa", 14),
    ("young-people", "standard", "bn", 14),
]


@pytest.mark.parametrize("look", LOOKS)
def test_sheets_are_accessible_pdf(look: tuple[str, str, str, int], tmp_path: Path) -> None:
    path = tmp_path / "sheets.pdf"
    path.write_bytes(sheets_of(*look).pdf)
    found = page.validate_pdf(str(path), profile="ua1")
    assert found.is_compliant, [failure.message for failure in found.failures]


@pytest.mark.parametrize("look", LOOKS)
def test_every_answer_has_one_box_and_every_own_word_one_area(look: tuple[str, str, str, int]) -> None:
    asked = shipped(look[0])
    pages = sheets_of(*look).pages
    boxes = [(box.question, box.option) for sheet in pages for box in sheet.boxes]
    assert boxes == [(q.id, option.id) for q in asked.questions.values() for option in q.options]
    areas = [area.question for sheet in pages for area in sheet.writing]
    assert areas == [question.id for question in asked.texts()]


@pytest.mark.parametrize("look", LOOKS)
def test_the_map_says_where_the_boxes_are(look: tuple[str, str, str, int]) -> None:
    sheets = sheets_of(*look)
    pictures = drawn(sheets.pdf)
    cover = len(pictures) - len(sheets.pages)
    for sheet in sheets.pages:
        picture = pictures[cover + sheet.number - 1]
        for box in sheet.boxes:
            rows = slice(*(round(PIXELS_A_MM * edge) for edge in (box.y, box.y + box.height)))
            columns = slice(*(round(PIXELS_A_MM * edge) for edge in (box.x, box.x + box.width)))
            border = np.concatenate([picture[rows, columns][0], picture[rows, columns][:, 0]])
            inside = picture[rows, columns][4:-4, 4:-4]
            assert border.mean() < 60
            assert inside.min() > 250


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_printed_over_an_edge_or_a_mark(look: tuple[str, str, str, int]) -> None:
    for sheet in sheets_of(*look).pages:
        for spot in (*sheet.boxes, *sheet.writing):
            assert frame.MARGIN["top"] <= spot.y
            assert spot.y + spot.height <= frame.HEIGHT - frame.MARGIN["bottom"] + 0.1
            assert frame.MARGIN["left"] - 0.1 <= spot.x
            assert spot.x + spot.width <= frame.WIDTH - frame.MARGIN["right"] + 0.1


def test_every_page_of_every_form_has_its_own_code_and_four_marks() -> None:
    sheets = sheets_of("young-people", forms=2, first=7)
    codes = [SheetCode("k7m2pqr4xz", form, number) for form in (7, 8) for number in range(9)]
    marks = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50))
    pictures = drawn(sheets.pdf)
    told = "".join(text_of(sheets.pdf).split())
    assert len(pictures) == len(codes)
    for picture, code in zip(pictures, codes, strict=True):
        assert [read_sheet_code(found.text) for found in zxingcpp.read_barcodes(picture)] == [code]
        corners, ids, _ = marks.detectMarkers(picture)
        found = {
            int(number): corner[0][0] / PIXELS_A_MM
            for corner, number in zip(corners, np.ravel(ids), strict=True)
        }
        assert found.keys() == {0, 1, 2, 3}
        for mark in frame.MARKS:
            assert found[mark.id] == pytest.approx((mark.x, mark.y), abs=0.3)
        assert code.text in told


def test_forms_of_a_print_share_one_layout_and_can_be_mapped_again() -> None:
    once, often = sheets_of("young-people"), sheets_of("young-people", forms=2, first=7)
    assert once.pages == often.pages == map_sheets(shipped("young-people"), "standard", "en", 14)


def test_what_the_area_says_moves_no_box() -> None:
    longer = Print("k7m2pqr4xz", back=" ".join([BACK] * 12), until=UNTIL)
    assert (
        set_sheets(shipped("young-people"), "standard", "en", 14, longer).pages
        == sheets_of("young-people").pages
    )


def test_a_print_is_the_same_every_time() -> None:
    again = set_sheets(shipped("practitioners"), "standard", "pl", 14, Print("k7m2pqr4xz", 1, 1, BACK, UNTIL))
    assert again.pdf == sheets_of("practitioners", "standard", "pl", 14).pdf


def test_the_cover_says_how_to_answer_what_happens_and_who_helps() -> None:
    told = " ".join(text_of(sheets_of("young-people").pdf).split())  # also unbroken spaces
    asked = shipped("young-people")
    for sentence in (*asked.intro, BACK, UNTIL, "Inspectors read what you write", "0800 1111", "116 123"):
        assert sentence in told


def test_what_the_site_decides_is_said_in_words() -> None:
    told = " ".join(text_of(sheets_of("young-people").pdf).split())
    assert "Answer this if you ticked “16 or 17” or “18 to 25” in question 2." in told
    assert "Leave this out if you ticked “11 to 15” in question 2." in told


def test_sizes_that_are_not_offered_are_refused() -> None:
    with pytest.raises(CannotPrint, match="Choose 14, 18, 24"):
        map_sheets(shipped("young-people"), "standard", "en", 9)


def test_languages_that_are_not_there_are_refused() -> None:
    with pytest.raises(CannotPrint, match="not there in this language"):
        map_sheets(shipped("engagement-meeting"), "standard", "pl", 14)


def test_a_print_has_a_sensible_number_of_forms() -> None:
    with pytest.raises(CannotPrint, match="between 1 and"):
        set_sheets(shipped("young-people"), "standard", "en", 14, Print("k7m2pqr4xz", forms=101))


@pytest.mark.parametrize("name, size", [*itertools.product(shipped_definitions(), (14, 24))])
def test_every_shipped_questionnaire_can_be_printed(name: str, size: int) -> None:
    asked = shipped(name)
    pages = map_sheets(asked, asked.default_face, "en", size)
    assert sum(len(sheet.boxes) for sheet in pages) == sum(len(q.options) for q in asked.questions.values())


@pytest.mark.parametrize(
    "typed", ["", "k7m2pqr4xz", "k7m2pqr4xz-1", "k7m2-x-1", "https://a.example/1-1-1", "a-1-1"]
)
def test_other_codes_are_not_ours(typed: str) -> None:
    assert read_sheet_code(typed) is None


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_sheets_from_right_to_left_say_their_questions_whole_to_whoever_listens(language: str) -> None:
    questionnaire = shipped("parents-and-carers")
    said = " ".join(read_aloud(sheets_of("parents-and-carers", "standard", language).pdf))
    asked = [questionnaire.faces[language].questions[name].text for name in questionnaire.questions]
    places = [said.find(one_line(text)) for text in asked]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["ar", "pl", "bn"])
def test_a_translation_that_nobody_checked_says_so_on_every_page(language: str) -> None:
    sheets = sheets_of("young-people", "standard", language)
    assert one_line(LANGUAGES[language].drafted) in read_aloud(sheets.pdf)
    assert DRAFTED in read_aloud(sheets.pdf)
    if language == "pl":  # drawn letters come out whole
        with pypdfium2.PdfDocument(sheets.pdf) as document:
            for drawn_page in document:
                said = " ".join(drawn_page.get_textpage().get_text_range().split())
                assert LANGUAGES[language].drafted in said


def test_english_says_nothing_of_a_translation() -> None:
    assert DRAFTED not in text_of(sheets_of("young-people").pdf)
