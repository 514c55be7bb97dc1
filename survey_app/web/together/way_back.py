"""The page of a group that somebody came from."""

from __future__ import annotations

import re

from flask import request, url_for

OUR_PLACES = re.compile(r"(/[\w-]+)*", re.ASCII)


def way_back(code: str) -> str:
    """The page of this group that the address names; never another address."""
    back = request.values.get("back", "")
    here = url_for("together.start", code=code)
    ours = back.startswith(here) and OUR_PLACES.fullmatch(back.removeprefix(here))
    return back if ours else here
