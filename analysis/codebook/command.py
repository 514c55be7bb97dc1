"""Codebooks of themes: whether one can be used, and what changed between two.

`python -m analysis codebook check FILE` exits 0 when a codebook can be used and 2 when it cannot.
`python -m analysis codebook diff OLD NEW` takes files or the ids of codebooks that come with the project, and exits
0 when nothing changed, 1 when something did, and 2 when one of them cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import orjson

from analysis.codebook.diff import as_plain, as_text, compare
from analysis.codebook.editions import EditionProblems, read_edition

SAME, DIFFERENT, UNUSABLE = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Run `check` or `diff`; problems go to standard error, one a line."""
    asked = _parser().parse_args(argv)
    try:
        return _check(asked.codebook) if asked.verb == "check" else _diff(asked.old, asked.new, asked.json)
    except EditionProblems as problems:
        sys.stderr.writelines(f"{problem}\n" for problem in problems.problems)
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis codebook",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="say what is wrong with a codebook, with line and column")
    check.add_argument("codebook", help="a file, or the id of a codebook that comes with the project")
    diff = verbs.add_parser("diff", help="say what changed between two versions")
    diff.add_argument("old")
    diff.add_argument("new")
    diff.add_argument("--json", action="store_true")
    return parser


def _check(name: str) -> int:
    edition = read_edition(name)
    sys.stdout.write(
        f"{edition.id} version {edition.version} ({edition.digest}): {len(edition.themes)} themes, nothing wrong.\n"
    )
    return SAME


def _diff(old: str, new: str, as_json: bool) -> int:
    found = compare(read_edition(old), read_edition(new))
    if as_json:
        told = orjson.dumps(as_plain(found), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    else:
        told = as_text(found)
    sys.stdout.write(told)
    return SAME if found.is_empty else DIFFERENT
