"""What the mails about a public page say: never who reads them, and in each the link that ends them."""

from __future__ import annotations

from survey_app.services.news import opened
from survey_app.services.work import Work
from survey_app.settings import Settings
from survey_app.storage.areas import Area
from survey_app.storage.feedback import PublicPage
from survey_app.storage.visits import Visit

Told = tuple[tuple[str, ...], str, str]
"""To whom, the subject, and the body."""
NOBODY: Told = ((), "", "")


def say_yes_words(work: Work, request_id: str, settings: Settings) -> Told:
    """The mail that asks whether somebody really wants to hear."""
    return _words(
        work,
        request_id,
        settings,
        "SEND Voices: say yes to hear what came of it",
        "Somebody gave this address to hear when there is something new about support for children and\n"
        "young people with special educational needs and disabilities (SEND) in {area}.\n\n"
        "Was it you? Say yes here:\n{link}\n\n"
        "Was it not you? Then do nothing: the address is deleted in a week.\n",
    )


def news_words(work: Work, request_id: str, settings: Settings) -> Told:
    """The mail that says that the page says something new."""
    return _words(
        work,
        request_id,
        settings,
        "SEND Voices: there is something new to read",
        "People in {area} said what support for children and young people with special educational needs\n"
        "and disabilities (SEND) is like. There is something new about what came of it:\n{page}\n\n"
        "Do you not want to hear any more? Stop here, and your address is deleted:\n{link}\n",
    )


def _words(work: Work, request_id: str, settings: Settings, subject: str, body: str) -> Told:
    found = opened(work, request_id)
    if found is None:
        return NOBODY
    row, address, key = found
    page = work.session.get_one(PublicPage, row.visit_id)
    area = work.session.get_one(Area, work.session.get_one(Visit, row.visit_id).area_id).name
    base = settings.public_address
    filled = body.format(area=area, page=f"{base}/after/{page.code}", link=f"{base}/news/{key}")
    return (address,), subject, filled
