"""Every theme is readable, and its style sheet says what the theme says."""

import re
from dataclasses import asdict

import pytest

from accessibility.contrast import contrast
from accessibility.display_themes import (
    DARK,
    DEFAULT,
    PAIRS,
    SYSTEM,
    THEMES,
    DisplayTheme,
    stylesheet,
    to_css,
)

MEASURED = [theme for theme in THEMES.values() if theme is not SYSTEM]


@pytest.mark.parametrize("theme", MEASURED, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("front", "behind", "ratio"), PAIRS, ids=lambda value: str(value))
def test_every_pair_that_is_used_stands_far_enough_apart(
    theme: DisplayTheme, front: str, behind: str, ratio: float
) -> None:
    colours = asdict(theme.colours)
    assert contrast(colours[front], colours[behind]) >= ratio


@pytest.mark.parametrize("theme", MEASURED, ids=lambda theme: theme.name)
def test_drawings_keep_their_shapes_apart(theme: DisplayTheme) -> None:
    """Lines of ink stand out from a tint, and what is filled with the accent stands out from the paper."""
    colours = theme.colours
    assert contrast(colours.ink, colours.tint) >= 3
    assert contrast(colours.accent, colours.paper) >= 3


def test_every_colour_of_a_theme_is_in_a_pair() -> None:
    named = {name for front, behind, _ in PAIRS for name in (front, behind)}
    assert named == set(asdict(DEFAULT.colours))


def test_the_system_theme_names_no_colour_of_its_own() -> None:
    assert "#" not in to_css(SYSTEM)


def test_css_has_a_property_for_each_colour() -> None:
    css = to_css(DARK)
    assert css.startswith("color-scheme:dark;")
    for name, colour in asdict(DARK.colours).items():
        assert f"--{name.replace('_', '-')}:{colour};" in css


def test_the_sheet_has_each_theme_once_and_forced_colours_last() -> None:
    css = stylesheet()
    assert re.findall(r"\[data-theme=(\w+)\]\{", css) == [name for name in THEMES if name != "default"]
    assert css.startswith(f":root{{{to_css(DEFAULT)}}}")
    assert css.endswith(f"@media (forced-colors:active){{:root,[data-theme]{{{to_css(SYSTEM)}}}}}")
    assert css.count("{") == css.count("}")
