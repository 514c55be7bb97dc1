"""Who does nothing, and what nobody does: praise and blame that a denial turns round, in whole answers."""

from __future__ import annotations

import pytest

from analysis.scan import scan_text
from analysis.themes import stances_by_theme

NOBODY = (
    "Nobody",
    "No one",
    "No-one",
    "None of them",
    "Not one of them",
    "Hardly anyone",
    "Nobody at school",
)


def stance(text: str, theme: str, audience: str = "parents_carers") -> str | None:
    return stances_by_theme(scan_text(text, audience).themes).get(theme)


@pytest.mark.parametrize("who", NOBODY)
@pytest.mark.parametrize("what", ["listens to us", "listens to parents"])
def test_who_is_not_there_listens_to_nobody(who: str, what: str) -> None:
    assert stance(f"{who} {what}.", "parent_voice") == "negative"


@pytest.mark.parametrize("who", ["Everyone", "Somebody", "Our school", "The new SENCO"])
def test_who_is_there_is_praised_for_the_same_words(who: str) -> None:
    assert stance(f"{who} listens to us.", "parent_voice") == "positive"


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("No one asks us.", "parent_voice"),
        ("Nobody has ever listened to me.", "parent_voice"),
        ("She never listens.", "parent_voice"),
        ("I don't think they listen to us.", "parent_voice"),
        ("Nobody listens to us any more.", "parent_voice"),
        ("Nobody took us seriously.", "parent_voice"),
        ("Nobody ever tells us anything.", "communication_la"),
        ("No one explains anything to us.", "communication_la"),
        ("Nobody keeps us informed.", "communication_la"),
        ("Nobody has ever asked me what I want.", "cyp_voice_plan"),
        ("No one helps me with my anxiety.", "mental_health_support"),
        ("We are not treated as partners.", "parent_voice"),
    ],
)
def test_what_nobody_does_is_blamed(text: str, theme: str) -> None:
    assert stance(text, theme) == "negative"


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Nobody could have been kinder.", "praise_staff"),
        ("No one could have done more for us.", "praise_staff"),
        ("No one has ever been kinder to my son.", "praise_staff"),
        ("Nothing is too much trouble for them.", "praise_staff"),
        ("I could not ask for more.", "praise_staff"),
        ("I can't thank them enough.", "praise_staff"),
        ("Nobody listens to us better than his teacher.", "parent_voice"),
        ("Nobody rushed us.", "parent_voice"),
        ("No one ever made us feel stupid.", "parent_voice"),
        ("They not only listen to us, they write it down.", "parent_voice"),
        ("No worries at all, they listen to us.", "parent_voice"),
        ("Nobody is left out here.", "friends_lonely"),
        ("Nobody makes fun of me.", "bullying"),
    ],
)
def test_what_nobody_does_may_be_praise(text: str, theme: str) -> None:
    assert stance(text, theme) == "positive"


def test_a_denial_in_one_clause_leaves_the_next_alone() -> None:
    assert stance("Nobody rang but they listened to us", "parent_voice") in {"positive", "mixed"}
    assert stance("Nobody came. They always listen to us.", "parent_voice") == "positive"


def test_no_answer_to_what_is_difficult_is_no_blame() -> None:
    text = "Nothing, the school listens to us and helps"
    found = stances_by_theme(scan_text(text, "parents_carers", "What is difficult?").themes)
    assert found["parent_voice"] == "positive"
