"""The table of languages agrees with what the world's tables of languages say."""

import re
from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date

from accessibility.languages import ENGLISH, LANGUAGES, Language
from accessibility.preferences import Preferences, from_token
from questionnaires.faces import LANGUAGE_NAME

EVERY = pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
FIRST_OF_DECEMBER = date(2026, 12, 1)


@EVERY
def test_direction_and_name_are_those_of_unicode(language: Language) -> None:
    locale = Locale.parse(language.tag, sep="-")
    assert language.direction == locale.text_direction
    assert language.name.casefold() == locale.get_language_name(locale.language).casefold()


@EVERY
def test_a_day_holds_its_number_its_month_and_its_weekday(language: Language) -> None:
    locale = Locale.parse(language.code)
    said = format_date(FIRST_OF_DECEMBER, language.day, locale=locale)
    assert locale.days["format"]["wide"][1] in said
    assert locale.months["format"]["wide"][12] in said
    assert re.search(r"\b1\b", said)
    assert "2026" in format_date(FIRST_OF_DECEMBER, language.year, locale=locale)
    assert language.time.format(day="DAY", time="09:00").startswith("DAY")


@EVERY
def test_a_choice_of_it_fits_into_the_cookie_and_into_the_name_of_a_file(language: Language) -> None:
    chosen = Preferences(language=language.code)
    assert from_token(chosen.to_token(), LANGUAGES) == chosen
    assert LANGUAGE_NAME.fullmatch(f"{language.code}.yaml")


def test_english_comes_first() -> None:
    assert next(iter(LANGUAGES.values())) == ENGLISH
