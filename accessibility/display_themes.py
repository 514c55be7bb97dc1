"""The colours a reader can choose, and the style sheet made of them.

Every pair in PAIRS meets its ratio in every theme; a pair that a page newly uses is added there first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from accessibility.contrast import EDGE, TEXT
from accessibility.languages import to_translate


@dataclass(frozen=True, slots=True)
class Colours:
    """What each colour is for: words and drawings use these names and never a colour of their own."""

    paper: str
    ink: str
    muted: str
    accent: str
    accent_ink: str
    tint: str
    edge: str
    focus: str
    error: str


@dataclass(frozen=True, slots=True)
class DisplayTheme:
    """One way the pages can look. `scheme` is the CSS color-scheme: it colours scroll bars and form parts."""

    name: str
    label: str
    scheme: str
    colours: Colours


# (in front, behind, ratio): 7:1 is WCAG 1.4.6 for text, 3:1 is 1.4.11 for edges that mean something.
PAIRS: tuple[tuple[str, str, float], ...] = (
    ("ink", "paper", TEXT),
    ("ink", "tint", TEXT),
    ("muted", "paper", TEXT),
    ("muted", "tint", TEXT),
    ("accent", "paper", TEXT),
    ("accent", "tint", TEXT),
    ("accent_ink", "accent", TEXT),
    ("error", "paper", TEXT),
    ("error", "tint", TEXT),
    ("edge", "paper", EDGE),
    ("edge", "tint", EDGE),
    ("focus", "paper", EDGE),
    ("focus", "tint", EDGE),
    ("paper", "accent", EDGE),
)

DEFAULT = DisplayTheme(
    "default",
    to_translate("Warm paper"),
    "light",
    Colours(
        paper="#fdf8f0",
        ink="#221c15",
        muted="#483f33",
        accent="#0b4a57",
        accent_ink="#ffffff",
        tint="#f5d9ac",
        edge="#6b5d49",
        focus="#6d1a74",
        error="#7d0f12",
    ),
)
CREAM = DisplayTheme(
    "cream",
    to_translate("Soft cream"),
    "light",
    Colours(
        paper="#f7efd8",
        ink="#26303c",
        muted="#3b434d",
        accent="#23407c",
        accent_ink="#fffaf0",
        tint="#e8dcb6",
        edge="#66624f",
        focus="#6d1a74",
        error="#7a1518",
    ),
)
DARK = DisplayTheme(
    "dark",
    to_translate("Dark"),
    "dark",
    Colours(
        paper="#17191d",
        ink="#f3efe6",
        muted="#d2ccc0",
        accent="#9adbe6",
        accent_ink="#10171a",
        tint="#3b372f",
        edge="#a8a194",
        focus="#ffd766",
        error="#ffb9b1",
    ),
)
YELLOW_ON_BLACK = DisplayTheme(
    "yellow_on_black",
    to_translate("Yellow on black"),
    "dark",
    Colours(
        paper="#000000",
        ink="#ffff00",
        muted="#ffff00",
        accent="#ffffff",
        accent_ink="#000000",
        tint="#333300",
        edge="#ffff00",
        focus="#ffffff",
        error="#ffff00",
    ),
)
# Only the CSS system colours: the reader's own device decides, also in forced colours.
SYSTEM = DisplayTheme(
    "system",
    to_translate("The colours of my device"),
    "light dark",
    Colours(
        paper="Canvas",
        ink="CanvasText",
        muted="CanvasText",
        accent="LinkText",
        accent_ink="Canvas",
        tint="Canvas",
        edge="CanvasText",
        focus="Highlight",
        error="CanvasText",
    ),
)

THEMES: Mapping[str, DisplayTheme] = {
    theme.name: theme for theme in (DEFAULT, CREAM, DARK, YELLOW_ON_BLACK, SYSTEM)
}


def to_css(theme: DisplayTheme) -> str:
    """The theme as CSS custom properties, such as `--paper:#fdf8f0;`, named as in Colours with hyphens."""
    colours = asdict(theme.colours).items()
    properties = "".join(f"--{name.replace('_', '-')}:{colour};" for name, colour in colours)
    return f"color-scheme:{theme.scheme};{properties}"


def stylesheet(themes: Iterable[DisplayTheme] = tuple(THEMES.values())) -> str:
    """The themes as one compact sheet: the first is the page's own, the others wait for `data-theme`.

    Forced colours win over every theme, so that drawings follow the colours of the device too.
    """
    first, *others = themes
    rules = [f":root{{{to_css(first)}}}"]
    rules += [f"[data-theme={theme.name}]{{{to_css(theme)}}}" for theme in others]
    rules.append(f"@media (forced-colors:active){{:root,[data-theme]{{{to_css(SYSTEM)}}}}}")
    return "".join(rules)
