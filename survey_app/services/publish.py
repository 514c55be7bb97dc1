"""Publishing a questionnaire: its exact texts are kept, and every answer keeps the version it was asked in."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from questionnaires.loader import parse_questionnaire
from questionnaires.model import Questionnaire
from survey_app.services.errors import NotFound, Refused
from survey_app.services.work import Work
from survey_app.storage.journal import JournalEntry
from survey_app.storage.surveys import QuestionnaireVersion, Survey

_loaded: dict[str, Questionnaire] = {}


def publish(work: Work, texts: Mapping[str, str], by: str) -> Questionnaire:
    """Keep these texts (file name to content) as a version; the same texts twice are one version.

    Raises QuestionnaireProblems when they do not make a questionnaire.
    """
    questionnaire = parse_questionnaire(texts)
    if work.session.get(QuestionnaireVersion, questionnaire.digest) is None:
        work.session.add(
            QuestionnaireVersion(
                digest=questionnaire.digest,
                questionnaire=questionnaire.id,
                version=questionnaire.version,
                texts=dict(texts),
                published_at=work.now,
                published_by=by,
            )
        )
        work.session.flush()
    return questionnaire


def correct(work: Work, survey: Survey, texts: Mapping[str, str], by: str, why: str) -> Questionnaire:
    """Serve corrected wording to new starts; drafts and sent answers keep the version they began with.

    The same wording again changes nothing. Raises QuestionnaireProblems, and Refused when it is another
    questionnaire, the version number was not raised, or nobody says why.
    """
    if not why.strip():
        raise Refused("Say why the wording is corrected.")
    current = version_of(work, survey.version_digest)
    corrected = publish(work, texts, by)
    if corrected.id != current.id or corrected.audience != current.audience:
        raise Refused(f"This survey asks “{current.id}”. Correct that questionnaire, not “{corrected.id}”.")
    if corrected.digest == current.digest:
        return current
    if corrected.version <= current.version:
        raise Refused(f"Raise the version number above {current.version}, so that answers can be told apart.")
    survey.version_digest = corrected.digest
    detail = f"version {current.version} to {corrected.version}: {why.strip()}"[:500]
    work.session.add(
        JournalEntry(at=work.now, by=by, action="correct_questionnaire", subject=survey.id, detail=detail)
    )
    return corrected


def version_of(work: Work, digest: str) -> Questionnaire:
    """The questionnaire as it was published under this digest (loaded once in each process)."""
    if digest not in _loaded:
        statement = select(QuestionnaireVersion.texts).where(QuestionnaireVersion.digest == digest)
        texts = work.connection.execute(statement).scalar_one_or_none()
        if texts is None:
            raise NotFound(f"No questionnaire version {digest}.")
        _loaded[digest] = parse_questionnaire(texts)
    return _loaded[digest]
