"""What people wrote, counted: themes by audience and stance, and flags by kind and level, in responses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.codebook.loader import load_codebook
from analysis.frame_tallies import records
from analysis.safeguarding.categories import CATEGORIES, LEVELS
from analysis.scan import AUDIENCES, Scan, scan_text
from analysis.summaries import ThemeName, one_stance
from analysis.tallies import audience_order

Texts = Iterable[tuple[str, str, str, str]]
Progress = Callable[[Iterable[tuple[str, str, str, str]], int], Texts]


@dataclass(frozen=True, slots=True)
class FlagCount:
    """How many responses of an audience were flagged in a category, at their gravest level there (1 to 4)."""

    category: str
    label: str
    level: int
    level_name: str
    audience: str
    responses: int


@dataclass(frozen=True)
class OwnWords:
    """Everything counted in people's own words.

    writers  responses with any own words, by audience: the base of every theme
    themes   responses by (theme, audience, stance), each response once for a theme
    unread   answers that the scan could not read, by audience: a person has to
    """

    texts: int
    writers: Mapping[str, int]
    themes: Mapping[tuple[str, str, str], int]
    flags: tuple[FlagCount, ...]
    flagged: Mapping[str, int]
    unread: Mapping[str, int]
    version: str


def read_own_words(frame: pd.DataFrame, progress: Progress | None = None) -> OwnWords:
    """Scan every text of a frame with the current codebook and rules, and count responses."""
    written = frame[frame["text"].str.strip() != ""]
    texts: Texts = records(written, ["response", "audience", "wording", "text"])
    if progress:
        texts = progress(texts, len(written))
    reader = _Reader()
    for response, audience, wording, text in texts:
        reader.read(response, audience, wording, text)
    return OwnWords(
        texts=len(written),
        writers=_sizes(reader.writers),
        themes=reader.theme_counts(),
        flags=tuple(reader.flag_counts()),
        flagged=_sizes(reader.flagged),
        unread=dict(reader.unread),
        version=reader.version,
    )


def theme_names() -> dict[str, ThemeName]:
    """What the current codebook calls its themes, each under the first of its paragraphs."""
    return {
        theme.id: ThemeName(theme.label, theme.paragraphs[0]) for theme in load_codebook().themes.values()
    }


class _Reader:
    """Gathers what the scan finds, response by response."""

    def __init__(self) -> None:
        self.version = scan_text("", next(iter(AUDIENCES))).version
        self.writers: defaultdict[str, set[str]] = defaultdict(set)
        self.flagged: defaultdict[str, set[str]] = defaultdict(set)
        self.unread: Counter[str] = Counter()
        self._stances: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._levels: dict[tuple[str, str, str], int] = {}

    def read(self, response: str, audience: str, wording: str, text: str) -> None:
        self.writers[audience].add(response)
        scan = self._scan(audience, wording, text)
        if scan is None:
            self.unread[audience] += 1
            return
        for span in scan.themes:
            self._stances[span.theme, audience, response].add(span.stance)
        for flag in scan.safeguarding:
            self.flagged[audience].add(response)
            key = (flag.category, audience, response)
            self._levels[key] = min(flag.level, self._levels.get(key, flag.level))

    def theme_counts(self) -> dict[tuple[str, str, str], int]:
        found = self._stances.items()
        return dict(
            Counter((theme, audience, one_stance(stances)) for (theme, audience, _), stances in found)
        )

    def flag_counts(self) -> Iterator[FlagCount]:
        """The gravest level first."""
        counts = Counter(
            (level, category, audience) for (category, audience, _), level in self._levels.items()
        )
        order = sorted(counts, key=lambda key: (key[0], key[1], audience_order(key[2])))
        for level, category, audience in order:
            yield FlagCount(
                category=category,
                label=CATEGORIES.get(category, category),
                level=level,
                level_name=LEVELS.get(level, str(level)),
                audience=audience,
                responses=counts[level, category, audience],
            )

    def _scan(self, audience: str, wording: str, text: str) -> Scan | None:
        if audience not in AUDIENCES:
            return None
        try:
            return scan_text(text, audience, wording)
        except Exception:  # whatever one text does to the scan, the others are counted and this one is told
            return None


def _sizes(people: Mapping[str, set[str]]) -> dict[str, int]:
    return {audience: len(people[audience]) for audience in sorted(people, key=audience_order)}
