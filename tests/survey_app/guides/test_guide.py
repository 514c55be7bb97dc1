"""The plain guide: every kind of visit has one, short enough to be read, and easy where it is called easy."""

import pytest

from accessibility.readability import sentences, words
from accessibility.symbols import load_symbols
from questionnaires.visit_kinds import load_visit_kinds
from survey_app.guides.guide import (
    ENGLISH,
    FAMILIES,
    READERS,
    TOLD,
    YOUNG_PEOPLE,
    SaidDate,
    SaidDates,
    guide,
    kinds_told,
    languages_told,
)

FILLED = {
    "area": "Meadow and Vale",
    "address": "voices.example.org/after/abcdefghjk",
    "front_door": "Call 0.",
}
NOTHING = dict.fromkeys(FILLED, "")
DATES = SaidDates(
    "Monday 23 November, 9am",
    "Tuesday 1 December, 9am",
    tuple(SaidDate(name, "Friday 4 December") for name in TOLD),
)
# Seed 004 is one page of about 900 words.
MOST_WORDS = {FAMILIES: 900, YOUNG_PEOPLE: 320}
LONGEST_EASY_SENTENCE = 12


def lines(kind: str, reader: str, filled: dict[str, str] = FILLED, language: str = ENGLISH) -> list[str]:
    found = guide(kind, reader, filled, DATES, language)
    return [line for section in found.sections for line in section.lines]


def test_every_kind_of_visit_has_a_guide() -> None:
    assert kinds_told() == set(load_visit_kinds())


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", sorted(load_visit_kinds()))
def test_it_is_filled_in_and_as_short_as_its_readers_need(kind: str, reader: str) -> None:
    said = lines(kind, reader)
    assert not [line for line in said if "{" in line or not line.strip()]
    assert 40 < sum(len(words(line)) for line in said) <= MOST_WORDS[reader]


@pytest.mark.parametrize("kind", sorted(load_visit_kinds()))
def test_the_easy_guide_has_short_sentences_and_a_picture_for_each_heading(kind: str) -> None:
    drawn = load_symbols()
    for section in guide(kind, YOUNG_PEOPLE, FILLED).sections:
        assert section.picture in drawn
        for line in section.lines:
            assert all(len(words(s.text)) <= LONGEST_EASY_SENTENCE for s in sentences(line)), line


@pytest.mark.parametrize("reader", READERS)
def test_without_an_area_nothing_points_at_one(reader: str) -> None:
    said = lines("thematic-local-offer-2026", reader, NOTHING)
    assert said
    assert not any("None" in line or "  " in line or line.endswith(" .") for line in said)


def test_the_three_outcomes_of_2024_are_told_and_no_other_kind_promises_them() -> None:
    assert sum(line[:2] in ("1.", "2.", "3.") for line in lines("area-send-full-2024", FAMILIES)) == 3
    assert not any(line[:2] == "1." for line in lines("impact-wave", FAMILIES))


@pytest.mark.parametrize("kind", sorted(load_visit_kinds()))
@pytest.mark.parametrize("language", sorted(languages_told() - {ENGLISH}))
def test_it_says_as_much_in_every_language_as_in_english(language: str, kind: str) -> None:
    for reader in READERS:
        english = guide(kind, reader, FILLED, DATES)
        told = guide(kind, reader, FILLED, DATES, language)
        assert [(s.id, s.picture, len(s.lines)) for s in told.sections] == [
            (s.id, s.picture, len(s.lines)) for s in english.sections
        ]
        assert told.draft
        assert told.title != english.title
        said, meant = lines(kind, reader, language=language), lines(kind, reader)
        for name in (*FILLED.values(), DATES.opens, "999", "0800 1111"):
            assert sum(name in line for line in said) == sum(name in line for line in meant), name
        assert not [line for line in said if "{" in line or not line.strip()]


def test_a_language_without_a_guide_gets_the_english_one_unmarked() -> None:
    found = guide("impact-wave", FAMILIES, FILLED, DATES, "xx")
    assert found == guide("impact-wave", FAMILIES, FILLED, DATES)
    assert not found.draft
