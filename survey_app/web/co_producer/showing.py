"""A questionnaire page by page: each as it will look, beside what the rules say about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from questionnaires.model import Page, Questionnaire
from questionnaires.rules import Answered, AnyOf, Every, Is, Not, Rule
from survey_app.services.lay_beside import FIRST_PAGE, Row, of_the_whole, rows_by_page
from survey_app.services.review_questions import Asked, Review
from survey_app.web.co_producer.choosing import choices, look_wanted, reader_wanted
from survey_app.web.previews import preview

# Nobody reads more at once, and each page is drawn anew; a filter leads to those further on.
MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """One page: its HTML for a frame, when people see it, and its texts with what the rules say about them."""

    title: str
    html: str
    only_if: str
    rows: tuple[Row, ...]


def _pages(
    questionnaire: Questionnaire,
    rows: Mapping[str, Sequence[Row]],
    rule: str,
    draw: Callable[[Page | None], str],
) -> tuple[Shown, ...]:
    """The first page and the pages of questions; with a rule, only those about which it says something."""
    numbered = enumerate((None, *questionnaire.pages))
    laid = ((number, page, tuple(rows.get(page.id if page else FIRST_PAGE, ()))) for number, page in numbered)
    found = (one for one in laid if not rule or any(row.remarks for row in one[2]))
    return tuple(
        Shown(_title(number, page), draw(page), _only_if(page), own)
        for number, page, own in islice(found, MOST_PAGES)
    )


def _title(number: int, page: Page | None) -> str:
    return f"Page {number}: {page.title or page.questions[0].text}" if page else "The first page"


def _only_if(page: Page | None) -> str:
    """When people see the page or some of its questions; empty when always."""
    if page is None:
        return ""
    whole = [f"Shown only if {in_words(page.show_if)}."] if page.show_if else []
    parts = [f"“{q.text}” is shown only if {in_words(q.show_if)}." for q in page.questions if q.show_if]
    return " ".join(whole + parts)


def in_words(rule: Rule) -> str:
    """A show-if rule as a clause, such as: the answer to “goes” is “yes”."""
    match rule:
        case Is(question=question, values=values):
            said = " or ".join(f"“{value}”" for value in sorted(values))
            return f"the answer to “{question}” is {said}"
        case Answered(question=question, wanted=wanted):
            return f"“{question}” is {'' if wanted else 'not '}answered"
        case Every(parts=parts):
            return " and ".join(map(in_words, parts))
        case AnyOf(parts=parts):
            return " or ".join(map(in_words, parts))
        case Not(part=part):
            return f"it is not so that {in_words(part)}"


def shown(asked: Asked, review: Review, wanted: Mapping[str, str], now: datetime) -> dict[str, object]:
    """What a template needs to show a questionnaire with its review; `wanted` is what was chosen or filtered."""
    rule = wanted.get("rule", "") if wanted.get("rule", "") in {one.name for one, _ in review.counts} else ""
    questionnaire = asked.questionnaire
    look, reader = look_wanted(questionnaire, wanted), reader_wanted(questionnaire, wanted)
    rows = rows_by_page(questionnaire, review, asked.texts, rule)
    return {
        "review": review,
        "rule": rule,
        "choices": choices(questionnaire, look, reader),
        "whole": of_the_whole(review, rule),
        "most_pages": MOST_PAGES,
        "pages": _pages(
            questionnaire, rows, rule, lambda page: preview(questionnaire, page, look, reader, now)
        ),
    }
