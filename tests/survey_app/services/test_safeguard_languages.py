"""An answer in another language is always read by a person; words of harm that are known make it sooner."""

import pytest

from analysis.scan import Scan
from survey_app.services.safeguard import NO_CONCERN, NOT_IN_ENGLISH, gravest, scan_or_ask_a_person

ENGLISH = "My teacher is kind and helps me every day."


def scanned(words: str, language: str = "en") -> Scan:
    return scan_or_ask_a_person(words, "young_people", "What would you change?", language)


def levels(scan: Scan) -> dict[str, int]:
    return {flag.category: flag.level for flag in scan.safeguarding}


@pytest.mark.parametrize(
    ("words", "level", "category"),
    [
        ("Nie chcę już żyć.", 1, "suicide"),
        ("tata mnie bije", 2, "physical_abuse"),
        ("abu mujhe maarte hain", 2, "physical_abuse"),
        ("أبي يضربني", 2, "physical_abuse"),
        ("Maen nhw'n fy mwlio", 3, "bullying"),
    ],
)
def test_words_of_harm_are_heard_though_nobody_could_tell_the_language(
    words: str, level: int, category: str
) -> None:
    scan = scanned(words)
    assert gravest([scan]) == level
    assert levels(scan) == {category: level, NOT_IN_ENGLISH: 3}


def test_the_whole_answer_is_to_be_read_whatever_is_found_in_it() -> None:
    words = "Nauczycielka jest miła. Tata mnie bije."
    places = {flag.category: words[flag.start : flag.end] for flag in scanned(words, "pl").safeguarding}
    assert places == {"physical_abuse": "mnie bije", NOT_IN_ENGLISH: words}


def test_a_denial_is_listed_and_a_person_still_reads_it() -> None:
    scan = scanned("W domu jest dobrze i nikt mnie nie bije.", "pl")
    assert levels(scan) == {"physical_abuse": 4, NOT_IN_ENGLISH: 3}


@pytest.mark.parametrize("language", ["pl", "so", "uk", "pt"])
def test_an_answer_in_any_other_language_is_to_be_read(language: str) -> None:
    assert levels(scanned("abc", language)) == {NOT_IN_ENGLISH: 3}


def test_one_sentence_in_another_language_is_to_be_read_too() -> None:
    assert NOT_IN_ENGLISH in levels(scanned(f"{ENGLISH} Córka boi się wracać do domu po lekcjach."))


@pytest.mark.parametrize(
    "words", [ENGLISH, "ok", "gd skool", "no bcos its 2 lowd", "my nani makes roti", "10/10"]
)
def test_english_however_it_is_spelt_asks_nobody_to_translate(words: str) -> None:
    scan = scanned(words)
    assert gravest([scan]) == NO_CONCERN
    assert "other languages" not in scan.version


@pytest.mark.parametrize("words", ["10/10", "🙂🙂", "!!!"])
def test_what_holds_no_words_is_in_no_language(words: str) -> None:
    assert levels(scanned(words, "pl")) == {}
