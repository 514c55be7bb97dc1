"""Tallies of a frame: what an export's rows say was asked, and how often each answer was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.tallies import AskedItem, Tally, audience_order
from questionnaires.kinds import SCALES, YES_NO_UNSURE
from questionnaires.model import Option

Key = tuple[str, str]
KEY = ["audience", "question"]
FIXED_OPTIONS = (YES_NO_UNSURE, *SCALES.values())
KINDS_WITH_FIXED_OPTIONS = ("yes_no_unsure", "scale")


def tally_frame(frame: pd.DataFrame) -> Tally:
    """Count the rows of `load_export` in responses; own words count only as somebody having answered."""
    closed = frame[frame["value"] != ""]
    answered: dict[Key, int] = {}
    for audience, question, people in _responses_by(closed, KEY):
        answered[audience, question] = people
    chosen: dict[Key, dict[str, int]] = {}
    for audience, question, value, people in _responses_by(closed, [*KEY, "value"]):
        chosen.setdefault((audience, question), {})[value] = people
    return Tally(responses(frame), answered, chosen)


def responses(frame: pd.DataFrame) -> dict[str, int]:
    """How many responses each audience sent, in the order that audiences have everywhere."""
    counts: dict[str, int] = dict(_responses_by(frame, ["audience"]))
    return {audience: counts[audience] for audience in sorted(counts, key=audience_order)}


def items_in(frame: pd.DataFrame) -> tuple[AskedItem, ...]:
    """The closed questions that the rows tell of, worded as in their latest version.

    An option that nobody chose is known only where the kind of question, or its scale, has fixed options.
    """
    closed = frame[frame["value"] != ""]
    order = {key: place for place, key in enumerate(records(closed.drop_duplicates(KEY), KEY))}
    latest = closed.sort_values("version", kind="stable")
    options = _options(latest)
    columns = [*KEY, "wording", "stem", "kind", "paragraphs", "theme"]
    items = [
        AskedItem(
            question=question,
            wording=wording,
            stem=stem,
            audience=audience,
            kind=kind,
            paragraphs=tuple(paragraphs.split()),
            theme=theme,
            options=_in_order(kind, options[audience, question]),
        )
        for audience, question, wording, stem, kind, paragraphs, theme in records(
            latest.drop_duplicates(KEY, keep="last"), columns
        )
    ]
    return tuple(sorted(items, key=lambda i: (audience_order(i.audience), order[i.audience, i.question])))


def records(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of some columns as plain Python values."""
    return zip(*(frame[name].tolist() for name in columns), strict=True)


def _responses_by(frame: pd.DataFrame, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """How many different responses stand behind each combination: its values, then the number."""
    counts = frame.groupby(columns, observed=True)["response"].nunique().reset_index()
    return records(counts, [*columns, "response"])


def _options(latest: pd.DataFrame) -> dict[Key, list[Option]]:
    """The options that were chosen, each with its latest words and score."""
    found: dict[Key, list[Option]] = {}
    seen = latest.drop_duplicates([*KEY, "value"], keep="last")
    for audience, question, value, label, score in records(seen, [*KEY, "value", "label", "score"]):
        option = Option(value, label, score=None if pd.isna(score) else score)
        found.setdefault((audience, question), []).append(option)
    return found


def _in_order(kind: str, options: Iterable[Option]) -> tuple[Option, ...]:
    """As its scale has them, those that nobody chose too; else best first, and those without a side last."""
    found = {option.id: option for option in options}
    for fixed in FIXED_OPTIONS if kind in KINDS_WITH_FIXED_OPTIONS else ():
        if found.keys() <= {option.id for option in fixed}:
            return tuple(found.get(o.id, o) for o in _as_scored_here(fixed, found))
    return tuple(sorted(found.values(), key=lambda o: (o.score is None, -(o.score or 0), o.id)))


def _as_scored_here(fixed: Sequence[Option], found: Mapping[str, Option]) -> Iterator[Option]:
    """Without scores where the export gives none: it asks who somebody is, not how something is."""
    scoreless = any(o.score is not None and o.id in found and found[o.id].score is None for o in fixed)
    for option in fixed:
        yield replace(option, score=None) if scoreless else option
