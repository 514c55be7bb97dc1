"""One paragraph of the framework: what every audience said that belongs to it, among whom the filters leave.

Everything is counted from the columns in memory (`counting`), so that any group is counted in a moment; only the
few answers that are shown are opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select

from analysis.charts import diverging_bars
from analysis.compare import Group, difference_sentence
from analysis.excerpts import Candidate, spread
from analysis.looked_at import bare
from analysis.people import SIDES, Bits, People
from analysis.summaries import IN_A_SENTENCE, ItemSummary, side_by_side, summarise
from analysis.tallies import AskedItem, Tally, asked_items
from questionnaires.model import Question, Questionnaire
from survey_app.services.count_themes import ThemeParagraph, by_paragraph, count_themes
from survey_app.services.counting import among, people_of
from survey_app.services.distribute import surveys_of
from survey_app.services.find_answers import Scope, Wanted
from survey_app.services.inspect import Compared
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.read_answers import OwnWords, Told, read_responses, scope_for
from survey_app.services.safeguard import DECIDED
from survey_app.services.visit_themes import own_labels
from survey_app.services.work import Work
from survey_app.storage.concerns import Concern
from survey_app.storage.responses import FreeText

EXCERPTS = 6
CANDIDATES_OF_EACH = 8
FEW = 0.5
GRAVE = (1, 2)
About = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What one person wrote about a theme of the paragraph."""

    told: Told
    words: OwnWords


@dataclass(frozen=True, slots=True)
class NotHeard:
    """Nobody of an audience told that they are this: an option of a question about who somebody is."""

    audience: str
    question: str
    wording: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """One item for one audience, as two groups see it, and what the difference says."""

    item: ItemSummary
    first: Group
    second: Group
    sentence: str


@dataclass(frozen=True)
class ParagraphScreen:
    """Everything on the screen of one paragraph. `people` and `wrote` are by audience, after the filters."""

    paragraph: str
    paragraphs: tuple[str, ...]
    scope: Scope
    people: Mapping[str, int]
    wrote: Mapping[str, int]
    compared: tuple[Compared, ...]
    themes: ThemeParagraph
    excerpts: tuple[Excerpt, ...]
    left_out: int
    seldom: tuple[ItemSummary, ...]
    not_heard: tuple[NotHeard, ...]
    groups: tuple[TwoGroups, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the screen: `first` and `second` are groups to compare, no second is everybody else."""

    paragraph: str = ""
    wanted: Wanted = field(default_factory=Wanted)
    first: About | None = None
    second: About | None = None
    with_concerns: bool = False


def paragraph_screen(work: Work, person: Person, visit_id: str, asked: Asked) -> ParagraphScreen:
    """The screen; the first paragraph when none or an unknown one is asked for. Raises NotFound."""
    require(person, "read_results", visit_id)
    scope = scope_for(work, visit_id, person)
    people = people_of(work, visit_id)
    left = {
        audience: among(them, asked.wanted) & (not asked.wanted.audience or asked.wanted.audience == audience)
        for audience, them in people.items()
    }
    wordings = wordings_of(work, visit_id, people)
    items = [item for item in asked_items(wordings) if not _is_profile(wordings, item)]
    names = paragraphs_of(items)
    paragraph = asked.paragraph if asked.paragraph in names else names[0]
    here = [item for item in items if paragraph in map(bare, item.paragraphs)]
    summaries = summarise(here, tally_of(people, left))
    wrote = {
        audience: int((them.wrote_anything() & left[audience]).sum()) for audience, them in people.items()
    }
    themes = _themes(work, visit_id, people, left, wrote, paragraph)
    may_read = person.may("read_answers", visit_id)
    excerpts, left_out = _excerpts(work, scope, people, left, themes, asked) if may_read else ((), 0)
    return ParagraphScreen(
        paragraph=paragraph,
        paragraphs=names,
        scope=scope,
        people={audience: int(bits.sum()) for audience, bits in left.items()},
        wrote=wrote,
        compared=tuple(Compared(one.stem, one, diverging_bars(one)) for one in side_by_side(summaries)),
        themes=themes,
        excerpts=excerpts,
        left_out=left_out,
        seldom=tuple(item for item in summaries if item.base < FEW * (item.base + item.skipped)),
        not_heard=tuple(_not_heard(wordings, people, left)),
        groups=_two_groups(here, people, left, asked, scope) if asked.first else (),
    )


def wordings_of(work: Work, visit_id: str, people: Mapping[str, People]) -> list[Questionnaire]:
    """Every wording that was answered or is asked now."""
    digests = {survey.version_digest for survey in surveys_of(work, visit_id)}
    digests.update(digest for them in people.values() for digest in them.wording.counts())
    return [version_of(work, digest) for digest in sorted(digests)]


def tally_of(people: Mapping[str, People], left: Mapping[str, Bits]) -> Tally:
    """What these people chose."""
    return Tally(
        {audience: int(bits.sum()) for audience, bits in left.items()},
        {(name, q): n for name, them in people.items() for q, n in them.answers(left[name]).items()},
        {(name, q): n for name, them in people.items() for q, n in them.chosen(left[name]).items()},
    )


def paragraphs_of(items: Iterable[AskedItem]) -> tuple[str, ...]:
    """The paragraphs that questions answer or themes belong to, numbers in their order and names after them."""
    found = {bare(paragraph) for item in items for paragraph in item.paragraphs}
    found.update(part.paragraph for part in by_paragraph(()) if part.paragraph)
    return tuple(
        sorted(found, key=lambda one: (not one.isdecimal(), int(one) if one.isdecimal() else 0, one))
    )


def profile_questions(wordings: Iterable[Questionnaire]) -> dict[tuple[str, str], Question]:
    """The questions about who somebody is, by (audience, id)."""
    return {(one.audience, q.id): q for one in wordings for q in one.questions.values() if q.profile}


def _is_profile(wordings: Sequence[Questionnaire], item: AskedItem) -> bool:
    return any(
        one.audience == item.audience
        and item.question in one.questions
        and one.questions[item.question].profile
        for one in wordings
    )


def _themes(
    work: Work,
    visit_id: str,
    people: Mapping[str, People],
    left: Mapping[str, Bits],
    wrote: Mapping[str, int],
    paragraph: str,
) -> ThemeParagraph:
    counted = {name: _only(them, left[name]) for name, them in people.items()}
    parts = by_paragraph(count_themes(counted, wrote, own_labels(work, visit_id)))
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


def _excerpts(
    work: Work,
    scope: Scope,
    people: Mapping[str, People],
    left: Mapping[str, Bits],
    themes: ThemeParagraph,
    asked: Asked,
) -> tuple[tuple[Excerpt, ...], int]:
    """A few answers, and how many candidates were left out because somebody still works on a concern."""
    names = {row.theme for row in themes.rows}
    found = [one for name, them in people.items() for one in _candidates(name, them, left[name], names)]
    lengths = _lengths(work, {one.response for one in found})
    grave = frozenset[str]() if asked.with_concerns else _with_concern(work, scope.visit_id)
    candidates = [
        Candidate(one.response, one.audience, one.theme, one.stance, lengths.get(one.response, 0))
        for one in found
        if one.response not in grave
    ]
    chosen = spread(candidates, EXCERPTS)
    told = {one.response_id: one for one in read_responses(work, scope, [one.response for one in chosen])}
    excerpts = (_excerpt(told[one.response], one.theme) for one in chosen if one.response in told)
    return tuple(one for one in excerpts if one), len({one.response for one in found} & grave)


def _candidates(audience: str, people: People, left: Bits, themes: set[str]) -> Iterable[Candidate]:
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


def _not_heard(
    wordings: Iterable[Questionnaire], people: Mapping[str, People], left: Mapping[str, Bits]
) -> Iterable[NotHeard]:
    for (audience, name), question in profile_questions(wordings).items():
        them = people.get(audience)
        if them is None or not left[audience].any():
            continue
        chosen: Mapping[str, int] = them.chosen(left[audience]).get(name, {})
        quiet = tuple(option.text for option in question.options if not chosen.get(option.id))
        if quiet:
            yield NotHeard(audience, name, question.text, quiet)


def _two_groups(
    items: Sequence[AskedItem],
    people: Mapping[str, People],
    left: Mapping[str, Bits],
    asked: Asked,
    scope: Scope,
) -> tuple[TwoGroups, ...]:
    """Each rated item for each audience of which both groups answered; the intervals allow for how many there are."""
    first = _members(people, left, asked.first)
    second = _members(people, left, asked.second) if asked.second else _others(people, left, first)
    ones, others = (summarise(items, tally_of(people, bits)) for bits in (first, second))
    pairs = [
        (one, other) for one, other in zip(ones, others, strict=True) if one.rated and one.views + other.views
    ]
    names = _name(scope, asked.first), _name(scope, asked.second)
    return tuple(_pair(one, other, names, len(pairs)) for one, other in pairs)


def _pair(one: ItemSummary, other: ItemSummary, names: tuple[str, str], pairs: int) -> TwoGroups:
    who = IN_A_SENTENCE.get(one.audience, one.audience)
    first = Group(f"{who} who said “{names[0]}”", one.positive, one.views)
    second = Group(
        f"{who} who said “{names[1]}”" if names[1] else f"other {who}", other.positive, other.views
    )
    small = [group for group in (first, second) if group.too_small]
    if small:
        sentence = (
            f"Too few to compare: {first.base:,} and {second.base:,} gave a view. A group needs 10 at least."
        )
    else:
        sentence = difference_sentence(first, second, pairs)
    return TwoGroups(one, first, second, sentence)


def _members(people: Mapping[str, People], left: Mapping[str, Bits], about: About | None) -> dict[str, Bits]:
    return {name: left[name] & them.chose(*(about or ("", ""))) for name, them in people.items()}


def _others(
    people: Mapping[str, People], left: Mapping[str, Bits], first: Mapping[str, Bits]
) -> dict[str, Bits]:
    # An audience that nobody of the group belongs to was not asked: it has no others either.
    return {name: left[name] & ~first[name] & bool(first[name].any()) for name in people}


def _name(scope: Scope, about: About | None) -> str:
    if about is None:
        return ""
    question = scope.question(about[0])
    options = {option.id: option.text for option in question.options} if question else {}
    return options.get(about[1], about[1])
