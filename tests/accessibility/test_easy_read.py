"""A face changes the words and the pictures, never what is asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from accessibility.easy_read import Reading, Wording, face_of, opening, pictures, title, wording
from accessibility.preferences import EASY_READ, EASY_READ_PICTURES, STANDARD
from accessibility.symbols import load_symbols
from questionnaires.loader import load_questionnaire
from questionnaires.model import Face, OptionWording, Questionnaire, QuestionWording

SAMPLES = Path(__file__).parents[1] / "samples/questionnaires"
FACES = (STANDARD, EASY_READ, EASY_READ_PICTURES)

AGE_IN_POLISH = QuestionWording(
    "Ile masz lat?",
    alt="Tort ze świeczką",
    options={"age_11_15": OptionWording("11 do 15", alt="Trzy osoby")},
)
POLISH = Face("pl", "Twoje zdanie", titles={"help": "Pomoc"}, questions={"age_band": AGE_IN_POLISH})


@pytest.fixture(scope="module")
def sample() -> Questionnaire:
    return load_questionnaire(SAMPLES / "every_kind")


@pytest.fixture(scope="module")
def in_polish(sample: Questionnaire) -> Questionnaire:
    return replace(sample, faces={**sample.faces, "pl": POLISH})


def read(questionnaire: Questionnaire, name: str, face: str, language: str = "en") -> Wording:
    return wording(questionnaire, questionnaire.questions[name], Reading(face, language))


@pytest.mark.parametrize("language", ["en", "pl", "xx"])
@pytest.mark.parametrize("face", FACES)
def test_no_face_or_language_changes_what_is_asked(
    in_polish: Questionnaire, face: str, language: str
) -> None:
    for question in in_polish.questions.values():
        said = wording(in_polish, question, Reading(face, language))
        assert [option.id for option in said.options] == [option.id for option in question.options]
        assert said.text
        assert all(option.text for option in said.options)


def test_standard_is_the_questionnaire_word_for_word(sample: Questionnaire) -> None:
    said = read(sample, "kinds_of_help", STANDARD)
    assert said.hint == "Choose all that fit."
    assert [option.text for option in said.options][-1] == "None of these"
    assert not any(option.picture for option in said.options)


def test_easy_read_has_its_own_words_and_hint(sample: Questionnaire) -> None:
    said = read(sample, "kinds_of_help", EASY_READ)
    assert said.hint == "You can pick more than 1."
    assert said.options[-1].text == "I get no help"
    assert said.picture == ""
    assert read(sample, "why_not", EASY_READ).hint == ""


def test_pictures_come_with_the_face_that_shows_them(sample: Questionnaire) -> None:
    said = read(sample, "kinds_of_help", EASY_READ_PICTURES)
    assert said.picture == "support"
    assert [option.picture for option in said.options] == ["school", "health", "none"]


def test_a_kind_with_answers_of_its_own_brings_their_pictures(sample: Questionnaire) -> None:
    said = read(sample, "help_is_right", EASY_READ_PICTURES)
    assert [option.picture for option in said.options] == ["yes", "no", "not_sure"]


def test_another_language_keeps_the_pictures_and_speaks_its_own_alt_text(in_polish: Questionnaire) -> None:
    said = read(in_polish, "age_band", EASY_READ_PICTURES, "pl")
    assert (said.text, said.picture, said.alt) == ("Ile masz lat?", "birthday", "Tort ze świeczką")
    assert (said.options[0].text, said.options[0].alt) == ("11 do 15", "Trzy osoby")
    assert read(in_polish, "age_band", EASY_READ, "pl").alt == ""


def test_what_a_language_leaves_out_stays_in_the_standard_words(in_polish: Questionnaire) -> None:
    assert read(in_polish, "one_word", STANDARD, "pl").text == "What word describes your support?"
    assert read(in_polish, "age_band", STANDARD, "pl").options[2].text == "18 to 25"


def test_the_opening_and_the_titles_follow_the_face(in_polish: Questionnaire) -> None:
    assert opening(in_polish, Reading(STANDARD)).title == "Every kind of question"
    assert opening(in_polish, Reading(EASY_READ)).title == "Your views"
    assert opening(in_polish, Reading(EASY_READ, "pl")).title == "Twoje zdanie"
    assert opening(in_polish, Reading(EASY_READ, "pl")).intro == in_polish.intro
    assert title(in_polish, "your-views", "Your views", Reading(EASY_READ)) == "What you think"
    assert title(in_polish, "help", "Help you get", Reading(STANDARD, "pl")) == "Pomoc"
    assert title(in_polish, "your-views", "Your views", Reading(STANDARD, "pl")) == "Your views"


def test_the_reader_chooses_the_face_and_else_the_questionnaire(sample: Questionnaire) -> None:
    assert face_of("", sample) == EASY_READ_PICTURES
    assert face_of(STANDARD, sample) == STANDARD
    assert face_of("something else", sample) == STANDARD


def test_without_easy_read_there_is_only_the_standard_face(sample: Questionnaire) -> None:
    plain = replace(sample, faces={})
    assert {face_of(face, plain) for face in ("", *FACES)} == {STANDARD}
    assert read(plain, "age_band", EASY_READ_PICTURES) == read(plain, "age_band", STANDARD)
    assert pictures(plain) == frozenset()


def test_every_picture_that_a_shipped_questionnaire_shows_is_drawn() -> None:
    definitions = Path(load_questionnaire.__code__.co_filename).parent / "definitions"
    shown = {
        name
        for path in definitions.glob("*/questionnaire.yaml")
        for name in pictures(load_questionnaire(path.parent))
    }
    assert shown
    assert shown <= set(load_symbols())
