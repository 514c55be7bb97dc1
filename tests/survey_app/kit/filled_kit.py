"""A kit with everything filled in, as a link of a visit would have it."""

from datetime import UTC, datetime

from survey_app.kit.package import Folder
from survey_app.kit.pieces import PIECES
from survey_app.kit.wording import Filling, deadline_in, filled, marked, sentences, words_of

ADDRESS = "https://voices.example.org/s/y2g47xc2pr"
CLOSES_AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
AUDIENCES = ("young_people", "parents_carers", "practitioners")


def folder(spoken: str, audience: str, area: str = "Exampleshire") -> Folder:
    """One audience in one language."""
    told = sentences(spoken, audience)
    filling = Filling(
        link=ADDRESS.removeprefix("https://"),
        code="y2g47xc2pr",
        deadline=deadline_in(spoken, CLOSES_AT),
        minutes=12,
        paper=told["paper"],
        help=told["help"],
        area=area,
    )
    words = {
        piece.id: filled(marked(piece, words_of(piece.id, audience, spoken), spoken), filling)
        for piece in PIECES.values()
    }
    return Folder(audience, spoken, ADDRESS, filling, words)
