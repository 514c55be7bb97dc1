"""What was answered, summed up: each item for each audience, audiences side by side, themes by audience."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from analysis.compare import Group, Interval, groups_sentence, wilson
from analysis.tallies import AskedItem, Tally, asked_items, audience_order, tally
from questionnaires.model import Option, Questionnaire
from questionnaires.rules import AnswerValue

IN_A_SENTENCE: Mapping[str, str] = {
    "young_people": "children and young people",
    "parents_carers": "parents and carers",
    "practitioners": "practitioners",
    "partnership": "members of the partnership",
    "local_leaders": "local leaders",
}

STANCES = ("positive", "negative", "mixed", "neutral")


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many chose an option, and their share (0 to 1) of those who answered the question."""

    option: str
    label: str
    count: int
    share: float
    score: float | None = None


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """One item for one audience.

    base      people who answered it; `skipped` people who answered something else but not this
              (they passed it over, or a rule did not show it to them)
    positive, middle, negative   answers whose option scores above, at or below 0
    unsure    answers that take no side, in an item whose other options do
    mean      of the scores, -1 to 1; None when no answer has a score
    interval  95% interval of the positive share among those who gave a view; None when nobody did
    """

    question: str
    wording: str
    stem: str
    audience: str
    kind: str
    base: int
    skipped: int
    options: tuple[OptionCount, ...]
    positive: int = 0
    middle: int = 0
    negative: int = 0
    unsure: int = 0
    mean: float | None = None
    interval: Interval | None = None
    paragraphs: tuple[str, ...] = ()
    theme: str = ""

    @property
    def views(self) -> int:
        """How many gave a view: everybody who answered, less those who were unsure."""
        return self.positive + self.middle + self.negative

    @property
    def share_positive(self) -> float:
        """The positive share (0 to 1) of those who gave a view."""
        return self.positive / self.views if self.views else 0.0

    @property
    def rated(self) -> bool:
        """True when its options say what is good and what is bad, and a person chooses only one."""
        return self.kind != "several" and any(option.score is not None for option in self.options)


@dataclass(frozen=True)
class StemComparison:
    """The same item for several audiences. `sentence` says what it shows, with base sizes."""

    stem: str
    wording_by_audience: Mapping[str, str]
    items: tuple[ItemSummary, ...]
    sentence: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeName:
    """What a codebook calls a theme, and the handbook paragraph it is shown under."""

    label: str
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many people of one audience wrote about a theme, each counted once, under one stance.

    answers   the sum of praise, criticism, mixed (both) and neutral, in responses and not in mentions
    base      people of the audience who wrote anything in their own words
    interval  95% interval of answers / base; None when nobody wrote
    """

    theme: str
    label: str
    paragraph: str
    audience: str
    praise: int
    criticism: int
    mixed: int
    neutral: int
    answers: int
    base: int
    interval: Interval | None = None

    @property
    def share(self) -> float:
        """The share (0 to 1) of those who wrote that spoke of the theme."""
        return self.answers / self.base if self.base else 0.0


def summarise_closed(
    questionnaires: Sequence[Questionnaire], answers: Iterable[tuple[str, Mapping[str, AnswerValue]]]
) -> tuple[ItemSummary, ...]:
    """Every closed item of these questionnaires, counted over (audience, answers by question id) pairs.

    A questionnaire may come in several versions: a later one's wording is shown, and every version counts.
    """
    return summarise(asked_items(questionnaires), tally(answers))


def side_by_side(items: Iterable[ItemSummary]) -> tuple[StemComparison, ...]:
    """The rated items with the same stem together, in the order in which the stems first come."""
    stems: defaultdict[str, list[ItemSummary]] = defaultdict(list)
    for item in items:
        if item.rated:
            stems[item.stem or item.question].append(item)
    ordered = {
        stem: sorted(found, key=lambda item: audience_order(item.audience)) for stem, found in stems.items()
    }
    return tuple(_comparison(stem, found) for stem, found in ordered.items())


def one_stance(stances: Iterable[str]) -> str:
    """The one stance of a person who took these towards a theme: positive and negative together are mixed."""
    found = set(stances)
    if "mixed" in found or {"positive", "negative"} <= found:
        return "mixed"
    return next((stance for stance in ("positive", "negative") if stance in found), "neutral")


def theme_table(
    counts: Mapping[tuple[str, str, str], int], bases: Mapping[str, int], names: Mapping[str, ThemeName]
) -> tuple[ThemeCount, ...]:
    """Themes by paragraph, most spoken of first, with a row for every audience that wrote anything.

    `counts` holds responses by (theme, audience, stance), each response once for a theme (see `one_stance`);
    `bases` the responses of each audience with any own words; `names` what the codebook calls the themes:
    one without a name keeps its id.
    """
    total: Counter[str] = Counter()
    for (theme, _, _), count in counts.items():
        total[theme] += count
    audiences = sorted((audience for audience, base in bases.items() if base), key=audience_order)
    rows = [
        _theme_count(theme, names.get(theme, ThemeName(theme)), audience, counts, bases[audience])
        for theme in total
        for audience in audiences
    ]
    return tuple(sorted(rows, key=lambda row: (row.paragraph, -total[row.theme], row.theme)))


def summarise(asked: Iterable[AskedItem], counted: Tally) -> tuple[ItemSummary, ...]:
    """One summary for each asked item, also for those that nobody answered."""
    return tuple(item_summary(item, counted) for item in asked)


def item_summary(item: AskedItem, counted: Tally) -> ItemSummary:
    """Count one item. A chosen option that the item does not have is shown by its id."""
    key = (item.audience, item.question)
    base, chosen = counted.answered.get(key, 0), counted.chosen.get(key, {})
    known = {option.id for option in item.options}
    options = (*item.options, *(Option(value, value) for value in sorted(chosen) if value not in known))
    summary = ItemSummary(
        question=item.question,
        wording=item.wording,
        stem=item.stem,
        audience=item.audience,
        kind=item.kind,
        base=base,
        skipped=max(0, counted.people.get(item.audience, 0) - base),
        options=tuple(_option_count(option, chosen.get(option.id, 0), base) for option in options),
        paragraphs=item.paragraphs,
        theme=item.theme,
    )
    return _with_sides(summary) if summary.rated else summary


def as_group(item: ItemSummary) -> Group:
    """The item's audience with its positive answers among those who gave a view."""
    return Group(IN_A_SENTENCE.get(item.audience, item.audience), item.positive, item.views)


def _option_count(option: Option, count: int, base: int) -> OptionCount:
    return OptionCount(option.id, option.text, count, count / base if base else 0.0, option.score)


def _theme_count(
    theme: str, name: ThemeName, audience: str, counts: Mapping[tuple[str, str, str], int], base: int
) -> ThemeCount:
    praise, criticism, mixed, neutral = (counts.get((theme, audience, stance), 0) for stance in STANCES)
    answers = praise + criticism + mixed + neutral
    return ThemeCount(
        theme=theme,
        label=name.label,
        paragraph=name.paragraph,
        audience=audience,
        praise=praise,
        criticism=criticism,
        mixed=mixed,
        neutral=neutral,
        answers=answers,
        base=base,
        interval=wilson(min(answers, base), base),
    )


def _with_sides(item: ItemSummary) -> ItemSummary:
    scored = [(option.score, option.count) for option in item.options if option.score is not None]
    positive = sum(count for score, count in scored if score > 0)
    negative = sum(count for score, count in scored if score < 0)
    views = sum(count for _, count in scored)
    return replace(
        item,
        positive=positive,
        negative=negative,
        middle=views - positive - negative,
        unsure=sum(option.count for option in item.options if option.score is None),
        mean=sum(score * count for score, count in scored) / views if views else None,
        interval=wilson(positive, views),
    )


def _comparison(stem: str, items: Sequence[ItemSummary]) -> StemComparison:
    paragraphs = dict.fromkeys(chain.from_iterable(item.paragraphs for item in items))
    return StemComparison(
        stem,
        {item.audience: item.wording for item in items},
        tuple(items),
        groups_sentence([as_group(item) for item in items]),
        tuple(paragraphs),
    )
