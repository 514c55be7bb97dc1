"""The seven words: many enough, easy enough, and read however they are typed."""

import math
import re
from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from survey_app.services import seven_words
from survey_app.services.seven_words import HOW_MANY, easy_words, left_out, nearest, read_typed, words_of
from survey_app.services.work import Work
from survey_app.storage.sealing import KeyRing, new_cookie_secret
from tests.builders import DAY_AFTER

ENOUGH_BITS = 89
SOME = st.lists(st.sampled_from(easy_words()), min_size=HOW_MANY, max_size=HOW_MANY)
BETWEEN = st.text(
    st.sampled_from(" \t\r\n,.;:-–—_'\"’“”()/|1234567890\u00a0\u200b\u2028"), min_size=1
).filter(lambda text: text.strip("\u200b"))


def work(key: bytes = b"k" * 32) -> Work:
    """Work that needs keys and no database."""
    return Work(None, DAY_AFTER, KeyRing({1: key}))  # type: ignore[arg-type]


def test_seven_words_are_89_bits_or_more() -> None:
    assert len(set(easy_words())) == len(easy_words())
    assert HOW_MANY * math.log2(len(easy_words())) >= ENOUGH_BITS


def test_every_word_is_plain_letters_and_short() -> None:
    assert [word for word in easy_words() if not re.fullmatch("[a-z]{3,9}", word)] == []


def test_no_word_is_given_that_is_left_out_and_each_of_those_has_to_be_left_out_by_name() -> None:
    brought = set(files("xkcdpass").joinpath("static", "eff-long").read_text(encoding="utf-8").split())
    assert not left_out() & set(easy_words())
    assert left_out() <= brought, f"not in the list at all: {left_out() - brought}"


def test_each_word_is_left_out_for_one_reason() -> None:
    text = files("survey_app.services").joinpath(seven_words.LEFT_OUT).read_text(encoding="utf-8")
    reasons = yaml.safe_load(text)
    named = [word for words in reasons.values() for word in words.split()]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("word", ["kidnap", "suicide", "naked", "drunk", "killer", "stupid", "hurt", "yo-yo"])
def test_words_that_would_upset_are_not_given(word: str) -> None:
    assert word not in easy_words()


def test_no_two_words_differ_in_a_doubled_letter_or_in_the_end_of_a_long_word() -> None:
    single = [re.sub(r"(.)\1", r"\1", word) for word in easy_words()]
    ends = [(len(word), word[:-1]) for word in easy_words() if len(word) >= 7]
    assert len(set(single)) == len(single)
    assert len(set(ends)) == len(ends)


def test_a_cookie_gives_the_same_words_each_time_and_others_to_another_cookie_or_server() -> None:
    secret, here = new_cookie_secret(), work()
    words = words_of(here, secret)
    assert words == words_of(work(), secret)
    assert len(words.split()) == HOW_MANY
    assert set(words.split()) <= set(easy_words())
    assert words != words_of(here, new_cookie_secret())
    assert words != words_of(work(b"o" * 32), secret)


def test_words_stand_for_themselves() -> None:
    here = work()
    words = words_of(here, new_cookie_secret())
    assert words_of(here, words) == words


def test_every_part_of_the_list_is_drawn_about_equally_often_in_every_place() -> None:
    here, parts, draws = work(), 20, 4000
    place = {word: number for number, word in enumerate(easy_words())}
    tally = [[0] * parts for _ in range(HOW_MANY)]
    for number in range(draws):
        for nth, word in enumerate(words_of(here, f"a cookie's secret{number}".replace(" ", "-")).split()):
            tally[nth][place[word] * parts // len(place)] += 1
    expected = draws / parts
    for counts in tally:
        # 19 degrees of freedom: 50 or more would come once in ten thousand tries.
        assert sum((count - expected) ** 2 / expected for count in counts) < 50


@given(SOME, st.lists(BETWEEN, min_size=HOW_MANY + 1, max_size=HOW_MANY + 1), st.data())
def test_words_are_read_however_they_are_typed(
    words: list[str], between: list[str], data: st.DataObject
) -> None:
    typed = between[0]
    for word, gap in zip(words, between[1:], strict=True):
        typed += data.draw(st.sampled_from([word, word.upper(), word.capitalize()])) + gap
    read = read_typed(typed)
    assert read.whole
    assert read.secret == " ".join(words)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_without_harm(text: str) -> None:
    read = read_typed(text)
    assert all(1 <= one.number <= len(read.words) for one in read.unknown)
    assert read.whole == (len(read.words) == HOW_MANY and set(read.words) <= set(easy_words()))


def test_accents_and_wide_letters_are_read_as_plain_ones() -> None:
    assert read_typed("ＡＰＰＬＥ  cáke").words == ("apple", "cake")


def test_a_soft_hyphen_inside_a_pasted_word_is_not_there() -> None:
    assert read_typed("ele\u00adphant").words == ("elephant",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aple", "apple"),
        ("elefant", "elephant"),
        ("bannana", "banana"),
        ("pensil", "pencil"),
        ("tigre", "tiger"),
    ],
)
def test_a_misspelt_word_is_met_with_the_word_that_was_meant(typed: str, meant: str) -> None:
    (found,) = read_typed(f"cake {typed} cloud").unknown
    assert (found.number, found.word) == (2, typed)
    assert meant in found.near


def test_near_words_are_words_that_we_have() -> None:
    for strange in ("kidnapp", "stupid", "killer"):
        assert set(nearest(strange)) <= set(easy_words())


def test_a_monster_is_cut_short() -> None:
    read = read_typed("xyzzy " * 100_000)
    assert len(read.unknown) == HOW_MANY
    assert nearest("x" * 500) == ()
