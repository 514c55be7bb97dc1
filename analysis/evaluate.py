"""How well the scan agrees with people's labels, and where it was most wrong.

`python -m analysis evaluate LABELLED.jsonl` takes lines with id, audience and text, and either `categories` and
`severity` (safeguarding) or `themes` with a `theme` and a `stance` each. Where a line has the `question` that was
answered, the two are read together, as the site does.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.intervals import Proportion
from analysis.lines import BadLine, numbered, parse_answer, parse_object
from analysis.safeguarding.categories import CONCERN
from analysis.scan import Scan, scan_text
from analysis.themes import stances_by_theme

WORST = 20
SPLIT_SEED = 7


@dataclass(slots=True)
class Tally:
    """Right, raised in error and missed, for one label."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> Proportion:
        """Of what the scan said, how much people said too."""
        return Proportion(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Proportion:
        """Of what people said, how much the scan said too."""
        return Proportion(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        errors = self.wrong + self.missed
        return 2 * self.right / (2 * self.right + errors) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled answer with its scan."""

    answer: dict[str, Any]
    scan: Scan

    @property
    def raised(self) -> set[str]:
        """Categories flagged at levels 1 to 3."""
        return {flag.category for flag in self.scan.safeguarding if flag.level <= CONCERN}


@dataclass(slots=True)
class Report:
    """Tallies by label, and the counts that the tables need."""

    labels: dict[str, Tally] = field(default_factory=dict)
    flagged: Tally = field(default_factory=Tally)
    by_severity: dict[str, Proportion] = field(default_factory=dict)
    by_kind: dict[str, Proportion] = field(default_factory=dict)
    stance: Proportion = field(default_factory=lambda: Proportion(0, 0))
    misses: list[str] = field(default_factory=list)
    false_flags: list[str] = field(default_factory=list)

    @property
    def micro(self) -> Tally:
        """All labels together."""
        tallies = self.labels.values()
        return Tally(
            sum(t.right for t in tallies), sum(t.wrong for t in tallies), sum(t.missed for t in tallies)
        )


def score(labelled: Iterable[Labelled]) -> tuple[Report | None, Report | None]:
    """Reports for safeguarding and for themes, each only when some lines carry such labels."""
    safeguarding: Report | None = None
    themes: Report | None = None
    for one in labelled:
        if "categories" in one.answer:
            safeguarding = safeguarding or Report()
            _score_safeguarding(safeguarding, one)
        if "themes" in one.answer:
            themes = themes or Report()
            _score_themes(themes, one)
    return safeguarding, themes


def _count(report: Report, said: set[str], found: set[str]) -> None:
    for label in sorted(said | found):
        tally = report.labels.setdefault(label, Tally())
        tally.right += label in said and label in found
        tally.wrong += label in found and label not in said
        tally.missed += label in said and label not in found


def _score_safeguarding(report: Report, one: Labelled) -> None:
    said = set(one.answer["categories"])
    found = one.raised
    _count(report, said, found)
    report.flagged.right += bool(said and found)
    report.flagged.missed += bool(said and not found)
    report.flagged.wrong += bool(found and not said)
    for table, key in ((report.by_severity, "severity"), (report.by_kind, "kind")):
        name = str(one.answer.get(key, "not given"))
        before = table.get(name, Proportion(0, 0))
        table[name] = Proportion(before.hits + bool(found), before.total + 1)
    if said and not found:
        report.misses.append(_line(one, ", ".join(sorted(said))))
    if found and not said:
        report.false_flags.append(_line(one, _why(one.scan)))


def _score_themes(report: Report, one: Labelled) -> None:
    said = {entry["theme"]: entry["stance"] for entry in one.answer["themes"]}
    found = stances_by_theme(one.scan.themes)
    _count(report, set(said), set(found))
    both = said.keys() & found.keys()
    agreed = sum(said[theme] == found[theme] for theme in both)
    report.stance = Proportion(report.stance.hits + agreed, report.stance.total + len(both))
    if said.keys() - found.keys():
        report.misses.append(_line(one, ", ".join(sorted(said.keys() - found.keys()))))
    if found.keys() - said.keys():
        extra = (f"{s.theme} [{s.rule}]" for s in one.scan.themes if s.theme not in said)
        report.false_flags.append(_line(one, "; ".join(extra)))


def _line(one: Labelled, why: str) -> str:
    return f"{one.answer.get('severity', '')} {one.answer['id']}: {one.answer['text']}\n      {why}".strip()


def _why(scan: Scan) -> str:
    return "; ".join(f"{f.rule} level {f.level}" for f in scan.safeguarding if f.level <= CONCERN)


def read_labelled(lines: Iterable[bytes], part: str) -> Iterator[Labelled]:
    """Scan labelled lines; `part` keeps a fixed random half ("tuned" or "held-out") or "all"."""
    rows = []
    for number, line in numbered(lines):
        try:
            rows.append((parse_object(line), parse_answer(line)))
        except BadLine as error:
            raise BadLine(f"Line {number}: {error}") from None
    if part != "all":
        random.Random(SPLIT_SEED).shuffle(rows)
        middle = len(rows) // 2
        rows = rows[:middle] if part == "tuned" else rows[middle:]
    for row, answer in rows:
        yield Labelled(row, scan_text(answer.text, answer.audience, answer.question))


def table(report: Report, name: str, misses: int) -> str:
    """A report as text."""
    lines = [f"== {name} =="]
    for label, tally in sorted(report.labels.items()):
        lines.append(f"{label:26} F1 {tally.f1:.2f}  precision {tally.precision}  recall {tally.recall}")
    micro = report.micro
    lines.append(f"{'all labels':26} F1 {micro.f1:.2f}  precision {micro.precision}  recall {micro.recall}")
    if report.by_severity:
        lines.append(f"any flag at levels 1 to 3   precision {report.flagged.precision}")
        lines.append(f"                            recall {report.flagged.recall}")
        for title, shares in (("labelled", report.by_severity), ("kind", report.by_kind)):
            lines.extend(f"flagged among {title} {key}: {p}" for key, p in sorted(shares.items()))
    else:
        lines.append(f"stance on themes found by both: {report.stance}")
    lines += _listed("Missed, worst first", sorted(report.misses, key=_gravity)[:misses])
    lines += _listed("Flagged in error", report.false_flags[:misses])
    return "\n".join(lines)


def _gravity(line: str) -> int:
    order = ("immediate", "high", "concern")
    return next((i for i, word in enumerate(order) if line.startswith(word)), len(order))


def _listed(title: str, entries: Sequence[str]) -> list[str]:
    return [f"-- {title} --", *(f"   {entry}" for entry in entries)] if entries else []


def main(argv: Sequence[str]) -> int:
    """Print the figures for one labelled file; 1 when the file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m analysis evaluate", description=__doc__)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--part", choices=("all", "tuned", "held-out"), default="all")
    parser.add_argument("--worst", type=int, default=WORST, help="how many misses and false flags to show")
    options = parser.parse_args(argv)
    try:
        with options.labelled.open("rb") as lines:
            safeguarding, themes = score(read_labelled(lines, options.part))
    except (OSError, BadLine) as error:
        sys.stderr.write(f"{options.labelled} could not be evaluated. {error}\n")
        return 1
    for report, name in ((safeguarding, "Safeguarding"), (themes, "Themes")):
        if report:
            sys.stdout.write(table(report, name, options.worst) + "\n")
    return 0
