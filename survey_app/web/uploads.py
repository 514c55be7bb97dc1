"""Larger uploads: only for the few routes that say so, and only from somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request, session

View = TypeVar("View", bound=Callable[..., Any])
# Beside the files themselves, for the other fields of the form.
ROOM = 100_000
SIGNED_IN = "_user_id"


def takes_upload(largest: int) -> Callable[[View], View]:
    """Mark a route as taking up to `largest` bytes of files."""

    def mark(view: View) -> View:
        view.largest_upload = largest  # type: ignore[attr-defined]
        return view

    return mark


def install(app: Flask) -> None:
    """Must come before anything that reads forms."""
    app.before_request(_allow)


def _allow() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    largest = getattr(view, "largest_upload", 0)
    if largest and SIGNED_IN in session:
        request.max_content_length = largest + ROOM
