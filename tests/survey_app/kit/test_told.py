"""What came of it, to print: for everybody's reader, in each language, with a code that leads to the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import page
import pypdfium2
import pytest
import zxingcpp

from survey_app.kit.told import PAPERS, SIZES, Block, Line, Section, ToldPage, set_page, set_poster
from survey_app.kit.wording import spoken
from tests.tagged_text import one_line, read_aloud

ADDRESS = "https://voices.example.org/after/abcdefghjk"
SAID = "You wait a long time. #let x = 1 $a$ _b_"
LINES = (Line("You said:", SAID), Line("What came of it:", "2 more people now help you."))
TOLD = ToldPage(
    "What came of it",
    "Impact wave, Exampleshire",
    "Read all of it:",
    ADDRESS,
    "Thank you to everybody who answered.",
    (
        Section("What changes", tuple(Block(f"Waiting {number}", "wait", LINES) for number in range(3))),
        Section("What is different", (Block(lines=LINES),)),
    ),
)
LANGUAGES = sorted({*spoken()} - {"easy"})


def checked(made: bytes, tmp_path: Path) -> pypdfium2.PdfDocument:
    file = tmp_path / "made.pdf"
    file.write_bytes(made)
    found = page.validate_pdf(str(file), profile="ua1")
    assert found.is_compliant, [fault.message for fault in found.failures]
    return pypdfium2.PdfDocument(made)


def scanned(document: pypdfium2.PdfDocument) -> set[str]:
    last = document[len(document) - 1].render(scale=2).to_pil()
    return {found.text for found in zxingcpp.read_barcodes(np.asarray(last.convert("RGB")))}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_for_everybodys_reader_and_leads_to_the_address(
    tmp_path: Path, language: str, size: int
) -> None:
    assert scanned(checked(set_page(TOLD, language, size), tmp_path)) == {ADDRESS}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_poster_is_one_page_and_leads_to_the_address(tmp_path: Path, language: str, paper: str) -> None:
    document = checked(set_poster(TOLD, language, paper), tmp_path)
    assert len(document) == 1
    assert scanned(document) == {ADDRESS}


def test_the_words_are_read_aloud_in_their_order_and_nothing_of_them_runs() -> None:
    heard = " ".join(read_aloud(set_page(TOLD, "en", 12)))
    told = [
        TOLD.heading,
        TOLD.place,
        TOLD.intro,
        "What changes",
        "Waiting 0",
        SAID,
        "2 more people",
        "Read all of it:",
    ]
    places = [heard.find(one_line(words)) for words in told]
    assert -1 not in places
    assert places == sorted(places)


def test_little_pictures_in_words_do_not_keep_the_page_from_being_printed() -> None:
    party = replace(
        TOLD, intro="Thank you \N{PARTY POPPER} all \N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}"
    )
    assert "Thank you all" in " ".join(" ".join(read_aloud(set_page(party, "en", 12))).split())
