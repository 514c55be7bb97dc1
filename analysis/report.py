"""`python -m analysis report EXPORT OUT`: every figure rebuilt from an export, without the site."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from analysis.column_checks import LoadProblem
from analysis.findings import Findings, find
from analysis.load import load_export
from analysis.own_words import Texts
from analysis.report_files import ReportProblem, write_public_report, write_report

STOPPED = 130
LINES = 10


def main(argv: Sequence[str]) -> int:
    """Write the report; 0 when it is there, 1 with a sentence when it cannot be made, 130 when stopped."""
    parser = argparse.ArgumentParser(prog="python -m analysis report", description=__doc__)
    parser.add_argument("export", type=Path, help="the answers: .csv, .jsonl, .parquet or .xlsx")
    parser.add_argument("out", type=Path, help="the folder to write; an earlier report there is replaced")
    parser.add_argument(
        "--public", action="store_true", help="only tables that may leave the inspection team"
    )
    asked = parser.parse_args(argv)
    try:
        _report(asked.export, asked.out, write_public_report if asked.public else write_report)
    except (LoadProblem, ReportProblem, OSError) as problem:
        _say(str(problem))
        return 1
    except KeyboardInterrupt:
        _say("Stopped. Nothing was written; start again whenever you like.")
        return STOPPED
    return 0


def _report(export: Path, out: Path, write: Callable[[Findings, Path], None]) -> None:
    frame = load_export(export)
    _say(f"Read {len(frame):,} rows of {export.name}.")
    findings = find(frame, export, _shown)
    write(findings, out)
    responses = sum(findings.responses.values())
    _say(
        f"{responses:,} responses, {len(findings.items):,} items, {findings.words.texts:,} answers in own words."
    )
    _say(f"The report is in {out}: open {out / 'index.html'}.")


def _shown(texts: Iterable[tuple[str, str, str, str]], total: int) -> Texts:
    """The texts, with a bar on a terminal and a line for every tenth elsewhere."""
    if sys.stderr.isatty():
        return tqdm(texts, total=total, desc="Reading own words", unit=" answers")
    return _with_lines(texts, total)


def _with_lines(
    texts: Iterable[tuple[str, str, str, str]], total: int
) -> Iterator[tuple[str, str, str, str]]:
    every = max(1, -(-total // LINES))
    for count, text in enumerate(texts, 1):
        yield text
        if count % every == 0 or count == total:
            _say(f"Read {count:,} of {total:,} answers in own words.")


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
