"""A repeated survey says what changed, and when two waves cannot be compared."""

from __future__ import annotations

from dataclasses import replace

from analysis.summaries import ItemSummary, summarise_closed
from analysis.waves import wave_by_wave
from tests.analysis.test_summaries import listened, questionnaire


def wave(good: int, bad: int, wording: str = "Do people listen?") -> tuple[ItemSummary, ...]:
    answers = [("young_people", {"listened_to": "good"})] * good + [
        ("young_people", {"listened_to": "bad"})
    ] * bad
    return summarise_closed([questionnaire(wording=wording)], answers)


def sentence(*waves: tuple[ItemSummary, ...]) -> str:
    names = ("autumn", "spring", "summer")
    found = wave_by_wave(dict(zip(names, waves, strict=False)))
    return next(one.sentence for one in found if one.question == "listened_to")


def test_a_clear_change_is_told_with_its_direction_and_interval() -> None:
    assert sentence(wave(30, 70), wave(70, 30)) == (
        "Positive: 30% of 100 in autumn, 70% of 100 in spring. "
        "From autumn to spring: more positive by 40 points (likely between 26 and 51)."
    )
    assert "From autumn to spring: less positive by 40 points (likely between 26 and 51)." in sentence(
        wave(70, 30), wave(30, 70)
    )


def test_a_change_within_noise_is_told_to_be() -> None:
    assert "the change is small enough to be chance" in sentence(wave(30, 70), wave(33, 67))


def test_other_words_cannot_be_compared() -> None:
    words = sentence(wave(30, 70), wave(70, 30, "Do people listen to you?"))
    assert "worded differently" in words
    assert "points" not in words


def test_other_words_for_an_option_cannot_be_compared() -> None:
    item = listened(wave(70, 30))
    reworded = replace(item, options=tuple(replace(o, label=f"Very {o.label}") for o in item.options))
    assert "worded differently" in sentence(wave(30, 70), (reworded,))


def test_too_few_are_not_compared() -> None:
    assert "too few views to compare" in sentence(wave(30, 70), wave(9, 0))


def test_each_wave_is_compared_with_the_one_before() -> None:
    words = sentence(wave(30, 70), wave(70, 30), wave(70, 30))
    assert "From autumn to spring: more positive" in words
    assert "From spring to summer: the change is small enough to be chance." in words


def test_one_wave_has_nothing_to_be_compared_with() -> None:
    assert wave_by_wave({"autumn": wave(1, 2)}) == ()
