"""Showing a page of those who answer to those who write it: the respondents' pages lend their drawing here."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Protocol

from flask import current_app
from flask.sansio.app import App

from accessibility.preferences import Preferences
from questionnaires.model import Page, Questionnaire

EXTENSION = "previews"
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>\s*", re.DOTALL)
LINK = re.compile(r'(<a\b[^>]*?) href="[^"]*"')
TOKEN = re.compile(r'<input type="hidden" name="csrf_token"[^>]*>')


class Draws(Protocol):
    """Draws a page (None: the first one, before any question) as a reader of this group and look would see it."""

    def __call__(
        self, questionnaire: Questionnaire, page: Page | None, look: Preferences, reader: str, now: datetime
    ) -> str: ...


def install(app: App, draws: Draws) -> None:
    """Let other pages of this app show pages that `draws` draws."""
    app.extensions[EXTENSION] = draws


def preview(
    questionnaire: Questionnaire, page: Page | None, look: Preferences, reader: str, now: datetime
) -> str:
    """A whole HTML page for a frame: it looks the same, but nothing in it runs, leads away or can be sent."""
    draws: Draws = current_app.extensions[EXTENSION]
    drawn = draws(questionnaire, page, look, reader, now)
    return LINK.sub(r'\1 role="link" aria-disabled="true"', TOKEN.sub("", SCRIPT.sub("", drawn)))
