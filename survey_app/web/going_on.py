"""Where a page goes on to, told to a script that asks: it then knows that the page was stored before it moves."""

from __future__ import annotations

from flask import Flask, Response, request

ASKED = "Tell-Where"
TOLD = "Go-On-To"


def install(app: Flask) -> None:
    """Answer a script that asks with a header instead of a redirect, which scripts cannot read."""
    app.after_request(_tell_where)


def _tell_where(response: Response) -> Response:
    to = response.headers.get("Location", "")
    ours = to.startswith("/") and not to.startswith("//")
    if request.method == "POST" and ASKED in request.headers and response.status_code == 303 and ours:
        response.status_code = 204
        response.set_data(b"")
        del response.headers["Location"], response.headers["Content-Type"]
        response.headers[TOLD] = to
    return response
