"""Lines read at once are read as each is by itself, or not at all."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bulk.answers import answers_of
from analysis.lines import BadLine, parse_answer
from analysis.scan import AUDIENCES, KINDS
from analysis.scanning import FEW, scan_batch
from tests.benchmarks.analysis.corpus import lines

JSON = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.text(max_size=5),
    st.lists(st.integers(0, 9)),
)
FIELDS = {
    "id": st.one_of(st.integers(0, 9), JSON),
    "audience": st.one_of(st.sampled_from(sorted(AUDIENCES)), JSON),
    "text": st.one_of(st.text(max_size=5), JSON),
}
ENTRY = st.fixed_dictionaries(FIELDS, optional={"question": JSON, "date": JSON})
ANY_LINE = st.one_of(
    st.one_of(ENTRY, st.dictionaries(st.sampled_from(sorted(FIELDS)), JSON), JSON).map(orjson.dumps),
    st.binary(max_size=9),
)
GOOD = b'{"id":1,"audience":"cyp","text":"The bus is late"}\n'


@given(st.lists(st.one_of(st.just(GOOD), ANY_LINE), max_size=4))
def test_lines_are_read_as_each_is_by_itself(given_lines: list[bytes]) -> None:
    try:
        alone = [parse_answer(line) for line in given_lines]
    except BadLine:
        assert answers_of(given_lines) is None
    else:
        assert answers_of(given_lines) == alone


@pytest.mark.parametrize(
    "wrong", [b"\n", b"{not json\n", b'{"id":true,"audience":"cyp","text":""}\n', b"[]\n"]
)
def test_one_wrong_line_among_many_is_left_out_and_the_others_are_not(wrong: bytes) -> None:
    some = list(lines(FEW, seed=3))
    found, problems = scan_batch(1, [*some[:7], wrong, *some[7:]], KINDS)
    assert (found, []) == scan_batch(1, some, KINDS)
    assert [problem.split(" was")[0] for problem in problems] == ["Line 8"] * bool(wrong.strip())


def test_ids_come_back_as_they_were_given() -> None:
    ids = ['"quoted"', "\\", "Zoë 🙂\n", "", -7, 0, 2**63]
    given_lines = [
        orjson.dumps({"id": one, "audience": "cyp", "text": "The bus is late"})
        for one in ids * (FEW // 7 + 1)
    ]
    found, _ = scan_batch(1, given_lines, KINDS)
    assert [orjson.loads(line)["id"] for line in found.splitlines()] == ids * (FEW // 7 + 1)
