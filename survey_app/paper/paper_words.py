"""What a questionnaire on paper says besides its questions, in each language; a file each under `words/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_name("words")

# Unbroken spaces keep a number on one line, and in its order where lines run from right to left.
UNBROKEN = "\N{NO-BREAK SPACE}"

# The same services and numbers as on the online pages, in the order of the foot of each page.
NUMBERS: Mapping[str, str] = {
    "999": "999",
    "Childline": "0800 1111",
    "Samaritans": "116 123",
    "NSPCC": "0808 800 5000",
}
SHOWN_TO: Mapping[str, tuple[str, ...]] = {
    "young_people": ("999", "Childline", "Samaritans"),
    "others": ("999", "Samaritans", "NSPCC"),
}
IN_SENTENCES: Mapping[str, str] = {
    "danger": "999",
    "childline": "Childline",
    "samaritans": "Samaritans",
    "nspcc": "NSPCC",
}


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A service that helps: its name, its number, and what it is for in a sentence."""

    name: str
    number: str
    what: str


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The words of one language. `safety` is by audience, then `standard` or `easy`."""

    language: str
    review: str
    words: Mapping[str, str]
    help: Mapping[str, str]
    safety: Mapping[str, Mapping[str, tuple[str, ...]]]

    def help_for(self, audience: str) -> tuple[HelpLine, ...]:
        """The services that this audience sees on every page online."""
        names = SHOWN_TO.get(audience, SHOWN_TO["others"])
        return tuple(HelpLine(name, _unbroken(NUMBERS[name]), self.help[name]) for name in names)

    def before_own_words(self, audience: str, *, easy: bool) -> tuple[str, ...]:
        """What happens with what somebody writes, as the pages say it to a reader of any age."""
        lines = self.safety.get(audience, self.safety["others"])["easy" if easy else "standard"]
        numbers = {name: _unbroken(NUMBERS[service]) for name, service in IN_SENTENCES.items()}
        return tuple(line.format_map(numbers) for line in lines)


def _unbroken(number: str) -> str:
    return number.replace(" ", UNBROKEN)


def languages_on_paper() -> tuple[str, ...]:
    """The codes of the languages that a questionnaire can be printed in."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def paper_words(language: str) -> PaperWords:
    """The words of a language; KeyError when paper does not know it."""
    if language not in languages_on_paper():
        raise KeyError(language)
    told = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    safety = {
        audience: {face: tuple(lines) for face, lines in faces.items()}
        for audience, faces in told["safety"].items()
    }
    return PaperWords(language, told["review"], told["words"], told["help"], safety)
