"""Letting go of paper that nobody finished, and of pictures that nobody placed. An answer or a concern never goes."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import CursorResult, delete, select, update

from survey_app.calendar.clock import london_day
from survey_app.services.paper_days import kept_until, last_touched, waits_until
from survey_app.services.paper_entry import cannot_wait
from survey_app.services.paper_forms import CLEARED, UNDER_WAY, open_sheet
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.paper import PaperEntry, PaperForm, PaperPicture, PaperPrint
from survey_app.storage.sealing import SealBroken
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

BY = "tidy"


def clear_unfinished(work: Work, days: int) -> int:
    """Delete what is typed and pictured of forms whose days are over, and give how many those were.

    The sheet can be typed again. A form with something that cannot wait stays until somebody hands it in.
    """
    rows = work.session.execute(
        select(PaperForm, Visit)
        .join(PaperPrint, PaperPrint.code == PaperForm.print_code)
        .join(Survey, Survey.id == PaperPrint.survey_id)
        .join(Visit, Visit.id == Survey.visit_id)
        .where(PaperForm.state.in_(UNDER_WAY))
    ).all()
    touched = last_touched(work, [form.id for form, _ in rows])
    cleared: Counter[str] = Counter()
    for form, visit in rows:
        until = kept_until(visit, touched.get(form.id, form.received_on), days)
        if until and until < work.today and not _must_stay(work, visit.id, form.id):
            _clear(work, form)
            cleared[visit.id] += 1
    for visit_id, forms in cleared.items():
        # How many, not which: as when a form is finished.
        entry = {"action": "paper_cleared", "subject": visit_id, "detail": f"{forms} unfinished"}
        work.session.add(JournalEntry(at=work.now, by=BY, **entry))
    work.session.flush()
    return cleared.total()


def clear_waiting(work: Work) -> int:
    """Delete pictures of which nobody has said in time which page they show, and give how many those were."""
    statement = select(PaperPicture.id, PaperPicture.uploaded_at).where(PaperPicture.form_id.is_(None))
    old = [
        picture
        for picture, sent in work.connection.execute(statement)
        if waits_until(london_day(sent)) < work.today
    ]
    gone: CursorResult[object] = work.connection.execute(delete(PaperPicture).where(PaperPicture.id.in_(old)))
    return gone.rowcount


def _must_stay(work: Work, visit_id: str, form_id: str) -> bool:
    """Something in it cannot wait; or it cannot be opened, so that nobody can say."""
    try:
        return cannot_wait(work, open_sheet(work, visit_id, form_id))
    except SealBroken:
        return True


def _clear(work: Work, form: PaperForm) -> None:
    for table in (PaperEntry, PaperPicture):
        work.connection.execute(delete(table).where(table.form_id == form.id))
    work.connection.execute(
        update(PaperForm).where(PaperForm.id == form.id).values(state=CLEARED, fields=0, differed=0)
    )
