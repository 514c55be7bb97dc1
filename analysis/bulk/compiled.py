"""Loops over whole batches, compiled to machine code the first time they run and kept on disk.

What is kept stands under a name made from every file of this package, so none of it outlives a change to any of
them.  Limits and word lists of other packages are handed to kernels as arguments for the same reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")
FOLDER = Path(__file__).parent
OPTIONS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "fastmath": False,
    "_nrt": False,
    "error_model": "numpy",
}


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for source in sorted(FOLDER.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


# A folder that cannot be written is passed over: kernels are then kept in the user's own cache.
_kept = Path(numba.config.CACHE_DIR or FOLDER / "__pycache__") / f"kernels-{_fingerprint()}"  # type: ignore[attr-defined]
numba.config.CACHE_DIR = str(_kept)  # type: ignore[attr-defined]


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of arrays and numbers; sums keep their order, so results are those of plain Python.

    A kernel makes no arrays, so none is counted in and out of it: counting takes more time than the work.
    """
    compiled: Callable[P, R] = numba.njit(**OPTIONS)(function)
    return compiled


def inner(function: Callable[P, R]) -> Callable[P, R]:
    """A small kernel that is written out wherever another calls it, because calling it takes longer than its work."""
    compiled: Callable[P, R] = numba.njit(**OPTIONS, forceinline=True)(function)
    return compiled
