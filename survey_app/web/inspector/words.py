"""What the pages with results say around their numbers, and which answers a number opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.summaries import ItemSummary, OptionCount
from survey_app.services.describe_visit import VisitCard
from survey_app.services.read_answers import AnswersPage

NOT_YET: Mapping[str, str] = {
    "draft": "The surveys are not live yet. Answers show here as soon as the first one is sent.",
    "scheduled": "The surveys are not open yet. Answers show here as soon as the first one is sent.",
    "open": "The surveys are open. Each answer shows here as soon as it is sent: reload this page to see it.",
    "closing": "Those who had begun can still send. Their answers show here as soon as they do.",
    "paused": "The surveys are paused. Answers can come again once the lead inspector lets them go on.",
    "deferred": "This visit was put off. Answers can come once it has new dates.",
}
NEVER = "The surveys have ended, so nothing more will come."


def nothing_yet(visit: VisitCard) -> tuple[str, str]:
    """Why there are no results, and what will bring them."""
    return "No one has sent an answer.", NOT_YET.get(visit.state, NEVER)


def nothing_found(visit: VisitCard, page: AnswersPage) -> tuple[str, str]:
    """Why no answer is shown, and what to do."""
    if page.wanted.anything:
        return "No answer fits all of these filters.", "Take one away above, or choose others."
    return "No one has written anything in their own words.", NOT_YET.get(visit.state, NEVER)


def side_parameters(base: Mapping[str, str], item: ItemSummary, side: str) -> dict[str, object]:
    """The address's parameters for those who answered an item on one side of it."""
    return {**base, "value": [option.option for option in item.options if side_of(option) == side]}


def side_of(option: OptionCount) -> str:
    """positive, negative or middle by the option's score; unsure when it takes no side."""
    if option.score is None:
        return "unsure"
    return "positive" if option.score > 0 else "negative" if option.score < 0 else "middle"


def short_paragraphs(paragraphs: Iterable[str]) -> str:
    """Numbers alone, as they stand in a narrow column: `52, 60` for the handbook's `000/52` and `000/60`."""
    numbers = [paragraph.rpartition("/")[2] for paragraph in paragraphs]
    return ", ".join(
        number.replace("theme-", "theme ") for number in sorted(numbers, key=lambda n: (len(n), n))
    )
