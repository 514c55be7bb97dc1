"""Killing workers and the database while people answer: what was thanked for must be there, whole and once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks.databases import Durable, Postgres, Sqlite
from tests.benchmarks.driver import Crowd, Tally
from tests.benchmarks.figures import PEERS_CRASH, Figure
from tests.benchmarks.prepared import Prepared, prepare
from tests.benchmarks.received import Verdict, compare, read_stored
from tests.benchmarks.server import Server

PEOPLE = 64
WORKER_KILLS, DATABASE_KILLS = 50, 10
BEFORE_THE_FIRST = 3.0


@dataclass(frozen=True, slots=True)
class Storm:
    """So many strikes, with a pause between two (seconds, the shortest and the longest)."""

    what: str
    strikes: int
    shortest: float
    longest: float


WORKERS = Storm("workers", WORKER_KILLS, 0.2, 1.2)
SERVERS = Storm("database servers", DATABASE_KILLS, 1.5, 4.0)


def measure() -> list[Figure]:
    """Kill workers on both databases, then PostgreSQL itself."""
    figures = []
    with Sqlite() as sqlite:
        figures += _figures(sqlite, WORKERS)
    with Postgres() as postgres:
        figures += _figures(postgres, WORKERS)
    with Postgres() as postgres:
        figures += _figures(postgres, SERVERS)
    return figures


def _figures(database: Durable, storm: Storm) -> list[Figure]:
    verdict, tally, faults = weather(database, storm, PEOPLE)
    name = f"{database.name}, {storm.strikes} {storm.what} killed"
    again = sum(tally.tried_again.values())
    return [
        Figure(
            f"{name}: thanked-for answers lost, of {verdict.thanked}", verdict.lost, "lost", 0, PEERS_CRASH
        ),
        Figure(f"{name}: stored twice", verdict.twice, "twice", 0),
        Figure(f"{name}: half written", verdict.half, "half", 0),
        Figure(
            f"{name}: stored that nobody typed, or miscounted", verdict.invented + verdict.miscounted, "", 0
        ),
        Figure(f"{name}: faults that the database finds in itself", len(faults), "faults", 0),
        Figure(
            f"{name}: people stopped by an error {_named(tally)}", sum(tally.stumbles.values()), "people", 0
        ),
        Figure(f"{name}: requests sent again", again, "requests"),
    ]


def weather(database: Durable, storm: Storm, people: int) -> tuple[Verdict, Tally, list[str]]:
    """Let people answer through a storm; then what is stored against what they saw, and the database's own faults."""
    prepared = prepare(database.url)
    with Server(prepared) as server:
        tally = asyncio.run(_through(storm, _striker(storm, server, database), server, prepared, people))
    return compare(read_stored(prepared), tally), tally, database.faults()


async def _through(
    storm: Storm, strike: Callable[[], None], server: Server, prepared: Prepared, people: int
) -> Tally:
    stop = asyncio.Event()
    crowd = Crowd(server.base, prepared.benchmark, people, patient=True)
    running = asyncio.create_task(crowd.run(stop))
    await asyncio.sleep(BEFORE_THE_FIRST)
    for _ in range(storm.strikes):
        await asyncio.to_thread(strike)
        await asyncio.sleep(random.uniform(storm.shortest, storm.longest))
    stop.set()
    return await running


def _striker(storm: Storm, server: Server, database: Durable) -> Callable[[], None]:
    if storm.what == WORKERS.what:
        return lambda: server.kill_a_worker(random.Random())
    assert isinstance(database, Postgres)

    def strike() -> None:
        database.kill()
        database.start()

    return strike


def _named(tally: Tally) -> str:
    return (
        f"({', '.join(f'{count} {why}' for why, count in tally.stumbles.items())})" if tally.stumbles else ""
    )
