"""Wording for groups of readers, recordings and signed videos: they change what is read, never what is asked."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.easy_read import SOURCE_LANGUAGE, Reading, faces_offered, wording
from accessibility.preferences import EASY_READ, SIGNED, STANDARD
from accessibility.review import review_text
from questionnaires.definitions import shipped_definitions
from questionnaires.loader import load_questionnaire, parse_questionnaire, read_texts
from questionnaires.model import Questionnaire, Readers, ReaderWording, Recording
from questionnaires.path import kept_answers, shown_pages, shown_questions
from questionnaires.recordings import FILE_NAME
from questionnaires.rules import Answers

SAMPLES = Path(__file__).parent.parent / "samples" / "questionnaires"
SHIPPED = {name: load_questionnaire(folder) for name, folder in shipped_definitions().items()}
YOUNG = SHIPPED["young-people"]
AGES = ("age_11_15", "age_16_17", "age_18_25", "other_age", "")


@pytest.fixture(scope="module")
def sample() -> Questionnaire:
    return load_questionnaire(SAMPLES / "readers")


def asked(questionnaire: Questionnaire, answers: Answers) -> list[str]:
    """The questions that these answers lead through."""
    kept = kept_answers(questionnaire, answers)
    pages = shown_pages(questionnaire, answers)
    return [question.id for page in pages for question in shown_questions(page, kept)]


def test_groups_of_readers_are_read(sample: Questionnaire) -> None:
    assert sample.readers == Readers(
        "age", {"young": frozenset({"under_18"}), "grown": frozenset({"over_18"})}
    )
    assert [sample.reader_of({"age": age}) for age in ("under_18", "over_18")] == ["young", "grown"]
    assert sample.reader_of({}) == ""


def test_wording_for_readers_is_read_from_every_file(sample: Questionnaire) -> None:
    grown = ReaderWording("Do you get help to find work?", "Or a place to live.")
    assert sample.questions["next"].for_readers == {"grown": grown}
    assert sample.faces["easy_read"].questions["next"].for_readers["grown"].text == grown.text
    assert (
        sample.faces["pl"].questions["next"].for_readers["grown"].text == "Czy masz pomoc w szukaniu pracy?"
    )


def test_recordings_are_read_from_every_file(sample: Questionnaire) -> None:
    assert sample.questions["next"].recording == Recording("next.opus", "next.vtt")
    assert sample.faces["easy_read"].questions["next"].recording == Recording("next-easy.opus")
    assert sample.faces["pl"].questions["next"].recording == Recording("next-pl.opus")


def test_a_recording_is_only_of_the_words_that_everybody_reads(sample: Questionnaire) -> None:
    heard = {
        reader: wording(sample, sample.questions["next"], Reading(reader=reader)).recording
        for reader in ("", "young", "grown")
    }
    assert heard["young"] == heard[""] == Recording("next.opus", "next.vtt")
    assert heard["grown"] is None


def test_signed_videos_are_read_and_a_part_of_them_is_enough() -> None:
    signed = load_questionnaire(SAMPLES / "signed").signed
    assert signed is not None
    assert (signed.sign_language, signed.review, signed.intro) == ("bfi", "machine-drafted", None)
    assert signed.questions == {"next": Recording("next.mp4", "next.vtt")}
    whole = load_questionnaire(SAMPLES / "every_kind").signed
    assert whole is not None
    assert whole.intro == Recording("intro.mp4", "intro.vtt", "intro.webp")


@pytest.mark.parametrize(
    "sample_name, offered", [("every_kind", True), ("signed", False), ("readers", False)]
)
def test_signed_questions_are_offered_when_a_person_has_watched_them(sample_name: str, offered: bool) -> None:
    assert (SIGNED in faces_offered(load_questionnaire(SAMPLES / sample_name))) is offered


@pytest.mark.parametrize("name", ["signed.yaml", "easy_read.yaml", "questionnaire.yaml"])
def test_the_digest_covers_recordings_videos_and_readers(name: str) -> None:
    texts = {file: data.decode() for file, data in read_texts(SAMPLES / "every_kind").items()}
    other = (
        texts[name]
        .replace("age_band.mp4", "ages.mp4")
        .replace("Think of work and home too.", "Think of work.")
    )
    assert other != texts[name]
    assert parse_questionnaire({**texts, name: other}).digest != parse_questionnaire(texts).digest


NAMES = st.text(alphabet="abcXYZ019._-/\\ %\0é", max_size=30)


@given(NAMES)
def test_a_file_name_never_leaves_its_folder(name: str) -> None:
    if FILE_NAME.fullmatch(name):
        assert Path(name).name == name
        assert not name.startswith((".", "-"))
        assert ".." not in name


@pytest.mark.parametrize("name", SHIPPED)
def test_who_reads_and_how_never_changes_what_is_asked(name: str) -> None:
    """For every group of readers, face and language: the same ids, kinds and options in the same order."""
    questionnaire = SHIPPED[name]
    groups = ("", *(questionnaire.readers.groups if questionnaire.readers else ()), "nobody")
    languages = (SOURCE_LANGUAGE, *(face for face in questionnaire.faces if face != EASY_READ))
    for question in questionnaire.questions.values():
        for group in groups:
            for face in (*faces_offered(questionnaire), SIGNED):
                for language in languages:
                    words = wording(questionnaire, question, Reading(face, language, group))
                    assert words.text
                    assert [o.id for o in words.options] == [o.id for o in question.options]
                    assert all(option.text for option in words.options)


@pytest.mark.parametrize(
    "age, most", [("age_11_15", 11), ("age_16_17", 13), ("age_18_25", 13), ("other_age", 13), ("", 13)]
)
def test_nobody_is_asked_more_than_people_of_their_age_can_answer(age: str, most: int) -> None:
    questions = asked(YOUNG, {"age_band": age} if age else {})
    assert 10 <= len(questions) <= most


def test_each_age_is_asked_what_fits_its_life() -> None:
    by_age = {age: set(asked(YOUNG, {"age_band": age})) for age in AGES if age}
    assert "adult_services" in by_age["age_16_17"] & by_age["age_18_25"]
    assert "next_steps" in by_age["age_11_15"] & by_age["other_age"]
    assert not {"next_steps_adult", "adult_services"} & by_age["age_11_15"]
    assert sum(YOUNG.questions[name].kind == "long_text" for name in by_age["age_11_15"]) == 2


@pytest.mark.parametrize("face", [STANDARD, EASY_READ])
def test_the_three_ages_read_words_of_their_own(face: str) -> None:
    for name in ("listened_to", "right_help", "safe"):
        question = YOUNG.questions[name]
        read = {
            (words.text, words.hint)
            for group in ("younger", "older", "adult")
            for words in [wording(YOUNG, question, Reading(face, reader=group))]
        }
        assert len(read) == 3, name


def test_words_for_the_youngest_are_not_longer_than_for_everybody() -> None:
    for question in YOUNG.questions.values():
        tailored = question.for_readers.get("younger", ReaderWording())
        assert len((tailored.text or question.text).split()) <= len(question.text.split())


def test_easy_read_for_each_age_is_easy() -> None:
    easy = YOUNG.faces[EASY_READ].questions.values()
    texts = [text for q in easy for w in q.for_readers.values() for text in (w.text, w.hint) if text]
    assert len(texts) > 10
    assert [finding for text in texts for finding in review_text(text) if finding.level != "hint"] == []


@pytest.mark.parametrize("name", [name for name, made in SHIPPED.items() if made.audience == "young_people"])
def test_every_questionnaire_for_young_people_knows_who_is_under_18(name: str) -> None:
    ages = [SHIPPED[name].reader_of({"age_band": age}) for age in AGES]
    assert ages == ["younger", "older", "adult", "", ""]


CHOICES = {
    question.id: [option.id for option in question.options]
    for question in YOUNG.questions.values()
    if question.kind in ("scale", "choice") and question.id != "age_band"
}


@given(
    st.fixed_dictionaries({}, optional={name: st.sampled_from(ids) for name, ids in CHOICES.items()}),
    st.lists(st.sampled_from(AGES[:4]), min_size=1, max_size=4),
)
def test_another_age_and_back_keeps_every_answer(answers: dict[str, str], ages: list[str]) -> None:
    """What is asked of both ages stays as it was answered; going back brings back the rest."""
    by_age = {age: kept_answers(YOUNG, {**answers, "age_band": age}) for age in ages}
    for age, kept in by_age.items():
        everything = {**answers, "age_band": age}
        assert kept == {name: everything[name] for name in asked(YOUNG, everything) if name in everything}
