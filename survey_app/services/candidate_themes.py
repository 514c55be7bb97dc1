"""Subjects that many uncoded answers share: shown to people, who may make a theme of the visit of one.

Looking takes seconds, so what is looked at is read first and kept afterwards, in a transaction of its own.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from analysis.emergent import Emergent, find
from analysis.lines import Answer
from survey_app.services.codes_that_count import CHANGED_THEME, MADE_THEME, codes_that_count
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Scope
from survey_app.services.permissions import Person, require
from survey_app.services.receive_answers import text_place
from survey_app.services.said_of_theme import Said, Uncoded, where_said, with_stance
from survey_app.services.visit_themes import every_label
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.journal import JournalEntry
from survey_app.storage.responses import FreeText
from survey_app.storage.sealing import SealBroken
from survey_app.storage.visit_themes import CandidateLook, VisitTheme

CANDIDATE = "candidate"
LONGEST_LABEL, LONGEST_DEFINITION, LONGEST_SLUG = 120, 2_000, 40
LOOKED_ANEW = "Somebody has looked again since you opened this page. Reload it and choose anew."


def look(work: Work, person: Person, scope: Scope, seed: int) -> dict[str, Any]:
    """What the uncoded answers speak of, ready to be kept; stores nothing. Raises NotFound."""
    require(person, "code_answers", scope.visit_id)
    left = list(_uncoded(work, scope))
    asked = {one.question: scope.question(one.question, one.audience) for one in left}
    wordings = {name: question.text if question else None for name, question in asked.items()}
    answers = [
        Answer(f"{one.response_id}/{one.question}", one.audience, one.text, wordings[one.question])
        for one in left
    ]
    return _told(find(answers, seed=seed), left)


def keep(work: Work, person: Person, visit_id: str, found: dict[str, Any]) -> None:
    """Keep what a look found, in place of the look before; raises NotFound."""
    require(person, "code_answers", visit_id)
    work.session.merge(CandidateLook(visit_id=visit_id, by=person.email, at=work.now, found=found))


def newest_look(work: Work, person: Person, visit_id: str) -> CandidateLook | None:
    """What the newest look found, or None before the first; raises NotFound."""
    require(person, "code_answers", visit_id)
    return work.session.get(CandidateLook, visit_id)


def words_of_candidate(work: Work, visit_id: str, number: int, label: str) -> tuple[str, ...]:
    """The words of a candidate that is still there under this number; raises Refused."""
    kept = work.session.get(CandidateLook, visit_id)
    candidates = kept.found["candidates"] if kept else []
    if not 1 <= number <= len(candidates) or candidates[number - 1]["label"] != label:
        raise Refused(LOOKED_ANEW)
    if candidates[number - 1].get("theme"):
        raise Refused("Somebody has already made a theme of this subject.")
    return tuple(candidates[number - 1]["words"])


def answers_saying(work: Work, person: Person, scope: Scope, words: Sequence[str]) -> list[Said]:
    """The uncoded answers that say at least two of these words, with their stance; raises NotFound."""
    require(person, "code_answers", scope.visit_id)
    found = (where_said(one, frozenset(words)) for one in _uncoded(work, scope))
    asked = scope.question
    return [
        with_stance(one, asked(one.answer.question, one.answer.audience)) for one in found if one is not None
    ]


def make_theme(
    work: Work,
    person: Person,
    visit_id: str,
    label: str,
    definition: str,
    words: Sequence[str],
    said: Sequence[Said],
    number: int = 0,
) -> VisitTheme:
    """Make a theme of this visit and code these answers with it; raises NotFound or Refused.

    `number` is the candidate that it was made of.
    """
    require(person, "code_answers", visit_id)
    label, definition = _checked(work, visit_id, label, definition)
    theme = VisitTheme(
        id=f"own_{_slug(label)}_{secrets.token_hex(4)}",
        visit_id=visit_id,
        label=label,
        definition=definition,
        words=list(words),
        made_by=person.email,
        made_at=work.now,
    )
    work.session.add(theme)
    work.session.flush()
    code_with(work, theme, said)
    _mark_as_made(work, visit_id, number, theme.id)
    _note(work, person, MADE_THEME, visit_id, theme.id)
    return theme


def code_with(work: Work, theme: VisitTheme, said: Sequence[Said]) -> int:
    """Code answers with a theme of the visit, as its words; those that have it are left. Gives how many were new."""
    has = select(Finding.response_id, Finding.question).where(
        Finding.label == theme.id, Finding.sort == THEME
    )
    there = {(row[0], row[1]) for row in work.session.execute(has)}
    rows = [
        _finding(theme.id, one) for one in said if (one.answer.response_id, one.answer.question) not in there
    ]
    if rows:
        work.session.execute(insert(Finding), rows)
    return len(rows)


def change_theme(
    work: Work, person: Person, visit_id: str, theme_id: str, label: str, definition: str
) -> None:
    """Call a theme of the visit something else, or define it anew; raises NotFound or Refused."""
    theme = find_theme(work, person, visit_id, theme_id)
    theme.label, theme.definition = _checked(work, visit_id, label, definition, theme.label)
    _note(work, person, CHANGED_THEME, visit_id, theme_id)


def note_coding(work: Work, person: Person, visit_id: str, theme_id: str) -> None:
    """Write down that answers were coded with a theme once more."""
    _note(work, person, CHANGED_THEME, visit_id, theme_id)


def find_theme(work: Work, person: Person, visit_id: str, theme_id: str) -> VisitTheme:
    """A theme of this visit; raises NotFound."""
    require(person, "code_answers", visit_id)
    theme = work.session.get(VisitTheme, theme_id)
    if theme is None or theme.visit_id != visit_id:
        raise NotFound(theme_id)
    return theme


def examples(work: Work, scope: Scope, names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The audience and the words of answers by name (response/question).

    Left out are those that cannot be opened, and those that the reader codes blind: they would learn that no theme
    was found in them.
    """
    found: dict[str, tuple[str, str]] = {}
    for name in names:
        response_id, _, question = name.partition("/")
        if (response_id, question) in scope.blind:
            continue
        answer = work.session.get(FreeText, (response_id, question))
        if answer is not None and answer.survey_id in scope.surveys:
            text = _opened(work, scope, answer)
            if text is not None:
                found[name] = (scope.surveys[answer.survey_id], text)
    return found


def _uncoded(work: Work, scope: Scope) -> Iterator[Uncoded]:
    codes = codes_that_count(list(scope.surveys)).c
    coded = {(row[0], row[1]) for row in work.session.execute(select(codes.response_id, codes.question))}
    for answer in work.session.scalars(select(FreeText).where(FreeText.survey_id.in_(scope.surveys))):
        if (answer.response_id, answer.question) in coded:
            continue
        text = _opened(work, scope, answer)
        if text is not None:
            audience = scope.surveys[answer.survey_id]
            yield Uncoded(answer.response_id, answer.question, answer.survey_id, audience, text)


def _opened(work: Work, scope: Scope, answer: FreeText) -> str | None:
    place = text_place(scope.visit_id, answer.response_id, answer.question)
    try:
        return work.keys.open(scope.key_salt, place, answer.sealed)
    except SealBroken:
        return None


def _told(found: Emergent, left: Sequence[Uncoded]) -> dict[str, Any]:
    return {
        "seed": found.seed,
        "uncoded": len(left),
        "said_little": sum(found.said_little.values()),
        "unassigned": found.unassigned,
        "unassigned_share": found.unassigned_share,
        "candidates": [
            {
                "label": one.label,
                "words": list(one.words),
                "answers": sum(where_said(each, frozenset(one.words)) is not None for each in left),
                "audiences": dict(one.audiences),
                "examples": [str(example.id) for example in one.examples],
            }
            for one in found.candidates
        ],
    }


def _checked(work: Work, visit_id: str, label: str, definition: str, was: str = "") -> tuple[str, str]:
    label, definition = " ".join(label.split()), definition.strip()
    if not label or len(label) > LONGEST_LABEL:
        raise Refused(f"Give the theme a name of 1 to {LONGEST_LABEL} characters.")
    if not definition or len(definition) > LONGEST_DEFINITION:
        raise Refused(f"Say in 1 to {LONGEST_DEFINITION:,} characters what belongs to the theme.")
    known = {one.casefold() for one in every_label(work, visit_id).values() if one != was}
    if label.casefold() in known:
        raise Refused(f"There is a theme called “{label}” already. Choose another name.")
    return label, definition


def _slug(label: str) -> str:
    return "_".join(re.findall("[a-z]+", label.lower()))[:LONGEST_SLUG] or "theme"


def _mark_as_made(work: Work, visit_id: str, number: int, theme_id: str) -> None:
    kept = work.session.get(CandidateLook, visit_id)
    if kept is None or not 1 <= number <= len(kept.found["candidates"]):
        return
    candidates = [dict(one) for one in kept.found["candidates"]]
    candidates[number - 1]["theme"] = theme_id
    kept.found = {**kept.found, "candidates": candidates}


def _finding(theme: str, said: Said) -> Mapping[str, object]:
    return {
        "id": random_id(),
        "survey_id": said.answer.survey_id,
        "response_id": said.answer.response_id,
        "question": said.answer.question,
        "coder": CANDIDATE,
        "sort": THEME,
        "label": theme,
        "stance": said.stance,
        "level": 0,
        "rule": ", ".join(said.words),
        "start": said.start,
        "end": said.end,
        "cues": [],
        "version": "",
    }


def _note(work: Work, person: Person, action: str, visit_id: str, detail: str) -> None:
    work.session.add(
        JournalEntry(at=work.now, by=person.email, action=action, subject=visit_id, detail=detail)
    )
