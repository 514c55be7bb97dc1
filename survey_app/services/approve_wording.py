"""Saying yes to words: first the groups that were promised a say, then whoever leads; then the file says who did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from questionnaires.co_production import with_credits
from questionnaires.credits import FEWEST, MOST, Credit
from questionnaires.edit_in_place import CannotEdit, with_number
from questionnaires.loader import MAIN_FILE
from questionnaires.model import Questionnaire
from questionnaires.problems import QuestionnaireProblems
from survey_app.services.change_wording import changes_in, hold, questions_changed, texts_of
from survey_app.services.errors import Refused
from survey_app.services.key_holders import GroupHolder
from survey_app.services.permissions import Person, require
from survey_app.services.publish import correct, publish, version_of
from survey_app.services.reaction_list import how_many_wait
from survey_app.services.review_rounds import OPEN, find_round, groups_of, took_part
from survey_app.services.typed_words import tidied
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound, WordingChange
from survey_app.storage.surveys import Survey

YES, NOT_YET, APPROVED = "yes", "not_yet", "approved"
LONGEST_NOTE = 500
# How answerers read of a group that was given no words of credit.
PLAIN_CREDIT = {
    "forum": "A parent carer forum",
    "youth_group": "A group of young people",
    "practitioners": "A group of practitioners",
    "leaders": "A group of leaders",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A group whose yes is needed, and what it said of the words as they are now (empty: nothing yet)."""

    group: ReviewGroup
    said: str


def standings(work: Work, found: ReviewRound) -> tuple[Standing, ...]:
    """The groups that must approve, each with what it said of this very wording."""
    return tuple(
        Standing(group, group.approval if group.approved_digest == found.draft_digest else "")
        for group in groups_of(work, found.id)
        if group.must_approve
    )


def say_of_words(work: Work, holder: GroupHolder, digest: str, said: str, note: str) -> None:
    """Keep what a group says of the words that it saw; raises Refused when they changed since."""
    if holder.round.standing != OPEN:
        raise Refused("This review has ended.")
    if digest != holder.round.draft_digest:
        raise Refused("The words changed while you looked. Please look at them again.")
    if said not in (YES, NOT_YET):
        raise Refused("Choose yes or not yet.")
    words = tidied(note)
    if said == NOT_YET and not words:
        raise Refused("Say what should be different.")
    if len(words) > LONGEST_NOTE:
        raise Refused(f"Write up to {LONGEST_NOTE} letters.")
    group = holder.group
    group.approval, group.approval_note = said, words
    group.approved_digest, group.approved_on = digest, work.today
    group.edition += 1


def what_is_missing(work: Work, found: ReviewRound) -> tuple[str, ...]:
    """Why a round cannot be approved yet, a sentence each; empty when it can."""
    waiting = how_many_wait(work, found.id)
    missing = [f"{waiting} reactions have no answer yet."] if waiting else []
    missing += [
        f"{one.group.name} has {'said: not yet' if one.said == NOT_YET else 'not said yes yet'}."
        for one in standings(work, found)
        if one.said != YES
    ]
    return tuple(missing)


def approve(work: Work, person: Person, round_id: str, seen: int) -> Questionnaire:
    """Approve the words that somebody saw in edition `seen`: the file then says which groups chose them.

    Raises NotFound, and Refused while something is missing or when the words changed since.
    """
    found = hold(work, person, round_id)
    if seen != found.edition:
        raise Refused("The words changed while you looked. Look at the differences again, then approve.")
    missing = what_is_missing(work, found)
    if missing:
        raise Refused(" ".join(missing))
    try:
        approved = publish(work, _with_record(work, found), person.email)
    except (QuestionnaireProblems, CannotEdit) as problem:
        raise Refused(f"Nothing was approved. {problem}") from problem
    found.draft_digest, found.standing = approved.digest, APPROVED
    found.edition += 1
    entry = JournalEntry(at=work.now, by=person.email, action="approve_review", subject=found.id)
    entry.detail = f"{approved.id}, version {approved.version}"
    work.session.add(entry)
    return approved


def serve(work: Work, person: Person, round_id: str, why: str) -> Questionnaire:
    """Ask the approved words in the round's visit from now on; raises Refused or NotFound."""
    found = find_round(work, person, round_id)
    require(person, "correct_questionnaire", found.visit_id or "")
    survey = survey_of(work, found)
    if survey is None or found.standing != APPROVED:
        raise Refused("Approve the words first. Then they can be asked.")
    return correct(work, survey, dict(texts_of(work, found.draft_digest)), person.email, why)


def survey_of(work: Work, found: ReviewRound) -> Survey | None:
    """The survey of the round's visit that asks this questionnaire; None without one."""
    if not found.visit_id:
        return None
    statement = select(Survey).where(
        Survey.visit_id == found.visit_id, Survey.questionnaire == found.questionnaire
    )
    return work.session.scalars(statement).first()


def _with_record(work: Work, found: ReviewRound) -> dict[str, str]:
    texts = dict(texts_of(work, found.draft_digest))
    asked = version_of(work, found.draft_digest)
    texts[MAIN_FILE] = with_credits(texts[MAIN_FILE], tuple(_credits(work, found, asked)))
    wanted = version_of(work, found.base_digest).version + 1
    texts[MAIN_FILE] = with_number(texts[MAIN_FILE], "version", wanted)
    return texts


def _credits(work: Work, found: ReviewRound, asked: Questionnaire) -> Iterable[Credit]:
    """A record for each group that approved, proposed a change that stayed, or said something."""
    changes = changes_in(work, found.id)
    for group in groups_of(work, found.id):
        own: list[WordingChange] = [change for change in changes if change.group_id == group.id]
        counted = took_part(work, group.id)
        many = min(MOST, counted.by_link + counted.in_meetings)
        if own or many or group.approval == YES:
            yield Credit(
                group=group.credit or PLAIN_CREDIT[group.kind],
                kind=group.kind,
                on=group.approved_on or work.today,
                took_part=many if many >= FEWEST else 0,
                changed=questions_changed(own, asked),
            )
