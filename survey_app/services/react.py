"""What members of a group say of a question: kept as it comes, once, under an id that says nothing of who said it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from questionnaires.model import Question, Questionnaire
from survey_app.services.errors import NotTakingAnswers, Refused
from survey_app.services.key_holders import GroupHolder
from survey_app.services.publish import version_of
from survey_app.services.review_alerts import ask_to_read
from survey_app.services.review_rounds import is_over
from survey_app.services.review_words import open_words, seal_words, worry_in
from survey_app.services.words_of_questions import mark_of
from survey_app.services.work import Work
from survey_app.storage.review_rounds import Reaction, ReviewSeat
from survey_app.storage.sealing import DraftKey

HARD_WORD, PICTURE, COMMENT = "hard_word", "picture", "comment"
SORTS = ("understand", "not_understood", HARD_WORD, PICTURE, "upsets", "missing", COMMENT)
LONGEST_COMMENT = 2000
MOST_WORDS, MOST_SYMBOLS = 20, 12


@dataclass(frozen=True, slots=True)
class Seat:
    """One browser of a group at one question, in the face and language in which it reads."""

    holder: GroupHolder
    id: str
    asked: Questionnaire
    question: Question
    face: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one seat says of one question."""

    sorts: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    picture: str = ""
    comment: str = ""
    symbols: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """Names the comment that a page shows, so that two tabs never lose one another's."""
        return _digest(self.comment)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed of a comment when it was drawn: the mark of its text, and its pictures."""

    mark: str
    symbols: tuple[str, ...] = ()


def seat_id(work: Work, holder: GroupHolder, secret: str) -> str:
    """The id behind a browser's secret: nobody can come from it to the secret, or to a seat in another group."""
    return DraftKey(f"{holder.group.id} {secret}", work.keys.pepper("seat")).id


def said_by(work: Work, seat: Seat) -> Said:
    """What this seat said of this question in the words it has now."""
    return _said(work, seat.holder, _rows(work, seat))


def all_said_by(work: Work, holder: GroupHolder, seat: str, asked: Questionnaire) -> Mapping[str, Said]:
    """What a seat said of every question that it said something of, by the question's id."""
    rows: dict[str, list[Reaction]] = {}
    for row in work.session.scalars(select(Reaction).where(Reaction.seat_id == seat)):
        if _is_of_now(work, row, asked):
            rows.setdefault(row.question, []).append(row)
    return {question: _said(work, holder, found) for question, found in rows.items()}


def keep_sorts(work: Work, seat: Seat, seen: Iterable[str], chosen: Iterable[str]) -> None:
    """Keep what was chosen and take back what was unchosen since `seen`; what another tab added stays.

    A hard word, a better picture or a comment goes with the choice that it belongs to.
    """
    _still_open(work, seat.holder)
    wanted, before = _known(chosen), _known(seen)
    for sort in wanted:
        _add(work, seat, sort)
    _take_back(work, seat, {(sort, None) for sort in before - wanted})


def keep_words(
    work: Work, seat: Seat, there: Iterable[str], seen: Iterable[str], chosen: Iterable[str]
) -> None:
    """Keep the hard words, of those that are `there` in the question."""
    _still_open(work, seat.holder)
    known = set(there)
    wanted = [word for word in dict.fromkeys(chosen) if word in known][:MOST_WORDS]
    if wanted:
        _add(work, seat, HARD_WORD)
    for word in wanted:
        _add(work, seat, HARD_WORD, word)
    _take_back(work, seat, {(HARD_WORD, word) for word in set(seen) - set(wanted)})


def keep_picture(work: Work, seat: Seat, chosen: str) -> None:
    """Keep the picture that would be better, in place of one that was chosen before; empty for none."""
    _still_open(work, seat.holder)
    before = said_by(work, seat).picture
    if before and before != chosen:
        _take_back(work, seat, {(PICTURE, before)})
    if chosen:
        _add(work, seat, PICTURE)
        _add(work, seat, PICTURE, chosen)


def keep_comment(work: Work, seat: Seat, seen: Shown, words: str, symbols: Iterable[str]) -> int:
    """Keep a comment and the pictures that say it; the gravest level at which a person has to read it (0: none).

    What another tab kept since the page was shown is kept with this. Raises Refused when it is too long.
    """
    _still_open(work, seat.holder)
    text = words.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_COMMENT:
        raise Refused(f"Write up to {LONGEST_COMMENT:,} letters.")
    new = (text, tuple(symbols))
    if _merged(said_by(work, seat), seen, new) == ("", ()):
        _take_back(work, seat, {(COMMENT, None)})
        return 0
    _add(work, seat, COMMENT)
    row = _comment_alone(work, seat)
    before = _said(work, seat.holder, [row])
    both = _merged(before, seen, new)
    return 0 if both == (before.comment, before.symbols) else _write(work, seat, row, *both)


def _comment_alone(work: Work, seat: Seat) -> Reaction:
    """The comment as it stands, while nobody else writes it."""
    statement = select(Reaction).where(Reaction.id == _row_id(work, seat, COMMENT, "")).with_for_update()
    return work.session.scalars(statement.execution_options(populate_existing=True)).one()


def _merged(before: Said, seen: Shown, new: tuple[str, tuple[str, ...]]) -> tuple[str, tuple[str, ...]]:
    """Text and pictures: the new ones, with what another tab kept since the page was shown."""
    text, symbols = new
    stay = [name for name in before.symbols if name not in seen.symbols]
    return _with_other_tab(before, seen.mark, text), tuple(dict.fromkeys([*stay, *symbols]))[:MOST_SYMBOLS]


def _with_other_tab(before: Said, seen: str, text: str) -> str:
    """The new text; with that of another tab before it where the page had not shown that yet."""
    if seen == before.mark or before.comment in text:
        return text
    return before.comment if text in before.comment else f"{before.comment}\n\n{text}"


def _write(work: Work, seat: Seat, row: Reaction, text: str, pictures: tuple[str, ...]) -> int:
    row.symbols = " ".join(pictures)
    row.sealed = seal_words(work, seat.holder.round.id, row.id, text) if text else None
    row.worry = worry_in(text, seat.asked.audience, seat.question.text) if text else 0
    # What was answered before was said of other words.
    row.answer, row.reply, row.easy_reply, row.replied_by, row.replied_on = "", "", "", "", None
    if row.worry:
        ask_to_read(work, seat.holder.round)
    return row.worry


def _known(sorts: Iterable[str]) -> frozenset[str]:
    return frozenset(sorts) & frozenset(SORTS)


def _still_open(work: Work, holder: GroupHolder) -> None:
    if is_over(work, holder.round):
        raise NotTakingAnswers(holder.group.code)


def _rows(work: Work, seat: Seat) -> list[Reaction]:
    statement = select(Reaction).where(Reaction.seat_id == seat.id, Reaction.question == seat.question.id)
    return [row for row in work.session.scalars(statement) if _is_of_now(work, row, seat.asked)]


def _is_of_now(work: Work, row: Reaction, asked: Questionnaire) -> bool:
    """What was said of other words of a question stays for those who answer it; the seat may say it anew."""
    if row.digest == asked.digest:
        return True
    return mark_of(version_of(work, row.digest), row.question) == mark_of(asked, row.question)


def _said(work: Work, holder: GroupHolder, rows: Iterable[Reaction]) -> Said:
    said = Said()
    for row in rows:
        said = replace(said, sorts=said.sorts | {row.sort})
        if row.sort == HARD_WORD and row.subject:
            said = replace(said, words=said.words | {row.subject})
        elif row.sort == PICTURE and row.subject:
            said = replace(said, picture=row.subject)
        elif row.sort == COMMENT:
            text = open_words(work, holder.round.id, row.id, row.sealed)
            said = replace(said, comment=text, symbols=tuple(row.symbols.split()))
    return said


def _add(work: Work, seat: Seat, sort: str, subject: str = "") -> None:
    made = _row_id(work, seat, sort, subject)
    if work.session.get(Reaction, made) is not None:
        return
    row = Reaction(
        id=made,
        round_id=seat.holder.round.id,
        group_id=seat.holder.group.id,
        seat_id=seat.id,
        question=seat.question.id,
        digest=seat.asked.digest,
        face=seat.face,
        language=seat.language,
        sort=sort,
        subject=subject,
        made_on=work.today,
    )
    _once(work, ReviewSeat(id=seat.id, group_id=seat.holder.group.id, begun_on=work.today))
    _once(work, row)


def _once(work: Work, row: ReviewSeat | Reaction) -> None:
    """Add a row; the same row from another tab at the same moment is the same row."""
    if work.session.get(type(row), row.id) is not None:
        return
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        return


def _take_back(work: Work, seat: Seat, what: Iterable[tuple[str, str | None]]) -> None:
    """Delete what somebody no longer says, by sort and subject; every subject where it is None."""
    wanted = set(what)
    gone = [row.id for row in _rows(work, seat) if {(row.sort, row.subject), (row.sort, None)} & wanted]
    work.session.execute(delete(Reaction).where(Reaction.id.in_(gone)))


def _row_id(work: Work, seat: Seat, sort: str, subject: str) -> str:
    """The same for the same thing said twice: seat, question in its words, sort and subject."""
    parts = (seat.id, seat.question.id, mark_of(seat.asked, seat.question.id), sort, subject)
    return DraftKey("\0".join(parts), work.keys.pepper("reaction")).id


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
