"""Where the time of a batch goes, stage by stage, and how long one answer takes at the moment of sending."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from statistics import quantiles
from typing import Any

from analysis.lines import parse_answer
from analysis.scan import KINDS, engine
from analysis.scanning import scan_batch

STAGES = {
    "reading lines of JSON": ("analysis.scanning", "_all_right"),
    "folding letters": ("analysis.bulk.batch", "fold_all"),
    "cutting into tokens": ("analysis.bulk.cutting", "TokenTable.cut"),
    "reading words": ("analysis.bulk.wording", "Lexicon.read"),
    "finding patterns": ("analysis.bulk.batch", "find_all"),
    "hearing tellings": ("analysis.bulk.hearing", "Hearing.hear"),
    "judging rules": ("analysis.bulk.ruling", "Ruling.flags"),
    "weighing raised answers": ("analysis.scan", "Engine.weighed"),
    "coding themes and stance": ("analysis.bulk.coding", "Coding.code"),
}
REST = "the rest, mostly writing"


def stages(lines: Sequence[bytes]) -> dict[str, float]:
    """Microseconds of processor time for each answer, by stage; every word has been met before."""
    scan_batch(1, lines, KINDS)
    taken = dict.fromkeys([*STAGES, REST], 0.0)
    with ExitStack() as stack:
        for stage, (module, name) in STAGES.items():
            stack.enter_context(_timed(import_module(module), name, stage, taken))
        began = time.process_time()
        scan_batch(1, lines, KINDS)
        whole = time.process_time() - began
    taken[REST] = whole - sum(taken.values())
    return {stage: seconds / len(lines) * 1e6 for stage, seconds in taken.items()}


@contextmanager
def _timed(module: Any, name: str, stage: str, taken: dict[str, float]) -> Iterator[None]:
    """Add the time of each call of a function to its stage."""
    *path, last = name.split(".")
    owner = getattr(module, path[0]) if path else module
    work: Callable[..., object] = getattr(owner, last)

    def timed(*given: object) -> object:
        began = time.process_time()
        try:
            return work(*given)
        finally:
            taken[stage] += time.process_time() - began

    setattr(owner, last, timed)
    try:
        yield
    finally:
        setattr(owner, last, work)


def one_answer(lines: Sequence[bytes]) -> tuple[float, float]:
    """Milliseconds of processor time for one answer: in the middle, and at the 99th percentile."""
    scanner = engine()
    taken: list[float] = []
    for answer in map(parse_answer, lines):
        began = time.thread_time()
        scanner.scan(answer.text, answer.audience, answer.question)
        taken.append((time.thread_time() - began) * 1e3)
    points = quantiles(taken, n=100)
    return points[49], points[98]
