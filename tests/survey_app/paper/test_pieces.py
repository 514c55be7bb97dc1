"""The strip of a page that is shown beside a question holds all of it, and nothing of what others answered."""

import pytest

from survey_app.paper import frame
from survey_app.paper.pieces import Piece, pieces_of
from survey_app.paper.sheets import PageMap
from tests.survey_app.paper.sheets import sheets_of, shipped

PRINTED = [
    ("young-people", "standard", "en", 14),
    ("young-people", "easy_read_pictures", "en", 24),
    ("practitioners", "standard", "en", 18),
    ("parents-and-carers", "standard", "ar", 14),
]


@pytest.fixture(params=PRINTED, ids=lambda one: "-".join(map(str, one)))
def printed(request: pytest.FixtureRequest) -> tuple[str, tuple[PageMap, ...]]:
    name, face, language, size = request.param
    return name, sheets_of(name, face, language, size).pages


def on_page(pieces: tuple[Piece, ...], page: int) -> Piece:
    (piece,) = (one for one in pieces if one.page == page)
    return piece


def test_every_question_has_a_piece_with_all_its_boxes_and_lines(
    printed: tuple[str, tuple[PageMap, ...]],
) -> None:
    name, pages = printed
    pieces = pieces_of(pages)
    assert pieces.keys() == shipped(name).questions.keys()
    for page in pages:
        for spot in (*page.boxes, *page.writing):
            piece = on_page(pieces[spot.question], page.number)
            assert piece.x < spot.x
            assert piece.x + piece.width > spot.x + spot.width
            assert piece.y < spot.y
            assert piece.y + piece.height > spot.y + spot.height
            assert piece.y + piece.height <= frame.HEIGHT


def test_no_piece_shows_a_box_or_line_of_another_question_whole(
    printed: tuple[str, tuple[PageMap, ...]],
) -> None:
    _, pages = printed
    pieces = pieces_of(pages)
    for page in pages:
        for question in {spot.question for spot in (*page.boxes, *page.writing)}:
            piece = on_page(pieces[question], page.number)
            for other in (*page.boxes, *page.writing):
                inside = piece.y <= other.y and other.y + other.height <= piece.y + piece.height
                assert other.question == question or not inside, (page.number, question, other)
