"""Which languages a survey speaks: reviewed ones by themselves, machine drafts only where the visit's lead allows."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from accessibility.languages import ENGLISH, LANGUAGES, Language
from analysis.language_guess import guess
from questionnaires.model import Questionnaire
from survey_app.calendar import states
from survey_app.services.catalogues import REVIEWED, Catalogues
from survey_app.services.distribute import surveys_of
from survey_app.services.entry import Entry
from survey_app.services.errors import NotFound, Refused
from survey_app.services.open_and_close import find_visit, kind_of
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.visits import Visit, VisitEvent

log = logging.getLogger("survey_app")


@dataclass(frozen=True, slots=True)
class Offered:
    """A language that a reader may choose. `draft` is true when no person has checked all of its words."""

    language: str
    draft: bool


IN_ENGLISH = Offered(ENGLISH.code, draft=False)


def offered(entry: Entry, questionnaire: Questionnaire, catalogues: Catalogues) -> tuple[Offered, ...]:
    """The languages of a survey, English first. Each says everything, pages and questions alike."""
    allowed = drafts_allowed(entry.draft_languages)
    found = (_offer(code, questionnaire, catalogues) for code in LANGUAGES)
    return (
        IN_ENGLISH,
        *(offer for offer in found if offer and (not offer.draft or offer.language in allowed)),
    )


def drafts_allowed(stored: str) -> frozenset[str]:
    """The codes of the languages whose drafts a visit allows, as its row holds them."""
    return frozenset(stored.split()) & LANGUAGES.keys()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a language stands in a visit: the audiences whose survey speaks it, and whether it is offered to them."""

    language: Language
    surveys: tuple[str, ...]
    is_draft: bool
    is_offered: bool


def standings(work: Work, visit: Visit, catalogues: Catalogues) -> tuple[Standing, ...]:
    """Every language but English that all pages and some surveys of a visit speak."""
    surveys = surveys_of(work, visit.id)
    asked = {survey.audience: version_of(work, survey.version_digest) for survey in surveys}
    offers = {who: _offers(questionnaire, catalogues) for who, questionnaire in asked.items()}
    found = (_standing(language, offers, visit.draft_languages) for language in LANGUAGES.values())
    return tuple(standing for standing in found if standing.surveys)


def _standing(language: Language, offers: Mapping[str, Mapping[str, Offered]], allowed: str) -> Standing:
    speaking = {who: there[language.code] for who, there in offers.items() if language.code in there}
    draft = any(offer.draft for offer in speaking.values())
    return Standing(language, tuple(speaking), draft, not draft or language.code in drafts_allowed(allowed))


def allow_drafts(work: Work, actor: Person, visit_id: str, languages: Collection[str]) -> Visit:
    """Let a visit's surveys be read in these languages although no person has checked them; none takes all back.

    Raises NotFound for whoever does not lead the visit, and Refused for a language that we do not know.
    """
    visit = visit_led(work, actor, visit_id)
    unknown = sorted(set(languages) - (LANGUAGES.keys() - {ENGLISH.code}))
    if unknown:
        raise Refused(f"There is no translation into “{unknown[0]}”.")
    wanted = " ".join(code for code in LANGUAGES if code in languages)
    if wanted != visit.draft_languages:
        visit.draft_languages = wanted
        work.session.add(_event(work, visit, actor))
    return visit


def visit_led(work: Work, actor: Person, visit_id: str) -> Visit:
    """A visit whose languages this person decides: its lead inspector, or the partnership's own lead; or NotFound."""
    require(actor, "allow_drafts", visit_id)
    visit = find_visit(work, actor, visit_id)
    if states.OWNER_ROLE[kind_of(visit.kind).owner] not in actor.roles.get(visit_id, frozenset()):
        raise NotFound(visit_id)
    return visit


def language_written(text: str) -> str | None:
    """The code of the language that own words seem to be in; None where nobody can tell."""
    try:
        found = guess(text)
    except Exception as error:  # an answer is worth more than a guess about it
        log.error("The guess of a language failed (%s).", type(error).__name__)
        return None
    return found.language if found.sure else None


def in_words(languages: Collection[str]) -> str:
    """The names of languages for staff, such as "Polish and Urdu"."""
    names = [language.english for code, language in LANGUAGES.items() if code in languages]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _offers(questionnaire: Questionnaire, catalogues: Catalogues) -> dict[str, Offered]:
    """The languages that say everything, pages and questions, by their code."""
    found = {code: _offer(code, questionnaire, catalogues) for code in LANGUAGES}
    return {code: offer for code, offer in found.items() if offer}


def _offer(code: str, questionnaire: Questionnaire, catalogues: Catalogues) -> Offered | None:
    face, catalogue = questionnaire.faces.get(code), catalogues.get(code)
    if face is None or catalogue is None or not catalogue.complete:
        return None
    return Offered(code, draft=not (catalogue.reviewed and face.review == REVIEWED))


def _event(work: Work, visit: Visit, actor: Person) -> VisitEvent:
    why = in_words(drafts_allowed(visit.draft_languages)) or "none"
    return VisitEvent(visit_id=visit.id, at=work.now, by=actor.email, action="allow_drafts", why=why)
