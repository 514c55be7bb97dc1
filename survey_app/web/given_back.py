"""A page that could not be kept goes back to its writer by an address, with what was written in a sealed cookie.

Answering a form with a page would leave the form in the browser's history, and in Chromium's file of tabs, where
the next person with the same phone can find it. The cookie is sent to this one page only, and its key is in the
cookie of the visit: once somebody has left or sent, nobody can open it.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import redirect, request, session
from werkzeug.wrappers import Response

from survey_app.storage.sealing import DraftKey, SealBroken, new_cookie_secret
from survey_app.web.going_on import ASKED
from survey_app.web.showable import showable
from survey_app.web.site import site

COOKIE = "given_back"
SECRET = "given_back"  # noqa: S105 - the name of a place in the cookie of the visit
# Browsers keep 4,096 bytes with the name and the path: enough for about 6,000 letters of English.
MOST_BYTES = 3800
# More than could ever fit, packed: not worth packing.
MOST_LETTERS = 100_000
# The script keeps the page where it is while a server is away; a form that was too large was never read.
STAYS = (502, 503, 504)
# Too large to be read, too many, or sent by no page of ours.
NEVER_READ = (400, 404, 405, 413, 429)

# Forms with something typed, whose addresses also have a page to look at.
TYPED_ON = (
    "respondent.answer",
    "respondent.use_words",
    "respondent.keep_contact",
    "together.keep_comment",
)

Values = dict[str, list[str]]


def by_an_address(answer: Response, too_old: bool = False) -> Response:
    """A redirect to this same address in place of a page that says what was wrong, when the form fits a cookie.

    `too_old`: the form is the reader's own, but the token in it no longer counts.
    """
    if request.method != "POST" or request.endpoint not in TYPED_ON or _is_on_its_way(answer):
        return answer
    if answer.status_code < 400:
        if COOKIE in request.cookies:
            answer.delete_cookie(COOKIE, path=request.path)
        return answer
    packed = "" if answer.status_code in NEVER_READ and not too_old else _packed_form(answer.status_code)
    if not packed:
        return answer
    back = redirect(request.path, 303)
    back.set_cookie(
        COOKIE,
        packed,
        path=request.path,
        httponly=True,
        samesite="Lax",
        secure=site().settings.over_https,
    )
    return back


def given_back() -> Values:
    """What was sent to this address and not kept: field to values; nothing when it is somebody else's."""
    packed, secret = request.cookies.get(COOKIE, ""), session.get(SECRET)
    if request.method == "POST" or not packed or not secret:
        return {}
    try:
        values: Values = json.loads(_key(secret).open_small(urlsafe_b64decode(packed)))
    except (ValueError, SealBroken):
        # Not ours, or changed on the way.
        return {}
    return values


def forget_given_back() -> None:
    """From here on nobody can open what was given back."""
    session.pop(SECRET, None)


def shown_once(answer: Response) -> Response:
    """The same answer, after which the browser holds nothing of what was given back at this address."""
    answer.delete_cookie(COOKIE, path=request.path)
    return answer


def _is_on_its_way(answer: Response) -> bool:
    return any(one.startswith(f"{COOKIE}=") for one in answer.headers.getlist("Set-Cookie"))


def _packed_form(status: int) -> str:
    waits = status in STAYS and ASKED in request.headers
    # A browser that sends no cookie would lose the words.
    if waits or not request.cookies:
        return ""
    values = {
        name: [showable(value) for value in request.form.getlist(name)]
        for name in request.form
        if name != "csrf_token" and name.isidentifier()
    }
    if not values or sum(len(value) for many in values.values() for value in many) > MOST_LETTERS:
        return ""
    secret = session.setdefault(SECRET, new_cookie_secret())
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    packed = urlsafe_b64encode(_key(secret).seal_small(text)).decode()
    return packed if len(packed) <= MOST_BYTES else ""


def _key(secret: str) -> DraftKey:
    return DraftKey(secret, site().keys.pepper("given back"))
