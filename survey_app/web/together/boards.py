"""Pictures to say something with, and pictures that may be better than the one a question has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _

from accessibility.easy_read import Reading, wording
from accessibility.preferences import EASY_READ_PICTURES
from accessibility.symbols import Symbol
from questionnaires.model import Question, Questionnaire

BOARD = {
    "good": _("Good"),
    "bad": _("Bad"),
    "yes": _("Yes"),
    "no": _("No"),
    "not_sure": _("I am not sure"),
    "worried": _("It worries me"),
    "time_long": _("Too long"),
    "change": _("Change it"),
    "talking": _("Say it in other words"),
    "help": _("I need help"),
    "school": _("School"),
    "home": _("Home"),
    "family": _("Family"),
    "friends": _("Friends"),
    "doctor": _("Doctor"),
    "wait": _("Waiting"),
}
"""What each picture on the board says."""
PROPOSED, FOUND = 8, 12
LONGEST_SEARCH = 40
# Too common to say what a picture means.
COMMON = frozenset(
    "a an and at for from in is it its of on or the their to two with you your how good".split()
)
TOKEN = re.compile(r"[a-z]{2,}")


def proposed(asked: Questionnaire, question: Question, symbols: Mapping[str, Symbol]) -> list[Symbol]:
    """Pictures whose meaning is nearest to the words of a question, without those that it has."""
    shown = wording(asked, question, Reading(EASY_READ_PICTURES))
    words = _stems((question.text, question.hint, question.theme, shown.text, shown.hint))
    used = {shown.picture, *(option.picture for option in shown.options)}
    return _nearest(words, symbols, used)[:PROPOSED]


def found(typed: str, symbols: Mapping[str, Symbol]) -> list[Symbol]:
    """Pictures for a word that somebody typed."""
    return _nearest(_stems((typed[:LONGEST_SEARCH],)), symbols, set())[:FOUND]


def _nearest(words: Counter[str], symbols: Mapping[str, Symbol], used: Iterable[str]) -> list[Symbol]:
    scores = {
        name: sum(words[stem] * weight for stem, weight in _meaning(symbol).items())
        for name, symbol in symbols.items()
        if name not in set(used) and symbol.name == name
    }
    return [symbols[name] for name in sorted(scores, key=lambda one: (-scores[one], one)) if scores[name]]


def _meaning(symbol: Symbol) -> Mapping[str, int]:
    """The name says what a picture means, its description what is to be seen."""
    named, described = _stems((symbol.name.replace("_", " "),)), _stems((symbol.description,))
    return {stem: 3 if stem in named else 1 for stem in (*named, *described)}


def _stems(texts: Iterable[str]) -> Counter[str]:
    """The beginnings of words: "listening" is near to "listen"."""
    words = (word for text in texts for word in TOKEN.findall(text.lower()) if word not in COMMON)
    return Counter(word[:5] for word in words)
