"""A few answers for the screen of a paragraph, chosen for spread by a fixed rule; what they say is not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from analysis.excerpts import Candidate, spread
from analysis.people import SIDES, Bits, People
from survey_app.services.find_answers import Scope
from survey_app.services.read_answers import OwnWords, Told, read_responses
from survey_app.services.safeguard import DECIDED
from survey_app.services.work import Work
from survey_app.storage.concerns import Concern
from survey_app.storage.responses import FreeText

EXCERPTS = 6
CANDIDATES_OF_EACH = 8
GRAVE = (1, 2)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What one person wrote about a theme of the paragraph."""

    told: Told
    words: OwnWords


def excerpts_of(
    work: Work,
    scope: Scope,
    people: Mapping[str, People],
    left: Mapping[str, Bits],
    themes: Iterable[str],
    *,
    with_concerns: bool = False,
) -> tuple[tuple[Excerpt, ...], int]:
    """A few answers, and how many candidates were left out because somebody still works on a grave concern.

    `left` says whom the filters leave, `themes` are the paragraph's. Permission is the caller's to ask.
    """
    names = frozenset(themes)
    found = [one for name, them in people.items() for one in _candidates(name, them, left[name], names)]
    lengths = _lengths(work, {one.response for one in found})
    grave = frozenset[str]() if with_concerns else _with_concern(work, scope.visit_id)
    candidates = [
        Candidate(one.response, one.audience, one.theme, one.stance, lengths.get(one.response, 0))
        for one in found
        if one.response not in grave
    ]
    chosen = spread(candidates, EXCERPTS)
    told = {one.response_id: one for one in read_responses(work, scope, [one.response for one in chosen])}
    excerpts = (_excerpt(told[one.response], one.theme) for one in chosen if one.response in told)
    return tuple(one for one in excerpts if one), len({one.response for one in found} & grave)


def _candidates(audience: str, people: People, left: Bits, themes: frozenset[str]) -> Iterator[Candidate]:
    """A few for each theme and stance: ids are random, so the first of them are a fair draw."""
    written = people.written
    for place, theme in enumerate(written.names):
        if theme not in themes:
            continue
        there = (written.themes == place) & left[written.rows]
        for side, stance in SIDES.items():
            ids = sorted(people.ids[written.rows[there & (written.sides == side)]].tolist())
            for one in ids[:CANDIDATES_OF_EACH]:
                yield Candidate(str(one, "ascii"), audience, theme, stance, 0)


def _lengths(work: Work, ids: Iterable[str]) -> dict[str, int]:
    statement = select(FreeText.response_id, func.sum(func.length(FreeText.sealed))).where(
        FreeText.response_id.in_(list(ids))
    )
    rows = work.session.execute(statement.group_by(FreeText.response_id))
    return {response: int(length) for response, length in rows}


def _with_concern(work: Work, visit_id: str) -> frozenset[str]:
    """Answers on which somebody still has to decide about grave harm."""
    statement = select(Concern.response_id).where(
        Concern.visit_id == visit_id, Concern.level.in_(GRAVE), Concern.state != DECIDED
    )
    return frozenset(work.session.scalars(statement))


def _excerpt(told: Told, theme: str) -> Excerpt | None:
    words = next((text for text in told.texts if any(mark.id == theme for mark in text.themes)), None)
    return Excerpt(told, words) if words else None
