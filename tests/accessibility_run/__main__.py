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

from survey_app.services.catalogues import read_catalogues
from tests.accessibility_run.looks import Walk, all_walks, quick_walk
from tests.accessibility_run.results import Run, as_json, print_run
from tests.accessibility_run.rounds import staff_round, walk_round
from tests.accessibility_run.shared_phones import shared_phones
from tests.accessibility_run.shipped import ship
from tests.accessibility_run.staff_stops import ROLES
from tests.accessibility_run.weights import weigh
from tests.accessibility_run.working import Job, work_through

# One that reads from right to left, and one with long words.
OTHER_LANGUAGES = ("pl", "ar")
JOURNEYS = 50


def main(arguments: list[str]) -> int:
    """Do the run, print its table, write its files; 1 when anything was found."""
    wanted = _read(arguments)
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    warnings.simplefilter("ignore", ResourceWarning)
    began = time.monotonic()
    languages = ("en",) if wanted.quick else ("en", *languages_with_words())
    jobs = list(_jobs(wanted, languages))
    found, chromium = work_through(jobs, lambda name: click.echo(f"  {name}"))
    versions, figures = {"Chromium": chromium}, []
    if wanted.everything:
        weighed, figures = weigh()
        found.add(weighed)
    if wanted.journeys:
        shared, browsers = shared_phones(wanted.journeys)
        found.add(shared)
        versions = {**browsers, **versions}
    run = Run.of(found, versions, figures, time.monotonic() - began)
    print_run(run)
    if wanted.json:
        wanted.json.write_text(json.dumps(as_json(run), indent=1), encoding="utf-8")
    if wanted.ship:
        ship(run, languages)
    return 1 if found.faults else 0


def languages_with_words() -> tuple[str, ...]:
    """The other languages of a run that have words for every page today."""
    known = read_catalogues()
    return tuple(code for code in OTHER_LANGUAGES if code in known and known[code].complete)


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.accessibility_run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one theme, English, 320 pixels: two minutes")
    parser.add_argument(
        "--json", type=Path, help="write everything that was looked at and found to this file"
    )
    parser.add_argument("--ship", action="store_true", help="write what the site's statement shows")
    parser.add_argument("--journeys", type=int, help=f"journeys on a shared phone; {JOURNEYS} unless --quick")
    parser.add_argument("--staff", nargs="+", choices=ROLES, help="the staff pages alone, as these roles")
    read = parser.parse_args(arguments)
    read.everything = not (read.quick or read.staff)
    if read.journeys is None:
        read.journeys = JOURNEYS if read.everything else 0
    if read.ship and not read.everything:
        parser.error("A part of the run does not look at everything: its results are not for the statement.")
    return read


def _jobs(wanted: argparse.Namespace, languages: Sequence[str]) -> Iterator[Job]:
    if wanted.staff:
        yield from (_staff_job([role]) for role in wanted.staff)
        return
    if wanted.quick:
        yield _walk_job(quick_walk())
        return
    for walk in all_walks(languages):
        yield _walk_job(walk)
    for roles in (ROLES[:3], ROLES[3:]):
        yield _staff_job(roles)


def _walk_job(walk: Walk) -> Job:
    return Job(walk.name, lambda browser, at: walk_round(browser, at, walk))


def _staff_job(roles: Sequence[str]) -> Job:
    return Job(f"staff: {', '.join(roles)}", lambda browser, at: staff_round(browser, at, roles))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
