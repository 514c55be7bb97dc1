"""Changing words of a draft in place while groups review it. Two people never write over one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from questionnaires.edit_in_place import CannotEdit, Place, places_in, with_number, with_words
from questionnaires.loader import MAIN_FILE, parse_questionnaire
from questionnaires.model import Questionnaire
from questionnaires.problems import QuestionnaireProblems
from questionnaires.wording_changes import Difference, differences
from survey_app.services.errors import Refused
from survey_app.services.permissions import Person
from survey_app.services.publish import publish, version_of
from survey_app.services.review_rounds import OPEN, find_round, groups_of
from survey_app.services.work import Work
from survey_app.storage.review_rounds import ReviewRound, WordingChange
from survey_app.storage.surveys import QuestionnaireVersion

Texts = Mapping[str, str]
Edits = Mapping[tuple[str, Place], str]
LONGEST_WHY = 500
STEP = "/"


@dataclass(frozen=True, slots=True)
class Why:
    """Why words change, and the id of the group that proposed it (empty: whoever leads)."""

    words: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Words that somebody else changed meanwhile: where, as they stand now, and as I wrote them."""

    file: str
    place: Place
    theirs: str
    mine: str


class WordsMoved(Refused):
    """Somebody else changed the same words since the page was shown. Nothing was written."""

    def __init__(self, by: str, edition: int, clashes: tuple[Clash, ...]) -> None:
        super().__init__(f"{by} changed the same words meanwhile. Nothing is lost: choose which to keep.")
        self.by, self.edition, self.clashes = by, edition, clashes


def texts_of(work: Work, digest: str) -> Texts:
    """The files of a published version by name."""
    statement = select(QuestionnaireVersion.texts).where(QuestionnaireVersion.digest == digest)
    return work.session.execute(statement).scalar_one()


def differences_of(work: Work, found: ReviewRound, since: str = "") -> tuple[Difference, ...]:
    """What is different in the draft since a version; since the round began where none is named."""
    old, new = texts_of(work, since or found.base_digest), texts_of(work, found.draft_digest)
    return tuple(one for one in differences(old, new))


def changes_in(work: Work, round_id: str) -> tuple[WordingChange, ...]:
    """Every change of a round in the order in which they were made."""
    statement = select(WordingChange).where(WordingChange.round_id == round_id)
    return tuple(work.session.scalars(statement.order_by(WordingChange.edition, WordingChange.id)))


def edited(texts: Texts, edits: Edits) -> dict[str, str]:
    """The files with other words at some places; raises Refused for what cannot be written there."""
    made = dict(texts)
    for (file, place), words in edits.items():
        if file not in made:
            raise Refused(f"There is no file {file} in this questionnaire.")
        try:
            made[file] = with_words(made[file], place, words)
        except CannotEdit as problem:
            raise Refused(f"{file}, {STEP.join(place)}: {problem}") from problem
    return made


def change_words(
    work: Work,
    person: Person,
    round_id: str,
    seen: int,
    edits: Edits,
    why: Why = Why(),
) -> int:
    """Change words that somebody saw in edition `seen`; how many places are different now.

    Raises NotFound, Refused, and WordsMoved when somebody else changed the same words since.
    """
    found = hold(work, person, round_id)
    texts = texts_of(work, found.draft_digest)
    edits = _touched(work, found, texts, seen, edits)
    return store(work, person, found, edited(texts, edits), why)


def hold(work: Work, person: Person, round_id: str) -> ReviewRound:
    """A round that is still open, for this transaction alone; raises NotFound or Refused."""
    find_round(work, person, round_id)
    statement = select(ReviewRound).where(ReviewRound.id == round_id).with_for_update()
    found = work.session.scalars(statement.execution_options(populate_existing=True)).one()
    if found.standing != OPEN:
        raise Refused("This review has ended, so its words stay as they are.")
    return found


def store(work: Work, person: Person, found: ReviewRound, texts: Texts, why: Why) -> int:
    """Make these files the draft of a round; how many places are different. Raises Refused."""
    before = texts_of(work, found.draft_digest)
    _check_why(work, found, why)
    try:
        changed = differences(before, texts)
        if dict(texts) == dict(before):
            return 0
        drafted = publish(work, _raised(work, found, texts), person.email)
    except (QuestionnaireProblems, CannotEdit) as problem:
        raise Refused(f"Nothing was changed. {problem}") from problem
    found.edition += 1
    found.draft_digest = drafted.digest
    for one in changed:
        work.session.add(_row(work, person, found, one, why))
    work.session.flush()
    return len(changed)


def _touched(work: Work, found: ReviewRound, texts: Texts, seen: int, edits: Edits) -> Edits:
    """The edits that are the writer's own. What others changed since is as they left it; raises WordsMoved."""
    moved = _moved_since(work, found, seen)
    wanted: dict[tuple[str, Place], str] = {}
    clashes: list[Clash] = []
    by = ""
    for where, words in edits.items():
        file, place = where
        mine = words.replace("\r\n", "\n").strip()
        change = moved.get((file, STEP.join(place)))
        now = places_in(texts.get(file, "")).get(place, "") if file in texts else ""
        if mine == now or (change and mine == change.before):
            continue
        if change:
            clashes.append(Clash(file, place, now, mine))
            by = change.made_by
        wanted[where] = mine
    if clashes:
        raise WordsMoved(by, found.edition, tuple(clashes))
    return wanted


def _moved_since(work: Work, found: ReviewRound, seen: int) -> Mapping[tuple[str, str], WordingChange]:
    """The first change of each place since an edition, which holds the words of that edition."""
    moved: dict[tuple[str, str], WordingChange] = {}
    for change in changes_in(work, found.id):
        if change.edition > seen:
            moved.setdefault((change.file, change.place), change)
    return moved


def _raised(work: Work, found: ReviewRound, texts: Texts) -> Texts:
    """The files with a version number one above that with which the round began."""
    wanted = version_of(work, found.base_digest).version + 1
    asked = parse_questionnaire(texts)
    base = version_of(work, found.base_digest)
    if (asked.id, asked.audience) != (base.id, base.audience):
        raise Refused(f"This review is about “{base.id}”. Keep its id and its audience.")
    if asked.version == wanted:
        return texts
    return {**texts, MAIN_FILE: with_number(texts[MAIN_FILE], "version", wanted)}


def _check_why(work: Work, found: ReviewRound, why: Why) -> None:
    if len(why.words) > LONGEST_WHY:
        raise Refused(f"Say why in up to {LONGEST_WHY} letters.")
    if why.group and why.group not in {group.id for group in groups_of(work, found.id)}:
        raise Refused("Choose a group of this review.")


def _row(work: Work, person: Person, found: ReviewRound, one: Difference, why: Why) -> WordingChange:
    return WordingChange(
        round_id=found.id,
        edition=found.edition,
        file=one.file,
        place=STEP.join(one.place),
        question=one.question,
        before=one.before,
        after=one.after,
        why=why.words.strip(),
        group_id=why.group or None,
        made_by=person.email,
        made_at=work.now,
    )


def problems_in(texts: Texts) -> tuple[str, ...]:
    """What stops these files from being a questionnaire, a sentence each."""
    try:
        parse_questionnaire(texts)
    except QuestionnaireProblems as stopped:
        return tuple(str(problem) for problem in stopped.problems)
    return ()


def questions_changed(changes: Iterable[WordingChange], asked: Questionnaire) -> tuple[str, ...]:
    """The questions that were changed and are still asked, in their order."""
    changed = {change.question for change in changes}
    return tuple(name for name in asked.questions if name in changed)
