"""Journeys on a shared phone as a part of the run: what the next person could read is a fault."""

from __future__ import annotations

import logging

from tests.accessibility_run.faults import Found
from tests.accessibility_run.rounds import SHARED_PHONE
from tests.journeys.shared_phone.journeys import run


def shared_phones(journeys: int) -> tuple[Found, dict[str, str]]:
    """So many journeys in each browser: what was found, and the browsers' versions by their names."""
    for chatty in ("werkzeug", "survey_app"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)
    found, versions = Found(), {}
    for result in run(journeys).browsers:
        how = f"{result.journeys} journeys in {result.browser}"
        found.looked(SHARED_PHONE, "all pages", how, result.recovered)
        # Each attempt of the next person is a look.
        found.looks[SHARED_PHONE] += result.attempts - 1
        versions[result.browser.capitalize()] = result.version.rpartition("/")[2]
    return found, versions
