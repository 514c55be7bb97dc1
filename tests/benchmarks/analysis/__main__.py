"""`make analysis-benchmarks`: the time and memory of scanning answers in any number, and where the time goes.

python -m tests.benchmarks.analysis [--sizes 10000 100000 1000000] [--workers 2] [--stream 10]

Every number is of a whole process, from its start to its end.  `--stream 10` also scans the largest file ten times
over as one stream, to show that memory stays flat.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.analysis.corpus import lines
from tests.benchmarks.analysis.runs import Run, scan
from tests.benchmarks.analysis.stages import one_answer, stages

MEGABYTE = 1e6


def main(argv: Sequence[str] | None = None) -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.analysis", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--stream", type=int, default=0, metavar="TIMES")
    options = parser.parse_args(argv)
    with TemporaryDirectory() as folder:
        _measure(Path(folder), sorted(options.sizes), options.workers, options.stream)


def _measure(folder: Path, sizes: Sequence[int], workers: int, stream: int) -> None:
    source, target = folder / "answers.jsonl", folder / "found.jsonl"
    everything = ["--workers", str(workers)]
    print(f"{os.cpu_count()} processors; {workers} workers")
    for size in sizes:
        with source.open("wb") as out:
            out.writelines(lines(size))
        if size == sizes[0]:
            scan(source, target, everything)  # what must be compiled is compiled here
        _say(
            f"{size:,} answers ({source.stat().st_size / MEGABYTE:.0f} MB)",
            size,
            scan(source, target, everything),
        )
    for only in ("safeguarding", "themes"):
        run = scan(source, target, [*everything, "--only", only])
        _say(f"{sizes[-1]:,} answers, --only {only}", sizes[-1], run)
    if stream:
        count = sizes[-1] * stream
        _say(f"{count:,} answers as a stream", count, scan(source, target, everything, stream))
    _say_stages(list(islice(lines(20_000), 20_000)))


def _say(what: str, count: int, run: Run) -> None:
    print(
        f"{what}: {run.wall:.1f} s by the clock, {run.processor:.1f} s of processor "
        f"({run.processor / count * 1e6:.1f} microseconds an answer), {run.memory / MEGABYTE:.0f} MB",
        flush=True,
    )


def _say_stages(sample: Sequence[bytes]) -> None:
    print("Microseconds of processor time an answer, in one process that knows the words:")
    for stage, taken in stages(sample[:10_000]).items():
        print(f"  {stage:28} {taken:6.2f}")
    one_answer(sample[:10_000])
    middle, late = one_answer(sample[10_000:])
    print(f"One answer when it is sent: {middle:.2f} ms of processor, {late:.2f} ms at the 99th percentile")


if __name__ == "__main__":
    main()
