"""In which ways every page is looked at: colours, forced colours, languages, widths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accessibility.display_themes import THEMES
from accessibility.preferences import Preferences

NARROW, WIDE = 320, 1280
FORCED = "forced colours"


@dataclass(frozen=True, slots=True)
class Look:
    """One way: a theme of ours (or forced colours over the default one), a language, and widths in pixels."""

    theme: str = "default"
    language: str = "en"
    widths: tuple[int, ...] = (NARROW, WIDE)

    @property
    def forced(self) -> bool:
        return self.theme == FORCED

    @property
    def preferences(self) -> Preferences:
        """What the reader has chosen, as the site's own cookie keeps it."""
        theme = "default" if self.forced else self.theme
        return Preferences(theme=theme, language=self.language)

    def at(self, width: int) -> str:
        """Said in a word for a list of faults."""
        return f"{self.theme}, {self.language}, {width}"


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through every page in one language. The first look is the reader's own choice, kept in the cookie."""

    looks: tuple[Look, ...]
    validates: bool = False
    measures: bool = False

    @property
    def name(self) -> str:
        """Said in a word."""
        return f"{self.looks[0].language}: {', '.join(look.theme for look in self.looks)}"


def all_walks(languages: Iterable[str]) -> Iterator[Walk]:
    """Every theme and forced colours in every language, narrow and wide: two walks for each language."""
    half = len(THEMES) // 2
    for language in languages:
        looks = [Look(theme, language) for theme in (*THEMES, FORCED)]
        yield Walk(tuple(looks[:half]), validates=True, measures=True)
        yield Walk(tuple(looks[half:]))


def quick_walk(measures: bool = True) -> Walk:
    """The default theme in English at 320 pixels."""
    return Walk((Look(widths=(NARROW,)),), validates=True, measures=measures)
