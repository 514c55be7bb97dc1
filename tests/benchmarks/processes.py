"""What processes have cost, and which they are."""

from __future__ import annotations

from contextlib import suppress

import psutil


def tree(parent: psutil.Process) -> list[psutil.Process]:
    """A process and everything below it."""
    return [parent, *parent.children(recursive=True)]


def cpu_seconds(parent: psutil.Process) -> float:
    """CPU seconds of a process, of everything below it, and of those below it that have ended."""
    total = 0.0
    for process in tree(parent):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return total


def memory_mb(parent: psutil.Process) -> float:
    """Memory of a process and everything below it; shared pages are counted once."""
    total = 0
    for process in tree(parent):
        with suppress(psutil.NoSuchProcess):
            total += process.memory_full_info().pss
    return total / 2**20
