"""The shares that a figure can hold: a table of kinds, each counted by the filters that open the answers behind it.

Every number is counted by the same question to the database that opens those answers, so that the two never differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select

from analysis import looked_at
from analysis.codebook.loader import load_codebook
from survey_app.services.errors import Refused
from survey_app.services.find_answers import STANCES, Scope, Wanted, matching
from survey_app.services.work import Work

RESPONSES = "responses"
POSITIVE, NEGATIVE = looked_at.POSITIVE, looked_at.NEGATIVE
ABOUT, SIDE, RAISED = looked_at.THEME, looked_at.SIDE, looked_at.RAISED
CANNOT_COUNT = "This cannot be counted: the question or the theme is not one of this visit."
Counting = tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A kind of KINDS, among whom.

    others  turns the last pair of `wanted.about` round: everybody else who was asked
    visit   the id of the earlier visit in which it is counted; empty for this one
    """

    kind: str
    wanted: Wanted = field(default_factory=Wanted)
    others: bool = False
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind is counted: those whose numbers are added up (nobody: no such figure), of whom (None: no share).

    `words` is what the share is called, `counted_words` and `base_words` who lies behind its two numbers.
    """

    counted: Callable[[Scope, Wanted], Counting]
    base: Callable[[Scope, Wanted], Wanted] | None
    words: str
    counted_words: str
    base_words: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """Some of the people behind a number: what they are called, and the filters that open their answers."""

    words: str
    wanted: Wanted


def numbers(work: Work, scope: Scope, share: Share) -> tuple[int, int | None]:
    """(people, of how many) now; raises Refused when it is no share of this visit."""
    return _numbers(work, scope, share.kind, among_whom(share))


def behind(scope: Scope, share: Share) -> tuple[Behind, ...]:
    """Whom the numbers of a share count; nobody when its question or theme is not known any more."""
    kind = KINDS.get(share.kind)
    wanted = among_whom(share)
    counted = kind.counted(scope, wanted) if kind else ()
    if kind is None or not counted:
        return ()
    words = [kind.counted_words] if len(counted) == 1 else [_theme_words(one) for one in counted]
    found = [Behind(said, one) for said, one in zip(words, counted, strict=True)]
    if kind.base:
        found.append(Behind(kind.base_words, kind.base(scope, wanted)))
    return tuple(found)


def among_whom(share: Share) -> Wanted:
    """The people that a share is about; for `others` those who were asked and did not choose what the group chose."""
    wanted = share.wanted
    if not (share.others and wanted.about):
        return wanted
    return replace(wanted, about=wanted.about[:-1], but=(*wanted.but, wanted.about[-1]))


def people(work: Work, scope: Scope, wanted: Wanted) -> int | None:
    """How many people the filters leave; None when they name what nobody knows."""
    ids = matching(work, scope, wanted)
    if ids is None:
        return None
    return work.session.execute(select(func.count()).select_from(ids.subquery())).scalar_one()


def _numbers(work: Work, scope: Scope, name: str, wanted: Wanted) -> tuple[int, int | None]:
    kind = KINDS.get(name)
    parts = [people(work, scope, one) for one in kind.counted(scope, wanted)] if kind else []
    base = people(work, scope, kind.base(scope, wanted)) if kind and kind.base else None
    found = [one for one in parts if one is not None]
    if kind is None or not found or len(found) < len(parts) or (kind.base and base is None):
        raise Refused(CANNOT_COUNT)
    # Who wrote about two themes stands in both, so that the sum can pass those who wrote.
    return (sum(found) if base is None else min(base, sum(found))), base


def _theme_words(wanted: Wanted) -> str:
    theme = load_codebook().themes.get(wanted.theme)
    return f"wrote about: {theme.label if theme else wanted.theme}"


def _everyone(_: Scope, wanted: Wanted) -> Counting:
    return (wanted,)


def _positive(scope: Scope, wanted: Wanted) -> Counting:
    return _who_chose(scope, wanted, lambda score: score > 0)


def _negative(scope: Scope, wanted: Wanted) -> Counting:
    return _who_chose(scope, wanted, lambda score: score < 0)


def _views(scope: Scope, wanted: Wanted) -> Wanted:
    return next(iter(_who_chose(scope, wanted, lambda score: True)), wanted)


def _who_chose(scope: Scope, wanted: Wanted, fits: Callable[[float], bool]) -> Counting:
    """Those who chose an option whose score fits; nobody when the question has no scores."""
    question = scope.question(wanted.question, wanted.audience)
    options = question.options if question else ()
    values = tuple(one.id for one in options if one.score is not None and fits(one.score))
    return (replace(wanted, values=values, everyone=True),) if values else ()


def _about(_: Scope, wanted: Wanted) -> Counting:
    return (replace(wanted, everyone=False),) if wanted.theme else ()


def _one_side(_: Scope, wanted: Wanted) -> Counting:
    return (replace(wanted, everyone=False),) if wanted.theme and wanted.stance in STANCES else ()


def _any_side(_: Scope, wanted: Wanted) -> Wanted:
    return replace(wanted, stance="", everyone=False)


def _raised(scope: Scope, wanted: Wanted) -> Counting:
    """Those who wrote about each theme that belongs to a paragraph of the question."""
    question = scope.question(wanted.question, wanted.audience)
    known = {looked_at.bare(one) for one in question.paragraphs} if question else set()
    themes = [one.id for one in load_codebook().themes.values() if one.paragraphs[0] in known]
    return tuple(replace(_wrote(scope, wanted), theme=theme) for theme in themes)


def _wrote(_: Scope, wanted: Wanted) -> Wanted:
    return replace(wanted, theme="", stance="", question="", values=(), everyone=False)


def _wrote_there(_: Scope, wanted: Wanted) -> Wanted:
    return replace(wanted, theme="", stance="", everyone=False)


VIEWS = "everybody who gave a view"
OWN_WORDS = "everybody who wrote in their own words"
KINDS: Mapping[str, Kind] = {
    RESPONSES: Kind(_everyone, None, "Number of people", "all of them"),
    POSITIVE: Kind(_positive, _views, "Positive, of those who gave a view", "those who were positive", VIEWS),
    NEGATIVE: Kind(_negative, _views, "Negative, of those who gave a view", "those who were negative", VIEWS),
    ABOUT: Kind(
        _about,
        _wrote_there,
        "Wrote about it, of those who wrote in their own words",
        "those who wrote about it",
        OWN_WORDS,
    ),
    SIDE: Kind(
        _one_side,
        _any_side,
        "On one side only, of those who wrote about it",
        "those on this side",
        "everybody who wrote about it",
    ),
    RAISED: Kind(
        _raised,
        _wrote,
        "Wrote about a theme of its paragraph, of those who wrote in their own words (about two, counted twice)",
        "wrote about a theme of its paragraph",
        OWN_WORDS,
    ),
}
