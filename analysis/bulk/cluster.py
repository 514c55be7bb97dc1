"""Scanning on more than one machine: the same function, over Arrow batches, on the workers of a Dask scheduler.

Batches come back in the order of their lines, so a cluster of any size gives the same bytes as one process.  Each
worker needs this same version of the package; the address is `tcp://HOST:PORT`, or `tls://` where answers must not
travel in the clear.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from analysis.scanning import NoCluster, Outcome, scan_batch

COLUMN = "line"
WAITING_PER_THREAD = 2
PATIENCE = "20s"


def scan_on_cluster(
    batches: Iterable[tuple[int, Sequence[bytes]]], kinds: frozenset[str], scheduler: str
) -> Iterator[Outcome]:
    """Outcomes of batches in the order given; NoCluster when the scheduler does not answer or has no worker."""
    try:
        from distributed import Client
    except ImportError:
        raise NoCluster("Dask is not installed. Install send-voices[cluster].") from None
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(f"The scheduler {scheduler} does not answer: {error}") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise NoCluster(f"The scheduler {scheduler} has no workers. Start one and try again.")
        waiting: deque[Any] = deque()
        for first, lines in batches:
            waiting.append(client.submit(scan_arrow, first, arrow_of(lines), sorted(kinds), pure=False))
            if len(waiting) >= threads * WAITING_PER_THREAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def arrow_of(lines: Sequence[bytes]) -> pa.RecordBatch:
    """Lines as an Arrow batch of one column."""
    return pa.record_batch([pa.array(lines, pa.large_binary())], names=[COLUMN])


def scan_arrow(first: int, batch: pa.RecordBatch, kinds: Sequence[str]) -> Outcome:
    """The outcome of an Arrow batch whose first line has the number `first`; it depends on nothing else."""
    return scan_batch(first, batch.column(COLUMN).to_pylist(), frozenset(kinds))
