"""Which language a page speaks: the reader's choice from those on offer here. Staff pages speak English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Domain
from werkzeug.wrappers import Response

from accessibility.languages import ENGLISH, LANGUAGES, Language
from accessibility.preferences import Preferences, from_token
from survey_app.calendar.clock import to_london
from survey_app.calendar.wording import say as say_in_english
from survey_app.extensions import babel
from survey_app.services.catalogues import FOLDER, Catalogues, read_catalogues
from survey_app.services.entry import Entry
from survey_app.services.languages import Offered, offered
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.settings import Settings

LOOK_COOKIE = "look"
STAFF = "/staff"
EXTENSION = "catalogues"
NO_WORDS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Speech:
    """The language of this page, whether it is an unchecked draft, and every language on offer here."""

    language: Language = ENGLISH
    draft: bool = False
    offered: tuple[Language, ...] = (ENGLISH,)
    messages: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def others(self) -> tuple[Language, ...]:
        """The languages that the reader could change to."""
        return tuple(language for language in self.offered if language != self.language)


IN_ENGLISH = Speech()


def install(app: Flask, settings: Settings) -> None:
    """Let every message, date and number of this app follow the language of its page; raises BadCatalogue."""
    app.extensions[EXTENSION] = read_catalogues(settings.translations or FOLDER)
    babel.init_app(app, locale_selector=_locale)
    babel.domain_instance = _Spoken()
    environment = app.jinja_env
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["speech"] = speech
    environment.filters["say"] = say
    environment.filters["counted"] = counted
    environment.filters["language_name"] = language_name


def speech() -> Speech:
    """What the page of this request speaks. Before a survey is known it follows the cookie alone."""
    if not has_request_context():
        return IN_ENGLISH
    if "speech" not in g:
        g.speech = _anywhere()
    found: Speech = g.speech
    return found


def speak_as(work: Work, entry: Entry) -> Entry:
    """From here on the request speaks what its reader chose from the languages of this survey."""
    g.speech = _among(offered(entry, version_of(work, entry.version_digest), catalogues()))
    return entry


def chosen_language() -> str:
    """The code that the reader's cookie asks for, whether or not it is on offer."""
    return from_token(request.cookies.get(LOOK_COOKIE), LANGUAGES).language


def keep_in(answer: Response, language: str = "", look: Preferences | None = None) -> Response:
    """The answer with the reader's choices in a cookie that goes when the browser closes."""
    chosen = look or from_token(request.cookies.get(LOOK_COOKIE), LANGUAGES)
    codes = tuple(offer.code for offer in speech().offered)
    token = chosen.choosing({"language": language}, codes).to_token()
    answer.set_cookie(
        LOOK_COOKIE, token, httponly=True, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )
    return answer


def likely_first(languages: tuple[Language, ...]) -> tuple[Language, ...]:
    """The languages in their order, those that the reader's browser asks for before the others."""
    asked = [tag.partition("-")[0].lower() for tag in request.accept_languages.values()]
    return tuple(
        sorted(languages, key=lambda one: asked.index(one.code) if one.code in asked else len(asked))
    )


def say(instant: datetime, *, with_year: bool = False) -> str:
    """An instant on England's clock in the language of the page, such as "Tuesday 1 December, 9am"."""
    language = speech().language
    if language == ENGLISH:
        return say_in_english(instant, with_year=with_year)
    local = to_london(instant)
    day = format_date(local.date(), language.year if with_year else language.day, locale=language.code)
    # On 24 hours nobody takes a morning for an evening.
    time = f"{local:%H:%M}"
    return language.time.format(day=day, time=time)


def language_name(code: str) -> str:
    """What staff call a language, such as "Polish"."""
    if code in LANGUAGES:
        return LANGUAGES[code].english
    return str(Locale.parse("en").languages.get(code, code))


def counted(number: int) -> str:
    """A number with the marks between its thousands that the language of the page uses."""
    return str(format_decimal(number, locale=_locale()))


def catalogues() -> Catalogues:
    """What the pages of this app say in other languages, by the code of the language."""
    found: Catalogues = current_app.extensions[EXTENSION]
    return found


def _anywhere() -> Speech:
    if request.path == STAFF or request.path.startswith(f"{STAFF}/"):
        return IN_ENGLISH
    known = catalogues()
    chosen = known.get(chosen_language())
    if chosen is None or not chosen.complete:
        return Speech(offered=_reviewed(known))
    return Speech(LANGUAGES[chosen.language], not chosen.reviewed, _reviewed(known), chosen.messages)


def _reviewed(known: Catalogues) -> tuple[Language, ...]:
    """English, and the languages that need nobody's leave."""
    checked = (one for code, one in LANGUAGES.items() if code in known and known[code].ready)
    return (ENGLISH, *checked)


def _among(offers: tuple[Offered, ...]) -> Speech:
    chosen = chosen_language()
    offer = next((offer for offer in offers if offer.language == chosen), offers[0])
    catalogue = catalogues().get(offer.language)
    return Speech(
        LANGUAGES[offer.language],
        offer.draft,
        tuple(LANGUAGES[other.language] for other in offers),
        catalogue.messages if catalogue else NO_WORDS,
    )


def _locale() -> Locale:
    return Locale.parse(speech().language.tag, sep="-")


def _gettext(words: str) -> str:
    return speech().messages.get(words, words)


def _ngettext(one: str, many: str, number: int) -> str:
    """Counted sentences are not translated: six forms of them are more than we could check."""
    return one if number == 1 else many


class _Translations(NullTranslations):
    """What Flask-Babel asks for words, also where code and not a template speaks."""

    def gettext(self, message: str) -> str:
        return _gettext(message)

    ugettext = gettext


class _Spoken(Domain):
    """Finds the words of the page's language in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._translations = _Translations()

    def get_translations(self) -> NullTranslations:
        return self._translations
