"""One run of `python -m analysis scan`, from start to end, with the time and memory of all its processes."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock, seconds of all processors together, and the most memory held at once, in bytes.

    Memory that processes share is counted once.
    """

    wall: float
    processor: float
    memory: int


def scan(source: Path, target: Path, options: Sequence[str], times: int = 1) -> Run:
    """Scan a file, or the same file so many times over as one stream; RuntimeError when the scan fails."""
    name = str(source) if times == 1 else "-"
    command = [sys.executable, "-m", "analysis", "scan", name, str(target), *options]
    before, began = _children(), time.perf_counter()
    process = subprocess.Popen(command, stdin=None if times == 1 else subprocess.PIPE)
    feeder = subprocess.Popen(["cat", *[str(source)] * times], stdout=process.stdin) if times > 1 else None
    if process.stdin:
        process.stdin.close()
    memory = 0
    while process.poll() is None:
        memory = max(memory, _memory(process.pid))
        time.sleep(EVERY)
    if feeder:
        feeder.wait()
    if process.returncode:
        raise RuntimeError(f"The scan ended with {process.returncode}.")
    return Run(time.perf_counter() - began, _children() - before, memory)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> int:
    """What a process and its children hold, each page divided among those who share it."""
    total = 0
    try:
        main = psutil.Process(pid)
        for one in (main, *main.children(recursive=True)):
            total += one.memory_full_info().pss
    except psutil.Error:
        pass
    return total
