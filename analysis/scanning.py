"""`python -m analysis scan IN OUT`: lines of answers in, lines of findings out, in the same order.

Lines are read, scanned and written in batches, so memory stays flat however long the file is.  Several
workers give the same bytes as one, because batches are written in the order in which they were read.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from typing import IO, TYPE_CHECKING

from analysis.lines import Answer, BadLine, finding, parse_answer
from analysis.other_languages import get_ready, scan_in_any_language
from analysis.scan import KINDS, engine

if TYPE_CHECKING:
    from analysis.bulk.batch import Batch

BATCH = 10_000
# Fewer lines than this are sooner scanned one by one than in bulk, which has kernels to load or compile.
FEW = 2_000
WAITING_PER_WORKER = 2
Outcome = tuple[bytes, list[str]]


class NoCluster(Exception):
    """There is no cluster to scan on; the message says what to do."""


@lru_cache(maxsize=2)
def bulk(kinds: frozenset[str]) -> Batch:
    """What scans many answers at once, ready for use; its kernels are compiled if they never were."""
    from analysis.bulk.batch import Batch
    from analysis.bulk.learnt import prepared

    made = Batch(prepared(kinds))
    made.findings([Answer(0, "parent", "Nobody listens. The bus is late, and he is not safe at home.", None)])
    return made


def scan_batch(first: int, lines: Sequence[bytes], kinds: frozenset[str]) -> Outcome:
    """The findings of a batch as bytes, and a sentence for each bad line; `first` numbers its first line."""
    # Whatever comes later follows a full batch, so the kernels are there.
    many = len(lines) >= FEW or first > 1
    if many and (answers := _all_right(lines)):
        return _findings(answers, kinds, many), []
    answers = []
    problems: list[str] = []
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        try:
            answers.append(parse_answer(line))
        except BadLine as error:
            problems.append(f"Line {number} was left out. {error}")
    return _findings(answers, kinds, many), problems


def _all_right(lines: Sequence[bytes]) -> list[Answer] | None:
    """Many lines read at once, when there is nothing wrong with any."""
    from analysis.bulk.answers import answers_of

    return answers_of(lines)


def _findings(answers: Sequence[Answer], kinds: frozenset[str], many: bool) -> bytes:
    """The findings in answers, a line for each; both ways give the same."""
    if many:
        return bulk(kinds).findings(answers)
    scanner = engine(kinds)
    scans = (scan_in_any_language(scanner, one.text, one.audience, one.question) for one in answers)
    return b"".join(finding(one.id, scan) for one, scan in zip(answers, scans, strict=True))


def scan_lines(lines: Iterable[bytes], kinds: frozenset[str], workers: int) -> Iterator[Outcome]:
    """Outcomes of batches in the order of the lines."""
    batches = _batches(lines)
    if workers <= 1:
        with _nothing_to_collect():
            yield from (scan_batch(first, batch, kinds) for first, batch in batches)
        return
    with _pool(workers, kinds) as pool:
        waiting: deque[Future[Outcome]] = deque()
        for first, batch in batches:
            waiting.append(pool.submit(scan_batch, first, batch, kinds))
            if len(waiting) >= workers * WAITING_PER_WORKER:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _pool(workers: int, kinds: frozenset[str]) -> ProcessPoolExecutor:
    """Workers that share what is made once, where the system can fork a process; else each makes its own."""
    if "fork" not in get_all_start_methods():
        return ProcessPoolExecutor(workers, initializer=bulk, initargs=(kinds,))
    # What guesses languages is read from the disk beside the rest: most of that needs no Python.
    with ThreadPoolExecutor(1) as beside:
        if "safeguarding" in kinds:
            beside.submit(get_ready)
        bulk(kinds)
    return ProcessPoolExecutor(workers, mp_context=get_context("fork"), initializer=gc.disable)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Without looking for cycles among what a batch makes: there are none, and looking takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _batches(lines: Iterable[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    source = iter(lines)
    first = 1
    while batch := list(islice(source, BATCH)):
        yield first, batch
        first += len(batch)


def run(outcomes: Iterable[Outcome], out: IO[bytes]) -> int:
    """Write outcomes to `out`; returns how many lines were bad, each named on standard error."""
    bad = 0
    for written, problems in outcomes:
        out.write(written)
        for problem in problems:
            sys.stderr.write(problem + "\n")
        bad += len(problems)
    out.flush()
    return bad


def main(argv: Sequence[str]) -> int:
    """0 when every line was scanned; 1 when some were bad or a file could not be opened."""
    parser = argparse.ArgumentParser(prog="python -m analysis scan", description=__doc__)
    parser.add_argument("input", help="lines of JSON, or - for standard input")
    parser.add_argument("output", help="where to write, or - for standard output")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", choices=sorted(KINDS))
    parser.add_argument("--engine", choices=("local", "dask"), default="local", help="where to scan")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of Dask, such as tcp://127.0.0.1:8786")
    options = parser.parse_args(argv)
    if (options.engine == "dask") != bool(options.scheduler):
        parser.error("--engine dask and --scheduler ADDRESS are asked for together.")
    try:
        with ExitStack() as stack:
            source = _opened(stack, options.input, "rb")
            target = _opened(stack, options.output, "wb")
            bad = run(_outcomes(source, options), target)
    except NoCluster as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{error.filename} could not be opened: {error.strerror}.\n")
        return 1
    return 1 if bad else 0


def _outcomes(source: Iterable[bytes], options: argparse.Namespace) -> Iterator[Outcome]:
    kinds = frozenset({options.only}) if options.only else KINDS
    if options.engine == "local":
        return scan_lines(source, kinds, options.workers)
    from analysis.bulk.cluster import scan_on_cluster

    return scan_on_cluster(_batches(source), kinds, options.scheduler)


def _opened(stack: ExitStack, name: str, mode: str) -> IO[bytes]:
    if name == "-":
        return sys.stdin.buffer if mode == "rb" else sys.stdout.buffer
    stream: IO[bytes] = stack.enter_context(open(name, mode))  # noqa: SIM115
    return stream
