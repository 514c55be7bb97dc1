"""Answers put where sent ones are kept, made ready and stored as the site does it, by the hundred in a second."""

from collections.abc import Mapping

from survey_app.services.publish import version_of
from survey_app.services.receive_answers import Asked, ready_response, store
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit


def answered(
    site: Site,
    visit: BuiltVisit,
    audience: str,
    times: int,
    answers: Mapping[str, str | tuple[str, ...]],
    **made: str,
) -> list[str]:
    """So many people of an audience give these answers; `made` is how (mode, language, face). Gives their ids."""
    with site.writing() as work:
        kept = work.session.get_one(Visit, visit.id)
        survey = work.session.get_one(Survey, visit.surveys[audience])
        asked = Asked(visit.id, survey.id, audience, kept.key_salt)
        how = {
            "received_on": work.today,
            "mode": "online",
            "language": "en-GB",
            "face": "standard",
            "late": False,
        }
        questionnaire = version_of(work, survey.version_digest)
        ready = [ready_response(work, asked, questionnaire, answers, {**how, **made}) for _ in range(times)]
        for one in ready:
            store(work, visit.id, one)
    return [one.id for one in ready]
