"""Agreement of coders against published examples, what always holds of it, and what a file of codes may say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.alpha import agreement, by_theme, masi, overall
from analysis.coded_units import Code, Coded, gather
from analysis.coding_sample import sample
from analysis.prevalence import Checked, Missed, missed, not_found, prevalence

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), examples A, B and C; a dot was not coded.
TWO_CODERS_TWO_VALUES = ("0100000010", "1110010000")
TWO_CODERS_FIVE_VALUES = ("aabbdcccedda", "babbbccceddd")
FOUR_CODERS_SOME_MISSING = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(*coders: str) -> list[list[str]]:
    return [[value for value in unit if value != "."] for unit in zip(*coders, strict=True)]


@pytest.mark.parametrize(
    ("coders", "alpha"),
    [(TWO_CODERS_TWO_VALUES, 0.095), (TWO_CODERS_FIVE_VALUES, 0.692), (FOUR_CODERS_SOME_MISSING, 0.743)],
)
def test_alpha_is_what_its_author_worked_out_by_hand(coders: tuple[str, ...], alpha: float) -> None:
    assert agreement(units(*coders)).alpha == pytest.approx(alpha, abs=0.0005)


def test_a_unit_that_one_coder_read_says_nothing_of_agreement() -> None:
    assert agreement(units(*FOUR_CODERS_SOME_MISSING)).units == 11


@pytest.mark.parametrize(
    ("times", "verdict"), [(1, "too few units"), (5, "reliable")], ids=["two units", "ten units"]
)
def test_a_handful_of_units_is_called_too_few(times: int, verdict: str) -> None:
    assert agreement([["a", "a"], ["b", "b"]] * times).verdict.startswith(verdict)


def test_where_nothing_differs_alpha_is_not_known() -> None:
    found = agreement([["a", "a"], ["a", "a"]])
    assert (found.alpha, found.interval, found.same) == (None, None, 1.0)
    assert "always said the same" in found.verdict


def test_distances_between_sets_are_those_of_masi() -> None:
    """R. Passonneau (2006): {1, 2} within {1, 2, 3, 4} is half in common, counted two thirds."""
    sets = [frozenset("12"), frozenset("1234"), frozenset("23"), frozenset("56"), frozenset[str]()]
    far = masi(sets)
    assert far[0].tolist() == pytest.approx([0, 1 - 1 / 3, 1 - 1 / 9, 1, 1])
    assert far[4].tolist() == pytest.approx([1, 1, 1, 1, 0])


many_units = st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=4), min_size=2, max_size=12)
label_sets = st.frozensets(st.sampled_from("abcd"), max_size=4)


@given(many_units)
@settings(max_examples=60)
def test_alpha_never_passes_one_and_reaches_it_only_when_all_agree(values: list[list[str]]) -> None:
    found = agreement(values, resamples=20)
    assume(found.alpha is not None)
    assert found.alpha is not None
    assert found.alpha <= 1
    assert (abs(found.alpha - 1) < 1e-12) == all(len(set(unit)) == 1 for unit in values)


@given(many_units, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_who_is_who_changes_nothing(values: list[list[str]], chance: object) -> None:
    shuffled = [chance.sample(unit, len(unit)) for unit in values]  # type: ignore[attr-defined]
    assert agreement(values, resamples=50) == agreement(shuffled, resamples=50)


@given(many_units)
@settings(max_examples=60)
def test_other_names_for_the_values_change_nothing(values: list[list[str]]) -> None:
    renamed = [["zyx"["abc".index(value)] for value in unit] for unit in values]
    one, other = agreement(values, resamples=0).alpha, agreement(renamed, resamples=0).alpha
    assert (one is None) == (other is None)
    assert one is None or other == pytest.approx(one)


@given(st.lists(label_sets, min_size=1, max_size=8, unique=True))
def test_the_distance_of_sets_is_a_distance(sets: list[frozenset[str]]) -> None:
    far = masi(sets)
    assert np.allclose(far, far.T)
    assert np.allclose(np.diag(far), 0)
    assert ((far >= 0) & (far <= 1)).all()
    assert (far[~np.eye(len(sets), dtype=bool)] > 0).all()


def test_the_interval_holds_alpha_and_hangs_on_the_seed_alone() -> None:
    values = units("aabbccaabbccabcabc", "aabbccabbbccabcacc")
    one, again, other = agreement(values, seed=1), agreement(values, seed=1), agreement(values, seed=2)
    assert one == again
    assert one.interval is not None
    assert one.alpha is not None
    assert one.interval[0] <= one.alpha <= one.interval[1]
    assert one.interval != other.interval


def codes(*lines: tuple[str, str, str]) -> Coded:
    return gather(Code(unit, coder, theme, "") for unit, coder, theme in lines)


def test_having_found_nothing_differs_from_not_having_read() -> None:
    both_read = codes(("u1", "x", "bus"), ("u1", "y", ""), ("u2", "x", ""), ("u2", "y", ""))
    one_read = codes(("u1", "x", "bus"), ("u2", "x", ""), ("u2", "y", ""))
    assert by_theme(both_read)["bus"].units == 2
    assert by_theme(one_read)["bus"].units == 1


def test_one_theme_fewer_is_less_of_a_difference_than_another_theme() -> None:
    same = [
        (f"u{n}", coder, theme) for n in range(6) for coder in "xy" for theme in ("bus", "plan")[: n % 2 + 1]
    ]
    fewer = codes(*same, ("last", "x", "bus"), ("last", "x", "plan"), ("last", "y", "bus"))
    another = codes(*same, ("last", "x", "bus"), ("last", "y", "plan"))
    high, low = overall(fewer).alpha, overall(another).alpha
    assert high is not None
    assert low is not None
    assert high > low


@given(st.floats(0, 1), st.floats(0.55, 1), st.floats(0.55, 1))
@settings(max_examples=40, deadline=None)
def test_the_machines_errors_are_taken_out_again(truth: float, sensitive: float, specific: float) -> None:
    """What a machine with this error would count in a million units leads back to the truth."""
    counted = round(1_000_000 * (truth * sensitive + (1 - truth) * (1 - specific)))
    hits, left = round(100_000 * sensitive), round(100_000 * specific)
    found = prevalence(counted, 1_000_000, Checked(hits, 100_000 - left, 100_000 - hits, left))
    assert found.share == pytest.approx(truth, abs=0.001)
    assert found.interval is not None
    assert found.interval[0] - 1e-9 <= truth + 0.02
    assert truth - 0.02 <= found.interval[1] + 1e-9


def test_less_checking_leaves_more_doubt() -> None:
    little = prevalence(300, 1_000, Checked(16, 6, 4, 74))
    much = prevalence(300, 1_000, Checked(160, 60, 40, 740))
    assert little.share == much.share
    assert little.interval is not None
    assert much.interval is not None
    assert little.interval[1] - little.interval[0] > much.interval[1] - much.interval[0]


@pytest.mark.parametrize("checked", [Checked(1, 0, 0, 5), Checked(10, 90, 10, 10)])
def test_what_was_hardly_checked_or_is_no_better_than_chance_is_not_corrected(checked: Checked) -> None:
    assert prevalence(300, 1_000, checked).share is None


def test_nothing_found_is_not_nothing_there() -> None:
    """Clopper and Pearson: none in 30 leaves up to 11.6 % (the rule of three says about 10 %, one-sided)."""
    one = not_found([False] * 30, 2_000)
    assert one.interval == (0.0, pytest.approx(0.1157, abs=0.0001))
    assert one.units == (0, 228)


def test_all_found_leaves_the_upper_end_open() -> None:
    assert Missed(5, 5, 100).interval[1] == 1.0


def test_what_was_missed_is_counted_where_the_machine_found_nothing() -> None:
    coded = codes(
        ("u1", "machine", "bus"), ("u1", "x", "bus"), ("u2", "machine", ""), ("u2", "x", "plan"),
        ("u3", "machine", ""), ("u3", "x", ""), ("u4", "machine", ""),
    )  # fmt: skip
    found = missed(coded, "machine")
    assert (found.found, found.read, found.total) == (1, 2, 3)


@dataclass(frozen=True)
class Asked:
    id: str
    audience: str


some_rows = st.lists(
    st.builds(Asked, st.uuids().map(str), st.sampled_from(["young", "parents", "staff"])), max_size=40
)


@given(some_rows, st.floats(0, 1), st.floats(0, 1), st.integers(0, 9), st.randoms(use_true_random=False))
@settings(max_examples=80)
def test_a_sample_is_the_same_in_any_order_and_grows(
    rows: list[Asked], one: float, other: float, seed: int, chance: object
) -> None:
    few, many = (sample(rows, share, seed) for share in sorted((one, other)))
    mixed = chance.sample(rows, len(rows))  # type: ignore[attr-defined]
    assert sample(mixed, max(one, other), seed) == many
    assert set(few) <= set(many) <= set(rows)
    assert len(rows) * max(one, other) <= len(many) + 1e-6 <= len(rows) * max(one, other) + 1 + 1e-6


def test_a_small_audience_is_heard_as_well_as_a_large_one() -> None:
    rows = [Asked(f"p{n}", "parents") for n in range(200)] + [Asked(f"y{n}", "young") for n in range(30)]
    chosen = sample(rows, 0.2)
    assert sum(row.audience == "young" for row in chosen) == 23
    assert sum(row.audience == "parents" for row in chosen) == 23


@pytest.mark.parametrize("share", [-0.1, 1.5])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        sample([], share)


LINES = [
    {"unit": f"u{n}", "coder": coder, "theme": theme, "stance": "negative"}
    for n, row in enumerate(["bbb", "pp-", "---", "bpb", "ppp", "-b-", "bbb", "---"])
    for coder, letter in zip(("machine", "first", "second"), row, strict=True)
    for theme in [{"b": "bus", "p": "plan", "-": ""}[letter]]
]


def test_a_file_of_codes_is_told_in_words_and_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, table = tmp_path / "codes.jsonl", tmp_path / "codes.csv"
    lines.write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    table.write_text(
        "unit,coder,theme,stance\n" + "\n".join(",".join(line.values()) for line in LINES), "utf-8"
    )
    assert main(["agreement", str(lines), "--json"]) == 0
    found = capsys.readouterr().out
    assert main(["agreement", str(table), "--json"]) == 0
    assert capsys.readouterr().out == found
    assert set(json.loads(found)["themes"]) == {"bus", "plan"}
    assert json.loads(found)["pairs"][0]["coders"] == ["first", "machine"]
    assert main(["agreement", str(table)]) == 0
    said = capsys.readouterr().out
    assert "too little was checked" in said
    assert "may have one" in said


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("codes.txt", "", "the ending should be"),
        ("codes.jsonl", "", "has no codes"),
        ("codes.jsonl", '{"unit": "u1", "coder": "x"}\nnot json', "line 2: It is not JSON"),
        ("codes.jsonl", "[]", "line 1: It must be a JSON object with unit, coder"),
        ("codes.jsonl", '{"coder": "x", "theme": "bus"}', "line 1: say which unit"),
        ("codes.jsonl", '{"unit": "u1", "coder": "x", "theme": ["bus"]}', 'line 1: "theme" should be words'),
        ("codes.jsonl", '{"unit": "u1", "coder": "x", "theme": "b", "stance": "cross"}', 'line 1: "stance"'),
        ("codes.jsonl", '{"unit": "' + "u" * 300 + '", "coder": "x"}', "longer than 200"),
        ("codes.csv", "unit,coder\nu1,x", "add the heading theme"),
        ("codes.csv", b"unit,coder,theme\n\xff,x,bus", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["agreement", str(path)]) == 1
    assert sentence in capsys.readouterr().err


def test_answers_to_code_twice_come_without_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.jsonl"
    rows = [{"id": n, "audience": "parent", "text": f"Words {n}", "themes": ["bus"]} for n in range(20)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["agreement", "--choose", "0.25", str(path)]) == 0
    chosen = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(chosen) == 5
    assert {key for row in chosen for key in row} == {"id", "audience", "question", "text"}
