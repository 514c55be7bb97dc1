"""Invented answers in people's own words, put together from sentences that we wrote; the same seed says the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import yaml

VOICES = Path(__file__).with_name("voices")
SLOT = re.compile(r"\{(\w+)\}")
WORD = re.compile(r"[a-z]+")
# One answer in a few dozen is about harm; a few more only sound like it.
DISCLOSURES = {"young_people": 0.03, "parents_carers": 0.012, "practitioners": 0.012}
LOOK_ALIKES = 0.05
# How many of the slips that are possible somebody makes.
CARELESSNESS = {"young_people": 0.25, "parents_carers": 0.08, "practitioners": 0.02}


@dataclass(frozen=True)
class Voices:
    """What one audience may say: whole sentences by pool, words by slot, and who somebody speaks about."""

    audience: str
    pools: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[str, ...]]
    personas: tuple[Mapping[str, str], ...]


@cache
def voices_of(audience: str) -> Voices:
    """The voices of one audience, from their file."""
    told = yaml.safe_load((VOICES / f"{audience}.yaml").read_text(encoding="utf-8"))
    slots = {name: tuple(words) for name, words in told.pop("slots").items()}
    personas = tuple(told.pop("personas", [{}]))
    pools = {name: tuple(sentences) for name, sentences in told.items()}
    return Voices(audience, pools, slots, personas)


@cache
def slips() -> Mapping[str, tuple[str, ...]]:
    """Common slips by the word that was meant."""
    told = yaml.safe_load((VOICES / "slips.yaml").read_text(encoding="utf-8"))
    return {word: tuple(ways) for word, ways in told.items()}


class Speaker:
    """One invented person. `mood` runs from -1 (let down) to 1 (glad)."""

    def __init__(self, voices: Voices, mood: float, chance: Random) -> None:
        self._voices = voices
        self._persona = chance.choice(voices.personas)
        self._chance = chance
        self._gladness = (mood + 1) / 2
        self._careless = chance.random() < 0.4

    def answer(self, stem: str) -> str:
        """What this person writes under a question; empty when they skip it."""
        pools = {"going_well": self._good, "anything_else": self._else}.get(stem, self._change)()
        sentences = [self._sentence(pool) for pool in pools]
        return self._typed(" ".join(dict.fromkeys(sentences)))

    def _good(self) -> list[str]:
        if self._chance.random() > 0.35 + 0.6 * self._gladness:
            return ["faint"] if self._chance.random() < 0.4 else []
        return self._then(["praise"] * self._some(1 + round(1.5 * self._gladness)), "glad")

    def _change(self) -> list[str]:
        if self._chance.random() < 0.15:
            return []
        complaints = ["criticism"] * self._some(1 + round(2 * (1 - self._gladness)), at_least=0)
        return self._then(self._then(complaints, "sighs") if complaints else [], "wishes", often=0.6)

    def _then(self, pools: list[str], last: str, often: float = 0.4) -> list[str]:
        """The same pools, and now and then one more at the end."""
        return [*pools, last] if self._chance.random() < often else pools

    def _else(self) -> list[str]:
        lucky = self._chance.random()
        if lucky < DISCLOSURES[self._voices.audience]:
            return ["disclosures"]
        if lucky < DISCLOSURES[self._voices.audience] + LOOK_ALIKES:
            return [*(["criticism"] * self._some(1, at_least=0)), "look_alikes"]
        if lucky < 0.6:
            return []
        return [
            self._chance.choice(
                ["asides", "asides", "criticism", "praise" if self._gladness > 0.5 else "criticism"]
            )
        ]

    def _some(self, most: int, at_least: int = 1) -> int:
        return self._chance.randint(at_least, max(at_least, most))

    def _sentence(self, pool: str) -> str:
        said = self._filled(self._chance.choice(self._voices.pools[pool]))
        return said[0].upper() + said[1:]

    def _filled(self, words: str) -> str:
        while found := SLOT.search(words):
            words = words[: found.start()] + self._slot(found[1]) + words[found.end() :]
        return words

    def _slot(self, name: str) -> str:
        return self._persona[name] if name in self._persona else self._chance.choice(self._voices.slots[name])

    def _typed(self, text: str) -> str:
        """The text as this person's thumbs leave it."""
        if not self._careless:
            return text
        rate = CARELESSNESS[self._voices.audience]
        text = WORD.sub(lambda word: self._slip(word[0], rate), text)
        if self._chance.random() < 2 * rate:
            text = text.replace("'", "")
        if self._chance.random() < rate:
            text = text.lower()
        return text.rstrip(".") if self._chance.random() < 2 * rate else text

    def _slip(self, word: str, rate: float) -> str:
        if word in slips() and self._chance.random() < rate:
            return self._chance.choice(slips()[word])
        if len(word) > 5 and self._chance.random() < rate / 8:
            place = self._chance.randrange(1, len(word) - 2)
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return word
