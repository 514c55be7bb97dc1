"""How long an inspector waits for the results and the answers, with 3,000 and with 100,000 responses.

"First" is a process that has not counted these answers yet, "again" is the same page a moment later. On SQLite,
or on the empty database that BENCHMARK_DATABASE names.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient

from survey_app.services import inspect, read_answers
from tests.benchmarks.figures import Figure
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, SettableClock, make_app, make_visit, sign_in, site_of

# Responses, and within how many milliseconds a page has to be there.
SIZES = ((3_000, 1_000), (100_000, 3_000))
AGAIN = 5


def measure() -> list[Figure]:
    """Each page at each size."""
    figures: list[Figure] = []
    for size, at_most in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            database = os.environ.get("BENCHMARK_DATABASE") or f"sqlite:///{Path(folder) / 'voices.db'}"
            figures += opened(size, at_most, database)
    return figures


def opened(size: int, at_most: float, database: str) -> Iterator[Figure]:
    """Fill a visit and open its pages as its lead inspector."""
    app = make_app(database, SettableClock())
    site = site_of(app)
    visit = make_visit(site, title=f"{size} answers")
    with site.writing() as work:
        fill(work, visit.id, size)
    client = app.test_client()
    sign_in(client, "lead_inspector", visit)
    for name, address in pages(visit):
        first, again, weight = timed(client, address)
        yield Figure(f"{size:,} answers: {name}, first", round(first), "ms", at_most)
        yield Figure(f"{size:,} answers: {name}, again", round(again), "ms", at_most)
        yield Figure(f"{size:,} answers: {name}, weight", round(weight / 1000), "kB")
    site.database.dispose()


def pages(visit: BuiltVisit) -> list[tuple[str, str]]:
    """What is opened: a name and an address each."""
    here = f"/staff/visits/{visit.id}"
    theme = "/answers?audience=parents_carers&stance=negative"
    item = "/answers?audience=parents_carers&question=listened_to&value=disagree&everyone=yes"
    return [
        ("results", f"{here}/results"),
        ("all own words", f"{here}/answers"),
        ("criticism by parents", here + theme),
        ("behind one number", here + item),
        ("immediate flags", f"{here}/answers?level=1"),
        ("page 50 of own words", f"{here}/answers?page=50"),
        ("concerns", f"{here}/concerns"),
    ]


def timed(client: FlaskClient, address: str) -> tuple[float, float, int]:
    """Milliseconds of the first and of the best later opening, and the page's size packed."""
    inspect.forget()
    read_answers.forget()
    waits = []
    for _ in range(1 + AGAIN):
        began = time.perf_counter()
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        waits.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    return waits[0], min(waits[1:]), len(answer.data)
