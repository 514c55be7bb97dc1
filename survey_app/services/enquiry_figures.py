"""Figures that a line of enquiry can rest on: one share, or two beside each other, counted anew whenever asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from analysis.compare import Group
from analysis.shares_in_words import apart_in_words, share_in_words
from survey_app.services.enquiry_shares import KINDS, Behind, Share, numbers, people
from survey_app.services.enquiry_shares import behind as behind_share
from survey_app.services.errors import Refused
from survey_app.services.figure_words import beside_words, share_words
from survey_app.services.find_answers import Scope, Wanted
from survey_app.services.permissions import Person
from survey_app.services.read_answers import scope_for
from survey_app.services.waves import other_waves
from survey_app.services.work import Work

BEHIND = ("Answers behind the number", "Everybody it is a share of")
NO_EARLIER = "This cannot be counted: it stands beside an earlier visit that you may not read."


@dataclass(frozen=True, slots=True)
class Figure:
    """What is counted: a kind of share among whom, and perhaps another share beside it (`than`).

    `looks` is how many things were looked at when it was found, for which its interval is widened; 0: no interval.
    """

    kind: str
    wanted: Wanted = field(default_factory=Wanted)
    than: Share | None = None
    looks: int = 0

    @property
    def share(self) -> Share:
        """The first share."""
        return Share(self.kind, self.wanted)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The visit in which an earlier share is counted, and what it is called, such as `March 2026`."""

    scope: Scope
    name: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What came out: `count` people of `base` (None: a number without a share), when `people` had answered the visit.

    `words` say what was counted, in the words of that moment; `than` are (people, of how many) of the second share.
    """

    count: int
    base: int | None
    people: int
    words: str
    than: tuple[int, int] | None = None
    looks: int = 0

    @property
    def said(self) -> str:
        """The number in words: "64% (70 of 110)", "70", or "64% (70 of 110) and 50% (5 of 10): ... apart"."""
        if self.base is None:
            return f"{self.count:,}"
        first = Group("", self.count, self.base)
        if self.than is None:
            return share_in_words(first, self.looks)
        second = Group("", *self.than)
        apart = apart_in_words(first, second, self.looks)
        return f"{share_in_words(first)} and {share_in_words(second)}: {apart}"


@dataclass(frozen=True, slots=True)
class Rerun:
    """A frozen figure beside what it is now. `difference` is a sentence for each thing that is different."""

    then: Counted
    now: Counted | None
    difference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """The answers behind a number: what they are called, the visit they belong to, and the filters that open them."""

    words: str
    visit_id: str
    wanted: Wanted


def earlier_of(work: Work, person: Person, visit_id: str, figure: Figure) -> Earlier | None:
    """The earlier visit that a figure stands beside; None when it needs none, or when the person may not read it."""
    wanted = figure.than.visit if figure.than else ""
    if not wanted:
        return None
    found = (wave for wave in other_waves(work, person, visit_id) if wave.visit.id == wanted)
    wave = next(found, None)
    return Earlier(scope_for(work, wanted), wave.name) if wave else None


def count(work: Work, scope: Scope, figure: Figure, earlier: Earlier | None = None) -> Counted:
    """Count a figure now; raises Refused when it is no figure of this visit."""
    counted, base = numbers(work, scope, figure.share)
    than = _beside(work, scope, figure.than, earlier) if figure.than else None
    everybody = people(work, scope, Wanted(everyone=True)) or 0
    return Counted(counted, base, everybody, in_words(scope, figure, earlier), than, figure.looks)


def doors(scope: Scope, figure: Figure, earlier: Earlier | None = None) -> tuple[Door, ...]:
    """Every number's way to its answers; none when nobody knows its question or theme any more."""
    first = _doors(scope, behind_share(scope, figure.share))
    than = figure.than
    if than is None:
        return tuple(replace(door, words=words) for door, words in zip(first, BEHIND, strict=False))
    place = earlier.scope if than.visit and earlier else scope
    if than.visit and not earlier:
        return first
    said = f" ({earlier.name})" if earlier and than.visit else ""
    return (
        *(Door(f"First: {one.words}", one.visit_id, one.wanted) for one in first),
        *(
            Door(f"Second: {one.words}{said}", one.visit_id, one.wanted)
            for one in _doors(place, behind_share(place, than))
        ),
    )


def rerun(work: Work, scope: Scope, figure: Figure, then: Counted, earlier: Earlier | None = None) -> Rerun:
    """Count a frozen figure again, and say how it differs."""
    try:
        now = count(work, scope, figure, earlier)
    except Refused as refused:
        return Rerun(then, None, (refused.sentence,))
    return Rerun(then, now, tuple(_different(then, now)))


def in_words(scope: Scope, figure: Figure, earlier: Earlier | None = None) -> str:
    """What is counted, in a few words."""
    words = share_words(scope, figure.share)
    if figure.than:
        beside = beside_words(scope, figure.share, figure.than, earlier.name if earlier else "")
        words = f"{words}. Beside it: {beside}"
    widened = f". The interval is widened for {figure.looks:,} things that were looked at"
    return f"{words}{widened}" if figure.looks > 1 else words


def as_kept(figure: Figure, counted: Counted) -> dict[str, Any]:
    """A figure as it is frozen."""
    return {**asdict(figure), "counted": asdict(counted)}


def from_kept(kept: Mapping[str, Any]) -> tuple[Figure, Counted]:
    """A frozen figure and what came out then."""
    than = kept.get("than")
    beside = Share(**{**than, "wanted": _wanted(than["wanted"])}) if than else None
    figure = Figure(kept["kind"], _wanted(kept["wanted"]), beside, kept.get("looks", 0))
    counted = dict(kept["counted"])
    counted["than"] = tuple(counted["than"]) if counted.get("than") else None
    return figure, Counted(**counted)


def _wanted(kept: Mapping[str, Any]) -> Wanted:
    known = {one.name for one in fields(Wanted)}
    wanted = {name: value for name, value in kept.items() if name in known}
    wanted["values"] = tuple(wanted["values"])
    for name in ("about", "but"):
        wanted[name] = tuple((question, option) for question, option in wanted.get(name, ()))
    return Wanted(**wanted)


def _beside(work: Work, scope: Scope, than: Share, earlier: Earlier | None) -> tuple[int, int]:
    if than.visit and earlier is None:
        raise Refused(NO_EARLIER)
    place = earlier.scope if than.visit and earlier else scope
    counted, base = numbers(work, place, than)
    if base is None:
        raise Refused(f"{KINDS[than.kind].words} is no share, so nothing can stand beside it.")
    return counted, base


def _doors(scope: Scope, found: tuple[Behind, ...]) -> tuple[Door, ...]:
    return tuple(Door(one.words, scope.visit_id, one.wanted) for one in found)


def _different(then: Counted, now: Counted) -> Iterator[str]:
    if then.said != now.said:
        yield f"It was {then.said}. It is {now.said} now."
    if then.people != now.people:
        more = now.people - then.people
        who = "1 person" if abs(more) == 1 else f"{abs(more):,} people"
        yield f"{who} {'more' if more > 0 else 'fewer'} had answered when it was counted again."
    elif then.said != now.said:
        yield "Nobody has answered since: codes were decided or found anew."
    if then.words != now.words:
        yield f"The words have changed. They were: {then.words}."
