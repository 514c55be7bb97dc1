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


def all_looks(languages: Iterable[str]) -> Iterator[Look]:
    """Every theme and forced colours in every language, narrow and wide."""
    for language in languages:
        for theme in (*THEMES, FORCED):
            yield Look(theme, language)


def quick_looks() -> tuple[Look, ...]:
    """One."""
    return (Look(widths=(NARROW,)),)
