"""Themes and stance, one sentence at a time."""

from __future__ import annotations

import pytest

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
    assert (scan.themes, scan.safeguarding) == ((), ())
