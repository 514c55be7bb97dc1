"""Figures that a line of enquiry can rest on: a small table of kinds, each counted anew whenever somebody asks.

Every number is counted by the same question to the database that opens the answers behind it, so that the two never
differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from sqlalchemy import func, select

from accessibility.languages import LANGUAGES
from analysis.compare import percent
from questionnaires.model import AUDIENCES
from survey_app.services.errors import Refused
from survey_app.services.find_answers import STANCES, Scope, Wanted, matching
from survey_app.services.mark_words import label_of
from survey_app.services.work import Work
from survey_app.storage.findings import SAFEGUARDING, THEME

RESPONSES, POSITIVE, ABOUT = "responses", "positive", "theme"
CANNOT_COUNT = "This cannot be counted: the question or the theme is not one of this visit."


@dataclass(frozen=True, slots=True)
class Figure:
    """What is counted: a kind of FIGURES, among whom."""

    kind: str
    wanted: Wanted = field(default_factory=Wanted)


@dataclass(frozen=True, slots=True)
class Counted:
    """What came out: `count` people of `base` (None: a number without a share), when `people` had answered the visit.

    `words` say what was counted, in the words of that moment.
    """

    count: int
    base: int | None
    people: int
    words: str

    @property
    def said(self) -> str:
        """The number in words: "64% (70 of 110)" or "70"."""
        if self.base is None:
            return f"{self.count:,}"
        share = f"{percent(self.count / self.base)} " if self.base else ""
        return f"{share}({self.count:,} of {self.base:,})"


@dataclass(frozen=True, slots=True)
class Rerun:
    """A frozen figure beside what it is now. `difference` is a sentence for each thing that is different."""

    then: Counted
    now: Counted | None
    difference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind is counted: among whom the number stands, of whom (None: no share), and what it is called."""

    counted: Callable[[Scope, Wanted], Wanted | None]
    base: Callable[[Scope, Wanted], Wanted] | None
    words: str


def count(work: Work, scope: Scope, figure: Figure) -> Counted:
    """Count a figure now; raises Refused when it is no figure of this visit."""
    kind = FIGURES.get(figure.kind)
    behind = kind.counted(scope, figure.wanted) if kind else None
    if kind is None or behind is None:
        raise Refused(CANNOT_COUNT)
    found = _people(work, scope, behind)
    base = _people(work, scope, kind.base(scope, figure.wanted)) if kind.base else None
    if found is None or (kind.base and base is None):
        raise Refused(CANNOT_COUNT)
    return Counted(found, base, _people(work, scope, Wanted(everyone=True)) or 0, in_words(scope, figure))


def behind(scope: Scope, figure: Figure) -> tuple[Wanted, ...]:
    """Whom the number counts, and (of a share) of whom: what the answers page is asked for. Empty: nobody knows."""
    kind = FIGURES.get(figure.kind)
    counted = kind.counted(scope, figure.wanted) if kind else None
    if kind is None or counted is None:
        return ()
    return (counted, kind.base(scope, figure.wanted)) if kind.base else (counted,)


def rerun(work: Work, scope: Scope, figure: Figure, then: Counted) -> Rerun:
    """Count a frozen figure again, and say how it differs."""
    try:
        now = count(work, scope, figure)
    except Refused as refused:
        return Rerun(then, None, (refused.sentence,))
    return Rerun(then, now, tuple(_different(then, now)))


def in_words(scope: Scope, figure: Figure) -> str:
    """What is counted, in a few words."""
    kind = FIGURES[figure.kind]
    return ": ".join([kind.words, "; ".join(_filters(scope, figure.wanted)) or "everybody"])


def as_kept(figure: Figure, counted: Counted) -> dict[str, Any]:
    """A figure as it is frozen."""
    return {"kind": figure.kind, "wanted": asdict(figure.wanted), "counted": asdict(counted)}


def from_kept(kept: Mapping[str, Any]) -> tuple[Figure, Counted]:
    """A frozen figure and what came out then."""
    known = {one.name for one in fields(Wanted)}
    wanted = {name: value for name, value in kept["wanted"].items() if name in known}
    wanted["values"] = tuple(wanted["values"])
    wanted["about"] = tuple((question, option) for question, option in wanted["about"])
    return Figure(kept["kind"], Wanted(**wanted)), Counted(**kept["counted"])


def _everyone(_: Scope, wanted: Wanted) -> Wanted:
    return wanted


def _positive(scope: Scope, wanted: Wanted) -> Wanted | None:
    return _who_chose(scope, wanted, lambda score: score > 0)


def _views(scope: Scope, wanted: Wanted) -> Wanted:
    return _who_chose(scope, wanted, lambda score: True) or wanted


def _who_chose(scope: Scope, wanted: Wanted, fits: Callable[[float], bool]) -> Wanted | None:
    """Those who chose an option whose score fits; None when the question has no scores."""
    question = scope.question(wanted.question, wanted.audience)
    options = question.options if question else ()
    values = tuple(one.id for one in options if one.score is not None and fits(one.score))
    return replace(wanted, values=values, everyone=True) if values else None


def _about(_: Scope, wanted: Wanted) -> Wanted | None:
    return replace(wanted, everyone=False) if wanted.theme else None


def _wrote(_: Scope, wanted: Wanted) -> Wanted:
    return replace(wanted, theme="", stance="", everyone=False)


FIGURES: Mapping[str, Kind] = {
    RESPONSES: Kind(_everyone, None, "Number of people"),
    POSITIVE: Kind(_positive, _views, "Positive, of those who gave a view"),
    ABOUT: Kind(_about, _wrote, "Wrote about it, of those who wrote in their own words"),
}


def _people(work: Work, scope: Scope, wanted: Wanted) -> int | None:
    ids = matching(work, scope, wanted)
    if ids is None:
        return None
    return work.session.execute(select(func.count()).select_from(ids.subquery())).scalar_one()


def _filters(scope: Scope, wanted: Wanted) -> Iterator[str]:
    if wanted.audience:
        yield AUDIENCES.get(wanted.audience, wanted.audience).lower()
    if wanted.question:
        yield _question(scope, wanted)
    if wanted.theme:
        yield label_of(THEME, wanted.theme, scope.own_themes)
    if wanted.stance:
        yield STANCES.get(wanted.stance, wanted.stance).lower()
    if wanted.category:
        yield label_of(SAFEGUARDING, wanted.category)
    if wanted.level:
        yield f"level {wanted.level}"
    for question, option in wanted.about:
        yield _chose(scope, wanted, question, (option,))
    yield from _told(wanted)
    if not wanted.everyone and not wanted.question and not wanted.theme:
        yield "wrote in their own words"


def _told(wanted: Wanted) -> Iterator[str]:
    if wanted.mode:
        yield {"online": "online", "paper": "on paper"}.get(wanted.mode, wanted.mode)
    if wanted.language:
        names = {one.tag: one.english for one in LANGUAGES.values()}
        yield f"in {names.get(wanted.language, wanted.language)}"
    if wanted.face:
        yield f"in {wanted.face.replace('_', ' ')} wording"


def _question(scope: Scope, wanted: Wanted) -> str:
    words = _chose(scope, wanted, wanted.question, wanted.values)
    return f"{words} (not answered)" if wanted.unanswered else words


def _chose(scope: Scope, wanted: Wanted, name: str, values: tuple[str, ...]) -> str:
    question = scope.question(name, wanted.audience)
    if question is None:
        return name
    chosen = [option.text for option in question.options if option.id in values]
    return f"“{question.text}” {', '.join(chosen)}".strip()


def _different(then: Counted, now: Counted) -> Iterator[str]:
    if then.said != now.said:
        yield f"It was {then.said}. It is {now.said} now."
    if then.people != now.people:
        more = now.people - then.people
        people = "1 person" if abs(more) == 1 else f"{abs(more):,} people"
        yield f"{people} {'more' if more > 0 else 'fewer'} had answered when it was counted again."
    elif then.said != now.said:
        yield "Nobody has answered since: codes were decided or found anew."
    if then.words != now.words:
        yield f"The words have changed. They were: {then.words}."
