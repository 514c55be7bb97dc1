"""The words of the pages themselves in other languages: one catalogue for each, read once and kept in memory.

The catalogues (`<language>/LC_MESSAGES/messages.po`) are read as translators write them; nothing has to be built.
Each says in its head who has read it: `X-Review: machine-drafted` or `X-Review: reviewed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from accessibility.languages import ENGLISH, LANGUAGES

FOLDER = Path(__file__).parent.parent / "translations"
TEMPLATE = "messages.pot"
EMPTY_HEAD = """msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Review: machine-drafted\\n\""""
REVIEW_LINE = re.compile(r'^"X-Review: *([\w-]+) *(?:\\n)?"$', re.MULTILINE)
REVIEWED = "reviewed"


class BadCatalogue(Exception):
    """A catalogue cannot be read. The text names the file and says what is wrong."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the pages say in one language. `missing` are the English messages that it has no words for."""

    language: str
    messages: Mapping[str, str] = field(repr=False)
    missing: tuple[str, ...] = ()
    review: str = ""

    @property
    def complete(self) -> bool:
        """True when nothing would be left in English."""
        return not self.missing

    @property
    def reviewed(self) -> bool:
        """True when a person who speaks the language has read all of it."""
        return self.review == REVIEWED

    @property
    def ready(self) -> bool:
        """True when nothing is missing and a person has read all of it."""
        return self.complete and self.reviewed


Catalogues = Mapping[str, Catalogue]


@cache
def read_catalogues(folder: Path = FOLDER) -> Catalogues:
    """Every catalogue in a folder, by the code of its language; raises BadCatalogue."""
    wanted = template_messages(folder)
    files = {
        code: folder / code / "LC_MESSAGES" / "messages.po" for code in LANGUAGES if code != ENGLISH.code
    }
    return {code: read_catalogue(file, code, wanted) for code, file in files.items() if file.is_file()}


def template_messages(folder: Path = FOLDER) -> tuple[str, ...]:
    """The English messages that every catalogue must have words for; a folder without a list takes ours."""
    file = folder / TEMPLATE
    return messages_of(_read(file if file.is_file() else FOLDER / TEMPLATE))


def read_catalogue(file: Path, language: str, wanted: Iterable[str]) -> Catalogue:
    """One catalogue; raises BadCatalogue when it cannot be read or a translation would break a page."""
    read = _read(file, language)
    said = {str(message.id): str(message.string) for message in read if _is_said(message.id, message.string)}
    doubtful = {str(message.id) for message in read if message.fuzzy}
    said = {english: words for english, words in said.items() if english not in doubtful}
    for english, words in said.items():
        _check_placeholders(english, words, file)
    review = REVIEW_LINE.search(_head(file))
    return Catalogue(
        language,
        said,
        tuple(english for english in wanted if english not in said),
        review[1] if review else "",
    )


def messages_of(catalogue: Catalog) -> tuple[str, ...]:
    """The English messages of a catalogue or template, in its order."""
    return tuple(str(message.id) for message in catalogue if message.id)


def bring_up_to_date(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Give every catalogue the messages of the template: known words stay, new ones wait, old ones go.

    A language without a catalogue gets an empty one. Returns the files that changed.
    """
    files = (file_of(folder, code) for code in LANGUAGES if code != ENGLISH.code)
    return tuple(file for file in files if _is_changed(file, folder / TEMPLATE))


def file_of(folder: Path, code: str) -> Path:
    """Where the catalogue of a language is."""
    return folder / code / "LC_MESSAGES" / "messages.po"


def _is_changed(file: Path, template: Path) -> bool:
    known = {message.id: message.string for message in _read(file) if message.id} if file.is_file() else {}
    wanted = _read(template)
    for message in wanted:
        message.string = known.get(message.id, "")
    before = file.read_bytes() if file.is_file() else b""
    body = BytesIO()
    write_po(body, wanted, width=0, omit_header=True, include_lineno=False)
    head = _head(file) if before else EMPTY_HEAD.format(code=file.parent.parent.name)
    after = f"{head}\n\n".encode() + body.getvalue()
    if after != before:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(after)
    return after != before


def _head(file: Path) -> str:
    """What stands before the first message, as it is written there."""
    return file.read_text(encoding="utf-8").partition("\n\n")[0]


def _is_said(english: object, words: object) -> bool:
    return bool(english) and isinstance(words, str) and bool(words.strip())


def _check_placeholders(english: str, words: str, file: Path) -> None:
    """`%(number)s` and its like must stand in both, or drawing the page would fail."""
    try:
        wanted, given = _placeholders(english), _placeholders(words)
    except (ValueError, TypeError, KeyError) as error:
        raise BadCatalogue(f"{file}: “{words}” does not fit into a page: {error}.") from error
    if wanted != given:
        raise BadCatalogue(f"{file}: “{words}” must hold {', '.join(sorted(wanted)) or 'no %(name)s'}.")


class _Names(dict[str, str]):
    """Notes which names are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return ""


def _placeholders(words: str) -> set[str]:
    if "%(" not in words:
        return set()
    names = _Names()
    _ = words % names
    return names.asked


def _read(file: Path, language: str | None = None) -> Catalog:
    try:
        with file.open("rb") as content:
            return read_po(content, locale=language, abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        raise BadCatalogue(f"{file} cannot be read as a catalogue: {error}.") from error
