"""The error pages of staff: their own frame, what went wrong, what to do now, and what they typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import current_app, render_template, request, url_for

# The page's own marks in a form: nobody typed them.
MARKS = frozenset(
    "start end found then choice place number code coder candidate purpose survey submit to csrf_token".split()
)
_AN_ID = re.compile(r"[0-9a-f]{32}")
# Where to go on after a refusal, by the part of the site that refused.
GOING_ON: Mapping[str, tuple[str, str]] = {
    "coding": ("coding.desk", "Go on coding"),
    "double_coding": ("double_coding.samples", "Go to the samples"),
    "missed": ("missed.samples", "Go to the samples"),
    "subjects": ("subjects.candidates", "Go to the subjects"),
    "safeguarding": ("safeguarding.queue", "Go to the concerns"),
}
# From here on the database may be away, so no menu is drawn: it asks who is signed in.
FAULTS = 500


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong in a few words, and what to do now."""

    title: str
    what: str


TROUBLES: Mapping[str, Trouble] = {
    "not_found.html": Trouble(
        "Page not found",
        "Check the address. It may be of something that has been changed or taken away, "
        "or of a visit that you do not work on.",
    ),
    "refused.html": Trouble("This cannot be done", ""),
    "form_too_old.html": Trouble(
        "Send this again",
        "This page was open for a long time, or your browser does not keep cookies, so nothing was changed. "
        "If you have been signed out, sign in again in another window first.",
    ),
    "too_large.html": Trouble(
        "That was too much at once",
        "It is longer than the site can take, so nothing was changed. Go back, make it shorter, and send it again.",
    ),
    "database_away.html": Trouble(
        "The site cannot reach its database just now",
        "This is our fault, not yours. Nothing was changed. Wait a moment, then try again.",
    ),
    "http_error.html": Trouble(
        "That did not work",
        "The site could not use what was sent, so nothing was changed. Go back to the last page and try again.",
    ),
    "unexpected.html": Trouble(
        "Something went wrong",
        "This is our fault, not yours. What failed is written down, but nothing that you typed. "
        "Go back and try again.",
    ),
}
SENT_AGAIN = frozenset({"form_too_old.html", "database_away.html"})


def for_staff() -> bool:
    """True when this request is for a page of staff, whether or not there is one at its address."""
    return request.path == "/staff" or request.path.startswith("/staff/")


def staff_page(
    template: str, status: int, sent: Iterable[tuple[str, str]], sentence: str = ""
) -> tuple[str, int]:
    """The page in place of the respondents' `template`; `sent` are the fields of the form that came to nothing."""
    trouble = TROUBLES.get(template, TROUBLES["http_error.html"])
    fields = list(sent)
    # Flask's own way would first ask the database who is signed in.
    drawn = render_template if status < FAULTS else _drawn_alone
    page = drawn(
        "errors/staff.html",
        heading=trouble.title,
        what=sentence or trouble.what,
        typed=[(_in_words(name), value) for name, value in fields if _was_typed(name, value)],
        sent=fields,
        again=request.path if template in SENT_AGAIN and request.method == "POST" else "",
        reload=request.path if template in SENT_AGAIN and request.method != "POST" else "",
        bare=status >= FAULTS,
        going_on=_going_on() if template == "refused.html" else None,
    )
    return page, status


def _going_on() -> tuple[str, str] | None:
    """An address in the same visit and its words; None where there is none to propose."""
    visit_id = (request.view_args or {}).get("visit_id")
    endpoint, words = GOING_ON.get(request.blueprint or "", ("", ""))
    return (url_for(endpoint, visit_id=visit_id), words) if endpoint and visit_id else None


def _drawn_alone(template: str, **words: object) -> str:
    return current_app.jinja_env.get_template(template).render(words)


def _was_typed(name: str, value: str) -> bool:
    return bool(value.strip()) and name not in MARKS and not _AN_ID.fullmatch(value)


def _in_words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
