"""Phone numbers in words that somebody else wrote become links, and nothing else does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from survey_app.web.phone_numbers import tappable

LINK = re.compile(r'<a href="tel:(\+?[0-9]+)"><bdi dir="ltr">([^<>]+)</bdi></a>')
WRITTEN = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["<script>", '"', "'", "&", "</a>", "0300 123 4567", "+44 20 7946 0000", "999", " or "]
        ),
    ),
    max_size=8,
).map("".join)


def calls(text: str) -> list[str]:
    """What a phone would dial."""
    return [call for call, _ in LINK.findall(str(tappable(text)))]


@pytest.mark.parametrize(
    "text, dialled",
    [
        ("Call 0300 123 4567.", ["03001234567"]),
        ("Call 0300 123 4567 or, at night, 0300-123-4568", ["03001234567", "03001234568"]),
        ("(01632) 960 123", ["01632960123"]),
        ("+44 20 7946 0000", ["+442079460000"]),
        ("+44 (0)20 7946 0000", ["+442079460000"]),
        ("Childline: 0800 1111", ["08001111"]),
        ("116 123", ["116123"]),
        ("In danger? 999!", ["999"]),
        ("Call 101", ["101"]),
        ("اتصل على 0300 123 4567 الآن", ["03001234567"]),
    ],
)
def test_numbers_are_found_as_people_write_them(text: str, dialled: list[str]) -> None:
    assert calls(text) == dialled


@pytest.mark.parametrize(
    "text",
    [
        "101 High Street",
        "Open 09:00 to 17:00",
        "Since 01/09/2014",
        "2014-09-01 and 2026-12-01",
        "Room 0123",
        "Case 1234567890123",
        "£0.99 and 19990",
        "https://example.org/0300123456789012",
        "",
    ],
)
def test_other_digits_are_left_alone(text: str) -> None:
    assert calls(text) == []


@given(WRITTEN)
def test_nothing_is_lost_or_added_and_only_links_to_numbers_are_made(text: str) -> None:
    page = str(tappable(text))
    rest = LINK.sub(r"\2", page)
    assert not set(rest) & set("<>\"'")
    assert rest == str(tappable(text).__class__.escape(text))


def test_what_somebody_wrote_cannot_become_html() -> None:
    page = LexborHTMLParser(f"<p>{tappable('<img src=x onerror=alert(1)> 0300 123 4567')}</p>")
    assert page.css("img") == []
    assert [link.attributes["href"] for link in page.css("a")] == ["tel:03001234567"]
