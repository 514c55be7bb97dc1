"""What was said back to a group: each thing that it said and that was answered, never by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import func, select

from survey_app.services.key_holders import GroupHolder
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.review_rounds import Reaction

CHANGED, KEPT, ASKED_AGAIN = "changed", "kept", "asked_again"


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing that a group said of a question, and what came of it. `words` may be empty where it was changed."""

    question: str
    sort: str
    subject: str
    answer: str
    words: str
    easy: str


def replies_to(work: Work, holder: GroupHolder) -> tuple[Reply, ...]:
    """The answers to what this group said, in the order of the questions; the same said twice is answered once."""
    order = {name: place for place, name in enumerate(version_of(work, holder.round.draft_digest).questions)}
    statement = select(Reaction).where(Reaction.group_id == holder.group.id, Reaction.answer != "")
    found = {
        Reply(row.question, row.sort, row.subject, row.answer, row.reply, row.easy_reply)
        for row in work.session.scalars(statement)
    }
    # That a word is hard is said again by the word itself.
    plain = {replace(reply, subject="") for reply in found if reply.subject}
    return tuple(
        sorted(
            found - plain,
            key=lambda one: (order.get(one.question, len(order)), one.sort, one.subject, one.easy),
        )
    )


def waits_for_reply(work: Work, holder: GroupHolder) -> bool:
    """True when something that this group said has no answer yet."""
    statement = select(func.count(Reaction.id)).where(
        Reaction.group_id == holder.group.id, Reaction.answer == "", Reaction.sort != "understand"
    )
    return bool(work.session.scalar(statement))
