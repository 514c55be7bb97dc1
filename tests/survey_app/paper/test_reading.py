"""Sheets that were filled in and photographed are read, and what is unsure is asked."""

import random

import numpy as np
import pytest

from survey_app.paper import frame
from survey_app.paper.marks import PageRead, State, Why, read_page
from survey_app.paper.pictures import take_pictures
from survey_app.paper.seeing import CannotSee, Seen, code_in, see, see_as
from survey_app.paper.sheet_code import SheetCode
from survey_app.paper.sheets import PageMap
from tests.benchmarks.paper import Outcome, outcome
from tests.survey_app.paper import pens
from tests.survey_app.paper.sheets import drawn, sheets_of

FEW = 12
STEADY = pens.Camera(turn=4, lean=0.03, blur=0.6, shadow=0.3, noise=2)


def sheet(page: int) -> tuple[PageMap, pens.Grey]:
    sheets = sheets_of("young-people")
    return sheets.pages[page - 1], drawn(sheets.pdf)[page].copy()


def seen(picture: pens.Grey, camera: pens.Camera = STEADY) -> Seen:
    (taken,) = take_pictures(pens.take(picture, camera, random.Random(1)))
    return see(taken.jpeg)


def read(page: PageMap, picture: pens.Grey, camera: pens.Camera = STEADY) -> PageRead:
    return read_page(seen(picture, camera), page)


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return [outcome(number) for number in range(FEW)]


@pytest.mark.slow
def test_marks_of_all_pens_are_read_from_pictures_of_all_kinds(outcomes: list[Outcome]) -> None:
    boxes = [(what, how) for one in outcomes for what, how in one.boxes.elements()]
    assert not [what for what, how in boxes if how == "wrong"]
    marks = [how for what, how in boxes if what != "empty"]
    assert marks.count("right") >= 0.97 * len(marks)
    assert len(marks) > FEW


@pytest.mark.slow
def test_every_picture_of_a_whole_page_is_seen(outcomes: list[Outcome]) -> None:
    assert all(one.seen for one in outcomes)


def test_the_code_says_which_sheet_it_is() -> None:
    _, picture = sheet(2)
    assert seen(picture).code == SheetCode("k7m2pqr4xz", 1, 2)


def test_a_picture_upside_down_is_read_the_same() -> None:
    page, picture = sheet(2)
    pens.tick(picture, page.boxes[0], pens.BIRO, random.Random(2))
    chosen = [one.state for one in read(page, picture, pens.Camera(turn=180, quality=80)).boxes]
    assert chosen == [State.MARKED, *[State.EMPTY] * (len(page.boxes) - 1)]


@pytest.mark.parametrize("pen", [pens.BIRO, pens.FELT])
@pytest.mark.parametrize("mark", [pens.circle, pens.crossed_out])
def test_what_could_mean_two_things_is_asked(mark: pens.Mark, pen: pens.Pen) -> None:
    page, picture = sheet(2)
    mark(picture, page.boxes[0], pen, random.Random(3))
    assert read(page, picture).boxes[0].state is State.UNSURE


def test_a_box_coloured_in_beside_a_tick_is_asked() -> None:
    page, picture = sheet(2)
    chance = random.Random(4)
    first, second = page.boxes[:2]
    assert first.question == second.question
    for _ in range(4):
        pens.blob(picture, first, pens.FELT, chance)
    assert read(page, picture).boxes[0].state is State.MARKED
    pens.tick(picture, second, pens.BIRO, chance)
    assert read(page, picture).boxes[0].why is Why.FILLED


def test_a_box_under_a_stain_is_asked() -> None:
    page, picture = sheet(2)
    box = page.boxes[0]
    y, x = (round(pens.PIXELS * place) for place in (box.y, box.x))
    picture[y - 24 : y + 72, x - 24 : x + 72] = 255
    assert read(page, picture).boxes[0].why is Why.NOT_SEEN


def test_handwriting_is_shown_and_never_read() -> None:
    sheets = sheets_of("young-people")
    page = next(page for page in sheets.pages if page.writing)
    picture = drawn(sheets.pdf)[page.number].copy()
    assert [one.written for one in read(page, picture).writing] == [False] * len(page.writing)
    area = page.writing[0]
    chance = random.Random(5)
    for letter in range(12):
        points = [
            (area.x + 8 * letter + chance.uniform(0, 6), area.y + chance.uniform(11, 17)) for _ in range(5)
        ]
        pens.stroke(picture, points, pens.BIRO, chance)
    assert read(page, picture).writing[0].written
    piece = seen(picture).cut_out(area.x, area.y, area.width, area.height)
    with_ink = pens.cv2.imdecode(np.frombuffer(piece, np.uint8), pens.cv2.IMREAD_GRAYSCALE)
    assert with_ink.shape == (round(area.height * 8), round(area.width * 8))


def test_one_corner_may_be_covered() -> None:
    page, picture = sheet(2)
    pens.tick(picture, page.boxes[3], pens.BIRO, random.Random(6))
    picture[-200:, -200:] = 90
    assert [one.state is State.MARKED for one in read(page, picture).boxes].index(True) == 3


def test_half_a_page_is_refused_by_its_number() -> None:
    _, picture = sheet(2)
    with pytest.raises(CannotSee, match=r"This is page 2 of form 1\. Only 2 of the 4 black squares"):
        seen(picture[: picture.shape[0] // 2])


def test_a_picture_of_something_else_is_refused() -> None:
    with pytest.raises(CannotSee, match="No page of ours"):
        seen(np.full((1800, 1400), 200, np.uint8))


def test_a_page_without_its_code_is_refused() -> None:
    _, picture = sheet(2)
    across, down = round(pens.PIXELS * frame.QR_LEFT), round(pens.PIXELS * frame.QR_TOP)
    picture[down : down + 180, across : across + 180] = 255
    with pytest.raises(CannotSee, match="square code at the top"):
        seen(picture)


@pytest.mark.parametrize("lost", [16, 40, 64, 120])
@pytest.mark.parametrize("fold", [700, 1000, 1500])
def test_a_folded_page_is_refused_or_what_it_hides_is_asked(fold: int, lost: int) -> None:
    """Corners that fit no flat page: nothing is read as if it were one."""
    page, picture = sheet(2)
    for box in page.boxes[1::4]:
        pens.cross(picture, box, pens.BIRO, random.Random(7))
    try:
        boxes = read(page, np.concatenate([picture[:fold], picture[fold + lost :]])).boxes
    except CannotSee:
        return
    marked = [one.state for one in boxes[1::4]]
    assert State.EMPTY not in marked
    assert State.MARKED not in {one.state for n, one in enumerate(boxes) if n % 4 != 1}


def test_a_page_that_is_not_as_it_was_printed_is_refused() -> None:
    page, picture = sheet(2)
    picture[400:2000, 100:250] = 255
    with pytest.raises(CannotSee, match="12 of the 12 boxes of this page are not where they should be"):
        read(page, picture)


def test_bytes_that_are_no_picture_are_refused() -> None:
    with pytest.raises(CannotSee, match="no picture"):
        see(b"nothing")


def without_code(picture: pens.Grey) -> pens.Grey:
    """The sheet with something spilt on its code."""
    rows = slice(int(frame.QR_TOP * 8), int((frame.QR_TOP + frame.QR) * 8))
    columns = slice(int(frame.QR_LEFT * 8), int((frame.QR_LEFT + frame.QR) * 8))
    picture[rows, columns] = 90
    return picture


def test_a_page_whose_code_is_spoilt_is_read_once_somebody_says_which_it_is() -> None:
    page, picture = sheet(1)
    ticked = page.boxes[4]
    pens.tick(picture, ticked, pens.BIRO, random.Random(2))
    taken = pens.take(without_code(picture), STEADY, random.Random(1))
    with pytest.raises(CannotSee, match="say which page it is"):
        see(taken)
    assert code_in(taken) is None
    found = read_page(see_as(taken, SheetCode("k7m2pqr4xz", 1, 1)), page)
    assert [one.box for one in found.boxes if one.state is State.MARKED] == [ticked]


def test_a_page_with_its_corners_cut_off_still_says_which_it_is() -> None:
    _, picture = sheet(2)
    for mark in frame.MARKS[1:]:
        rows = slice(int(mark.y * 8), int((mark.y + mark.size) * 8))
        picture[rows, int(mark.x * 8) : int((mark.x + mark.size) * 8)] = 255
    taken = pens.take(picture, STEADY, random.Random(1))
    assert code_in(taken) == SheetCode("k7m2pqr4xz", 1, 2)
    with pytest.raises(CannotSee, match="black squares"):
        see_as(taken, SheetCode("k7m2pqr4xz", 1, 2))


@pytest.mark.parametrize("content", [b"", b"not a picture"])
def test_what_is_no_picture_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(CannotSee, match="no picture"):
        see(content)
