"""What leaves the team opens in the programs that people use, and holds nothing that may not leave."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import page
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from analysis.count_tables import THEMES, VIEWS, CountTable, KeyedRow, wrote_rows
from analysis.evidence import Evidence, LeavingRow, LeavingTable, Quote, as_they_stand
from analysis.evidence_note import write_note
from analysis.evidence_workbook import write_workbook_of
from analysis.small_numbers import CountRow
from analysis.standing_figures import ShownRow
from analysis.summary_pdf import write_summary

AT = datetime(2026, 12, 2, 9, 30, 15, 250_000, tzinfo=UTC)
FORMULA = '=HYPERLINK("http://127.0.0.1","x")'


def title_of(paragraph: str) -> str:
    return f"Paragraph {paragraph}: words"


def table(
    sort: str = VIEWS, paragraph: str = "000/52", held: bool = False, label: str = "Parents"
) -> LeavingTable:
    shown = ShownRow(63, (20, None, None, 30))
    headings = ("Positive", "In the middle", "Negative", "Not sure", "Answered")
    return LeavingTable(sort, "Help comes", paragraph, headings, (LeavingRow("k", label, shown, held),))


def evidence(**more: object) -> Evidence:
    given_ = {
        "title": "Full inspection",
        "reference": "T-1",
        "area": "Meadow",
        "made_on": "Wednesday 2 December 2026",
        "answered": (("Parents and carers", "50 to 99"),),
        "tables": (table(held=True), table(THEMES, "55", label="Waiting: Parents"), table("others", "")),
        "quotes": (Quote("We wait at [school].", "Parents", "What would you change?", "000/52"),),
    }
    return Evidence(**{**given_, **more})  # type: ignore[arg-type]


def pdf(what: Evidence, tmp_path: Path, language: str = "en-GB") -> Path:
    file = tmp_path / "summary.pdf"
    file.write_bytes(write_summary(what, title_of, AT, language))
    return file


def words_of(document: bytes) -> str:
    opened = Document(io.BytesIO(document))
    cells = [cell.text for found in opened.tables for row in found.rows for cell in row.cells]
    return "\n".join([*(one.text for one in opened.paragraphs), *cells])


def test_the_note_has_the_headings_of_the_framework_in_their_order() -> None:
    opened = Document(io.BytesIO(write_note(evidence(), title_of)))
    heads = [
        (p.style.name, p.text) for p in opened.paragraphs if p.style.name.startswith(("Heading", "Title"))
    ]
    assert [text for style, text in heads if style == "Heading 1"] == [
        "How many answered",
        "Experiences and outcomes of children and young people",
        "How leaders plan, check and improve",
        "About those who answered",
        "How this was made",
    ]
    assert ("Heading 2", "Paragraph 52: words") in heads
    levels = [int(style[-1]) for style, _ in heads if style != "Title"]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_headings_of_each_table_of_the_note_come_again_and_each_is_described() -> None:
    opened = Document(io.BytesIO(write_note(evidence(), title_of)))
    for found in opened.tables:
        assert found.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert found._tbl.xpath("./w:tblPr/w:tblDescription/@w:val")


def test_the_note_quotes_what_was_made_fit_and_says_which_figures_are_older() -> None:
    said = words_of(write_note(evidence(), title_of))
    assert "“We wait at [school].”" in said
    assert "Some figures are those of an earlier export" in said
    assert "c: hidden" in said


def test_words_from_right_to_left_are_marked_as_such() -> None:
    quote = Quote("ننتظر", "Parents", "What?", "000/52", "ar")
    opened = Document(io.BytesIO(write_note(evidence(quotes=(quote,)), title_of)))
    paragraph = next(p for p in opened.paragraphs if "ننتظر" in p.text)
    assert paragraph._p.xpath("./w:pPr/w:bidi")
    assert paragraph._p.xpath(".//w:rtl")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(), st.text())
def test_nothing_that_somebody_wrote_breaks_the_files(text: str, label: str) -> None:
    what = evidence(
        title=label, tables=(table(label=label),), quotes=(Quote(text, label, text, "000/52", "pl"),)
    )
    Document(io.BytesIO(write_note(what, title_of)))
    load_workbook(io.BytesIO(write_workbook_of(what)))


@pytest.mark.parametrize("text", [FORMULA, "+1+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "=1\x0b"])
def test_no_cell_of_the_workbook_is_a_formula(text: str) -> None:
    what = evidence(
        title=text, area=text, tables=(table(label=text),), quotes=(Quote(text, text, text, text),)
    )
    book = load_workbook(io.BytesIO(write_workbook_of(what)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if str(cell.value).startswith(("=", "+", "@", "-"))]


def test_the_workbook_holds_figures_codes_words_and_how_it_was_made() -> None:
    book = load_workbook(io.BytesIO(write_workbook_of(evidence())))
    assert book.sheetnames == [
        "How this was made",
        "How many answered",
        "Views",
        "Other questions",
        "Themes",
        "Codes",
        "Own words",
    ]
    views = list(book["Views"].iter_rows(min_row=2, values_only=True))
    assert [(row[3], row[4], row[5]) for row in views[:2]] == [
        ("Positive", 20, 63),
        ("In the middle", "c", 63),
    ]
    assert views[0][6] == "earlier export"
    assert [row[0] for row in book["Codes"].iter_rows(min_row=2, values_only=True)] == ["Waiting"]


@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_the_summary_passes_every_rule_of_pdf_ua(tmp_path: Path, language: str) -> None:
    found = page.validate_pdf(str(pdf(evidence(), tmp_path, language)), profile="ua1")
    assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures]


def test_an_empty_summary_passes_too(tmp_path: Path) -> None:
    empty = evidence(answered=(), tables=(), quotes=())
    assert page.validate_pdf(str(pdf(empty, tmp_path)), profile="ua1").is_compliant


def test_the_summary_is_rounded_and_holds_nobodys_words(tmp_path: Path) -> None:
    read = PdfReader(pdf(evidence(), tmp_path))
    said = "\n".join(sheet.extract_text() for sheet in read.pages)
    assert "65" in said
    assert "63" not in said
    assert "We wait" not in said
    assert read.metadata is not None
    assert read.metadata.title == "Full inspection: what people told us"
    assert read.trailer["/Root"]["/Lang"] == "en"


def test_nothing_that_somebody_typed_runs_in_the_summary(tmp_path: Path) -> None:
    label = '#panic("ran") $x$ *b* <a> @a https://127.0.0.1/'
    read = PdfReader(pdf(evidence(tables=(table(label=label),)), tmp_path))
    assert '#panic("ran")' in "".join(sheet.extract_text() for sheet in read.pages).replace("\n", " ")


def themes(*rows: KeyedRow) -> CountTable:
    return CountTable(THEMES, "Wrote", "52", ("Praise", "Did not"), "Wrote", rows)


def theme(name: str, praise: int, wrote: int) -> KeyedRow:
    return KeyedRow(f"theme/p/{name}", "p", CountRow(f"{name}: P", wrote, (praise, wrote - praise)))


def test_a_new_theme_waits_while_only_a_few_more_people_wrote() -> None:
    _, first = as_they_stand([themes(theme("a", 10, 40))], wrote_rows({"p": 40}), [])
    later, _ = as_they_stand([themes(theme("a", 10, 46), theme("b", 6, 46))], wrote_rows({"p": 46}), [first])
    assert [(row.key, row.shown.base, row.held) for row in later[0].rows] == [("theme/p/a", 40, True)]
    last, _ = as_they_stand([themes(theme("a", 20, 60), theme("b", 6, 60))], wrote_rows({"p": 60}), [first])
    assert [(row.key, row.shown.base) for row in last[0].rows] == [("theme/p/a", 60), ("theme/p/b", 60)]


def test_figures_never_stand_under_the_headings_of_another_wording() -> None:
    def asked(*cells: int) -> CountTable:
        row = KeyedRow("item/p/q", "p", CountRow("P", sum(cells), cells))
        return CountTable("others", "Q", "", tuple("abc"[: len(cells)]), "Answered", (row,))

    _, first = as_they_stand([asked(20, 30)], (), [])
    later, _ = as_they_stand([asked(20, 30, 40)], (), [first])
    assert later[0].rows[0].shown.empty
