"""What happens on one shared phone, drawn from a seed: who answers what, where they stop, who comes next."""

from __future__ import annotations

import string
from dataclasses import dataclass
from random import Random

LEAVE, THREE_SHIFTS, CLOSE, NOTHING_MORE = (
    "leave",
    "three presses of Shift",
    "close the browser",
    "nothing more",
)

PROBLEM, DATABASE_AWAY = "problem", "database away"
SEVEN_WORDS, SAVED, CAME_BACK = "seven words", "saved for later", "came back"
STOPS = (
    "writing",
    "sent",
    PROBLEM,
    DATABASE_AWAY,
    "check",
    SEVEN_WORDS,
    CAME_BACK,
    "written",
    SAVED,
    "how it looks",
    "choosing",
    "help",
    "start",
)
"""Where the first person stops: in the middle of a box, after sending, on a page with an error, and so on."""
STUMBLING = ("check", "sent", "written", SEVEN_WORDS, CAME_BACK)

BACK, FORWARD, AGAIN, ANEW = "back", "forward", "the same addresses", "a start of their own"
FACES = ("", "standard", "easy_read", "easy_read_pictures")


@dataclass(frozen=True)
class Plan:
    """One journey. `survey` and `part` (0 to 1) pick among what there is; `tries` is what the next person does.

    `stumble` is a page that comes to nothing before the first person goes on: PROBLEM, DATABASE_AWAY or neither.
    """

    number: int
    survey: int
    face: str
    scripts: bool
    stop: str
    ending: str
    stumble: str
    part: float
    tries: tuple[str, ...]
    seed: int


def plan(number: int, seed: int = 0) -> Plan:
    """The plan of a journey: stops take turns, everything else is drawn."""
    draw = Random(f"{seed} {number}")
    stop = STOPS[number % len(STOPS)]
    scripts = draw.random() < 0.5
    tries = [BACK, FORWARD, AGAIN, ANEW]
    draw.shuffle(tries)
    return Plan(
        number=number,
        survey=draw.randrange(1000),
        face=draw.choice(FACES),
        scripts=scripts,
        stop=stop,
        ending=draw.choice(endings(stop, scripts)),
        stumble=draw.choice(("", PROBLEM, DATABASE_AWAY)) if stop in STUMBLING else "",
        part=draw.random(),
        tries=tuple(tries),
        seed=draw.randrange(2**32),
    )


def endings(stop: str, scripts: bool) -> tuple[str, ...]:
    """How somebody may end there. Nobody is safe who puts the phone down in the middle: see docs/figures.md."""
    if stop in ("sent", SAVED):
        return NOTHING_MORE, LEAVE
    if scripts and stop != "database away":
        return LEAVE, LEAVE, THREE_SHIFTS, CLOSE
    return LEAVE, LEAVE, CLOSE


def canary(draw: Random) -> str:
    """A word that stands nowhere else: only somebody who has read the answer can know it."""
    return "".join(draw.choice(string.ascii_lowercase) for _ in range(18))
