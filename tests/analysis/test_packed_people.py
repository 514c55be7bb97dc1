"""Packed columns are the same people again, smaller, and nothing that is broken passes for them."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.packed_people import NotPacked, packed, unpacked
from analysis.people import People
from tests.analysis.test_people import CLOSED, Said, as_people, people_said

DAY = 739_000


def again(people: People, closed: Mapping[str, bool] = CLOSED) -> People:
    return unpacked(packed(people), DAY, closed)


def everything(people: People) -> list[object]:
    told = {name: column.counts() for name, column in people.told.items()}
    codes = sorted(people.codes())
    wrote = {name: who.tolist() for name, who in people.wrote.items()}
    return [people.ids.tolist(), people.wording.counts(), told, people.chosen(), wrote, codes]


@given(people_said)
def test_what_is_packed_is_the_same_again(said: Said) -> None:
    people = as_people(said)
    assert everything(again(people)) == everything(people)
    assert set(again(people).days.tolist()) <= {DAY}


@given(people_said, st.data())
def test_bytes_that_were_cut_or_changed_are_not_taken_for_people(said: Said, data: st.DataObject) -> None:
    content = packed(as_people(said))
    with pytest.raises(NotPacked):
        unpacked(content[: data.draw(st.integers(0, len(content) - 1))], DAY, CLOSED)


def test_the_columns_of_a_later_version_are_refused() -> None:
    content = packed(as_people([({"age": "old"}, "online", set(), {})]))
    with pytest.raises(NotPacked):
        unpacked(content.replace(b'"format": 1', b'"format": 2'), DAY, CLOSED)


def test_a_question_that_takes_several_options_by_now_is_counted_as_one() -> None:
    people = as_people([({"age": "old"}, "online", set(), {}), ({}, "paper", set(), {})])
    now = again(people, {**CLOSED, "age": True})
    assert now.chosen() == people.chosen()
    assert now.chose("age", "old").tolist() == people.chose("age", "old").tolist()
    assert "age" in now.several
    assert "age" not in now.single


def test_a_person_takes_some_twenty_five_bytes() -> None:
    dice = np.random.default_rng(5)
    said: Said = [
        ({"age": ("young", "old")[dice.integers(2)], "listened": "no"}, "online", {"box"}, {"waits": 2})
        for _ in range(2_000)
    ]
    assert len(packed(as_people(said))) < 25 * len(said)
