"""Staff pages take text and nothing else: PostgreSQL cannot keep a NUL, and a page may not show one."""

from __future__ import annotations

import re

from flask import render_template, request

# Tabs and line ends are text; the other control characters and lone surrogates are not.
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def refuse_what_is_no_text() -> tuple[str, int] | None:
    """Answer a staff request whose address or form holds control characters with a page that says so."""
    if not request.path.startswith("/staff"):
        return None
    sent = (request.path, *request.args.values(), *request.form.values())
    if any(NOT_TEXT.search(text) for text in sent):
        return render_template("staff/account/no_text.html"), 400
    return None
