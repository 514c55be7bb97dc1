"""What every template may use, and how tightly pages are written."""

from __future__ import annotations

from flask import Flask

from survey_app.calendar.wording import say


def install(app: Flask) -> None:
    """Trim the white space that template lines leave behind, and teach templates to say instants."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["say"] = say
