"""How one reader wants the pages, as a short word for a cookie and as attributes for the page."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from accessibility.display_themes import THEMES
from accessibility.languages import to_translate

READING_FONT = "Atkinson Hyperlegible Next"
TEXT_SIZES = (100, 125, 150, 200, 300)
STANDARD, EASY_READ, EASY_READ_PICTURES, SIGNED = "standard", "easy_read", "easy_read_pictures", "signed"

# What may be chosen, with the English words on the settings page; languages are added by the site.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "theme": {name: theme.label for name, theme in THEMES.items()},
    "text_size": {
        "100": to_translate("Normal words"),
        "125": to_translate("Bigger words"),
        "150": to_translate("Big words"),
        "200": to_translate("Very big words"),
        "300": to_translate("The biggest words"),
    },
    "spacing": {
        "normal": to_translate("Normal space"),
        "wide": to_translate("More space between words and lines"),
    },
    "font": {
        "system": to_translate("The letters of this phone or computer"),
        "reading": to_translate("Letters made for easy reading"),
    },
    "face": {
        STANDARD: to_translate("All the words"),
        EASY_READ: to_translate("Easy words"),
        EASY_READ_PICTURES: to_translate("Easy words and pictures"),
        SIGNED: to_translate("Sign language videos and easy words"),
    },
}

LONGEST_TOKEN = 80
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Preferences:
    """One reader's choices. An empty `face` means that the reader has not chosen: the questionnaire does."""

    theme: str = "default"
    text_size: int = 100
    spacing: str = "normal"
    font: str = "system"
    face: str = ""
    language: str = "en"

    def to_token(self) -> str:
        """The choices as one word for a cookie, such as `dark.150.wide.system.easy_read.en`."""
        return ".".join(str(value) for value in astuple(self))

    def attributes(self) -> dict[str, str]:
        """The `data-` attributes of <html> that the style sheets look at."""
        return {
            "data-theme": self.theme,
            "data-size": str(self.text_size),
            "data-spacing": self.spacing,
            "data-font": self.font,
        }

    def choosing(self, wanted: Mapping[str, str], languages: Collection[str] = ("en",)) -> Preferences:
        """These choices with the wanted ones in their place; a value that is not on offer changes nothing."""
        changes: dict[str, Any] = {
            name: int(wanted[name]) if name == "text_size" else wanted[name]
            for name, offered in CHOICES.items()
            if wanted.get(name) in offered
        }
        language = wanted.get("language", "")
        if language in languages and LANGUAGE.fullmatch(language):
            changes["language"] = language
        return replace(self, **changes)


def from_token(token: str | None, languages: Collection[str] = ("en",)) -> Preferences:
    """The choices in a cookie. Whatever cannot be read there, or is not on offer, is as if never chosen."""
    parts = (token or "").split(".") if len(token or "") <= LONGEST_TOKEN else []
    names = Preferences.__dataclass_fields__
    return Preferences().choosing(dict(zip(names, parts, strict=False)), languages)


def stylesheet(reading_font: str = READING_FONT) -> str:
    """Size, spacing and font as one compact sheet, for the attributes that `Preferences.attributes` gives.

    Sizes are percentages, so that the size set in the browser still counts. Spacing is that of WCAG 1.4.12.
    In a language that runs from right to left, pictures that point along the line turn round.
    """
    sizes = "".join(f'[data-size="{size}"]{{font-size:{size}%}}' for size in TEXT_SIZES[1:])
    return (
        f"{sizes}"
        "[data-spacing=wide] body{line-height:1.8;letter-spacing:.12em;word-spacing:.16em}"
        "[data-spacing=wide] p{margin-block:2em}"
        "[dir=rtl] .turns{transform:scaleX(-1)}"
        f'[data-font=reading] body{{font-family:"{reading_font}","Atkinson Hyperlegible",Verdana,sans-serif}}'
    )
