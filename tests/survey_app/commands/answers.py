"""Answers and drafts that are stored the way the site stores them."""

from __future__ import annotations

from collections.abc import Mapping

from survey_app.services import receive_answers, take_part
from survey_app.services.entry import find_entry
from survey_app.services.take_part import DraftState, PageRead
from survey_app.storage.sealing import new_cookie_secret
from survey_app.web.site import Site


def send(site: Site, code: str, answers: Mapping[str, str]) -> str:
    """One answer, sent; its id."""
    with site.writing() as work:
        entry = find_entry(work, code)
        draft = DraftState(take_part.begin(work, entry).questionnaire, answers)
        sending = receive_answers.prepare_sending(
            work, entry, new_cookie_secret(), draft, "en-GB", "standard"
        )
        receive_answers.receive(work, entry, sending)
        return sending.ready.id


def begin(site: Site, code: str, answers: Mapping[str, str]) -> str:
    """A draft that waits; the secret of its cookie."""
    secret = new_cookie_secret()
    with site.writing() as work:
        entry = find_entry(work, code)
        take_part.save_page(work, entry, secret, take_part.begin(work, entry), PageRead(answers, {}))
    return secret
