"""Columns count as a plain loop over the same answers does, for every group, however the answers came in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.people import SIDES, Answered, People, joined, people_from

CLOSED = {"age": False, "listened": False, "where": True}
OPTIONS = {"age": ("young", "old"), "listened": ("yes", "no", "unsure"), "where": ("home", "school", "work")}
THEMES = ("waits", "plans", "praise")

choices = st.fixed_dictionaries(
    {},
    optional={
        "age": st.sampled_from(OPTIONS["age"]),
        "listened": st.sampled_from(OPTIONS["listened"]),
        "where": st.lists(st.sampled_from(OPTIONS["where"]), min_size=1, unique=True),
        "unknown": st.just("anything"),
    },
)
people_said = st.lists(
    st.tuples(
        choices,
        st.sampled_from(("online", "paper")),
        st.sets(st.sampled_from(("box", "other_box"))),
        st.dictionaries(st.sampled_from(THEMES), st.sampled_from(sorted(SIDES))),
    ),
    max_size=30,
)
Said = Sequence[tuple[Mapping[str, str | Sequence[str]], str, set[str], Mapping[str, int]]]


def as_people(said: Said, cuts: Sequence[int] = ()) -> People:
    """The same people, read in one go or in portions that end at `cuts`."""
    rows = [
        Answered(f"{place:032x}", "wording", mode, "en-GB", "standard", chosen)
        for place, (chosen, mode, _, _) in enumerate(said)
    ]
    ends = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    parts = [people_from(rows[a:b], CLOSED) for a, b in pairwise(ends)]
    texts = [(row.id, box) for row, (_, _, boxes, _) in zip(rows, said, strict=True) for box in boxes]
    codes = [
        (row.id, t, s) for row, (_, _, _, found) in zip(rows, said, strict=True) for t, s in found.items()
    ]
    return joined(parts).with_own_words(texts).with_written(codes)


def plain_counts(said: Said, question: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for chosen, *_ in said:
        value = chosen.get(question, ())
        counts.update((value,) if isinstance(value, str) else value)
    return counts


@given(people_said, st.lists(st.integers(0, 30), max_size=3))
def test_what_was_chosen_is_counted_as_a_loop_counts_it(said: Said, cuts: list[int]) -> None:
    people = as_people(said, cuts)
    assert len(people) == len(said)
    assert people.chosen() == {question: plain_counts(said, question) for question in CLOSED}
    assert people.answers() == {q: sum(q in chosen for chosen, *_ in said) for q in CLOSED}


@given(people_said, st.lists(st.integers(0, 30), max_size=3), st.sampled_from(("home", "school")))
def test_a_group_is_counted_as_if_only_the_group_had_answered(
    said: Said, cuts: list[int], place: str
) -> None:
    people = as_people(said, cuts)
    some = people.among([("where", place), ("age", "old")], mode="paper")
    group = [
        one
        for one in said
        if place in one[0].get("where", ()) and one[0].get("age") == "old" and one[1] == "paper"
    ]
    assert people.chosen(some) == {question: plain_counts(group, question) for question in CLOSED}
    themes = Counter((theme, SIDES[side]) for *_, found in group for theme, side in found.items())
    assert people.written.counts(some) == themes
    assert int(np.count_nonzero(people.wrote_anything() & some)) == sum(bool(boxes) for *_, boxes, _ in group)


@given(people_said, people_said)
def test_themes_stay_with_their_people_when_others_come(said: Said, later: Said) -> None:
    before, whole = as_people(said), as_people([*said, *later])
    grown = whole
    assert before.with_written(before.codes()).written.counts() == before.written.counts()
    assert whole.with_written(whole.codes()).written.counts() == whole.written.counts()
    assert grown.with_written(before.codes()).written.counts() == before.written.counts()


def test_what_nobody_can_choose_is_chosen_by_nobody() -> None:
    people = as_people([({"age": "old"}, "online", set(), {})])
    assert not people.among([("age", "older")]).any()
    assert not people.among([("no such question", "old")]).any()
    assert not people.among(face="carved in stone").any()
    assert not people.answered("no such question").any()


def test_codes_of_somebody_else_are_left_out() -> None:
    people = as_people([({"age": "old"}, "online", set(), {})])
    assert not people.with_written([("f" * 32, "waits", 1)]).written.counts()
