"""Scanning one answer, and files of them, through the front door."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.scan import scan_text

DISCLOSURES = (
    "my dad hits me", "I want to kill myself", "he touched my private parts", "they locked me in a room",
    "I ran away from home", "there is no food in the house", "a man on roblox wants to meet me",
)  # fmt: skip
PADDING = st.lists(
    st.sampled_from(
        ["e\u0301", "ﬁ", "İ", "🙂", "שלום", "ß", "\u200b", "…", "’", "👨‍👩‍👧", "school", "the", "\n"]
    ),
    max_size=12,
).map(" ".join)


@given(PADDING, st.sampled_from(DISCLOSURES), PADDING)
def test_offsets_point_at_the_words_in_any_unicode(before: str, said: str, after: str) -> None:
    text = f"{before}. {said}. {after}"
    scan = scan_text(text, "young_people")
    assert scan.safeguarding
    for span in (*scan.safeguarding, *scan.themes):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
    assert any(text[f.start : f.end] in said for f in scan.safeguarding)


@given(st.text(max_size=300), st.sampled_from(["cyp", "parent", "practitioner"]))
@settings(max_examples=150)
def test_any_text_is_scanned_and_twice_the_same(text: str, audience: str) -> None:
    assert scan_text(text, audience) == scan_text(text, audience)


@given(
    st.sampled_from(DISCLOSURES),
    st.sampled_from(["nobody said", "not", "no", "never", "I don't think", "without"]),
)
def test_a_denial_never_deletes(said: str, denial: str) -> None:
    assert scan_text(f"{denial} {said}", "young_people").safeguarding


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "he hit me ",
        "dad ",
        "not ",
        "self harm",
        "....",
        "!!!!",
        "'",
        "*",
        "hit dad me ",
        "\u0301",
        "🔪",
        "want to ",
        "1",
    ],
)
def test_long_and_hostile_answers_are_read_to_the_end(piece: str) -> None:
    text = (piece * 20_000)[:20_000] + " my dad hits me"
    assert any(f.category == "physical_abuse" for f in scan_text(text, "young_people").safeguarding)


@pytest.mark.parametrize("audience", ["partnership", "local_leaders", "school_governors"])
def test_an_audience_of_another_kind_is_read_as_practitioners_are(audience: str) -> None:
    text = "My dad hits me. We cannot recruit, and caseloads are too high."
    assert scan_text(text, audience) == scan_text(text, "practitioners")


def lines(*entries: object) -> bytes:
    """Entries as lines of JSON."""
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    said = ["my dad hits me", "The taxi is late", "", "I like chips", "CAMHS said no"]
    path.write_bytes(
        lines(*({"id": i, "audience": "cyp", "text": said[i % len(said)]} for i in range(4_001)))
    )
    return path


@pytest.mark.parametrize("options", [["--workers", "2"], []])
def test_the_same_answers_give_the_same_bytes_in_order(
    answers: Path, tmp_path: Path, options: list[str]
) -> None:
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    assert main(["scan", str(answers), str(one)]) == 0
    assert main(["scan", str(answers), str(other), *options]) == 0
    assert one.read_bytes() == other.read_bytes()
    found = [json.loads(line) for line in one.read_bytes().splitlines()]
    assert [entry["id"] for entry in found] == list(range(4_001))
    assert set(found[0]) == {"id", "themes", "safeguarding"}
    assert set(found[0]["safeguarding"][0]) == {"category", "level", "rule", "start", "end", "cues"}
    assert set(found[1]["themes"][0]) == {"theme", "stance", "start", "end"}


@pytest.mark.parametrize(("only", "empty"), [("safeguarding", "themes"), ("themes", "safeguarding")])
def test_only_one_kind_may_be_asked_for(answers: Path, tmp_path: Path, only: str, empty: str) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["scan", str(answers), str(out), "--only", only]) == 0
    found = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert any(entry[only] for entry in found)
    assert not any(entry[empty] for entry in found)


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b"{not json\n", "It is not JSON"),
        (b"[1]\n", "JSON object"),
        (lines({"id": 1, "audience": "cats", "text": "x"}), '"audience" must be one of'),
        (lines({"id": 1, "audience": "cyp", "text": 3}), '"text" that is text'),
        (lines({"audience": "cyp", "text": "x"}), '"id"'),
        (b"\xff\xfe\n", "It is not JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: bytes, says: str
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = lines({"id": "a", "audience": "cyp", "text": "my dad hits me"})
    source.write_bytes(good + bad + good)
    assert main(["scan", str(source), str(out)]) == 1
    assert out.read_bytes().count(b"physical_abuse.person_strikes") == 2
    said = capsys.readouterr().err
    assert "Line 2 was left out." in said
    assert says in said


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(tmp_path / "none.jsonl"), "-"]) == 1
    assert "none.jsonl could not be opened" in capsys.readouterr().err


def test_standard_streams_can_be_used() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "scan", "-", "-"],
        input=lines({"id": "a", "audience": "parents_carers", "text": "The bus is late"}),
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["themes"][0]["theme"] == "transport"


def test_scanning_does_not_load_the_heavy_libraries() -> None:
    code = "import sys, analysis.scan; print([m for m in ('pandas', 'sklearn', 'polars', 'flask') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_command_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dance"]) == 2
    assert "scan" in capsys.readouterr().err
