"""Every wording that a visit asks or was answered in, and its questions about who somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.people import People
from analysis.tallies import AskedItem
from questionnaires.model import Question, Questionnaire
from survey_app.services.distribute import surveys_of
from survey_app.services.publish import version_of
from survey_app.services.work import Work


def wordings_of(work: Work, visit_id: str, people: Mapping[str, People]) -> list[Questionnaire]:
    """Every wording that was answered or is asked now."""
    digests = {survey.version_digest for survey in surveys_of(work, visit_id)}
    digests.update(digest for them in people.values() for digest in them.wording.counts())
    return [version_of(work, digest) for digest in sorted(digests)]


def profile_questions(wordings: Iterable[Questionnaire]) -> dict[tuple[str, str], Question]:
    """The questions about who somebody is, by (audience, id)."""
    return {(one.audience, q.id): q for one in wordings for q in one.questions.values() if q.profile}


def about_the_area(items: Iterable[AskedItem], wordings: Iterable[Questionnaire]) -> list[AskedItem]:
    """The items that do not ask who somebody is."""
    who = profile_questions(wordings)
    return [item for item in items if (item.audience, item.question) not in who]
