"""What paper says besides the questions is whole in every language, and the same as on the online pages."""

import re
from string import Formatter

import pytest

from accessibility.languages import DRAFTED, LANGUAGES
from survey_app.paper.paper_words import IN_SENTENCES, NUMBERS, languages_on_paper, paper_words
from survey_app.services.catalogues import read_catalogues
from survey_app.web.help_lines import help_lines_for

GAP = re.compile(r"%\(\w+\)s|\{\w+\}")
SAME = ("minutes", "heard", "page", "help", "again")


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def without_gaps(text: str) -> str:
    return GAP.sub("…", text)


def as_online(language: str) -> set[str]:
    messages = read_catalogues()["pl"].messages
    said = messages if language == "en" else read_catalogues()[language].messages.values()
    return {without_gaps(message) for message in said}


def test_paper_speaks_every_language_of_the_pages() -> None:
    assert set(languages_on_paper()) == set(LANGUAGES)


@pytest.mark.parametrize("language", languages_on_paper())
def test_no_language_misses_a_sentence_or_a_gap(language: str) -> None:
    ours, english = paper_words(language), paper_words("en")
    assert ours.words.keys() == english.words.keys()
    assert ours.help.keys() == english.help.keys() == NUMBERS.keys()
    for name, text in ours.words.items():
        assert gaps(text) == gaps(english.words[name]), name
    for audience, faces in english.safety.items():
        for face, lines in faces.items():
            said = [gaps(line) for line in ours.safety[audience][face]]
            assert said == [gaps(line) for line in lines]


@pytest.mark.parametrize("language", languages_on_paper())
def test_paper_promises_what_the_pages_promise(language: str) -> None:
    words, online = paper_words(language), as_online(language)
    ours = [words.words[name] for name in SAME] + list(words.help.values())
    ours += [line for faces in words.safety.values() for lines in faces.values() for line in lines]
    assert {without_gaps(line) for line in ours} <= online


@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners", "local_leaders"])
def test_paper_gives_the_numbers_of_the_pages(audience: str) -> None:
    ours = [
        (line.name, line.number.replace("\N{NO-BREAK SPACE}", " "))
        for line in paper_words("en").help_for(audience)
    ]
    assert ours == [(line.name, line.spoken) for line in help_lines_for(audience)]


def test_numbers_in_sentences_are_those_of_the_services() -> None:
    told = " ".join(paper_words("en").before_own_words("young_people", easy=False))
    for service in ("999", "Childline", "Samaritans"):
        assert service in IN_SENTENCES.values()
        assert NUMBERS[service].replace(" ", "\N{NO-BREAK SPACE}") in told


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_paper_says_that_a_machine_translated_it_as_the_pages_do(language: str) -> None:
    assert read_catalogues()[language].messages[DRAFTED] == LANGUAGES[language].drafted
