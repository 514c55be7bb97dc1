"""What groups said of each question, as whoever leads the review works through it: worries first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from questionnaires.model import Questionnaire
from survey_app.services.permissions import Person
from survey_app.services.review_rounds import draft_of, find_round, groups_of
from survey_app.services.review_words import words_or_why_not
from survey_app.services.work import Work
from survey_app.storage.review_rounds import Reaction, ReviewGroup

UNDERSTAND, COMMENT = "understand", "comment"
SORTS: Mapping[str, str] = {
    UNDERSTAND: "Understand it",
    "not_understood": "Do not understand it",
    "hard_word": "A word is hard",
    "picture": "The picture is wrong",
    "upsets": "It upsets them",
    "missing": "Something is missing",
    COMMENT: "Comment",
}
MARK = "~"


@dataclass(frozen=True, slots=True)
class Said:
    """The same thing said by some of one group. `pick` names it when it is answered; `people` is how many said it.

    `subject` is a hard word, or a picture that would be better. A comment has `words` and `symbols` of its own.
    """

    pick: str
    group: str
    sort: str
    subject: str
    people: int
    waiting: int
    answer: str = ""
    reply: str = ""
    easy_reply: str = ""
    words: str = ""
    symbols: tuple[str, ...] = ()
    worry: int = 0


@dataclass(frozen=True, slots=True)
class QuestionWork:
    """A question with all that was said of it. `text` is empty for one that is not asked any more."""

    question: str
    text: str
    said: tuple[Said, ...]

    @property
    def waiting(self) -> int:
        """How many reactions nobody has answered."""
        return sum(one.waiting for one in self.said)

    @property
    def worries(self) -> tuple[Said, ...]:
        """Comments that a person has to read first, the gravest in front."""
        return tuple(sorted((one for one in self.said if one.worry), key=lambda one: one.worry))


@dataclass(frozen=True, slots=True)
class Only:
    """What to show: things that wait for an answer, one question, one group. Empty shows all."""

    waiting: bool = False
    question: str = ""
    group: str = ""


def work_list(
    work: Work,
    person: Person,
    round_id: str,
    only: Only = Only(),
) -> tuple[QuestionWork, ...]:
    """Each question with what was said of it, those with a worry first; raises NotFound for who may not."""
    found = find_round(work, person, round_id)
    groups = {group.id: group for group in groups_of(work, round_id)}
    asked = draft_of(work, found)
    by_question: dict[str, list[Reaction]] = defaultdict(list)
    for row in _rows(work, round_id, only):
        by_question[row.question].append(row)
    names = [*asked.questions, *sorted(set(by_question) - set(asked.questions))]
    shown = (_work(work, asked, name, by_question.get(name, ()), groups) for name in names)
    wanted = [one for one in shown if _is_wanted(one, only)]
    return tuple(sorted(wanted, key=lambda one: min((said.worry for said in one.worries), default=99)))


def how_many_wait(work: Work, round_id: str) -> int:
    """How many reactions of a round nobody has answered. Nobody needs an answer to “I understand it”."""
    statement = select(func.count(Reaction.id)).where(
        Reaction.round_id == round_id, Reaction.answer == "", Reaction.sort != UNDERSTAND
    )
    return work.session.scalar(statement) or 0


def pick_of(row: Reaction) -> str:
    """Names what a reaction says: a comment by itself, all else with those of its group who said the same."""
    if row.sort == COMMENT:
        return row.id
    return MARK.join((row.question, row.group_id, row.sort, row.subject))


def _rows(work: Work, round_id: str, only: Only) -> Iterable[Reaction]:
    statement = select(Reaction).where(Reaction.round_id == round_id)
    if only.group:
        statement = statement.where(Reaction.group_id == only.group)
    return work.session.scalars(statement.order_by(Reaction.id))


def _is_wanted(one: QuestionWork, only: Only) -> bool:
    if only.question:
        return one.question == only.question
    return bool(one.waiting) if only.waiting else bool(one.said) or not only.group


def _work(
    work: Work, asked: Questionnaire, name: str, rows: Iterable[Reaction], groups: Mapping[str, ReviewGroup]
) -> QuestionWork:
    same: dict[str, list[Reaction]] = defaultdict(list)
    for row in rows:
        same[pick_of(row)].append(row)
    order = {sort: place for place, sort in enumerate(SORTS)}
    said = [_said(work, pick, found, groups) for pick, found in same.items()]
    said.sort(key=lambda one: (one.worry or 99, order.get(one.sort, 99), one.group, one.subject, one.pick))
    question = asked.questions.get(name)
    return QuestionWork(name, question.text if question else "", tuple(said))


def _said(work: Work, pick: str, rows: Sequence[Reaction], groups: Mapping[str, ReviewGroup]) -> Said:
    first = rows[0]
    answered = next((row for row in rows if row.answer), first)
    needs = first.sort != UNDERSTAND
    return Said(
        pick=pick,
        group=groups[first.group_id].name,
        sort=first.sort,
        subject=first.subject,
        people=sum(row.people for row in rows),
        waiting=sum(1 for row in rows if needs and not row.answer),
        answer=answered.answer,
        reply=answered.reply,
        easy_reply=answered.easy_reply,
        words=words_or_why_not(work, first.round_id, first.id, first.sealed) if first.sort == COMMENT else "",
        symbols=tuple(first.symbols.split()),
        worry=first.worry,
    )
