"""The files of a report: a page, its tables as CSV, and every figure as JSON; all of them or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.compare import Interval
from analysis.export_files import write_table
from analysis.findings import Findings
from analysis.public_tables import PublicTable, public_tables
from analysis.summaries import ItemSummary, StemComparison, ThemeCount
from analysis.waves import WaveComparison
from questionnaires.model import AUDIENCES

FIGURES = "figures.json"
FORMAT = "send-voices report 1"
SHARES = ("share_positive", "low", "high")


class ReportProblem(ValueError):
    """A report that cannot be written there; the message says why and what to do."""


def write_report(findings: Findings, folder: Path) -> None:
    """Write the whole report into `folder`, in the place of an earlier report; ReportProblem for other files."""
    with _whole_folder(folder) as unfinished:
        (unfinished / "index.html").write_text(page(findings), encoding="utf-8")
        (unfinished / FIGURES).write_bytes(orjson.dumps(figures(findings), option=orjson.OPT_INDENT_2))
        for name, (headings, rows) in tables(findings).items():
            write_table(headings, rows, unfinished / f"{name}.csv")


def write_public_report(findings: Findings, folder: Path) -> None:
    """Write what may leave the inspection team, small numbers hidden: a page, one long CSV, the same as JSON."""
    public = public_tables(findings)
    headings = ("table", "title", "row", "column", "shown")
    with _whole_folder(folder) as unfinished:
        (unfinished / "index.html").write_text(public_page(findings, public), encoding="utf-8")
        shown = {"format": FORMAT, "public": [asdict(one) for one in public]}
        (unfinished / FIGURES).write_bytes(orjson.dumps(shown, option=orjson.OPT_INDENT_2))
        write_table(headings, _long_rows(public), unfinished / "tables.csv")


def page(findings: Findings) -> str:
    """The report as one page that needs nothing else: no script, no fonts, no pictures of its own."""
    return _filled("report_page.html", f=findings, audiences=AUDIENCES, drawn=Markup, paragraphs=_paragraphs)


def public_page(findings: Findings, public: Sequence[PublicTable]) -> str:
    """The page of a public report, in the same simple form."""
    return _filled("report_public_page.html", f=findings, public=public)


def _filled(name: str, **values: object) -> str:
    loader = FileSystemLoader(str(files("analysis")))
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.get_template(name).render(**values)


def _long_rows(public: Iterable[PublicTable]) -> Iterator[tuple[object, ...]]:
    for one in public:
        for row in one.table.rows:
            for heading, cell in zip(one.table.headings[1:], row[1:], strict=True):
                yield (one.sort, one.title, row[0], heading, cell)


def figures(findings: Findings) -> dict[str, Any]:
    """Every number of the report, to be compared with the site's own."""
    return {
        "format": FORMAT,
        "source": asdict(findings.source),
        "responses": findings.responses,
        "items": [_item_figures(item) for item in findings.items],
        "comparisons": [
            {
                "stem": comparison.stem,
                "audiences": [item.audience for item in comparison.items],
                "sentence": comparison.sentence,
            }
            for comparison in findings.comparisons
        ],
        "waves": [asdict(wave) for wave in findings.waves],
        "themes": [asdict(theme) for theme in findings.themes],
        "safeguarding": [asdict(flag) for flag in findings.words.flags],
        "own_words": {
            "texts": findings.words.texts,
            "writers": findings.words.writers,
            "flagged": findings.words.flagged,
            "unread": findings.words.unread,
            "version": findings.words.version,
        },
    }


def tables(findings: Findings) -> dict[str, tuple[Sequence[str], list[tuple[object, ...]]]]:
    """The CSV tables by name: their headings and rows."""
    item = ("audience", "question", "stem", "kind", "wording", "paragraphs", "base", "skipped")
    sides = ("positive", "middle", "negative", "unsure", "mean", *SHARES)
    theme = ("theme", "label", "paragraph", "audience", "praise", "criticism", "mixed", "neutral", "answers")
    flag = ("category", "label", "level", "level_name", "audience", "responses")
    return {
        "items": ((*item, "option", "label", "score", "count", "share"), list(_item_rows(findings.items))),
        "stems": ((*item, *sides, "sentence"), list(_stem_rows(findings.comparisons))),
        "waves": (
            ("audience", "question", "wave", "positive", "views", *SHARES),
            list(_wave_rows(findings.waves)),
        ),
        "themes": ((*theme, "base", "share", "low", "high"), list(_theme_rows(findings.themes))),
        "safeguarding": (flag, [tuple(asdict(one).values()) for one in findings.words.flags]),
        "days": (findings.days.headings, list(findings.days.rows)),
        "methods": (findings.methods.headings, list(findings.methods.rows)),
    }


def _paragraphs(comparison: StemComparison) -> str:
    """The paragraphs that an item answers, without the document that they stand in: `51, 52`."""
    return ", ".join(paragraph.rpartition("/")[2] for paragraph in comparison.paragraphs)


def _item_figures(item: ItemSummary) -> dict[str, Any]:
    shown = asdict(item)
    shown["share_positive"] = item.share_positive if item.views else None
    return shown


def _about(item: ItemSummary) -> tuple[object, ...]:
    paragraphs = " ".join(item.paragraphs)
    return (
        item.audience, item.question, item.stem, item.kind, item.wording, paragraphs, item.base, item.skipped,
    )  # fmt: skip


def _item_rows(items: Iterable[ItemSummary]) -> Iterator[tuple[object, ...]]:
    for item in items:
        for option in item.options:
            share = round(option.share, 4)
            yield (*_about(item), option.option, option.label, option.score, option.count, share)


def _stem_rows(comparisons: Iterable[StemComparison]) -> Iterator[tuple[object, ...]]:
    for comparison in comparisons:
        for item in comparison.items:
            sides = (item.positive, item.middle, item.negative, item.unsure, _rounded(item.mean))
            share = _rounded(item.share_positive if item.views else None)
            yield (*_about(item), *sides, share, *_ends(item.interval), comparison.sentence)


def _wave_rows(waves: Iterable[WaveComparison]) -> Iterator[tuple[object, ...]]:
    for one in waves:
        for wave, item in zip(one.waves, one.items, strict=True):
            share = _rounded(item.share_positive if item.views else None)
            yield (one.audience, one.question, wave, item.positive, item.views, share, *_ends(item.interval))


def _theme_rows(themes: Iterable[ThemeCount]) -> Iterator[tuple[object, ...]]:
    for row in themes:
        counts = (row.praise, row.criticism, row.mixed, row.neutral, row.answers, row.base)
        share = (_rounded(row.share), *_ends(row.interval))
        yield (row.theme, row.label, row.paragraph, row.audience, *counts, *share)


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (_rounded(interval.low), _rounded(interval.high)) if interval else (None, None)


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to write in, which takes the place of `folder` at the end and is removed when that fails."""
    if folder.exists():
        _refuse_other_files(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        unfinished = beside / "new"
        unfinished.mkdir(mode=0o700)
        yield unfinished
        if folder.exists():
            folder.replace(beside / "old")
        unfinished.replace(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _refuse_other_files(folder: Path) -> None:
    if not folder.is_dir():
        raise ReportProblem(f"{folder} is a file. Name a folder for the report.")
    earlier = folder / FIGURES
    if any(folder.iterdir()) and not (earlier.is_file() and FORMAT.encode() in earlier.read_bytes()[:200]):
        raise ReportProblem(
            f"{folder} holds other files, and a report would replace them. Name another folder."
        )
