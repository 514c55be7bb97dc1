"""What was thanked for is on the disk: workers are killed while people answer, and databases say how they keep.

`make benchmarks` does the same for longer, under a heavier load, and to PostgreSQL itself.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from survey_app.storage.database import Database
from tests.benchmarks.crash import Storm, weather
from tests.benchmarks.databases import MUST_BE_ON, Postgres, Sqlite
from tests.benchmarks.driver import Tally
from tests.benchmarks.received import Stored, compare

FIRST, SECOND = ("m1", "m2", "m3", "m4"), ("m5", "m6", "m7", "m8")
WHOLE = {"a": frozenset(FIRST), "b": frozenset(SECOND)}


@pytest.fixture
def sqlite() -> Iterator[Sqlite]:
    with Sqlite() as database:
        yield database


@pytest.mark.slow
def test_killing_workers_loses_nothing_and_stores_nothing_twice(sqlite: Sqlite) -> None:
    storm = Storm("workers", strikes=5, shortest=0.2, longest=0.8)
    # In a thread of its own: a browser of another test may have left its event loop running in this one.
    with ThreadPoolExecutor(1) as apart:
        verdict, tally, faults = apart.submit(weather, sqlite, storm, people=12).result()
    assert verdict.thanked == len(tally.thanked) > 0
    wrong = (verdict.lost, verdict.twice, verdict.half, verdict.invented, verdict.miscounted)
    assert wrong == (0, 0, 0, 0, 0), verdict
    assert faults == []
    assert not tally.stumbles


@pytest.mark.parametrize("face", ["reading", "writing"])
def test_every_sqlite_connection_keeps_what_it_confirms(sqlite: Sqlite, face: str) -> None:
    database = Database(sqlite.url)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    with getattr(database, face)() as connection:
        said = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    database.dispose()
    assert said == wanted


@pytest.mark.postgres
@pytest.mark.parametrize("face", ["reading", "writing"])
def test_we_take_no_confirmation_from_postgresql_before_it_keeps(face: str) -> None:
    with Postgres() as server:
        database = Database(server.url)
        with getattr(database, face)() as connection:
            said = {name: connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in MUST_BE_ON}
        database.dispose()
    assert said == dict.fromkeys(MUST_BE_ON, "on")


def stored(marks: dict[str, frozenset[str]], choices: int = 16) -> Stored:
    return Stored(marks, dict.fromkeys(marks, choices), counted=len(marks))


def test_all_is_well_when_everybody_who_was_thanked_is_there_once() -> None:
    verdict = compare(stored(WHOLE), Tally(thanked=[FIRST], unsure=[SECOND]))
    assert (verdict.lost, verdict.twice, verdict.half, verdict.invented) == (0, 0, 0, 0)
    assert verdict.unthanked == 1


@pytest.mark.parametrize(
    "marks, choices, fault",
    [
        ({"a": WHOLE["a"]}, 16, "lost"),
        ({**WHOLE, "c": WHOLE["a"]}, 16, "twice"),
        ({"a": WHOLE["a"], "b": frozenset(SECOND[:3])}, 16, "half"),
        ({**WHOLE, "c": frozenset({"x1", "x2", "x3", "x4"})}, 16, "invented"),
        (WHOLE, 15, "half"),
    ],
)
def test_the_comparison_sees_every_kind_of_fault(
    marks: dict[str, frozenset[str]], choices: int, fault: str
) -> None:
    verdict = compare(stored(marks, choices), Tally(thanked=[FIRST, SECOND]))
    assert getattr(verdict, fault) > 0
