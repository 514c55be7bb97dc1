"""What one complete response costs: CPU seconds of the server and of the database, whatever else the machine does."""

from __future__ import annotations

import asyncio
import statistics

from tests.benchmarks.databases import Durable, Postgres, Sqlite
from tests.benchmarks.driver import Crowd, Tally, answer_for
from tests.benchmarks.figures import PEERS_CPU, Figure
from tests.benchmarks.prepared import prepare
from tests.benchmarks.server import Server

AT_ONCE = 16
WARM_UP = 4.0
SECONDS = 8.0
REPEATS = 3
TARGETS = {"SQLite": 0.030, "PostgreSQL": 0.040}


def measure() -> list[Figure]:
    """Both databases, each measured a few times; the median counts."""
    figures = []
    for kind in (Sqlite, Postgres):
        with kind() as database:
            costs = cost_of_a_response(database)
        what = f"CPU of server and database for one complete response, {database.name}"
        figures.append(Figure(what, statistics.median(costs), "s", TARGETS[database.name], PEERS_CPU))
        figures.append(Figure(f"  the same, from {min(costs):.4f} up to", max(costs), "s"))
    return figures


def cost_of_a_response(database: Durable) -> list[float]:
    """CPU seconds of a response in each repeat."""
    prepared = prepare(database.url)
    with Server(prepared) as server:
        _crowd(server, prepared.benchmark, WARM_UP)
        return [_repeat(server, database, prepared.benchmark) for _ in range(REPEATS)]


def _repeat(server: Server, database: Durable, code: str) -> float:
    before = server.cpu() + database.cpu()
    tally = _crowd(server, code, SECONDS)
    if tally.stumbles:
        raise RuntimeError(f"Respondents stumbled: {dict(tally.stumbles)}")
    return (server.cpu() + database.cpu() - before) / len(tally.thanked)


def _crowd(server: Server, code: str, seconds: float) -> Tally:
    return asyncio.run(answer_for(Crowd(server.base, code, AT_ONCE), seconds))
