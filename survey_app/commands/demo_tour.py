"""What the demonstration prints: every address, every sign-in, and where to look first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from survey_app.services.demonstration.loading import SignIn
from survey_app.services.demonstration.making_together import GroupAddress
from survey_app.services.demonstration.tour import Address
from survey_app.services.permissions import LEAD_INSPECTOR, ROLES, SAFEGUARDING_LEAD

YOUNG_PEOPLE = "young_people"


def tour(
    base: str,
    surveys: Sequence[Address],
    groups: Sequence[GroupAddress],
    staff: Sequence[SignIn],
    folder: Path,
) -> str:
    """Everything that somebody needs to look around, on one screen or two."""
    return "\n".join(
        [
            "",
            f"SEND Voices listens at {base}. Every place, person and answer in it is invented.",
            *_surveys(surveys),
            *_groups(groups),
            *_staff(base, staff, folder),
            *_first(base, surveys, staff),
            "",
            "Ctrl-C stops it and keeps everything; the same command goes on. `make demo-reset` starts anew.",
        ]
    )


def _surveys(surveys: Sequence[Address]) -> Iterator[str]:
    for reference, group in groupby(surveys, key=lambda survey: survey.inspection):
        found = list(group)
        yield f"\n{found[0].area}: {found[0].title} ({reference}), {found[0].state}"
        yield f"  {found[0].deadline}"
        yield from (f"  {survey.audience_words:<28} {survey.url}" for survey in found)


def _groups(groups: Sequence[GroupAddress]) -> Iterator[str]:
    if groups:
        yield "\nGroups that look at the questions before they are asked"
    yield from (f"  {group.name:<28} {group.url}" for group in groups)
    yield from (f"  {'Its facilitator':<28} {group.facilitator}" for group in groups[:1])


def _staff(base: str, staff: Sequence[SignIn], folder: Path) -> Iterator[str]:
    yield f"\nStaff sign in at {base}/staff/sign-in"
    for who in staff:
        yield f"  {ROLES[who.role]:<30} {who.email:<32} {who.password}"
        yield f"  {'':<30} secret of the one-time codes: {who.totp_secret}"
    yield "  No authenticator app at hand? This prints the code of the moment:"
    yield f"  send-voices demo --data {folder} --code {staff[0].email}"


def _first(base: str, surveys: Sequence[Address], staff: Sequence[SignIn]) -> Iterator[str]:
    emails = {who.role: who.email for who in staff}
    yield "\nWhere to look first"
    still_open = [
        survey.url for survey in surveys if survey.state == "open" and survey.audience == YOUNG_PEOPLE
    ]
    if still_open:
        yield f"  Answer as a young person, on a phone if you can: {still_open[0]}"
    else:
        yield "  No survey is open any more: `make demo-reset` dates the story anew."
    closed = next((survey.visit_id for survey in surveys if survey.state == "closed"), surveys[0].visit_id)
    yield f"  Read what 3,000 people said, as {emails[LEAD_INSPECTOR]}: {base}/staff/visits/{closed}/results"
    yield f"  Read what cannot wait, as {emails[SAFEGUARDING_LEAD]}: {base}/staff/visits/{closed}/concerns"
