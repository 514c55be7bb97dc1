"""Invented answers: ordinary ones on many subjects, and a few on subjects that no codebook here has."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from analysis.lines import Answer

AUDIENCES = ("young_people", "parents_carers", "practitioners")
# Each subject: ways to say it, then what may stand in them.
PLANTED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "parking": (
        ("There is nowhere to park the car by the {a}, {b}", "Parking at the {a} costs too much and {b}",
         "We circled the {a} car park twice because {b}", "The parking meter by the {a} ate my coins, {b}"),
        ("clinic", "hospital", "civic centre", "hall", "library"),
        ("it rained", "we missed our slot", "the spaces are tiny", "the barrier was stuck", "we parked on a kerb"),
    ),
    "lunch": (
        ("The canteen lunch is always {a} and {b}", "Dinner ladies pile {a} on the lunch tray, {b}",
         "He will not eat canteen food like {a}, {b}", "The lunch menu in the canteen has only {a}, {b}"),
        ("pasta", "mushy peas", "gravy", "sandwiches", "fish"),
        ("it is cold", "the smell is strong", "he goes hungry", "the queue is long", "crumbs get everywhere"),
    ),
    "geese": (
        ("The goose by the pond {a}, {b}", "Geese on the pond {a}, {b}",
         "A goose {a} at the pond, {b}", "That goose from the pond {a}, {b}"),
        ("hissed at a pushchair", "stole a sandwich", "flapped at us", "pecked my umbrella", "sat on a bicycle"),
        ("it was raining", "feathers flew", "the water was muddy", "a gull watched", "the grass was wet"),
    ),
    "dryer": (
        ("The hand dryer in the toilets is a jet engine, {a} {b}", "She covers her ears when a dryer roars, {a} {b}",
         "Please switch off every hand dryer, {a} {b}", "Loud dryers in the toilets, {a} {b}"),
        ("the echo", "the tiles", "the buzzing", "the fan", "the bang"),
        ("rings for ages", "makes her bolt", "fills the corridor", "shakes the door", "starts by itself"),
    ),
}  # fmt: skip
COVERED = (
    "We waited two years for an autism assessment", "The taxi is late every {a}", "His EHC plan is out of date",
    "Nobody at the council answers my email about {a}", "CAMHS closed the case before {a}",
    "My speech therapist comes on {a}", "He was excluded on {a}", "We had to fight for the plan since {a}",
)  # fmt: skip
ORDINARY = ("The {a} by the {b} was {c} on {d}", "Our {b} saw a {c} {a} last {d}", "In {d} a {a} and {b} looked {c}",
            "{d} brings {c} {a} from the {b}", "A {c} {b} beats any {a} in {d}")  # fmt: skip
NOUNS = """lamp carpet window river bridge garden wall pencil map engine bottle candle forest island basket ladder
    mirror violin rocket turnip pebble curtain kettle jacket stamp magnet tractor saddle marble lantern feather
    anchor""".split()
LOOKS = """purple dusty crooked shiny hollow narrow striped gentle rusty velvet frozen amber brittle tangled foggy
    golden""".split()
DAYS = "Monday Tuesday Friday Sunday March April June August October winter spring autumn".split()
SAID_LITTLE = (
    "Nothing",
    "N/A",
    "no comment",
    "Thank you so much!",
    "they are all lovely",
    "Really good support",
    "idk",
)


def invented(count: int, share: float, seed: int) -> Iterator[tuple[Answer, str]]:
    """Answers with what they are about; `share` of them for each planted subject."""
    chance = random.Random(seed)
    each = round(count * share)
    subjects = [name for name in PLANTED for _ in range(each)]
    rest = count - len(subjects)
    kinds = chance.choices(("covered", "ordinary", "little"), weights=(5, 4, 1), k=rest) + subjects
    chance.shuffle(kinds)
    for number, kind in enumerate(kinds):
        yield Answer(number, chance.choice(AUDIENCES), _sentence(kind, chance), None), kind


def _sentence(kind: str, chance: random.Random) -> str:
    if kind in PLANTED:
        ways, these, those = PLANTED[kind]
        return chance.choice(ways).format(a=chance.choice(these), b=chance.choice(those))
    if kind == "little":
        return chance.choice(SAID_LITTLE)
    words = {
        "a": chance.choice(NOUNS),
        "b": chance.choice(NOUNS),
        "c": chance.choice(LOOKS),
        "d": chance.choice(DAYS),
    }
    if kind == "covered":
        return chance.choice(COVERED).format(a=words["d"])
    return chance.choice(ORDINARY).format(**words)
