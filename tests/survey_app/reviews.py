"""A group that reviews questions, as the tests need one."""

from __future__ import annotations

from datetime import timedelta

from questionnaires.definitions import shipped_definitions
from questionnaires.loader import read_texts
from survey_app.services.publish import publish
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound
from survey_app.web.site import Site

LEAD = "lead@example.org"


def make_group(site: Site, name: str = "The youth group") -> ReviewGroup:
    """A youth group in a round of its own: asked about the young people's questions for ten days."""
    with site.writing() as work:
        texts = {n: d.decode() for n, d in read_texts(shipped_definitions()["young-people"]).items()}
        digest = publish(work, texts, LEAD).digest
        made = ReviewRound(
            questionnaire="young-people",
            base_digest=digest,
            draft_digest=digest,
            title="Our words",
            opened_at=work.now,
            closes_at=work.now + timedelta(days=10),
            led_by=LEAD,
        )
        work.session.add(made)
        work.session.flush()
        group = ReviewGroup(round_id=made.id, kind="youth_group", name=name)
        work.session.add(group)
        work.session.flush()
        return group
