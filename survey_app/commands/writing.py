"""Files that a command leaves behind: complete or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from survey_app.commands.stop import Stop

ANYBODY = 0o644
OWNER_ONLY = 0o600


def write_file(path: Path, content: bytes, mode: int = ANYBODY) -> None:
    """Write a file under another name and move it into place; ends the command when that cannot be done."""
    try:
        handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise Stop(f"{path} cannot be written: {error.strerror}. Choose another place.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except OSError as error:
        Path(unfinished).unlink(missing_ok=True)
        raise Stop(f"{path} cannot be written: {error.strerror}. Choose another place.") from None
