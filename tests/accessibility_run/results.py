"""A run as a table for people and as JSON for programs."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

import click

from tests.accessibility_run import axe
from tests.accessibility_run.faults import Found
from tests.accessibility_run.validator import version_of_package
from tests.benchmarks.figures import Figure, print_table

MOST_PRINTED = 60


@dataclass(frozen=True)
class Run:
    """What was found, when, with what, and how long it took in seconds."""

    found: Found
    on: date
    seconds: float
    versions: Mapping[str, str]
    figures: Sequence[Figure]

    @classmethod
    def of(cls, found: Found, browsers: Mapping[str, str], figures: Sequence[Figure], seconds: float) -> Run:
        """A run that has just ended; `browsers` holds their versions."""
        versions = {
            **browsers,
            "axe-core": axe.version(),
            "html-validate": version_of_package("html-validate"),
            "virtual screen reader": version_of_package("@guidepup/virtual-screen-reader"),
            "Python": platform.python_version(),
        }
        return cls(found, datetime.now(UTC).date(), seconds, versions, figures)


def as_json(run: Run) -> dict[str, object]:
    """Everything, in plain words and numbers."""
    return {
        "on": run.on.isoformat(),
        "seconds": round(run.seconds, 1),
        "cores": os.cpu_count(),
        "versions": dict(run.versions),
        "pages": dict(run.found.pages),
        "looks": dict(run.found.looks),
        "figures": [asdict(figure) for figure in run.figures],
        "faults": [asdict(fault) for fault in run.found.faults],
    }


def print_run(run: Run) -> None:
    """How often each check looked, and everything that it found."""
    by_check = Counter(fault.check for fault in run.found.faults)
    click.echo(
        f"\n{run.on:%d %B %Y}. " + ", ".join(f"{name} {number}" for name, number in run.versions.items())
    )
    click.echo(f"{len(run.found.pages)} pages, {run.seconds:.0f} seconds.\n")
    widest = max((len(check) for check in run.found.looks), default=0)
    click.echo(f"  {'check'.ljust(widest)}  looked  found")
    for check, looks in sorted(run.found.looks.items()):
        click.echo(f"  {check.ljust(widest)}  {looks:6}  {by_check[check]:5}")
    if run.figures:
        print_table("What a page weighs over the wire", run.figures)
    for fault in run.found.faults[:MOST_PRINTED]:
        click.echo(f"  FOUND {fault.check}: {fault.page} ({fault.how}): {fault.what}")
    if len(run.found.faults) > MOST_PRINTED:
        click.echo(f"  and {len(run.found.faults) - MOST_PRINTED} more")
