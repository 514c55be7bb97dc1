"""Everything on the screen of a paragraph that is a count: kept in this process until an answer or a code comes.

Counted from the columns in memory (`counting`), so that any group is counted in a moment. No answer's words are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from accessibility.easy_read import Reading, wording
from accessibility.preferences import EASY_READ_PICTURES
from analysis.charts import diverging_bars
from analysis.looked_at import bare
from analysis.people import Bits, People
from analysis.summaries import ItemSummary, side_by_side, summarise
from analysis.tallies import AskedItem, Tally, asked_items
from questionnaires.model import Questionnaire
from survey_app.services.codes_that_count import stamp_of_codes
from survey_app.services.count_themes import ThemeParagraph, by_paragraph, count_themes
from survey_app.services.counting import among
from survey_app.services.distribute import surveys_of
from survey_app.services.find_answers import Wanted
from survey_app.services.inspect import Compared, stamp_of
from survey_app.services.kept import Kept
from survey_app.services.paragraph_groups import (
    About,
    Compare,
    TwoGroups,
    compare_items,
    compare_themes,
    members_of,
    names_of,
)
from survey_app.services.visit_themes import own_labels
from survey_app.services.who_they_are import about_the_area, profile_questions, wordings_of
from survey_app.services.work import Work

FEW = 0.5
SCREENS = 64
YOUNG = "young_people"


@dataclass(frozen=True, slots=True)
class NotHeard:
    """Nobody of an audience told that they are this: an option of a question about who somebody is."""

    audience: str
    question: str
    wording: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaceCount:
    """How many chose an option, with the picture and the words that easy read shows for it."""

    option: str
    words: str
    picture: str
    count: int


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted: a paragraph (an unknown one is the first), the filters, and two groups where `first` is."""

    paragraph: str
    wanted: Wanted
    first: About | None = None
    second: About | None = None


@dataclass(frozen=True)
class ParagraphCounts:
    """The counts. `people` and `wrote` are by audience, after the filters; `faces` by question of young people."""

    paragraph: str
    paragraphs: tuple[str, ...]
    people: Mapping[str, int]
    wrote: Mapping[str, int]
    compared: tuple[Compared, ...]
    faces: Mapping[str, tuple[FaceCount, ...]]
    themes: ThemeParagraph
    seldom: tuple[ItemSummary, ...]
    not_heard: tuple[NotHeard, ...]
    groups: tuple[TwoGroups, ...] = ()
    theme_groups: tuple[TwoGroups, ...] = ()


_kept: Kept[ParagraphCounts] = Kept(SCREENS)


def forget() -> None:
    """Count everything anew from now on in this process."""
    _kept.forget()


def counts_of(work: Work, visit_id: str, people: Mapping[str, People], counting: Counting) -> ParagraphCounts:
    """The counts at this moment. Permission is the caller's to ask."""
    surveys = surveys_of(work, visit_id)
    stamp = stamp_of(work, surveys) + stamp_of_codes(work, visit_id, [survey.id for survey in surveys])
    return _kept.get(f"{visit_id} {counting}", stamp, lambda: _count(work, visit_id, people, counting))


def left_by(people: Mapping[str, People], wanted: Wanted) -> dict[str, Bits]:
    """Whom the filters leave, by audience."""
    return {
        audience: among(them, wanted) & (not wanted.audience or wanted.audience == audience)
        for audience, them in people.items()
    }


def _count(work: Work, visit_id: str, people: Mapping[str, People], counting: Counting) -> ParagraphCounts:
    left = left_by(people, counting.wanted)
    wordings = wordings_of(work, visit_id, people)
    items = about_the_area(asked_items(wordings), wordings)
    names = _paragraphs(items)
    paragraph = counting.paragraph if counting.paragraph in names else names[0]
    here = [item for item in items if paragraph in map(bare, item.paragraphs)]
    summaries = summarise(here, _tally(people, left))
    wrote = {name: int((them.wrote_anything() & left[name]).sum()) for name, them in people.items()}
    themes = _themes(people, left, wrote, own_labels(work, visit_id), paragraph)
    counts = ParagraphCounts(
        paragraph=paragraph,
        paragraphs=names,
        people={audience: int(bits.sum()) for audience, bits in left.items()},
        wrote=wrote,
        compared=tuple(Compared(one.stem, one, diverging_bars(one)) for one in side_by_side(summaries)),
        faces=dict(_faces(summaries, wordings)),
        themes=themes,
        seldom=tuple(item for item in summaries if item.base < FEW * (item.base + item.skipped)),
        not_heard=tuple(_not_heard(wordings, people, left)),
    )
    if counting.first is None:
        return counts
    compare = Compare(counting.first, counting.second, counting.wanted)
    return _with_groups(counts, compare, here, people, left, wordings)


def _with_groups(
    counts: ParagraphCounts,
    compare: Compare,
    items: Sequence[AskedItem],
    people: Mapping[str, People],
    left: Mapping[str, Bits],
    wordings: Sequence[Questionnaire],
) -> ParagraphCounts:
    names, members = names_of(compare, wordings), members_of(people, left, compare)
    first, second = (_tally(people, group) for group in members)
    return replace(
        counts,
        groups=compare_items(items, (first, second), names, compare),
        theme_groups=compare_themes(counts.themes.rows, people, members, names, compare),
    )


def _tally(people: Mapping[str, People], left: Mapping[str, Bits]) -> Tally:
    """What these people chose."""
    return Tally(
        {audience: int(bits.sum()) for audience, bits in left.items()},
        {(name, q): n for name, them in people.items() for q, n in them.answers(left[name]).items()},
        {(name, q): n for name, them in people.items() for q, n in them.chosen(left[name]).items()},
    )


def _paragraphs(items: Iterable[AskedItem]) -> tuple[str, ...]:
    """The paragraphs that questions answer or themes belong to, numbers in their order and names after them."""
    found = {bare(paragraph) for item in items for paragraph in item.paragraphs}
    found.update(part.paragraph for part in by_paragraph(()) if part.paragraph)
    return tuple(
        sorted(found, key=lambda one: (not one.isdecimal(), int(one) if one.isdecimal() else 0, one))
    )


def _themes(
    people: Mapping[str, People],
    left: Mapping[str, Bits],
    wrote: Mapping[str, int],
    own: Mapping[str, str],
    paragraph: str,
) -> ThemeParagraph:
    counted = {name: _only(them, left[name]) for name, them in people.items()}
    parts = by_paragraph(count_themes(counted, wrote, own))
    return next((part for part in parts if part.paragraph == paragraph), ThemeParagraph(paragraph, (), ()))


def _only(people: People, left: Bits) -> People:
    """The same people with the themes of some of them."""
    written = people.written
    kept = left[written.rows]
    return replace(
        people,
        written=replace(
            written, rows=written.rows[kept], themes=written.themes[kept], sides=written.sides[kept]
        ),
    )


def _faces(
    items: Iterable[ItemSummary], wordings: Iterable[Questionnaire]
) -> Iterator[tuple[str, tuple[FaceCount, ...]]]:
    """Each rated item of young people that easy read draws, as they saw it."""
    asked = [one for one in wordings if one.audience == YOUNG]
    for item in items:
        known = [one for one in asked if item.question in one.questions]
        if item.audience != YOUNG or not item.rated or not known:
            continue
        drawn = wording(known[-1], known[-1].questions[item.question], Reading(EASY_READ_PICTURES))
        counts = {option.option: option.count for option in item.options}
        if any(option.picture for option in drawn.options):
            yield (
                item.question,
                tuple(FaceCount(o.id, o.text, o.picture, counts.get(o.id, 0)) for o in drawn.options),
            )


def _not_heard(
    wordings: Iterable[Questionnaire], people: Mapping[str, People], left: Mapping[str, Bits]
) -> Iterator[NotHeard]:
    for (audience, name), question in profile_questions(wordings).items():
        them = people.get(audience)
        if them is None or not left[audience].any():
            continue
        chosen: Mapping[str, int] = them.chosen(left[audience]).get(name, {})
        quiet = tuple(option.text for option in question.options if not chosen.get(option.id))
        if quiet:
            yield NotHeard(audience, name, question.text, quiet)
