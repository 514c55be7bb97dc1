"""What the answers of a visit say: how many, items side by side, themes by paragraph; kept until another comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from analysis.charts import Chart, diverging_bars, themes_chart
from analysis.people import People
from analysis.prevalence import Prevalence
from analysis.summaries import ItemSummary, StemComparison, side_by_side, summarise
from analysis.tallies import Tally, asked_items
from survey_app.services.agreement_between_coders import corrected
from survey_app.services.codes_that_count import CodedBy, coded_by, stamp_of_codes
from survey_app.services.count_themes import ThemeParagraph, by_paragraph, count_themes
from survey_app.services.counting import people_of_survey
from survey_app.services.describe_visit import VisitCard, visit_card
from survey_app.services.distribute import surveys_of
from survey_app.services.kept import Kept, Stamp
from survey_app.services.open_and_close import kind_of
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.visit_themes import own_labels
from survey_app.services.work import Work
from survey_app.storage.responses import Response
from survey_app.storage.surveys import Survey

NATIONAL = "national"


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
    return counted(work, visit_id)


def counted(work: Work, visit_id: str) -> Results:
    """The same for a service that shows nobody more than may leave the team."""
    surveys = surveys_of(work, visit_id)
    stamp = stamp_of(work, surveys) + stamp_of_codes(work, visit_id, [survey.id for survey in surveys])
    return _results.get(visit_id, stamp, lambda: _count(work, visit_id, surveys))


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


def _count(work: Work, visit_id: str, surveys: Sequence[Survey]) -> Results:
    audiences = {survey.id: survey.audience for survey in surveys}
    people = {survey.audience: people_of_survey(work, survey) for survey in surveys}
    items, profile = _items(work, surveys, people)
    views = [item for item in items if item.rated and (item.audience, item.question) not in profile]
    wrote = {audience: int(them.wrote_anything().sum()) for audience, them in people.items()}
    themes = count_themes(people, wrote, own_labels(work, visit_id))
    return Results(
        sent={audience: len(them) for audience, them in people.items()},
        wrote=wrote,
        compared=tuple(Compared(one.stem, one, diverging_bars(one)) for one in side_by_side(views)),
        others=tuple(item for item in items if item not in views),
        paragraphs=by_paragraph(themes),
        themes=themes_chart(themes),
        coded=coded_by(work, audiences),
        corrected=corrected(work, visit_id, list(audiences)),
    )


def _items(
    work: Work, surveys: Sequence[Survey], people: Mapping[str, People]
) -> tuple[tuple[ItemSummary, ...], frozenset[tuple[str, str]]]:
    """Every closed item of every wording that was answered or is asked now, and which say who somebody is."""
    digests = {survey.version_digest for survey in surveys}
    digests.update(digest for them in people.values() for digest in them.wording.counts())
    asked = [version_of(work, digest) for digest in sorted(digests)]
    profile = frozenset((one.audience, q.id) for one in asked for q in one.questions.values() if q.profile)
    return summarise(asked_items(asked), _tally(people)), profile


def _tally(people: Mapping[str, People]) -> Tally:
    return Tally(
        {audience: len(them) for audience, them in people.items()},
        {(name, question): n for name, them in people.items() for question, n in them.answers().items()},
        {(name, question): n for name, them in people.items() for question, n in them.chosen().items()},
    )
