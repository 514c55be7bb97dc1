"""`python -m tests.benchmarks.paper [sheets]`: marks on sheets, made by pens and taken by cameras, are read again.

Each sheet is taken anew: turned up to 10 degrees, leaning, not quite flat, blurred, in a shadow, with grain,
as JPEG at 60.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import cv2

from survey_app.paper.marks import State, read_page
from survey_app.paper.pictures import take_pictures
from survey_app.paper.seeing import CannotSee, see
from survey_app.paper.sheets import Box, PageMap
from tests.benchmarks.figures import Figure, print_machine, print_table
from tests.survey_app.paper import pens
from tests.survey_app.paper.sheets import drawn, sheets_of

SHEETS = 1000
LOOKS = (
    ("young-people", "standard", "en", 14),
    ("young-people", "easy_read_pictures", "en", 14),
    ("parents-and-carers", "standard", "en", 18),
    ("practitioners", "standard", "pl", 14),
    ("parents-and-carers", "standard", "en", 24),
)
LEFT_OUT = 0.15


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the boxes of one sheet: (what was drawn, how it was read) with how often; seconds taken."""

    sheet: int
    boxes: Counter[tuple[str, str]]
    seconds: float
    seen: bool = True


def measure(sheets: int = SHEETS, workers: int = 2) -> list[Figure]:
    """Read so many sheets and count."""
    with ProcessPoolExecutor(workers, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        outcomes = list(pool.map(outcome, range(sheets), chunksize=10))
    return figures(outcomes)


def figures(outcomes: Iterable[Outcome]) -> list[Figure]:
    """The figures of a run; all shares are in per cent."""
    done = list(outcomes)
    boxes = sum((one.boxes for one in done), Counter[tuple[str, str]]())
    marked = {key: count for key, count in boxes.items() if key[0] != "empty"}
    unread = sum(not one.seen for one in done)
    seconds = sorted(one.seconds for one in done)
    kinds = sorted({what for what, _ in marked})
    return [
        Figure("boxes read wrongly without asking", _count(boxes, "wrong"), f"of {boxes.total()}", 0),
        Figure("marks not read right: asked, or wrong", 100 - _share(marked, "right"), "%", 0.5),
        Figure("empty boxes asked", _share(_only(boxes, "empty"), "asked"), "%", 0.5),
        Figure("sheets whose picture is asked for again", 100 * unread / max(1, len(done)), "%", 0.5),
        Figure("time for one page, half of them", 1000 * seconds[len(seconds) // 2], "ms"),
        *(Figure(f"asked: {what}", _share(_only(marked, what), "asked"), "%") for what in kinds),
    ]


def outcome(number: int) -> Outcome:
    """Draw, take and read the sheet of this number: always the same one."""
    chance = random.Random(number)
    page, picture, truth = marked_sheet(number, chance)
    photo = pens.take(picture, pens.any_camera(chance), chance)
    start = time.perf_counter()
    try:
        (taken,) = take_pictures(photo)
        read = read_page(see(taken.jpeg), page)
    except CannotSee:
        return Outcome(number, Counter(), time.perf_counter() - start, seen=False)
    seconds = time.perf_counter() - start
    told = ((truth.get(one.box, "empty"), one.state) for one in read.boxes)
    return Outcome(number, Counter((what, _verdict(what, state)) for what, state in told), seconds)


def marked_sheet(number: int, chance: random.Random) -> tuple[PageMap, pens.Grey, dict[Box, str]]:
    """A page with a mark in most questions: its map, its pixels, and what was drawn where."""
    sheets = sheets_of(*LOOKS[number % len(LOOKS)])
    pictures = drawn(sheets.pdf)
    page = chance.choice([page for page in sheets.pages if page.boxes])
    picture = pictures[len(pictures) - len(sheets.pages) + page.number - 1].copy()
    truth: dict[Box, str] = {}
    for box in _chosen(page, chance):
        name, draw, kinds_of_pen = chance.choice(pens.MARKS)
        draw(picture, box, chance.choice(kinds_of_pen), chance)
        truth[box] = name
    return page, picture, truth


def _chosen(page: PageMap, chance: random.Random) -> Iterator[Box]:
    for question in dict.fromkeys(box.question for box in page.boxes):
        if chance.random() >= LEFT_OUT:
            yield chance.choice([box for box in page.boxes if box.question == question])


def _verdict(what: str, state: State) -> str:
    if state is State.UNSURE:
        return "asked"
    return "right" if (state is State.MARKED) is (what != "empty") else "wrong"


def _only(boxes: dict[tuple[str, str], int], what: str) -> dict[tuple[str, str], int]:
    return {key: count for key, count in boxes.items() if key[0] == what}


def _count(boxes: dict[tuple[str, str], int], how: str) -> int:
    return sum(count for key, count in boxes.items() if key[1] == how)


def _share(boxes: dict[tuple[str, str], int], how: str) -> float:
    return 100 * _count(boxes, how) / max(1, sum(boxes.values()))


if __name__ == "__main__":
    print_machine()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else SHEETS
    print_table(f"Reading {wanted} sheets of paper", measure(wanted))
