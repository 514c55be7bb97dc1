"""Whether the addresses and titles in a browser's history are neutral: they stay when everything else is gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from questionnaires.model import Questionnaire

# The words of every page of the site, whatever it asks.
OUR_OWN = frozenset(
    """
    page question questions answer answers check sent send look looks help your views thank error this these that
    cannot save saved just show have more again please they work went something wrong late number now words welcome
    back deleted come later browser line
    """.split()
)
SHORTEST = 4
History = Iterable[tuple[str, str]]


def telling_titles(history: History, base: str, questionnaire: Questionnaire) -> Iterator[str]:
    """A sentence for each title of the site's pages that holds a word of the questionnaire."""
    for address, title in history:
        if address.startswith(base) and (told := _words(title) & _topic(questionnaire)):
            yield f"The title “{title}” says {', '.join(sorted(told))}"


def telling_addresses(history: History, base: str, questionnaire: Questionnaire) -> Iterator[str]:
    """A sentence for each address of the site that holds a word of the questionnaire; its code counts for nothing."""
    for address, _ in history:
        path = re.sub(r"/s/[^/?]+", "", address.removeprefix(base))
        if address.startswith(base) and (told := _words(path) & _topic(questionnaire)):
            yield f"The address {path} says {', '.join(sorted(told))}"


def _topic(questionnaire: Questionnaire) -> frozenset[str]:
    return _words(" ".join(_texts(questionnaire))) - OUR_OWN


def _texts(questionnaire: Questionnaire) -> Iterator[str]:
    yield questionnaire.title
    for page in questionnaire.pages:
        yield from (page.id, page.title)
        for question in page.questions:
            yield question.text
            yield from (option.text for option in question.options)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]+", text.lower()) if len(word) >= SHORTEST)
