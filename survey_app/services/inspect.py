"""What the answers of a visit say: how many, items side by side, themes by paragraph; kept until another comes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import orjson
from sqlalchemy import func, select

from analysis.charts import Chart, diverging_bars, themes_chart
from analysis.prevalence import Prevalence
from analysis.summaries import ItemSummary, StemComparison, side_by_side, summarise
from analysis.tallies import Tally, asked_items, tally
from survey_app.services.agreement_between_coders import corrected
from survey_app.services.codes_that_count import CodedBy, coded_by, stamp_of_codes
from survey_app.services.count_themes import ThemeParagraph, by_paragraph, count_themes
from survey_app.services.describe_visit import VisitCard, visit_card
from survey_app.services.distribute import surveys_of
from survey_app.services.kept import Kept, Stamp
from survey_app.services.open_and_close import kind_of
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.visit_themes import own_labels
from survey_app.services.work import Work
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.surveys import Survey

NATIONAL = "national"
# Few enough that what was read is thrown away before the memory has to be tidied for it.
COUNTED_TOGETHER = 1_000


@dataclass(frozen=True)
class Compared:
    """One item for each audience that was asked it, with its chart."""

    stem: str
    comparison: StemComparison
    chart: Chart


@dataclass(frozen=True)
class Results:
    """Everything on the results page that counts answers. `sent` and `wrote` are responses by audience.

    `coded` says how many of the themes were found by the machine and how many decided by people, `corrected` which
    share of answers has a theme (by id) when the machine's errors are allowed for, where enough was checked.
    """

    sent: Mapping[str, int]
    wrote: Mapping[str, int]
    compared: tuple[Compared, ...]
    others: tuple[ItemSummary, ...]
    paragraphs: tuple[ThemeParagraph, ...]
    themes: Chart
    coded: CodedBy
    corrected: Mapping[str, Prevalence]

    @property
    def total(self) -> int:
        """All responses, from every audience."""
        return sum(self.sent.values())


_results: Kept[Results] = Kept()


def results(work: Work, person: Person, visit_id: str) -> Results:
    """What the visit's answers say at this moment; raises NotFound."""
    require(person, "read_results", visit_id)
    surveys = surveys_of(work, visit_id)
    sent = stamp_of(work, surveys)
    stamp = sent + stamp_of_codes(work, visit_id, [survey.id for survey in surveys])
    return _results.get(visit_id, stamp, lambda: _count(work, visit_id, surveys, sent))


def forget() -> None:
    """Count everything anew from now on in this process."""
    _results.forget()


def visit_of_results(work: Work, person: Person, visit_id: str) -> VisitCard:
    """The visit as pages with results may name it: without its area where findings are national. Raises NotFound."""
    card = visit_card(work, person, visit_id)
    if not is_national(card.kind):
        return card
    return replace(card, title=f"{card.kind_title}, {card.reference}", area="")


def is_national(kind: str) -> bool:
    """True when findings of this kind of visit are about all areas together, and never about one."""
    return kind_of(kind).attribution == NATIONAL


def stamp_of(work: Work, surveys: Sequence[Survey]) -> Stamp:
    """Each survey, the wording that it serves now, and how many responses it has."""
    statement = (
        select(Response.survey_id, func.count())
        .where(Response.survey_id.in_([survey.id for survey in surveys]))
        .group_by(Response.survey_id)
    )
    sent = dict(work.session.execute(statement).all())
    return tuple((survey.id, survey.version_digest, sent.get(survey.id, 0)) for survey in surveys)


def _count(work: Work, visit_id: str, surveys: Sequence[Survey], stamp: Stamp) -> Results:
    audiences = {survey.id: survey.audience for survey in surveys}
    items, profile = _items(work, surveys, audiences)
    views = [item for item in items if item.rated and (item.audience, item.question) not in profile]
    wrote = _wrote(work, audiences)
    themes = count_themes(work, audiences, wrote, own_labels(work, visit_id))
    return Results(
        sent={audiences[survey_id]: sent for survey_id, _, sent in stamp},
        wrote=wrote,
        compared=tuple(Compared(one.stem, one, diverging_bars(one)) for one in side_by_side(views)),
        others=tuple(item for item in items if item not in views),
        paragraphs=by_paragraph(themes),
        themes=themes_chart(themes),
        coded=coded_by(work, audiences),
        corrected=corrected(work, visit_id, list(audiences)),
    )


def _items(
    work: Work, surveys: Sequence[Survey], audiences: Mapping[str, str]
) -> tuple[tuple[ItemSummary, ...], frozenset[tuple[str, str]]]:
    """Every closed item of every wording that was answered or is asked now, and which say who somebody is."""
    digests = {survey.version_digest for survey in surveys}
    people: Counter[str] = Counter()
    answered: Counter[tuple[str, str]] = Counter()
    chosen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    statement = select(Response.survey_id, Response.version_digest, Response.choices)
    rows = work.session.execute(statement.where(Response.survey_id.in_(audiences)))
    for portion in rows.partitions(COUNTED_TOGETHER):
        counted = tally((audiences[survey_id], orjson.loads(choices)) for survey_id, _, choices in portion)
        digests.update(digest for _, digest, _ in portion)
        people.update(counted.people)
        answered.update(counted.answered)
        for item, options in counted.chosen.items():
            chosen[item].update(options)
    asked = [version_of(work, digest) for digest in sorted(digests)]
    profile = frozenset((one.audience, q.id) for one in asked for q in one.questions.values() if q.profile)
    return summarise(asked_items(asked), Tally(people, answered, chosen)), profile


def _wrote(work: Work, audiences: Mapping[str, str]) -> dict[str, int]:
    """How many responses of each audience hold own words."""
    statement = (
        select(FreeText.survey_id, func.count(FreeText.response_id.distinct()))
        .where(FreeText.survey_id.in_(audiences))
        .group_by(FreeText.survey_id)
    )
    found = dict(work.session.execute(statement).all())
    return {audience: found.get(survey_id, 0) for survey_id, audience in audiences.items()}
