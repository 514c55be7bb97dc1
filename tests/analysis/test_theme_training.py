"""What the light model of themes learns: the same sentences give the same weights, and words say what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.codebook.loader import load_codebook
from analysis.judgement import load_judge
from analysis.matching import Word
from analysis.reading import read
from analysis.scan import engine
from analysis.text import fold
from analysis.theme_figures import Asked, figures
from analysis.theme_lessons import Lesson, fingerprint, lessons
from analysis.theme_model import ThemeModel, read_weights
from analysis.theme_training import Taught, learn, read_lessons

THEMES = ("transport", "wait_salt", "bullying")


@pytest.fixture(scope="module")
def taught() -> list[Taught]:
    about = [one for one in lessons(load_codebook()) if set(one.themes) <= set(THEMES)]
    return read_lessons(engine(), about)


@pytest.fixture(scope="module")
def model(taught: list[Taught]) -> ThemeModel:
    return ThemeModel(read_weights(learn(taught, THEMES)))


def words(text: str) -> Sequence[Word]:
    return read(fold(text), engine().vocabulary).words


def test_the_same_sentences_give_the_same_weights(taught: list[Taught]) -> None:
    assert learn(taught, THEMES) == learn(list(taught), THEMES)


def test_other_sentences_give_other_weights(taught: list[Taught]) -> None:
    assert learn(taught, THEMES) != learn(taught[20:], THEMES)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("the minibus leaves before she is strapped in", "transport"),
        ("a stammer that nobody works on", "wait_salt"),
        ("they laugh at me and call me names", "bullying"),
    ],
)
def test_a_sentence_is_most_like_what_it_is_about(model: ThemeModel, text: str, theme: str) -> None:
    likeness = model.likeness(words(text))
    assert model.nearest(likeness)[0] == model.themes[theme]


def test_words_that_no_lesson_holds_dilute_what_the_others_say(model: ThemeModel) -> None:
    place = model.themes["transport"]
    plain = model.likeness(words("the taxi is late"))[place]
    assert model.likeness(words("the taxi is late zyxwv qwzzt"))[place] < plain


def test_praise_is_heard_as_praise(model: ThemeModel) -> None:
    praised, blamed, *_ = model.tone(words("the driver is lovely and always kind"))
    assert praised > blamed


def test_a_theme_of_which_nothing_was_taught_is_raised_by_its_patterns() -> None:
    judge = load_judge()
    assert judge is not None
    assert "a_new_theme" in judge.raised(words("something nobody wrote about"), {"a_new_theme": "phrase"})


def test_a_lesson_may_raise_several_themes() -> None:
    themes = load_codebook().themes.keys()
    several = [one for one in lessons(load_codebook()) if len(one.themes) > 1]
    assert several
    assert all(set(one.themes) <= themes for one in lessons(load_codebook()))


def test_the_fingerprint_changes_with_a_label() -> None:
    one = Lesson("The bus is late", ("transport",), "negative", 1.0)
    assert fingerprint([one]) != fingerprint([replace(one, stance="positive")])


def test_figures_count_what_was_found_missed_and_raised_in_error() -> None:
    both, one = frozenset({"transport", "bullying"}), frozenset({"transport"})
    asked = [Asked(both, one, "negative", "negative"), Asked(one, both, "positive", "negative")]
    found = figures(asked)
    assert found["f1"] == 0.67
    assert found["stance"].startswith("0.50")
    assert next(iter(found["worst_themes"])) == "bullying"


@pytest.mark.slow
def test_one_command_learns_themes_and_leaves_safeguarding_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "--themes", "--into", str(tmp_path)]) == 0
    assert "codebook: area-send-2024" in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"theme_weights.txt", "theme_card.yaml"}
