"""The arithmetic of contrast, against the figures that WCAG gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.contrast import contrast, luminance

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#FFFFFF", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_known_pairs(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(colours, colours)
def test_order_does_not_matter_and_the_scale_is_1_to_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1.0 <= contrast(one, other) <= 21.0 + 1e-9


@given(colours)
def test_a_colour_does_not_stand_apart_from_itself(colour: str) -> None:
    assert contrast(colour, colour) == 1.0


@pytest.mark.parametrize("colour", ["", "white", "#fff", "#12345g", "#1234567", "#123456\n", "Canvas"])
def test_what_is_not_a_colour_is_refused_by_name(colour: str) -> None:
    with pytest.raises(ValueError, match="is not a colour we can measure"):
        luminance(colour)
