"""Records of who chose the words: read from the file, and written behind those that are there."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.co_production import with_credits
from questionnaires.credits import GROUPS, Credit
from questionnaires.definitions import shipped_definitions
from questionnaires.loader import MAIN_FILE, parse_questionnaire, read_texts

YOUNG = {name: data.decode() for name, data in read_texts(shipped_definitions()["young-people"]).items()}
EMPTY = 'co_produced_with: ""\n'
SENTENCE = 'co_produced_with: "Written with a forum: all of it."  # so they said\n'
LISTED = """\
co_produced_with:
  - A first sentence.
  # and more
  - {group: Staff, kind: practitioners, date: 2025-03-01}
# behind
"""
FIRST = Credit("a forum of young people", "youth_group", date(2026, 12, 1), 12, ("listened_to", "safe"))
SECOND = Credit("parents and carers", "forum", date(2026, 12, 2))

credits = st.builds(
    Credit,
    group=st.text(
        st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40
    )
    .map(lambda words: " ".join(words.split()))
    .filter(bool),
    kind=st.sampled_from(sorted(GROUPS)),
    on=st.dates(),
    took_part=st.just(0) | st.integers(10, 500),
    changed=st.lists(st.sampled_from(["listened_to", "safe"]), unique=True).map(tuple),
)


def texts_saying(said: str) -> dict[str, str]:
    return {**YOUNG, MAIN_FILE: YOUNG[MAIN_FILE].replace(EMPTY, said)}


def credited(said: str, *added: Credit) -> dict[str, str]:
    texts = texts_saying(said)
    return {**texts, MAIN_FILE: with_credits(texts[MAIN_FILE], added)}


@settings(max_examples=40, deadline=None)
@given(st.lists(credits, min_size=1, max_size=3), st.sampled_from([EMPTY, SENTENCE, LISTED, ""]))
def test_what_is_written_is_read_again_behind_what_was_there(added: list[Credit], said: str) -> None:
    before = parse_questionnaire(texts_saying(said))
    after = parse_questionnaire(credited(said, *added))
    assert after.credits == (*before.credits, *added)
    assert after.co_produced_with == before.co_produced_with
    assert after.questions == before.questions


@pytest.mark.parametrize("said", [EMPTY, SENTENCE, LISTED, ""])
def test_every_line_that_was_there_stays(said: str) -> None:
    texts, after = texts_saying(said), credited(said, FIRST, SECOND)[MAIN_FILE]
    gone = set(texts[MAIN_FILE].splitlines()) - set(after.splitlines())
    assert all(line.startswith("co_produced_with") for line in gone)
    assert "so they said" in after or said != SENTENCE
    for line in ("  # and more", "# behind"):
        assert line in after or said != LISTED


@pytest.mark.parametrize("said", [EMPTY, LISTED])
def test_lines_that_end_as_on_windows_stay_so(said: str) -> None:
    text = texts_saying(said)[MAIN_FILE].replace("\n", "\r\n")
    after = with_credits(text, [FIRST])
    assert after.count("\n") == after.count("\r\n")
    assert yaml.safe_load(after)["co_produced_with"][-1]["group"] == FIRST.group


def test_a_small_number_is_not_written_down() -> None:
    text = credited(EMPTY, Credit("a forum", "forum", date(2026, 12, 1), 9))[MAIN_FILE]
    assert "took_part" not in text


def test_nothing_added_changes_nothing() -> None:
    assert credited(EMPTY)[MAIN_FILE] == YOUNG[MAIN_FILE]
