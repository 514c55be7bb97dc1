"""What the answers of a visit say: how many, items side by side, themes by paragraph; kept until another comes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

import orjson
from sqlalchemy import func, select

from analysis.charts import Chart, diverging_bars, themes_chart
from analysis.summaries import ItemSummary, StemComparison, side_by_side, summarise_closed
from questionnaires.model import Questionnaire
from questionnaires.rules import AnswerValue
from survey_app.services.count_themes import ThemeParagraph, by_paragraph, count_themes
from survey_app.services.describe_visit import VisitCard, visit_card
from survey_app.services.distribute import surveys_of
from survey_app.services.open_and_close import kind_of
from survey_app.services.permissions import Person, require
from survey_app.services.publish import version_of
from survey_app.services.work import Work
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.surveys import Survey

NATIONAL = "national"
VISITS_KEPT = 16


@dataclass(frozen=True)
class Compared:
    """One item for each audience that was asked it, with its chart."""

    stem: str
    comparison: StemComparison
    chart: Chart


@dataclass(frozen=True)
class Results:
    """Everything on the results page that counts answers. `sent` and `wrote` are responses by audience."""

    sent: Mapping[str, int]
    wrote: Mapping[str, int]
    compared: tuple[Compared, ...]
    others: tuple[ItemSummary, ...]
    paragraphs: tuple[ThemeParagraph, ...]
    themes: Chart

    @property
    def total(self) -> int:
        """All responses, from every audience."""
        return sum(self.sent.values())


Counts = Mapping[str, int]
Stamp = tuple[tuple[str, str, int], ...]


class KeptResults:
    """The newest results of a few visits, each with the stamp of the answers that it counted."""

    def __init__(self, visits: int = VISITS_KEPT) -> None:
        self._visits = visits
        self._kept: OrderedDict[str, tuple[Stamp, Results]] = OrderedDict()
        self._lock = Lock()

    def find(self, visit_id: str, stamp: Stamp) -> Results | None:
        """The results kept for exactly these answers, or None."""
        with self._lock:
            kept = self._kept.get(visit_id)
            return kept[1] if kept and kept[0] == stamp else None

    def keep(self, visit_id: str, stamp: Stamp, results: Results) -> Results:
        """Keep these results and forget those of the visit kept longest."""
        with self._lock:
            self._kept[visit_id] = stamp, results
            self._kept.move_to_end(visit_id)
            while len(self._kept) > self._visits:
                self._kept.popitem(last=False)
        return results


_results = KeptResults()


def results(work: Work, person: Person, visit_id: str) -> Results:
    """What the visit's answers say at this moment; raises NotFound."""
    require(person, "read_results", visit_id)
    surveys = surveys_of(work, visit_id)
    counted = sent_by_survey(work, [survey.id for survey in surveys])
    stamp = tuple((survey.id, survey.version_digest, counted.get(survey.id, 0)) for survey in surveys)
    kept = _results.find(visit_id, stamp)
    return kept or _results.keep(visit_id, stamp, _count(work, surveys, counted))


def visit_of_results(work: Work, person: Person, visit_id: str) -> VisitCard:
    """The visit as pages with results may name it: without its area where findings are national. Raises NotFound."""
    card = visit_card(work, person, visit_id)
    if kind_of(card.kind).attribution != NATIONAL:
        return card
    return replace(card, title=f"{card.kind_title}, {card.reference}", area="")


def sent_by_survey(work: Work, survey_ids: Sequence[str]) -> Counts:
    """How many responses each survey has."""
    statement = (
        select(Response.survey_id, func.count())
        .where(Response.survey_id.in_(survey_ids))
        .group_by(Response.survey_id)
    )
    return dict(work.session.execute(statement).tuples().all())


def _count(work: Work, surveys: Sequence[Survey], counted: Counts) -> Results:
    audiences = {survey.id: survey.audience for survey in surveys}
    items = summarise_closed(*_answers(work, surveys))
    wrote = _wrote(work, audiences)
    themes = count_themes(work, audiences, wrote)
    return Results(
        sent={survey.audience: counted.get(survey.id, 0) for survey in surveys},
        wrote=wrote,
        compared=tuple(Compared(one.stem, one, diverging_bars(one)) for one in side_by_side(items)),
        others=tuple(item for item in items if not item.rated),
        paragraphs=by_paragraph(themes),
        themes=themes_chart(themes),
    )


def _answers(
    work: Work, surveys: Sequence[Survey]
) -> tuple[list[Questionnaire], Iterator[tuple[str, Mapping[str, AnswerValue]]]]:
    """Every wording that was answered or is asked now, and each response's audience and closed answers."""
    audiences = {survey.id: survey.audience for survey in surveys}
    statement = select(Response.survey_id, Response.version_digest, Response.choices).where(
        Response.survey_id.in_(audiences)
    )
    rows = work.session.execute(statement).all()
    digests = {survey.version_digest for survey in surveys}.union(digest for _, digest, _ in rows)
    asked = [version_of(work, digest) for digest in sorted(digests)]
    return asked, ((audiences[survey_id], orjson.loads(choices)) for survey_id, _, choices in rows)


def _wrote(work: Work, audiences: Mapping[str, str]) -> dict[str, int]:
    statement = (
        select(FreeText.survey_id, func.count(FreeText.response_id.distinct()))
        .where(FreeText.survey_id.in_(audiences))
        .group_by(FreeText.survey_id)
    )
    found = dict(work.session.execute(statement).tuples().all())
    return {audience: found.get(survey_id, 0) for survey_id, audience in audiences.items()}
