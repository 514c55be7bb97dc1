"""From a folder of YAML to a questionnaire."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.kinds import SCALES
from questionnaires.loader import check_paths, digest_of, load_questionnaire, parse_questionnaire, read_texts
from questionnaires.model import Option, Questionnaire
from questionnaires.problems import QuestionnaireProblems
from questionnaires.rules import Answered, AnyOf, Every, Is, Not

SAMPLES = Path(__file__).parent.parent / "samples" / "questionnaires"
GOOD = sorted(file.parent for file in SAMPLES.glob("*/questionnaire.yaml"))


@pytest.fixture(scope="module")
def every_kind() -> Questionnaire:
    return load_questionnaire(SAMPLES / "every_kind")


@pytest.mark.parametrize("folder", GOOD, ids=lambda folder: folder.name)
def test_every_sample_loads_without_a_problem(folder: Path) -> None:
    assert check_paths([folder]) == []
    assert load_questionnaire(folder).questions


def test_the_head_of_a_questionnaire(every_kind: Questionnaire) -> None:
    assert (every_kind.id, every_kind.version, every_kind.minutes) == ("every-kind", 1, 3)
    assert every_kind.audience == "young_people"
    assert every_kind.default_face == "easy_read_pictures"
    assert every_kind.intro == ("We want to know what it is like for you.", "You can skip any question.")
    assert every_kind.sources == ("seed 000, paragraph 50",)


def test_sections_pages_and_questions_keep_their_order(every_kind: Questionnaire) -> None:
    assert [section.id for section in every_kind.sections] == ["about-you", "your-views"]
    assert [page.id for page in every_kind.pages] == ["age", "help", "listen", "help_works", "one_word"]
    assert list(every_kind.questions)[:3] == ["age_band", "kinds_of_help", "listened_to"]
    assert every_kind.section_of["help_works"].title == "Your views"


def test_a_question_carries_what_results_need(every_kind: Questionnaire) -> None:
    question = every_kind.questions["kinds_of_help"]
    assert (question.theme, question.paragraphs, question.profile) == ("right_help", ("000/52",), False)
    assert question.option("none") == Option("none", "None of these", exclusive=True)
    assert every_kind.questions["age_band"].profile
    assert every_kind.questions["why_not"].max_length == 3000


def test_scales_and_yes_or_no_are_filled_in(every_kind: Questionnaire) -> None:
    assert every_kind.questions["listened_to"].options == SCALES["faces"]
    assert [option.id for option in every_kind.questions["help_is_right"].options] == ["yes", "no", "unsure"]
    agreement = load_questionnaire(SAMPLES / "benchmark").questions["listened"]
    assert [option.score for option in agreement.options] == [1.0, 0.5, 0.0, -0.5, -1.0, None]


def test_rules_are_read(every_kind: Questionnaire) -> None:
    unanswered = Not(Answered("help_is_right"))
    older = Is("age_band", frozenset({"age_16_17", "age_18_25"}))
    assert every_kind.page_by_id["help_works"].show_if == Is("kinds_of_help", frozenset({"school", "health"}))
    assert every_kind.page_by_id["one_word"].show_if == Every((older, Answered("listened_to")))
    no = Is("help_is_right", frozenset({"no"}))
    assert every_kind.questions["why_not"].show_if == AnyOf((no, unanswered))


@pytest.mark.parametrize("folder", GOOD, ids=lambda folder: folder.name)
def test_easy_read_has_words_and_a_picture_for_everything(folder: Path) -> None:
    questionnaire = load_questionnaire(folder)
    easy = questionnaire.faces["easy_read"]
    assert set(easy.questions) == set(questionnaire.questions)
    for question in questionnaire.questions.values():
        wording = easy.questions[question.id]
        assert wording.text
        assert wording.picture
        assert set(wording.options) == {option.id for option in question.options}
        assert all(option.text and option.picture for option in wording.options.values())


def test_easy_read_can_reword_one_step_of_a_scale_and_leave_the_others() -> None:
    easy = load_questionnaire(SAMPLES / "scale").faces["easy_read"].questions["listened_to"].options
    assert (easy["good"].text, easy["good"].picture) == ("They listen well", "face_good")
    assert (easy["bad"].text, easy["bad"].picture) == ("Bad", "face_bad")


def test_another_language_comes_with_its_review_state() -> None:
    polish = load_questionnaire(SAMPLES / "language").faces["pl"]
    assert (polish.name, polish.review, polish.title) == ("pl", "machine-drafted", "Próbka języka")
    assert polish.questions["help"].options["a_lot"].text == "Dużo"


def test_texts_kept_elsewhere_give_the_same_questionnaire(every_kind: Questionnaire) -> None:
    texts = read_texts(SAMPLES / "every_kind")
    assert parse_questionnaire(texts) == every_kind
    assert parse_questionnaire({name: data.decode() for name, data in texts.items()}) == every_kind


def test_a_questionnaire_cannot_be_changed_once_loaded(every_kind: Questionnaire) -> None:
    with pytest.raises(FrozenInstanceError):
        every_kind.title = "Something else"  # type: ignore[misc]


def test_a_correction_of_one_word_gives_another_digest() -> None:
    texts = read_texts(SAMPLES / "every_kind")
    corrected = {**texts, "easy_read.yaml": texts["easy_read.yaml"].replace(b"Your views", b"Your ideas")}
    assert parse_questionnaire(corrected).digest != parse_questionnaire(texts).digest


@given(st.dictionaries(st.text(max_size=5), st.binary(max_size=9), max_size=4), st.data())
def test_a_digest_names_exactly_these_names_and_bytes(texts: dict[str, bytes], data: st.DataObject) -> None:
    other = data.draw(st.dictionaries(st.text(max_size=5), st.binary(max_size=9), max_size=4))
    assert (digest_of(texts) == digest_of(other)) is (texts == other)
    assert digest_of(dict(reversed(texts.items()))) == digest_of(texts)


def test_the_benchmark_questionnaire_is_what_its_figures_say() -> None:
    benchmark = load_questionnaire(SAMPLES / "benchmark")
    kinds = [question.kind for question in benchmark.questions.values()]
    assert len(benchmark.pages) == 6
    assert {kind: kinds.count(kind) for kind in kinds} == {"scale": 12, "choice": 4, "long_text": 4}


def test_a_broken_questionnaire_is_not_loaded_and_says_everything() -> None:
    with pytest.raises(QuestionnaireProblems) as refused:
        load_questionnaire(SAMPLES / "broken" / "many_at_once")
    assert len(refused.value.problems) == 4
    assert str(refused.value).splitlines() == [str(problem) for problem in refused.value.problems]


def test_a_folder_of_folders_is_checked_whole() -> None:
    found = check_paths([SAMPLES / "broken"])
    assert {Path(problem.file).parent.name for problem in found} > {"tab", "anchor", "rule_ahead"}


def test_one_file_stands_for_its_folder() -> None:
    assert check_paths([SAMPLES / "choice" / "easy_read.yaml"]) == []
    found = check_paths([SAMPLES / "broken" / "no_picture" / "easy_read.yaml"])
    assert [Path(problem.file).name for problem in found] == ["easy_read.yaml"]


def test_a_place_with_nothing_in_it_is_said(tmp_path: Path) -> None:
    found = check_paths([tmp_path, tmp_path / "gone", SAMPLES / "choice"])
    assert [problem.file for problem in found] == [str(tmp_path), str(tmp_path / "gone")]
