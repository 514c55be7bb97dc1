"""A few words of an answer that the team made fit, shown on the public page once a group agrees.

Nothing joins the words to the answer that they come from, and no more of it is ever shown.
"""

from __future__ import annotations

from sqlalchemy import select

from survey_app.services import redact
from survey_app.services.errors import NotFound, Refused
from survey_app.services.feedback_readers import readers_in
from survey_app.services.inspect import is_national
from survey_app.services.key_holders import ReaderHolder
from survey_app.services.permissions import Person, require
from survey_app.services.work import Work
from survey_app.storage.feedback import AgreedWords, FeedbackReader
from survey_app.storage.journal import JournalEntry
from survey_app.storage.visits import Visit

OFFERED, AGREED, REFUSED = "offered", "agreed", "refused"
SHORTEST, LONGEST = 10, 500


def groups_to_ask(work: Work, person: Person, visit_id: str) -> tuple[FeedbackReader, ...]:
    """The groups that words can be offered to; none where findings are national only. Raises NotFound."""
    require(person, "offer_words", visit_id)
    visit = work.session.get(Visit, visit_id)
    if visit is None:
        raise NotFound(visit_id)
    return () if is_national(visit.kind) else readers_in(work, visit_id)


def offer(
    work: Work, person: Person, visit_id: str, response_id: str, question: str, words: str, reader_id: str
) -> None:
    """Ask a group whether these words may be shown. They have to stand in the answer as it was made fit.

    Raises NotFound or Refused.
    """
    if reader_id not in {reader.id for reader in groups_to_ask(work, person, visit_id)}:
        raise Refused("Choose the group that is asked.")
    answer = redact.answer_to_redact(work, person, visit_id, response_id, question)
    words = " ".join(words.split())
    if answer.kept is None:
        raise Refused("Make this answer fit to be shown first: choose which words are replaced, and keep it.")
    if not SHORTEST <= len(words) <= LONGEST:
        raise Refused(f"Choose {SHORTEST} to {LONGEST} characters of the answer.")
    if words not in " ".join(answer.kept.text.split()):
        raise Refused(
            "These words are not in the answer as it may be shown. Copy them exactly as they stand there."
        )
    work.session.add(
        AgreedWords(
            visit_id=visit_id,
            audience=answer.audience,
            theme="",
            words=words,
            redacted_by=answer.kept.by,
            reader_id=reader_id,
        )
    )
    _note(work, person.email, "offer_words", visit_id)


def waiting_for(work: Work, holder: ReaderHolder) -> tuple[AgreedWords, ...]:
    """The words that this group is asked about, in an order that says nothing of who wrote when."""
    statement = select(AgreedWords).where(
        AgreedWords.reader_id == holder.reader.id, AgreedWords.state == OFFERED
    )
    return tuple(work.session.scalars(statement.order_by(AgreedWords.id)))


def decide(work: Work, holder: ReaderHolder, words_id: str, agreed: bool) -> None:
    """Say that words may be shown, or may not: then they are wiped. Raises NotFound."""
    found = work.session.get(AgreedWords, words_id)
    if found is None or found.reader_id != holder.reader.id or found.state != OFFERED:
        raise NotFound(words_id)
    found.state, found.decided_on = (AGREED if agreed else REFUSED), work.today
    found.words = found.words if agreed else ""


def _note(work: Work, by: str, action: str, visit_id: str) -> None:
    work.session.add(JournalEntry(at=work.now, by=by, action=action, subject=visit_id))
