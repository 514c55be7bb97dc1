"""Words are found in whatever way a browser writes them down."""

from __future__ import annotations

import base64
import gzip
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.loader import load_questionnaire
from tests.journeys.shared_phone import disk
from tests.journeys.shared_phone.neutral import telling_addresses, telling_titles
from tests.journeys.shared_phone.plans import STOPS, plan
from tests.survey_app.web.every_kind import SAMPLE

WORD = "qhzvkcanarywordxyz"


def as_lz4(content: bytes) -> bytes:
    """The same bytes as one block of nothing but literals."""
    length = len(content)
    rest = b"" if length < 15 else b"\xff" * ((length - 15) // 255) + bytes([(length - 15) % 255])
    return bytes([min(length, 15) << 4]) + rest + content


@pytest.mark.parametrize(
    "content",
    [
        f"before {WORD} after".encode(),
        f"before {WORD} after".encode("utf-16-le"),
        b"\x00\x01rest" + gzip.compress(f"a page with {WORD}".encode(), mtime=0) + b"more",
        disk.MOZILLA_LZ4 + struct.pack("<I", 100) + as_lz4(f'{{"tabs": "{WORD}"}}'.encode() * 5),
        *(base64.b64encode(b"x" * shift + WORD.encode() + b"after") for shift in range(3)),
    ],
)
def test_a_word_is_found_however_it_is_written(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(content)
    (tmp_path / "other").write_bytes(b"nothing of it")
    assert disk.search(tmp_path, [WORD]) == [f"deep/file holds “{WORD}”"]


@given(st.binary(max_size=600))
def test_what_was_packed_comes_out_again(content: bytes) -> None:
    assert disk.unpack_lz4(as_lz4(content)) == content


def test_a_copy_of_what_came_before_is_written_out() -> None:
    # four letters, then 9 bytes from 4 back; then the last literals
    assert disk.unpack_lz4(b"\x45abcd\x04\x00\x10!") == b"abcdabcdabcda!"


def test_histories_of_both_browsers_are_read(tmp_path: Path) -> None:
    (tmp_path / "Default").mkdir()
    with closing(sqlite3.connect(tmp_path / "places.sqlite")) as firefox:
        firefox.execute("CREATE TABLE moz_places (url, title)")
        firefox.execute("INSERT INTO moz_places VALUES ('http://a/', NULL)")
        firefox.commit()
    with closing(sqlite3.connect(tmp_path / "Default/History")) as chromium:
        chromium.execute("CREATE TABLE urls (url, title)")
        chromium.execute("INSERT INTO urls VALUES ('http://b/', 'B')")
        chromium.commit()
    assert sorted(disk.history(tmp_path)) == [("http://a/", ""), ("http://b/", "B")]


@pytest.mark.parametrize(
    "address, title, telling",
    [
        ("/s/abcdefghjk/page/3", "Question 3 of 6", (0, 0)),
        ("/s/support/check", "Check your answers", (0, 0)),
        ("/s/abcdefghjk/page/listen", "Question 3 of 6", (1, 0)),
        ("/s/abcdefghjk/page/3", "Is the help right for you?", (0, 1)),
        ("/s/abcdefghjk/page/3?college", "Help at school", (1, 1)),
    ],
)
def test_words_of_a_survey_are_seen_in_a_history(address: str, title: str, telling: tuple[int, int]) -> None:
    kept = [(f"http://site{address}", title), ("http://elsewhere/college", "Is the help right for you?")]
    asked = load_questionnaire(SAMPLE)
    found = (list(way(kept, "http://site", asked)) for way in (telling_addresses, telling_titles))
    assert tuple(map(len, found)) == telling


def test_plans_repeat_and_stop_everywhere() -> None:
    plans = [plan(number, seed=3) for number in range(50)]
    assert plans == [plan(number, seed=3) for number in range(50)]
    assert plans != [plan(number, seed=4) for number in range(50)]
    assert {made.stop for made in plans} == set(STOPS)
    assert {made.scripts for made in plans} == {True, False}
    assert len({made.tries for made in plans}) > 10
