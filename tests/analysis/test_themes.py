"""Themes and stance, one sentence at a time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.safeguarding.categories import CONCERN
from analysis.scan import scan_text
from analysis.themes import stances_by_theme


@pytest.mark.parametrize(
    ("text", "audience", "theme", "stance"),
    [
        (
            "Two years on the list for an autism assessment and still nothing.",
            "parent",
            "wait_neuro",
            "negative",
        ),
        ("The taxi driver is kind and never late.", "cyp", "transport", "positive"),
        ("Nobody asked me what I want in my plan", "cyp", "cyp_voice_plan", "negative"),
        ("He got excluded for his tics", "parent", "exclusion", "negative"),
        ("It is a good plan, clear and specific.", "parent", "ehcp_quality", "positive"),
        ("We have had to fight for everything.", "parent", "fight_battle", "negative"),
        ("We didn't have to fight.", "parent", "fight_battle", "positive"),
        ("There is no bulling at my school", "cyp", "bullying", "positive"),
        ("CAHMS closed the case", "parent", "wait_camhs", "negative"),
        ("Respite ends at 18.", "parent", "short_breaks", "negative"),
    ],
)
def test_a_sentence_raises_a_theme_with_its_stance(text: str, audience: str, theme: str, stance: str) -> None:
    assert stances_by_theme(scan_text(text, audience).themes).get(theme) == stance


def test_praise_and_criticism_of_one_theme_are_mixed() -> None:
    text = "Our old taxi driver was lovely and kind. The new taxi is late every day."
    spans = [s for s in scan_text(text, "parent").themes if s.theme == "transport"]
    assert len(spans) == 2
    assert stances_by_theme(spans) == {"transport": "mixed"}


@pytest.mark.parametrize("text", ["", "   ", "no", "N/A", "I am 14", "asdfghjkl", "😀", "\n\n..!?"])
def test_nothing_is_read_into_an_empty_answer(text: str) -> None:
    scan = scan_text(text, "cyp")
    raised = [flag for flag in scan.safeguarding if flag.level <= CONCERN]
    assert (scan.themes, raised) == ((), [])


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("The school adapted the curriculum", "home_adaptation"),
        ("He likes court shoes and the colour red", "tribunal_complaints"),
        ("We changed buses twice to get here", "improvement_seen"),
    ],
)
def test_a_common_word_alone_codes_nothing(text: str, theme: str) -> None:
    assert theme not in stances_by_theme(scan_text(text, "parent").themes)


def test_a_sentence_is_coded_by_what_it_is_like() -> None:
    spans = scan_text("You can never get through to the council and nobody gets back to you", "parent").themes
    assert "communication_la" in {span.theme for span in spans}


@pytest.mark.parametrize(
    ("question", "stance"),
    [("What is going well?", "positive"), ("What would you change?", "negative")],
)
def test_what_was_asked_leans_on_an_answer_without_a_verdict(question: str, stance: str) -> None:
    assert stances_by_theme(scan_text("The speech therapist", "parent", question).themes) == {
        "wait_salt": stance
    }


def test_a_wish_is_neither_praise_nor_blame() -> None:
    found = stances_by_theme(scan_text("Please can we have more clubs in the holidays", "parent").themes)
    assert found == {"clubs_activities": "neutral"}


def test_what_follows_a_but_turns_a_stance_to_mixed() -> None:
    found = stances_by_theme(
        scan_text("My driver is kind but the taxi is late every single day", "cyp").themes
    )
    assert found["transport"] == "mixed"


def test_blame_in_the_question_does_not_hide_praise() -> None:
    text = "Nothing, the speech therapist is brilliant and comes every week"
    assert stances_by_theme(scan_text(text, "parent", "What is difficult?").themes)["wait_salt"] == "positive"


@given(st.text(max_size=200), st.sampled_from(["What is going well?", "What would you change?", None]))
@settings(max_examples=60)
def test_spans_of_themes_point_into_the_text(text: str, question: str | None) -> None:
    said = f"{text} the taxi is late \u2019 {text}"
    for span in scan_text(said, "parent", question).themes:
        assert 0 <= span.start < span.end <= len(said)
