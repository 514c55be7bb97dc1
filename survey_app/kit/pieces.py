"""What the kit is made of: one row for each piece that a local area passes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Sort = Literal["text", "print"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. `fields` are the words it needs, in their order; `print` pieces are set as PDFs as well.

    `what` says to the officer where it goes. `mark` is the field in which words that no person has checked say so: a
    text message has no room for it, and what is signed or read aloud goes through a person.
    """

    id: str
    name: str
    sort: Sort
    fields: tuple[str, ...]
    what: str
    mark: str = ""


PIECES: Mapping[str, Piece] = {
    piece.id: piece
    for piece in (
        Piece("email", "E-mail", "text", ("subject", "body"), "To schools, forums and families", "body"),
        Piece("text_message", "Text message", "text", ("body",), "160 characters at most"),
        Piece(
            "school_app",
            "School app",
            "text",
            ("heading", "body"),
            "A post in an app for parents or students",
            "body",
        ),
        Piece(
            "newsletter",
            "Newsletter",
            "text",
            ("heading", "body"),
            "An item for a bulletin or a website",
            "body",
        ),
        Piece(
            "social",
            "Social media",
            "text",
            ("body", "alt"),
            "A post, and words for the picture with it",
            "body",
        ),
        Piece("letter", "Letter", "print", ("heading", "body", "sign_off"), "To print and send home", "body"),
        Piece(
            "poster",
            "Poster",
            "print",
            ("heading", "lines", "scan", "foot"),
            "A4 and A3, for walls and doors",
            "foot",
        ),
        Piece(
            "card",
            "Cards",
            "print",
            ("heading", "lines", "scan"),
            "Eight on a sheet, for waiting rooms",
            "lines",
        ),
        Piece(
            "slide", "Slide", "print", ("heading", "lines", "scan"), "For a screen or an assembly", "lines"
        ),
        Piece("phone_script", "Phone call", "text", ("body",), "What to say, and what to answer"),
        Piece("signing", "Sign language", "text", ("body",), "Ten seconds to sign in front of a camera"),
    )
}
# What must stay in a text that somebody changed; a text that is only heard or seen needs no address.
LOCKED = ("link", "deadline")
WITHOUT_LINK = frozenset({"signing"})
LONGEST_MESSAGE = 160
LONGEST_FIELD = 4000
LONGEST_SENTENCE = 160
