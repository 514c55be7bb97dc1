"""What a browser of a group carries: a random secret for each group, until its review closes or somebody leaves."""

from __future__ import annotations

import re
from datetime import datetime

from flask import current_app, request
from werkzeug.wrappers import Response

from survey_app.services.key_holders import GroupHolder
from survey_app.storage.sealing import new_cookie_secret

NAME = "seat-"
OURS = re.compile(r"[\w-]{16,64}", re.ASCII)


def secret_here(holder: GroupHolder) -> str:
    """The secret that this browser has for a group; a new one, which is not kept yet, when it has none."""
    known = request.cookies.get(_name(holder), "")
    return known if OURS.fullmatch(known) else new_cookie_secret()


def is_taken(holder: GroupHolder) -> bool:
    """True when somebody has begun in this browser."""
    return bool(OURS.fullmatch(request.cookies.get(_name(holder), "")))


def keep(answer: Response, holder: GroupHolder, secret: str, now: datetime) -> Response:
    """The answer, with the secret kept until the review closes."""
    answer.set_cookie(
        _name(holder),
        secret,
        max_age=max(0, int((holder.round.closes_at - now).total_seconds())),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return answer


def give_up(answer: Response) -> Response:
    """The answer, after which this browser sits nowhere any more."""
    for name in request.cookies:
        if name.startswith(NAME):
            answer.delete_cookie(name)
    return answer


def _name(holder: GroupHolder) -> str:
    return f"{NAME}{holder.group.id[:12]}"
