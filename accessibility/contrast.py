"""How far two colours stand apart, by the arithmetic of WCAG 2.2 (relative luminance, contrast ratio)."""

from __future__ import annotations

import re

TEXT = 7.0
EDGE = 3.0

HEX = re.compile(r"#[0-9a-fA-F]{6}")


def luminance(colour: str) -> float:
    """Relative luminance of a colour written #rrggbb, 0 (black) to 1 (white); others raise ValueError."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"“{colour}” is not a colour we can measure. Write it as # and six hex digits.")
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 (the same) to 21 (black on white), in either order."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
