"""`python -m tests.benchmarks.inspector [--million] [--postgres] [--sizes 3000 ...] [--only results ...]`.

Fills a visit, opens every screen of the inspector's desk in it, and prints how long each took. Without switches:
3,000 and 100,000 answers on SQLite.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence

from survey_app.services.pack_answers import days_to_pack, keep_packed, pack
from survey_app.web.site import Site
from tests.benchmarks.databases import Postgres, Sqlite
from tests.benchmarks.figures import print_machine
from tests.benchmarks.filled_visit import fill
from tests.benchmarks.inspector.screens import Opened, open_screen, screens
from tests.builders import SettableClock, make_app, sign_in, site_of
from tests.survey_app.web.test_access import make_team

# Answers, and within how many milliseconds every screen has to be there.
AT_MOST = {3_000: 500, 100_000: 2_000, 1_000_000: 5_000}
USUAL = (3_000, 100_000)
PORTION = 50_000
# To the next answer to code; the same after passing one over; a page that says why not yet.
SAYS_WHY = (302, 303, 409)
COLUMNS = ("screen", "first ms", "again p95", "cpu first", "cpu again", "kB", "")


def main(words: Sequence[str] | None = None) -> int:
    """Run what was asked for; 1 when a screen did not open or took too long."""
    asked = _asked(words)
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    print_machine()
    sizes = [*asked.sizes, *([1_000_000] if asked.million else [])]
    short = 0
    for kind in (Sqlite, Postgres) if asked.postgres else (Sqlite,):
        for size in sizes:
            with kind() as database:
                print(f"\n{size:,} answers on {database.name}, at most {_at_most(size):,} ms", flush=True)
                short += _print(opened_all(database, size, asked.only), _at_most(size))
    print(f"\n{short} of these took too long." if short else "\nEvery screen was there in time.")
    return 1 if short else 0


def opened_all(database: Sqlite | Postgres, size: int, only: Sequence[str]) -> Iterator[Opened]:
    """Fill a visit and open its screens (those whose name holds one of `only`) as its lead inspector."""
    app = make_app(database.url, SettableClock())
    site = site_of(app)
    team = make_team(app, site, f"{size} answers", "Meadow")
    client = app.test_client()
    sign_in(client, "lead_inspector", team.visit)
    wanted = [one for one in screens(app, team) if not only or any(part in one[0] for part in only)]
    for _, at in wanted:  # What a process imports and reads from its own files has happened.
        client.get(at)
    began = time.monotonic()
    for number, first in enumerate(range(0, size, PORTION)):
        with site.writing() as work:
            fill(work, team.visit.id, min(PORTION, size - first), seed=number)
    pack_days_that_are_over(site)
    with site.writing() as work:
        work.connection.exec_driver_sql("ANALYZE")
    print(f"filled in {time.monotonic() - began:.0f} s", flush=True)
    for name, at in wanted:
        yield open_screen(client, name, at, database.cpu)
    site.database.dispose()


def pack_days_that_are_over(site: Site) -> None:
    """As `send-voices tidy` does each night; the answers of the last of the five days are not packed yet."""
    with site.reading() as work:
        days = days_to_pack(work)
    for day in days:
        with site.writing() as work:
            keep_packed(work, pack(work, day))


def _print(opened: Iterable[Opened], at_most: int) -> int:
    short = 0
    print(_line(COLUMNS))
    for one in opened:
        verdict = _verdict(one, at_most)
        short += verdict != "met"
        figures = (one.first, one.again, one.first_cpu, one.again_cpu, one.weight / 1000)
        print(_line((one.name, *(f"{figure:,.0f}" for figure in figures), verdict)), flush=True)
    return short


def _verdict(one: Opened, at_most: int) -> str:
    if one.status != 200 and one.status not in SAYS_WHY:
        return f"status {one.status}"
    return "met" if max(one.first, one.again) <= at_most else "SHORT"


def _line(cells: Sequence[str]) -> str:
    name, *figures, verdict = cells
    return f"  {name:<62}" + "".join(f"{cell:>11}" for cell in figures) + f"  {verdict}"


def _at_most(size: int) -> int:
    return next((most for answers, most in AT_MOST.items() if size <= answers), max(AT_MOST.values()))


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.inspector")
    parser.add_argument("--sizes", type=int, nargs="*", default=list(USUAL))
    parser.add_argument("--million", action="store_true", help="also with 1,000,000 answers")
    parser.add_argument("--postgres", action="store_true", help="also on PostgreSQL")
    parser.add_argument("--only", nargs="*", default=[], help="only screens whose names hold one of these")
    return parser.parse_args(words)


if __name__ == "__main__":
    raise SystemExit(main())
