"""Sixty-four people at once on two workers, with these people on the same two cores."""

from __future__ import annotations

import asyncio

from tests.benchmarks.databases import Durable, Postgres, Sqlite
from tests.benchmarks.driver import Crowd, Tally
from tests.benchmarks.figures import PEERS_P95, Figure, load_now
from tests.benchmarks.prepared import prepare
from tests.benchmarks.server import Server

PEOPLE = 64
WARM_UP = 5.0
SECONDS = 20.0
MOST_MS = 400.0


def measure() -> list[Figure]:
    """Errors, waits and throughput on both databases."""
    figures = [Figure("other work on the machine before it began (load)", load_now(), "processes")]
    for kind in (Sqlite, Postgres):
        with kind() as database:
            figures += figures_of(database)
    return figures


def figures_of(database: Durable) -> list[Figure]:
    """Serve a crowd from one database and tell how it went."""
    prepared = prepare(database.url)
    with Server(prepared) as server:
        tally = asyncio.run(crowded(Crowd(server.base, prepared.benchmark, PEOPLE)))
        memory = server.memory_mb()
    name = database.name
    actions = sum(len(times) for times in tally.seconds.values())
    return [
        Figure(f"{name}: errors", sum(tally.stumbles.values()), "errors", 0, "LimeSurvey 0, ONS runner 0"),
        Figure(
            f"{name}: 95 of 100 actions took at most", tally.quantile(0.95) * 1000, "ms", MOST_MS, PEERS_P95
        ),
        Figure(f"{name}: half of them", tally.quantile(0.5) * 1000, "ms"),
        Figure(f"{name}: complete responses a second", len(tally.thanked) / SECONDS, "a second"),
        Figure(f"{name}: actions a second", actions / SECONDS, "a second"),
        Figure(f"{name}: memory of the server, shared pages once", memory, "MB"),
    ]


async def crowded(crowd: Crowd) -> Tally:
    """What happened once everybody was somewhere on their way: the first seconds do not count."""
    stop = asyncio.Event()
    running = asyncio.create_task(crowd.run(stop))
    await asyncio.sleep(WARM_UP)
    crowd.tally.seconds.clear()
    crowd.tally.thanked.clear()
    await asyncio.sleep(SECONDS)
    counted = crowd.tally.copy()
    stop.set()
    await running
    return counted
