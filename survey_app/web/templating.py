"""What every template may use, and how tightly pages are written."""

from __future__ import annotations

from flask import Flask

from survey_app.calendar.wording import say
from survey_app.web.phone_numbers import tappable
from survey_app.web.respondent.visitor import look
from survey_app.web.showable import showable


def install(app: Flask) -> None:
    """Trim the white space that template lines leave behind; teach templates our own ways to show things."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # Pages outside a survey are in the reader's colours too.
    app.jinja_env.globals["reader_look"] = look
    app.jinja_env.filters["say"] = say
    app.jinja_env.filters["showable"] = showable
    app.jinja_env.filters["tappable"] = tappable
