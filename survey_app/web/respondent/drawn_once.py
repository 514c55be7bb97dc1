"""Pages that are the same for everybody who stands in the same place: drawn once, then kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from flask import current_app
from flask_wtf.csrf import generate_csrf

KEPT = "drawn_pages"
MOST_KEPT = 2000
STANDS_FOR_TOKEN = "{stands-for-token}"  # noqa: S105 - a mark in a page, not a secret


def drawn_once(place: Hashable, drawing: Callable[..., str]) -> str:
    """The page of this place, with the reader's own token. `place` must hold everything that the page shows."""
    kept: dict[Hashable, str] = current_app.extensions.setdefault(KEPT, {})
    page = kept.get(place)
    if page is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        page = kept[place] = drawing(csrf_token=lambda: STANDS_FOR_TOKEN)
    return page.replace(STANDS_FOR_TOKEN, generate_csrf())
