"""Where work is done outside of a request: something that opens transactions."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from survey_app.services.work import Work


class Workshop(Protocol):
    """The site, seen without its pages."""

    def reading(self) -> AbstractContextManager[Work]:
        """Work that changes nothing."""
        ...

    def writing(self) -> AbstractContextManager[Work]:
        """Work that is committed when the block ends well."""
        ...
