"""Two groups beside each other on the screen of a paragraph: each rated item, and each theme that they wrote about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.compare import Group, difference_sentence
from analysis.looked_at import who
from analysis.people import NOT_SAID, Bits, People
from analysis.shares_in_words import apart_in_words
from analysis.summaries import ItemSummary, summarise
from analysis.tallies import AskedItem, Tally
from questionnaires.model import Questionnaire
from survey_app.services.count_themes import ThemeRow
from survey_app.services.enquiry_figures import Figure
from survey_app.services.enquiry_shares import ABOUT, POSITIVE, Share
from survey_app.services.figure_words import NOT_SAID_WORDS
from survey_app.services.find_answers import Wanted

About = tuple[str, str]
Members = Mapping[str, Bits]


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """One item or theme for one audience, as two groups see it, what the difference says, and the figure of it."""

    wording: str
    audience: str
    first: Group
    second: Group
    sentence: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Compare:
    """The two groups: `first`, and `second` or (None) everybody else; `wanted` are the filters that both fit."""

    first: About
    second: About | None
    wanted: Wanted

    def figure(self, kind: str, wanted: Wanted, looks: int) -> Figure:
        """One share of the first group with the same of the second beside it."""
        here = replace(wanted, about=(*self.wanted.about, self.first))
        if self.second is None:
            return Figure(kind, here, Share(kind, here, others=True), looks)
        there = replace(wanted, about=(*self.wanted.about, self.second))
        return Figure(kind, here, Share(kind, there), looks)


def names_of(compare: Compare, wordings: Sequence[Questionnaire]) -> tuple[str, str]:
    """What both groups said about themselves; the second is empty for everybody else."""
    return _name(compare.first, wordings), _name(compare.second, wordings) if compare.second else ""


def members_of(people: Mapping[str, People], left: Members, compare: Compare) -> tuple[Members, Members]:
    """Who belongs to each group, by audience."""
    first = _chose(people, left, compare.first)
    if compare.second:
        return first, _chose(people, left, compare.second)
    # An audience that nobody of the group belongs to was not asked: it has no others either.
    return first, {name: left[name] & ~first[name] & bool(first[name].any()) for name in people}


def compare_items(
    items: Sequence[AskedItem], tallies: tuple[Tally, Tally], names: tuple[str, str], compare: Compare
) -> tuple[TwoGroups, ...]:
    """Each rated item for each audience of which anybody answered; the intervals allow for how many there are."""
    ones, others = (summarise(items, tally) for tally in tallies)
    both = zip(ones, others, strict=True)
    pairs = [(one, other) for one, other in both if one.rated and one.views + other.views]
    return tuple(_item(one, other, names, len(pairs), compare) for one, other in pairs)


def compare_themes(
    rows: Sequence[ThemeRow],
    people: Mapping[str, People],
    members: tuple[Members, Members],
    names: tuple[str, str],
    compare: Compare,
) -> tuple[TwoGroups, ...]:
    """Each theme for each audience: who wrote about it, of those of the group who wrote in their own words."""
    found = list(_spoke(rows, people, members, names))
    return tuple(
        TwoGroups(
            wording=row.label,
            audience=audience,
            first=first,
            second=second,
            sentence=_too_few(first, second, "wrote") or _more_wrote(first, second, len(found)),
            figure=compare.figure(
                ABOUT, replace(compare.wanted, audience=audience, theme=row.theme), len(found)
            ),
        )
        for row, audience, first, second in found
    )


def _spoke(
    rows: Sequence[ThemeRow],
    people: Mapping[str, People],
    members: tuple[Members, Members],
    names: tuple[str, str],
) -> Iterator[tuple[ThemeRow, str, Group, Group]]:
    for audience, them in people.items():
        wrote = them.wrote_anything()
        bases = [int((wrote & group[audience]).sum()) for group in members]
        spoke = [_by_theme(them, group[audience]) for group in members]
        for row in rows:
            counts = [one.get(row.theme, 0) for one in spoke]
            if any(counts):
                titles = _titles(audience, names)
                first, second = (Group(t, n, base) for t, n, base in zip(titles, counts, bases, strict=True))
                yield row, audience, first, second


def _by_theme(people: People, group: Bits) -> dict[str, int]:
    found: dict[str, int] = {}
    for (theme, _), count in people.written.counts(group).items():
        found[theme] = found.get(theme, 0) + count
    return found


def _item(
    one: ItemSummary, other: ItemSummary, names: tuple[str, str], pairs: int, compare: Compare
) -> TwoGroups:
    titles = _titles(one.audience, names)
    first, second = Group(titles[0], one.positive, one.views), Group(titles[1], other.positive, other.views)
    wanted = replace(compare.wanted, audience=one.audience, question=one.question, everyone=True)
    return TwoGroups(
        wording=one.wording,
        audience=one.audience,
        first=first,
        second=second,
        sentence=_too_few(first, second, "gave a view") or difference_sentence(first, second, pairs),
        figure=compare.figure(POSITIVE, wanted, pairs),
    )


def _titles(audience: str, names: tuple[str, str]) -> tuple[str, str]:
    them = who(audience)
    first, second = (
        f"{them} who said “{name}”" if name != NOT_SAID_WORDS else _silent(them) for name in names
    )
    return first, second if names[1] else f"other {them}"


def _silent(them: str) -> str:
    return f"{them} who did not say"


def _too_few(first: Group, second: Group, did: str) -> str:
    if not (first.too_small or second.too_small):
        return ""
    return f"Too few to compare: {first.base:,} and {second.base:,} {did}. A group needs 10 at least."


def _more_wrote(first: Group, second: Group, pairs: int) -> str:
    more, less = (first, second) if first.share >= second.share else (second, first)
    apart = apart_in_words(more, less, pairs)
    if "chance" in apart:
        return f"The difference between {first.name} and {second.name} is small enough to be chance."
    name = f"{more.name[:1].upper()}{more.name[1:]}"
    return f"{name} wrote about it more often than {less.name}: {apart}."


def _chose(people: Mapping[str, People], left: Members, about: About) -> dict[str, Bits]:
    return {name: left[name] & them.chose(*about) for name, them in people.items()}


def _name(about: About, wordings: Sequence[Questionnaire]) -> str:
    if about[1] == NOT_SAID:
        return NOT_SAID_WORDS
    asked = (one.questions[about[0]] for one in wordings if about[0] in one.questions)
    texts = (option.text for question in asked for option in question.options if option.id == about[1])
    return next(texts, about[1])
