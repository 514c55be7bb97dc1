"""Made-up translations: every message in brackets, so that whatever is not translated stands out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from survey_app.services.catalogues import file_of, template_messages

OPEN, CLOSE = "⟦", "⟧"
IN_BRACKETS = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")


def bracketed(message: str) -> str:
    """The message as the made-up language says it."""
    return f"{OPEN}{message}{CLOSE}"


def make_translations(
    folder: Path, languages: Iterable[str], review: str = "machine-drafted", without: Iterable[str] = ()
) -> Path:
    """A folder of complete catalogues for these languages, but for the messages `without` words."""
    for code in languages:
        catalogue = Catalog(locale=code)
        for message in template_messages():
            catalogue.add(message, "" if message in set(without) else bracketed(message))
        write_catalogue(folder, code, catalogue, review)
    return folder


def write_catalogue(folder: Path, code: str, catalogue: Catalog, review: str) -> None:
    """The catalogue as a file, with who has read it in its head."""
    file = file_of(folder, code)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        out.write(f'msgid ""\nmsgstr ""\n"X-Review: {review}\\n"\n\n'.encode())
        write_po(out, catalogue, omit_header=True)
