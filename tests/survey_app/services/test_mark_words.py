"""Marks over any text: nothing is lost, nothing is added, every mark covers its own words."""

from hypothesis import given
from hypothesis import strategies as st

from survey_app.services.mark_words import label_of, marks_of, pieces_of
from survey_app.storage.findings import SAFEGUARDING, THEME, Finding

TEXTS = st.text(max_size=60)
PLACES = st.integers(-3, 70)


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    """Findings anywhere, also beside, across and beyond the text."""
    spans = draw(st.lists(st.tuples(PLACES, PLACES, st.sampled_from([THEME, SAFEGUARDING])), max_size=6))
    return [
        Finding(id=str(n), sort=sort, label="x", stance="", level=0, rule="", start=start, end=end, cues=[])
        for n, (start, end, sort) in enumerate(spans)
    ]


@given(TEXTS, findings())
def test_the_pieces_are_the_text(text: str, there: list[Finding]) -> None:
    assert "".join(piece.text for piece in pieces_of(text, marks_of(text, there))) == text


@given(TEXTS, findings())
def test_a_mark_covers_exactly_its_words(text: str, there: list[Finding]) -> None:
    marks = marks_of(text, there)
    pieces = pieces_of(text, marks)
    for mark in marks:
        assert "".join(piece.text for piece in pieces if mark in piece.marks) == mark.words
        once = 1 if mark.words else 0
        assert sum(mark in piece.beginning for piece in pieces) == once
        assert sum(mark in piece.ending for piece in pieces) == once


@given(TEXTS, findings())
def test_marks_are_counted_in_the_order_of_the_text(text: str, there: list[Finding]) -> None:
    marks = marks_of(text, there)
    assert [mark.number for mark in marks] == list(range(1, len(there) + 1))
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)


def test_words_under_two_findings_carry_both() -> None:
    spans = ((THEME, "transport", 4, 12), (SAFEGUARDING, "not_safe", 8, 15))
    there = [
        Finding(
            id=name, sort=s, label=name, stance="negative", level=1, rule="r", start=a, end=b, cues=["now"]
        )
        for s, name, a, b in spans
    ]
    text = "the bus is unsafe now"
    pieces = pieces_of(text, marks_of(text, there))
    assert [(piece.text, [mark.id for mark in piece.marks]) for piece in pieces] == [
        ("the ", []),
        ("bus ", ["transport"]),
        ("is u", ["transport", "not_safe"]),
        ("nsa", ["not_safe"]),
        ("fe now", []),
    ]


def test_a_label_that_is_not_known_any_more_keeps_its_id() -> None:
    assert label_of(THEME, "gone_long_ago") == "gone_long_ago"
    assert label_of(SAFEGUARDING, "not_safe") == "Does not feel safe, or asks for help"
