"""Counts that agree with counting by hand, from the site's answers and from an export alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.export_files import write_rows
from analysis.frame_tallies import items_in, responses, tally_frame
from analysis.load import load_export
from analysis.summaries import (
    ItemSummary,
    ThemeName,
    one_stance,
    side_by_side,
    summarise,
    summarise_closed,
    theme_table,
)
from analysis.tallies import tally
from questionnaires.kinds import SCALES, YES_NO_UNSURE
from questionnaires.model import Option, Page, Question, Questionnaire, Section
from questionnaires.responses import ResponseRow
from questionnaires.rules import AnswerValue
from tests.analysis.rows import ROW, THREE, chosen, survey, written

HELP = (Option("school", "At school"), Option("health", "With my health"))


def questionnaire(
    audience: str = "young_people", version: int = 1, wording: str = "Do people listen?"
) -> Questionnaire:
    """A scale, a yes or no and several choices that carry a stem, and one question in own words."""
    scale = SCALES["faces" if audience == "young_people" else "agreement"]
    questions = (
        Question("listened_to", "scale", wording, stem="listened_to", options=scale, paragraphs=("000/51",)),
        Question(
            "help_is_right", "yes_no_unsure", "Is it right?", stem="help_is_right", options=YES_NO_UNSURE
        ),
        Question("kinds_of_help", "several", "What help?", stem="kinds_of_help", options=HELP),
        Question("own_words", "long_text", "What else?"),
    )
    page = Page("only", questions)
    return Questionnaire(
        f"for-{audience}", version, "A sample", audience, 3, (Section("one", "One", (page,)),)
    )


def answers_in(rows: list[ResponseRow]) -> list[tuple[str, dict[str, AnswerValue]]]:
    """The same answers as the site has them: one dictionary for each response."""
    people: dict[str, tuple[str, dict[str, AnswerValue]]] = {}
    for row in rows:
        _, answers = people.setdefault(row.response, (row.audience, {}))
        if row.kind == "several":
            answers[row.question] = (*answers.get(row.question, ()), row.value)
        elif row.value:
            answers[row.question] = row.value
    return list(people.values())


def counted(item: ItemSummary) -> Mapping[str, int]:
    return {option.option: option.count for option in item.options}


def listened(items: tuple[ItemSummary, ...], audience: str = "young_people") -> ItemSummary:
    return next(item for item in items if (item.audience, item.question) == (audience, "listened_to"))


def test_the_site_and_an_export_give_the_same_figures(tmp_path: Path) -> None:
    rows = survey(240)
    live = summarise_closed([questionnaire(audience) for audience in THREE], answers_in(rows))
    write_rows(rows, tmp_path / "answers.csv")
    frame = load_export(tmp_path / "answers.csv")
    rebuilt = summarise(items_in(frame), tally_frame(frame))
    assert len(live) == len(rebuilt) == 9
    for item in live:
        other = next(o for o in rebuilt if (o.audience, o.question) == (item.audience, item.question))
        assert (item.base, item.skipped, counted(item)) == (other.base, other.skipped, counted(other))
        sides = (item.positive, item.middle, item.negative, item.unsure, item.mean, item.interval)
        assert sides == (
            other.positive,
            other.middle,
            other.negative,
            other.unsure,
            other.mean,
            other.interval,
        )


@given(st.lists(st.sampled_from([None, *SCALES["faces"]]), max_size=30))
def test_a_scale_is_counted_as_by_hand(given_options: list[Option | None]) -> None:
    answers = [("young_people", {"listened_to": option.id} if option else {}) for option in given_options]
    item = listened(summarise_closed([questionnaire()], answers))
    chosen_ids = [option.id for option in given_options if option]
    assert counted(item) == {option.id: chosen_ids.count(option.id) for option in SCALES["faces"]}
    assert (item.base, item.skipped) == (len(chosen_ids), len(given_options) - len(chosen_ids))
    assert (item.positive, item.middle, item.negative, item.unsure) == tuple(
        chosen_ids.count(option) for option in ("good", "ok", "bad", "not_sure")
    )
    scores = [option.score for option in given_options if option and option.score is not None]
    assert item.mean == (pytest.approx(sum(scores) / len(scores)) if scores else None)


@pytest.mark.parametrize("several", [("school", "health"), ["school", "health"]])
def test_choices_of_several_count_people_once(several: tuple[str, ...]) -> None:
    answers: list[tuple[str, dict[str, AnswerValue]]] = [
        ("young_people", {"kinds_of_help": several}),
        ("young_people", {"kinds_of_help": ("school",)}),
        ("young_people", {}),
    ]
    items = summarise_closed([questionnaire()], answers)
    item = next(item for item in items if item.question == "kinds_of_help")
    assert (item.base, item.skipped, counted(item)) == (2, 1, {"school": 2, "health": 1})
    assert [option.share for option in item.options] == [1.0, 0.5]
    assert not item.rated


def test_an_item_that_nobody_answered_is_still_there() -> None:
    item = listened(summarise_closed([questionnaire()], []))
    assert (item.base, item.mean, item.interval, item.share_positive) == (0, None, None, 0.0)


def test_own_words_are_no_closed_item() -> None:
    items = summarise_closed([questionnaire()], [("young_people", {"own_words": "hello"})])
    assert "own_words" not in {item.question for item in items}
    assert listened(items).skipped == 1


def test_a_corrected_questionnaire_shows_its_latest_words_and_counts_both() -> None:
    versions = [questionnaire(version=2, wording="Do people listen to you?"), questionnaire()]
    item = listened(summarise_closed(versions, [("young_people", {"listened_to": "good"})] * 3))
    assert (item.wording, item.base) == ("Do people listen to you?", 3)


def test_an_option_that_was_taken_away_is_still_counted() -> None:
    later = questionnaire(version=2)
    shorter = tuple(
        replace(q, options=q.options[1:]) if q.id == "kinds_of_help" else q for q in later.pages[0].questions
    )
    later = replace(later, sections=(Section("one", "One", (Page("only", shorter),)),))
    answers: list[tuple[str, dict[str, AnswerValue]]] = [("young_people", {"kinds_of_help": ("school",)})]
    for known in ([later, questionnaire()], [later]):
        items = summarise_closed(known, answers)
        assert counted(next(i for i in items if i.question == "kinds_of_help")) == {"health": 0, "school": 1}


def test_who_somebody_is_has_no_good_side(tmp_path: Path) -> None:
    asked = Question("has_plan", "yes_no_unsure", "Is there a plan?", options=YES_NO_UNSURE, profile=True)
    page = Page("only", (asked,))
    form = Questionnaire("p", 1, "A sample", "parents_carers", 3, (Section("one", "One", (page,)),))
    (item,) = summarise_closed([form], [("parents_carers", {"has_plan": "yes"})])
    assert side_by_side([item]) == ()
    row = replace(chosen(ROW, "has_plan", "yes_no_unsure", YES_NO_UNSURE[0]), score=None)
    write_rows([row], tmp_path / "answers.csv")
    (rebuilt,) = items_in(load_export(tmp_path / "answers.csv"))
    assert [(option.id, option.score) for option in rebuilt.options] == [
        ("yes", None), ("no", None), ("unsure", None),
    ]  # fmt: skip


def test_audiences_stand_side_by_side_by_their_stem() -> None:
    rows = survey(300)
    items = summarise_closed([questionnaire(audience) for audience in reversed(THREE)], answers_in(rows))
    comparisons = {comparison.stem: comparison for comparison in side_by_side(items)}
    assert set(comparisons) == {"listened_to", "help_is_right"}
    assert [item.audience for item in comparisons["listened_to"].items] == list(THREE)
    assert comparisons["listened_to"].paragraphs == ("000/51",)
    assert f"({listened(items).views} gave a view)" in comparisons["listened_to"].sentence


def test_a_clear_difference_between_audiences_is_said() -> None:
    answers: list[tuple[str, dict[str, AnswerValue]]] = [("young_people", {"listened_to": "good"})] * 90
    answers += [("young_people", {"listened_to": "bad"})] * 10
    answers += [("parents_carers", {"listened_to": "agree"})] * 20 + [
        ("parents_carers", {"listened_to": "disagree"})
    ] * 80
    items = summarise_closed([questionnaire("young_people"), questionnaire("parents_carers")], answers)
    sentence = side_by_side(items)[0].sentence
    assert (
        "Children and young people were more positive than parents and carers by 70 percentage points"
        in sentence
    )


def test_lists_and_tuples_are_the_same_answer() -> None:
    as_tuples = tally([("practitioners", {"q": ("a", "b"), "r": "x"})] * 4)
    as_lists = tally([("practitioners", {"q": ["a", "b"], "r": "x"})] * 4)  # type: ignore[dict-item]
    assert as_tuples == as_lists
    assert as_tuples.chosen["practitioners", "q"] == {"a": 4, "b": 4}


def test_a_response_in_own_words_only_counts_as_a_response(tmp_path: Path) -> None:
    write_rows([ROW, written(replace(ROW, response="r2"), "Hello")], tmp_path / "answers.jsonl")
    frame = load_export(tmp_path / "answers.jsonl")
    assert responses(frame) == {"young_people": 2}
    (item,) = summarise(items_in(frame), tally_frame(frame))
    assert (item.base, item.skipped) == (1, 1)


def test_an_export_with_two_versions_shows_the_later_words(tmp_path: Path) -> None:
    later = replace(ROW, response="r2", version=2, wording="Do people listen?")
    write_rows(
        [later, ROW, chosen(ROW, "age", "choice", Option("old", "18 to 25"))], tmp_path / "answers.csv"
    )
    items = items_in(load_export(tmp_path / "answers.csv"))
    assert [(item.question, item.wording) for item in items] == [
        ("listened_to", "Do people listen?"), ("age", "About age?"),
    ]  # fmt: skip
    assert [option.id for option in items[0].options] == [option.id for option in SCALES["faces"]]


@pytest.mark.parametrize(
    "stances, one",
    [
        (["positive", "positive"], "positive"),
        (["negative", "neutral"], "negative"),
        (["positive", "negative"], "mixed"),
        (["mixed"], "mixed"),
        (["neutral"], "neutral"),
    ],
)
def test_a_person_takes_one_stance_on_a_theme(stances: list[str], one: str) -> None:
    assert one_stance(stances) == one


def test_themes_by_paragraph_and_audience_with_praise_and_criticism_apart() -> None:
    counts = {
        ("waiting", "parents_carers", "negative"): 30,
        ("waiting", "parents_carers", "positive"): 5,
        ("listening", "young_people", "mixed"): 4,
        ("unknown", "young_people", "neutral"): 1,
    }
    names = {"waiting": ThemeName("Waiting", "52"), "listening": ThemeName("Listening", "51")}
    rows = theme_table(counts, {"parents_carers": 40, "young_people": 8, "practitioners": 0}, names)
    assert [(row.label, row.audience, row.answers) for row in rows] == [
        ("unknown", "young_people", 1), ("unknown", "parents_carers", 0),
        ("Listening", "young_people", 4), ("Listening", "parents_carers", 0),
        ("Waiting", "young_people", 0), ("Waiting", "parents_carers", 35),
    ]  # fmt: skip
    waiting = rows[-1]
    assert (waiting.praise, waiting.criticism, waiting.mixed, waiting.neutral) == (5, 30, 0, 0)
    assert waiting.share == 35 / 40
    assert waiting.interval is not None
    assert waiting.interval.low < 35 / 40 < waiting.interval.high
