"""What came of the story's closed inspection: entries in each state, what two groups say of them, and a public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from survey_app.services import feedback_entries, feedback_readers, public_page
from survey_app.services.feedback_entries import EntryParts
from survey_app.services.key_holders import reader_behind
from survey_app.services.permissions import Person
from survey_app.services.public_page import PageParts
from survey_app.services.work import Work

LATE = timedelta(days=5)
READERS = (("forum", "The parent carer forum"), ("youth_group", "The youth group"))
PAGE = PageParts(
    intro="Thank you to everybody who answered in the inspection. This is what we heard and what we do about it.",
    easy_intro="Thank you for your answers. This is what came of them.",
    difference="More people say that somebody asked them first. We cannot be sure that this is because of what we did.",
    easy_difference="More people say: somebody asked me first. We do not know why yet.",
    takes_addresses=True,
)


@dataclass(frozen=True, slots=True)
class _Telling:
    """An entry and what happens to it: each group's verdict and words, or "" where it has not read it."""

    parts: EntryParts
    views: tuple[tuple[str, str], ...] = ()
    why: str = ""
    published: bool = True
    stale: bool = False


TELLINGS = (
    _Telling(
        EntryParts(
            theme="parent_voice",
            paragraph="22",
            said_by="parents_carers",
            you_said="Nobody asks us before a plan is written.",
            we_did="Every new plan now begins with a meeting with the family. We checked 40 plans: 36 did.",
            easy_said="You want to be asked first.",
            easy_did="We now meet you before we write a plan.",
            picture="meeting",
            state="done",
            owner="The planning team",
            proof="36 of 40 plans checked this autumn.",
        ),
        (("difference", "We were asked, and they wrote it down."), ("difference", "")),
    ),
    _Telling(
        EntryParts(
            theme="wait_salt",
            you_said="People wait too long for speech and language therapy.",
            we_did="2 more therapists began in September. We look at the waiting list each month.",
            easy_said="You wait a long time for help with talking.",
            easy_did="2 more people now help. You still wait, but less.",
            picture="wait",
            state="doing",
            owner="Children's health services",
        ),
        (("not_yet", "Our children still wait. When do we see the numbers?"), ("not_yet", "Still long.")),
        stale=True,
    ),
    _Telling(
        EntryParts(
            theme="transport",
            said_by="young_people",
            you_said="Young people want to choose who else is in the taxi.",
            we_cannot="Seats are planned by distance. A free choice would take more cars than there is money for.",
            easy_said="You want to choose who is in your taxi.",
            easy_did="We cannot do this. It costs too much.",
            picture="taxi",
            state="not_possible",
            owner="The travel team",
        ),
        (("", ""), ("not_yet", "")),
        why="The forum meets again next month.",
    ),
    _Telling(
        EntryParts(
            theme="local_offer",
            you_said="The local offer is hard to find and hard to read.",
            we_did="Young people and parents will write its first page anew by the spring.",
            easy_said="The web page is hard to read.",
            easy_did="We will write it again with you.",
            picture="computer",
            state="planned",
            owner="The information team",
        ),
        (("not_yet", ""), ("", "")),
        published=False,
    ),
)


def tell(work: Work, officer: Person, visit_id: str) -> None:
    """Write the entries, let the groups read them, and publish what is ready, with the page."""
    keys = [feedback_readers.invite_reader(work, officer, visit_id, kind, name) for kind, name in READERS]
    work.session.flush()
    for told in TELLINGS:
        _one(work, officer, visit_id, keys, told)
    page, _view = public_page.page_for(work, officer, visit_id)
    public_page.change_page(work, officer, visit_id, page.edition, PAGE)
    public_page.publish_page(work, officer, visit_id)


def _one(work: Work, officer: Person, visit_id: str, keys: list[str], told: _Telling) -> None:
    entry_id = feedback_entries.add_entry(work, officer, visit_id, told.parts)
    row = feedback_entries.entry_row(work, visit_id, entry_id)
    if told.stale:
        row.review_by = work.today - LATE
    for key, (verdict, words) in zip(keys, told.views, strict=True):
        if verdict:
            holder = reader_behind(work, key)
            feedback_readers.say_back(work, holder, entry_id, row.edition, verdict, words, bool(words))
    work.session.flush()
    if told.published:
        feedback_readers.publish_entry(work, officer, visit_id, entry_id, row.edition, told.why)
