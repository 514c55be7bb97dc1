"""How many people wrote about each theme, and which themes of a paragraph nobody wrote about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, case, func

from analysis.codebook.loader import load_codebook
from analysis.people import People
from analysis.summaries import ThemeCount, ThemeName, theme_table

# (praised, criticised) somewhere in a response: the one stance that the response counts under.
STANCE_OF = {(1, 0): "positive", (0, 1): "negative", (1, 1): "mixed", (0, 0): "neutral"}
SIDES_OF = {stance: sides for sides, stance in STANCE_OF.items()}
NO_OWN: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme of the codebook: what each audience (by id) wrote about it."""

    theme: str
    label: str
    counts: Mapping[str, ThemeCount]


@dataclass(frozen=True, slots=True)
class ThemeParagraph:
    """The themes of one paragraph that people wrote about, and the labels of those that nobody mentioned."""

    paragraph: str
    rows: tuple[ThemeRow, ...]
    unspoken: tuple[str, ...]


def count_themes(
    people: Mapping[str, People], wrote: Mapping[str, int], own: Mapping[str, str] = NO_OWN
) -> tuple[ThemeCount, ...]:
    """Themes by audience, of these people; `wrote` is how many of each audience wrote anything.

    `own` says what the visit's own themes are called, by id.
    """
    names = {
        theme.id: ThemeName(theme.label, theme.paragraphs[0]) for theme in load_codebook().themes.values()
    } | {theme: ThemeName(label) for theme, label in own.items()}
    return theme_table(_counts(people), wrote, names)


def by_paragraph(themes: Iterable[ThemeCount]) -> tuple[ThemeParagraph, ...]:
    """Every paragraph of the codebook in its order, with its themes, the most spoken of first."""
    rows: dict[str, list[ThemeRow]] = {}
    for (paragraph, theme), found in groupby(themes, key=lambda row: (row.paragraph, row.theme)):
        counts = {row.audience: row for row in found}
        label = next(iter(counts.values())).label
        rows.setdefault(paragraph, []).append(ThemeRow(theme, label, counts))
    spoken = {row.theme for found in rows.values() for row in found}
    unspoken: dict[str, list[str]] = {}
    for theme in load_codebook().themes.values():
        quiet = unspoken.setdefault(theme.paragraphs[0], [])
        if theme.id not in spoken:
            quiet.append(theme.label)
    order = [
        *sorted(unspoken, key=_in_figures),
        *(paragraph for paragraph in rows if paragraph not in unspoken),
    ]
    return tuple(ThemeParagraph(p, tuple(rows.get(p, ())), tuple(unspoken.get(p, ()))) for p in order)


def praise_and_blame(stance: ColumnElement[str]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Of a group of codes: 1 when any of them praises, 1 when any of them criticises."""
    praised = func.max(case((stance.in_(("positive", "mixed")), 1), else_=0))
    blamed = func.max(case((stance.in_(("negative", "mixed")), 1), else_=0))
    return praised, blamed


def _counts(people: Mapping[str, People]) -> dict[tuple[str, str, str], int]:
    """Responses by (theme, audience, stance), each once for a theme."""
    return {
        (theme, audience, stance): count
        for audience, them in people.items()
        for (theme, stance), count in them.written.counts().items()
    }


def _in_figures(paragraph: str) -> tuple[int, str]:
    return (int(paragraph) if paragraph.isdecimal() else 10_000, paragraph)
