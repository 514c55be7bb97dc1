"""What stands out: sure things first, nothing from chance, nothing from few people."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analysis.excerpts import Candidate, spread
from analysis.looked_at import Heard
from analysis.standing_out import standing_out
from analysis.summaries import ItemSummary, StemComparison, ThemeCount

ITEM = ItemSummary(
    question="listened_to",
    wording="Do people listen?",
    stem="listened_to",
    audience="parents_carers",
    kind="scale",
    base=0,
    skipped=0,
    options=(),
    paragraphs=("000/51",),
)


def item(positive: int, negative: int, audience: str = "parents_carers") -> ItemSummary:
    return replace(ITEM, positive=positive, negative=negative, base=positive + negative, audience=audience)


def heard(*items: ItemSummary) -> Heard:
    return Heard([StemComparison("listened_to", {}, items, "", ("000/51",))])


def theme(praise: int, criticism: int, base: int) -> ThemeCount:
    return ThemeCount(
        "voice", "Being heard", "51", "parents_carers", praise, criticism, 0, 0, praise + criticism, base
    )


def kinds(found: Heard) -> list[str]:
    return [one.kind for one in standing_out(found).found]


def test_criticism_and_praise_of_many_are_told_and_an_even_split_is_not() -> None:
    assert kinds(heard(item(10, 90))) == ["criticism"]
    assert kinds(heard(item(90, 10))) == ["praise"]
    assert kinds(heard(item(50, 50))) == []


@given(st.integers(0, 9), st.integers(0, 9))
def test_fewer_than_ten_people_never_stand_out(positive: int, negative: int) -> None:
    few = item(positive, min(negative, 9 - positive))
    many = item(900, 100, "young_people")
    found = standing_out(heard(few, many)).found
    assert all(side.told.audience != "parents_carers" for one in found for side in one.sides)


def test_audiences_far_apart_are_told_with_their_sizes() -> None:
    found = standing_out(heard(item(45, 55), item(70, 30, "practitioners"))).found
    apart = next(one for one in found if one.kind == "apart")
    assert apart.sentence.startswith(
        "70% of practitioners were positive (70 of 100), and 45% of parents and carers were positive (45 of 100): "
    )
    assert "25 percentage points apart (likely " in apart.sentence
    assert [side.told.audience for side in apart.sides] == ["practitioners", "parents_carers"]


def test_the_surer_of_two_shares_stands_first() -> None:
    found = standing_out(heard(item(0, 20), item(200, 800, "young_people"))).found
    only = [one for one in found if one.kind == "criticism"]
    assert [one.effect for one in only] == sorted((one.effect for one in only), reverse=True)
    assert [one.first.group.base for one in only] == [20, 1000] or only[0].interval.low >= only[
        1
    ].interval.low


def test_the_more_is_looked_at_the_more_it_takes() -> None:
    borderline = item(37, 63)
    assert "criticism" in kinds(heard(borderline))
    others = [item(50, 50, f"audience {number}") for number in range(30)]
    assert "criticism" not in kinds(heard(borderline, *others))


def test_what_is_told_in_words_but_not_in_ticks_and_the_reverse() -> None:
    loud = Heard(heard(item(95, 5)).compared, [theme(0, 60, 100)])
    assert "text" in kinds(loud)
    silent = Heard(heard(item(20, 180)).compared, [theme(1, 0, 400)])
    assert "ticks" in kinds(silent)
    assert not {"text", "ticks"} & set(kinds(Heard(heard(item(50, 50)).compared, [theme(20, 20, 100)])))


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.sampled_from([f"{n:032x}" for n in range(30)]),
        st.sampled_from(["young_people", "parents_carers"]),
        st.sampled_from(["waits", "plans"]),
        st.sampled_from(["positive", "negative"]),
        st.integers(1, 900),
    ),
    max_size=40,
)


@given(CANDIDATES)
def test_excerpts_do_not_depend_on_the_order_and_name_each_person_once(
    candidates: list[Candidate],
) -> None:
    chosen = spread(candidates, 6)
    mixed = sorted(candidates, key=lambda one: (one.length, one.theme, one.response))
    assert {one.response for one in spread(mixed, 6)} == {one.response for one in chosen}
    assert len({one.response for one in chosen}) == len(chosen)


def test_a_rare_voice_is_among_the_excerpts() -> None:
    many = [Candidate(f"{n:032x}", "parents_carers", "waits", "negative", 300) for n in range(50)]
    rare = Candidate("f" * 32, "young_people", "plans", "positive", 40)
    assert rare in spread([*many, rare], 2)
