"""Everything that a report says, worked out from an export alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.charts import Chart, Table, answers_by_audience, diverging_bars, option_bars, themes_chart
from analysis.compare import CONFIDENCE, SMALLEST_GROUP
from analysis.frame_tallies import items_in, records, responses, tally_frame
from analysis.own_words import OwnWords, Progress, read_own_words, theme_names
from analysis.summaries import ItemSummary, StemComparison, ThemeCount, side_by_side, summarise, theme_table
from analysis.tallies import audience_order
from analysis.waves import WaveComparison, wave_by_wave
from questionnaires.model import AUDIENCES


@dataclass(frozen=True)
class Source:
    """The file that a report was made from; `digest` is its SHA-256."""

    name: str
    digest: str
    rows: int


@dataclass(frozen=True)
class Findings:
    """What was answered, counted every way that a report shows it."""

    source: Source
    responses: Mapping[str, int]
    items: tuple[ItemSummary, ...]
    comparisons: tuple[StemComparison, ...]
    waves: tuple[WaveComparison, ...]
    themes: tuple[ThemeCount, ...]
    words: OwnWords
    arrivals: Table
    days: Table
    asked: Table
    methods: Table

    @cached_property
    def responses_chart(self) -> Chart:
        """How many answered."""
        return answers_by_audience(
            self.responses, "The export holds no answers, so there is nothing to show."
        )

    @cached_property
    def comparison_charts(self) -> tuple[Chart, ...]:
        """Each rated item with its audiences side by side."""
        return tuple(map(diverging_bars, self.comparisons))

    @cached_property
    def option_charts(self) -> tuple[Chart, ...]:
        """Each item without a good or bad side, such as an age band."""
        return tuple(option_bars(item) for item in self.items if not item.rated)

    @cached_property
    def theme_charts(self) -> tuple[Chart, ...]:
        """Themes for all together, then for each audience that wrote anything."""
        wrote = [audience for audience, people in self.words.writers.items() if people]
        alone = wrote if len(wrote) > 1 else []
        return tuple(themes_chart(self.themes, audience) for audience in ("", *alone))


def find(frame: pd.DataFrame, path: Path, progress: Progress | None = None) -> Findings:
    """Count everything in a frame that `load_export` read from `path`."""
    items = summarise(items_in(frame), tally_frame(frame))
    words = read_own_words(frame, progress)
    source = Source(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), len(frame))
    people = frame.drop_duplicates("response", keep="last")
    return Findings(
        source=source,
        responses=responses(frame),
        items=items,
        comparisons=side_by_side(items),
        waves=_waves(frame),
        themes=theme_table(words.themes, words.writers, theme_names()),
        words=words,
        arrivals=_arrivals(people),
        days=_days(people),
        asked=_asked(people),
        methods=_methods(source, frame, people, words),
    )


def _waves(frame: pd.DataFrame) -> tuple[WaveComparison, ...]:
    """A repeated survey's waves in the order in which they began."""
    repeated = frame[frame["wave"] != ""]
    began = repeated.groupby("wave", observed=True)["received_on"].min().sort_values(kind="stable")
    each = {wave: repeated[repeated["wave"] == wave] for wave in began.index.astype(str)}
    return wave_by_wave({wave: summarise(items_in(mine), tally_frame(mine)) for wave, mine in each.items()})


def _arrivals(people: pd.DataFrame) -> Table:
    """How the responses of each audience came: whole or not, late, on paper, in easy read, in which language."""
    marks = {
        "Sent": people["complete"],
        "Left before sending": ~people["complete"],
        "Late paper": people["late"],
        "On paper": people["mode"] == "paper",
        "In easy read": people["face"].astype(str).str.startswith("easy_read"),
        "Not in English": ~people["language"].astype(str).str.startswith("en"),
    }
    rows = [
        (
            _name(audience),
            f"{int(mine.sum()):,}",
            *(f"{int((mark & mine).sum()):,}" for mark in marks.values()),
        )
        for audience, mine in _by_audience(people)
    ]
    return Table(("Audience", "Responses", *marks), tuple(rows))


def _days(people: pd.DataFrame) -> Table:
    audiences = _by_audience(people)
    days = sorted(people["received_on"].unique())
    rows = [
        (
            f"{day:%A} {day.day} {day:%B %Y}",
            *(f"{int((mine & (people['received_on'] == day)).sum()):,}" for _, mine in audiences),
        )
        for day in map(pd.Timestamp, days)
    ]
    return Table(("Day", *(_name(audience) for audience, _ in audiences)), tuple(rows))


def _asked(people: pd.DataFrame) -> Table:
    """Which questionnaires, in which version and wave, the responses answered."""
    columns = ["visit_kind", "audience", "questionnaire", "version", "wave"]
    counts = people.groupby(columns, observed=True)["response"].nunique().reset_index()
    rows = [
        (kind, _name(audience), questionnaire, str(version), wave or "–", f"{number:,}")
        for kind, audience, questionnaire, version, wave, number in records(counts, [*columns, "response"])
    ]
    return Table(("Kind of visit", "Audience", "Questionnaire", "Version", "Wave", "Responses"), tuple(rows))


def _methods(source: Source, frame: pd.DataFrame, people: pd.DataFrame, words: OwnWords) -> Table:
    days = people["received_on"]
    dates = f"{_day(days.min())} to {_day(days.max())}" if len(people) else "none"
    unread = sum(words.unread.values())
    lines = [
        ("Made from", f"{source.name}, {source.rows:,} rows, SHA-256 {source.digest}"),
        ("Inspections", f"{people['inspection'].nunique():,}"),
        ("Received", dates),
        ("Responses", f"{len(people):,}, those left before sending and late paper among them"),
        (
            "Base of an item",
            "the people who answered it; “did not answer” are its other respondents, asked or not",
        ),
        ("Positive, negative", "answers whose option scores above or below 0; “not sure” has no score"),
        ("Shares", "of those who gave a view: everybody who answered, less “not sure”"),
        ("Intervals", f"Wilson, {CONFIDENCE:.0%}; what people who did not take part think is not in them"),
        ("Differences", "Newcombe’s interval, widened (Bonferroni) for the pairs of audiences read together"),
        ("Too few to compare", f"fewer than {SMALLEST_GROUP} views"),
        ("Own words", f"{words.texts:,} answers, scanned by {words.version}"),
        ("Themes", "counted in responses: praise and criticism by one person make “both”"),
        ("Could not be scanned", f"{unread:,} answers; a person has to read them"),
        ("Columns", ", ".join(frame.columns)),
    ]
    return Table(("What", "How"), tuple(lines))


def _by_audience(people: pd.DataFrame) -> Sequence[tuple[str, pd.Series[bool]]]:
    found = sorted(people["audience"].astype(str).unique(), key=audience_order)
    return [(audience, people["audience"] == audience) for audience in found]


def _day(moment: pd.Timestamp) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def _name(audience: str) -> str:
    return AUDIENCES.get(audience, audience)
