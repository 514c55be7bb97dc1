"""`python -m tests.accessibility_run [--quick]`: every page for people who read, hear or point in other ways."""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tests.accessibility_run.faults import Found
from tests.accessibility_run.looks import Look, all_looks, quick_looks
from tests.accessibility_run.results import Run, as_json, print_run
from tests.accessibility_run.rounds import forced_focus_round, look_round, measure_round, staff_round
from tests.accessibility_run.staff_stops import ROLES
from tests.accessibility_run.working import Job, work_through

LANGUAGES = ("en",)


def main(arguments: list[str]) -> int:
    """Do the run, print its table, write its file; 1 when anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.accessibility_run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one theme, English, 320 pixels: two minutes")
    parser.add_argument(
        "--json", type=Path, help="write everything that was looked at and found to this file"
    )
    wanted = parser.parse_args(arguments)
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    began = time.monotonic()
    jobs = list(_quick_jobs() if wanted.quick else _jobs())
    found, chromium = work_through(jobs, lambda name: click.echo(f"  {name}"))
    run = Run.of(found, chromium, time.monotonic() - began, quick=wanted.quick)
    print_run(run)
    if wanted.json:
        wanted.json.write_text(json.dumps(as_json(run), indent=1), encoding="utf-8")
    return 1 if found.faults else 0


def _quick_jobs() -> Iterator[Job]:
    for look in quick_looks():
        yield _look_job(look)
    yield Job("measures in English", lambda browser, at: measure_round(browser, at, "en"))


def _jobs() -> Iterator[Job]:
    for look in all_looks(LANGUAGES):
        yield _look_job(look)
    for language in LANGUAGES:
        yield _measure_job(language)
    for roles in (ROLES[:3], ROLES[3:]):
        yield _staff_job(roles)


def _look_job(look: Look) -> Job:
    return Job(f"{look.theme}, {look.language}", lambda browser, at: look_round(browser, at, look))


def _measure_job(language: str) -> Job:
    def measure(browser: object, at: object) -> Found:
        found = measure_round(browser, at, language)  # type: ignore[arg-type]
        found.add(forced_focus_round(browser, at, language))  # type: ignore[arg-type]
        return found

    return Job(f"measures, {language}", measure)


def _staff_job(roles: Sequence[str]) -> Job:
    return Job(f"staff: {', '.join(roles)}", lambda browser, at: staff_round(browser, at, roles))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
