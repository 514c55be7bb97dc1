"""Everything of the kit as one ZIP: a folder for each audience and language, names that say what is what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from survey_app.kit.pieces import PIECES
from survey_app.kit.qr import qr_png, qr_svg
from survey_app.kit.setting import PRINTS, Print, set_print
from survey_app.kit.wording import Filling, Words, named

# The oldest day that a ZIP can name: the same words give the same bytes.
NO_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Folder:
    """One audience in one language: `words` are filled in, by piece; `address` is the whole link."""

    audience: str
    spoken: str
    address: str
    filling: Filling
    words: Mapping[str, Words]

    @property
    def name(self) -> str:
        """The folder's name in the ZIP."""
        language = named(self.spoken).lower().replace(", ", "-").replace(" ", "-")
        return f"{self.audience.replace('_', '-')}/{language}"


def package(folders: Iterable[Folder]) -> bytes:
    """The ZIP; raises CannotSetType."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as file:
        for name, content in _files(list(folders)):
            file.writestr(ZipInfo(name, NO_DAY), content, ZIP_DEFLATED)
    return kept.getvalue()


def print_of(print_: Print, folder: Folder) -> bytes:
    """One PDF of a folder; raises CannotSetType."""
    words = folder.words[print_.piece]
    return set_print(print_, words, folder.filling, folder.address, folder.audience, folder.spoken)


def text_of(piece: str, words: Words) -> str:
    """A piece as plain text."""
    return "\n\n".join(words[name] for name in PIECES[piece].fields) + "\n"


def _files(folders: list[Folder]) -> Iterator[tuple[str, bytes]]:
    yield "READ ME FIRST.txt", _readme(folders).encode()
    for folder in folders:
        for piece, words in folder.words.items():
            yield f"{folder.name}/{piece.replace('_', '-')}.txt", text_of(piece, words).encode()
        for one in PRINTS.values():
            yield f"{folder.name}/{one.id}.pdf", print_of(one, folder)
        yield f"{folder.name}/qr.svg", qr_svg(folder.address, f"QR code for {folder.filling.link}").encode()
        yield f"{folder.name}/qr.png", qr_png(folder.address)


def _readme(folders: list[Folder]) -> str:
    lines = [
        "What is in here",
        "",
        "A folder for each group of people who are asked, and in it one for each language.",
        "In each: texts to copy (.txt), sheets to print or show (.pdf), and the square code (.svg, .png).",
        "",
        "Please do not change the link or the deadline.",
        "",
    ]
    said = {(one.audience, one.filling.link): one.filling.deadline for one in folders if one.spoken == "en"}
    lines += [f"{audience.replace('_', ' ')}: {link}, until {day}" for (audience, link), day in said.items()]
    return "\r\n".join(lines) + "\r\n"
