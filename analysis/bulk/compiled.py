"""Loops over whole batches, compiled to machine code the first time and kept on disk beside their modules.

A kept kernel is made anew when its own file changes, not when a kernel that it calls changes in another file:
so a kernel calls others of its own file, or those of `pairs.py`, which do not change.  Limits and word lists are
handed to kernels as arguments for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of arrays and numbers; sums keep their order, so results are those of plain Python."""
    compiled: Callable[P, R] = njit(cache=True, nogil=True, fastmath=False)(function)
    return compiled
