"""How far those who code agree, how much there is of each theme, and what nobody found.

`python -m analysis agreement FILE` reads codes by several coders, the machine one of them, as lines of JSON or as
CSV: unit, coder, theme, stance; a line without a theme says that the coder found nothing there.
`python -m analysis agreement --choose 0.1 ANSWERS` writes the answers that two people should code, each without
seeing the other's codes or the machine's.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from analysis.alpha import Agreement, by_pair, by_theme, on_stance, overall
from analysis.answer_files import read_answers
from analysis.coded_units import Coded, CodesProblem, read_codes
from analysis.coding_sample import sample
from analysis.column_checks import LoadProblem
from analysis.lines import Answer
from analysis.prevalence import Missed, Prevalence, missed, prevalences

MACHINE = "machine"


@dataclass(frozen=True)
class Report:
    """Everything that a file of codes says; `prevalences` and `missed` are empty without a machine and people."""

    coders: tuple[str, ...]
    overall: Agreement
    stance: Agreement
    themes: dict[str, Agreement]
    pairs: dict[tuple[str, str], Agreement]
    prevalences: dict[str, Prevalence]
    missed: Missed | None


def report(coded: Coded, machine: str = MACHINE, seed: int = 0) -> Report:
    """Agreement overall, on stance, per theme and per pair; prevalence and what was missed, if it was checked."""
    checked = machine in coded.coders and len(coded.coders) > 1
    return Report(
        coders=coded.coders,
        overall=overall(coded, seed),
        stance=on_stance(coded, seed),
        themes=by_theme(coded, seed),
        pairs=by_pair(coded, seed),
        prevalences=prevalences(coded, machine, seed) if checked else {},
        missed=missed(coded, machine) if checked else None,
    )


def as_text(found: Report) -> str:
    """The report in words."""
    return "\n".join(_told(found)) + "\n"


def _told(found: Report) -> Iterator[str]:
    yield f"Coders: {', '.join(found.coders)}"
    yield f"{'all themes together (MASI)':34} {_agreed(found.overall)}"
    yield f"{'stance, where a theme was shared':34} {_agreed(found.stance)}"
    for pair, agreed in found.pairs.items():
        yield f"{' and '.join(pair):34} {_agreed(agreed)}"
    yield "-- Each theme, raised or not --"
    for theme, agreed in found.themes.items():
        yield f"{theme:34} {_agreed(agreed)}"
    if found.prevalences:
        yield "-- How much there is, corrected for the machine's errors --"
        yield "Right only if the answers that people read were chosen at random."
        for theme, much in found.prevalences.items():
            yield f"{theme:34} {_much(much)}"
    if found.missed is not None:
        yield _missed(found.missed)


def _agreed(one: Agreement) -> str:
    if not one.units:
        return "nobody read the same units"
    value = "alpha -" if one.alpha is None else f"alpha {one.alpha:.3f}"
    between = f" ({one.interval[0]:.3f} to {one.interval[1]:.3f})" if one.interval else ""
    return f"{value}{between}, {one.same:.0%} the same, {one.units} units: {one.verdict}"


def _much(one: Prevalence) -> str:
    counted = f"machine found {one.counted}"
    if one.share is None or one.interval is None:
        return f"{counted}; too little was checked to correct it"
    low, high = one.interval
    return f"{one.share:.1%} ({low:.1%} to {high:.1%}); {counted}"


def _missed(one: Missed) -> str:
    if not one.read:
        return "Nobody has read answers in which the machine found nothing: what it misses is not known."
    low, high = one.units
    return (
        f"Of {one.read} answers without a machine's theme that people read, {one.found} had one: "
        f"{low} to {high} of all {one.total} may have one."
    )


def as_json(found: Report) -> bytes:
    """The report as JSON, the same bytes for the same codes and seed."""
    told: dict[str, Any] = {
        "coders": found.coders,
        "overall": _plain(found.overall) | {"distance": "MASI"},
        "stance": _plain(found.stance),
        "themes": {theme: _plain(one) for theme, one in found.themes.items()},
        "pairs": [{"coders": pair} | _plain(one) for pair, one in found.pairs.items()],
        "prevalence": {theme: _plain_share(one) for theme, one in found.prevalences.items()},
        "missed": None,
    }
    if found.missed is not None:
        one = found.missed
        told["missed"] = {
            "found": one.found,
            "read": one.read,
            "of": one.total,
            "interval": one.interval,
        }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _plain(one: Agreement) -> dict[str, Any]:
    return {
        "alpha": one.alpha, "interval": one.interval, "same": one.same, "units": one.units, "verdict": one.verdict,
    }  # fmt: skip


def _plain_share(one: Prevalence) -> dict[str, Any]:
    return {
        "counted": one.counted.value, "share": one.share, "interval": one.interval,
        "sensitivity": one.checked.sensitivity.value, "specificity": one.checked.specificity.value,
        "checked": one.checked.sensitivity.total + one.checked.specificity.total,
    }  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """Print the report, or the answers to code; 1 with a sentence when the file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m analysis agreement", description=__doc__)
    parser.add_argument("file", type=Path, help="codes (.jsonl or .csv), or answers with --choose")
    parser.add_argument("--machine", default=MACHINE, help="what the machine is called among the coders")
    parser.add_argument(
        "--choose", type=float, metavar="SHARE", help="choose this share of answers to code twice"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(argv)
    try:
        if asked.choose is not None:
            sys.stdout.write("".join(map(_line, sample(read_answers(asked.file), asked.choose, asked.seed))))
            return 0
        found = report(read_codes(asked.file), asked.machine, asked.seed)
    except (CodesProblem, LoadProblem, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(as_json(found).decode() if asked.json else as_text(found))
    return 0


def _line(answer: Answer) -> str:
    """An answer to code, with nothing that anybody coded before."""
    told = {"id": answer.id, "audience": answer.audience, "question": answer.question, "text": answer.text}
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE).decode()
