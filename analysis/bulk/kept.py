"""What takes long to make, kept on disk beside the compiled loops and made anew when anything of it changes.

The name holds the hash of every file of the package that it may be made from, and the folder is that of the
package's own compiled code: whoever could write there could change the code itself.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np

T = TypeVar("T")
PACKAGE = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / "__pycache__"
SOURCES = frozenset({".py", ".yaml", ".txt"})
# What models are learnt from, which no scan reads.
NOT_READ = frozenset({"training", "__pycache__"})


def kept(name: str, make: Callable[[], T], folder: Path = FOLDER, package: Path = PACKAGE) -> T:
    """What `make` makes, or the same from the disk; a folder that cannot be used is passed over."""
    before = STARTED if package == PACKAGE else fingerprint(package)
    path = folder / f"{name}-{before}.kept"
    collects = gc.isenabled()
    gc.disable()
    try:
        found: T = pickle.loads(path.read_bytes())  # noqa: S301 - see above
    except (OSError, EOFError, pickle.UnpicklingError):
        found = make()
        # An engine that has read answers before holds what cannot be kept: the next process keeps it then.
        with suppress(OSError, TypeError, pickle.PicklingError):
            content = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
            # What was changed while it was made may be in it or not.
            if fingerprint(package) == before:
                _keep(path, content, name)
    finally:
        if collects:
            gc.enable()
    return found


def fingerprint(package: Path = PACKAGE) -> str:
    """A hash of every file that a scan may read or run, and of the versions that read what is kept."""
    digest = hashlib.sha256(f"{sys.version} {np.__version__}".encode())
    for path in sorted(_sources(package)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package)} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:24]


def _sources(folder: Path) -> Iterator[Path]:
    for one in folder.iterdir():
        if one.is_dir() and one.name not in NOT_READ:
            yield from _sources(one)
        elif one.suffix in SOURCES:
            yield one


STARTED = fingerprint()


def _keep(path: Path, content: bytes, name: str) -> None:
    """Write all at once, so that nobody reads half of it, and throw older ones away."""
    path.parent.mkdir(exist_ok=True)
    number, written = tempfile.mkstemp(dir=path.parent, prefix=f"{name}-", suffix=".part")
    with os.fdopen(number, "wb") as out:
        out.write(content)
    os.replace(written, path)
    for other in path.parent.glob(f"{name}-*.kept"):
        if other != path:
            with suppress(OSError):
                other.unlink()
