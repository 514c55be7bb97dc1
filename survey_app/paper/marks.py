"""What is marked on a page: every box empty, marked or unsure. What is unsure is asked of a person, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from survey_app.paper.seeing import PIXELS, CannotSee, Grey, Seen
from survey_app.paper.sheets import Box, PageMap, WritingArea

Darkness = NDArray[np.float32]
# In millimetres. A drawn line is 0.35 wide; the inside begins where its blur has ended.
AROUND = 3.0
SHIFT = 2.4
NEIGHBOURS, STRAYING = 5, 0.8
INSET = 0.75
RING_FROM, RING_TO = 0.7, 2.6

# Darkness runs from 0 (paper) to 1 (black); these bounds come from the benchmark's rendered sheets.
LINE = 0.25
INK = 0.14
EMPTY_MOST = 0.006
MARKED_LEAST = 0.035
FILLED_LEAST = 0.80
SCRIBBLED_INSIDE, SCRIBBLED_RING = 0.50, 0.30
RING_MOST = 0.03
INK_IN_AREA = 0.002
MOST_UNSEEN = 0.6


class State(StrEnum):
    """What a box says."""

    EMPTY = "empty"
    MARKED = "marked"
    UNSURE = "unsure"


class Why(StrEnum):
    """Why a box is asked of a person."""

    NONE = ""
    NOT_SEEN = "not_seen"
    FAINT = "faint"
    BESIDE = "beside"
    CROSSED_OUT = "crossed_out"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class BoxRead:
    """A box as it was read. `filled` when it is coloured in: alone a mark, beside others maybe a correction.

    `ink` is the part of its inside that is written on.
    """

    box: Box
    state: State
    why: Why = Why.NONE
    filled: bool = False
    ink: float = 0.0


@dataclass(frozen=True, slots=True)
class AreaRead:
    """A writing area; `written` when there is ink in it. Its words are for a person to type from the picture."""

    area: WritingArea
    written: bool


@dataclass(frozen=True, slots=True)
class PageRead:
    """Everything that was read from one page."""

    number: int
    boxes: tuple[BoxRead, ...]
    writing: tuple[AreaRead, ...]


def read_page(seen: Seen, page: PageMap) -> PageRead:
    """What is marked on a page that has been seen; `page` is the map of that page; raises CannotSee."""
    dark = _darkness(seen.page)
    boxes = _read_boxes(dark, page.boxes)
    unseen = sum(one.why is Why.NOT_SEEN for one in boxes)
    if unseen > MOST_UNSEEN * len(boxes):
        raise CannotSee(
            f"{unseen} of the {len(boxes)} boxes of this page are not where they should be. Lay the page flat and "
            "take the picture again. If that does not help, type what is ticked."
        )
    return PageRead(page.number, tuple(_filled_beside_others(boxes)), tuple(_areas(dark, page)))


def _read_boxes(dark: Darkness, boxes: Sequence[Box]) -> list[BoxRead]:
    """Every box, read where its outline is; one that strays from those around it was misled, and is asked."""
    shifts = np.array([_shift(dark, box) for box in boxes]).reshape(-1, 2)
    middles = np.array([(box.x, box.y) for box in boxes]).reshape(-1, 2)
    read = []
    for box, shift, middle in zip(boxes, shifts, middles, strict=True):
        near = np.argsort(np.abs(middles - middle).sum(axis=1))[:NEIGHBOURS]
        if np.abs(shift - np.median(shifts[near], axis=0)).max() > STRAYING:
            read.append(BoxRead(box, State.UNSURE, Why.NOT_SEEN))
            continue
        there = replace(box, x=box.x + float(shift[0]), y=box.y + float(shift[1]))
        read.append(replace(_read_box(dark, there), box=box))
    return read


def _darkness(page: Grey) -> Darkness:
    """0 where there is paper, 1 where it is black; single specks are smoothed away."""
    smooth = cv2.GaussianBlur(page, (5, 5), 0)
    dark: Darkness = np.clip((235.0 - smooth.astype(np.float32)) / 235.0, 0, 1).astype(np.float32)
    return dark


def _piece(dark: Darkness, x: float, y: float, width: float, height: float) -> Darkness:
    top, left = max(0, round(y * PIXELS)), max(0, round(x * PIXELS))
    return dark[top : top + round(height * PIXELS), left : left + round(width * PIXELS)]


@cache
def _outline(width: float, height: float) -> Darkness:
    """The drawn line of a box, and, held against it, the paper around it: what lies inside does not count."""
    margin = round(0.9 * PIXELS)
    tall, wide = round(height * PIXELS) + 2 * margin, round(width * PIXELS) + 2 * margin
    drawn = np.zeros((tall, wide), np.float32)
    cv2.rectangle(drawn, (margin, margin), (wide - margin - 1, tall - margin - 1), 1.0, thickness=3)
    around = np.ones((tall, wide), np.float32)
    around[margin - 3 : tall - margin + 3, margin - 3 : wide - margin + 3] = 0
    held: Darkness = drawn / drawn.sum() - 0.5 * around / around.sum()
    return held


def _shift(dark: Darkness, box: Box) -> NDArray[np.float64]:
    """How far the box's outline is from where the map has it (across, down), in millimetres."""
    outline = _outline(box.width, box.height)
    margin = round(0.9 * PIXELS) / PIXELS
    reach = margin + SHIFT
    held = _piece(dark, box.x - reach, box.y - reach, box.width + 2 * reach, box.height + 2 * reach)
    if held.shape[0] < outline.shape[0] or held.shape[1] < outline.shape[1]:
        return np.zeros(2)
    fits = cv2.matchTemplate(np.ascontiguousarray(held), outline, cv2.TM_CCORR)
    _, _, _, best = cv2.minMaxLoc(fits)
    return np.array(best, np.float64) / PIXELS - SHIFT


def _read_box(dark: Darkness, box: Box) -> BoxRead:
    inside = _piece(dark, box.x + INSET, box.y + INSET, box.width - 2 * INSET, box.height - 2 * INSET)
    if _line(dark, box) < LINE:
        return BoxRead(box, State.UNSURE, Why.NOT_SEEN)
    ink = float((inside > INK).mean())
    ring = _ring(dark, box)
    if ink > SCRIBBLED_INSIDE and ring > SCRIBBLED_RING:
        return BoxRead(box, State.UNSURE, Why.CROSSED_OUT, ink=ink)
    if ink >= FILLED_LEAST:
        return BoxRead(box, State.MARKED, filled=True, ink=ink)
    if ink >= MARKED_LEAST:
        return BoxRead(box, State.MARKED, ink=ink)
    if ink > EMPTY_MOST:
        return BoxRead(box, State.UNSURE, Why.FAINT, ink=ink)
    if ring > RING_MOST:
        return BoxRead(box, State.UNSURE, Why.BESIDE, ink=ink)
    return BoxRead(box, State.EMPTY, ink=ink)


def _line(dark: Darkness, box: Box) -> float:
    """How dark the box's own outline is, on its palest side."""
    thick = 0.6
    sides = (
        (box.x, box.y - thick / 2, box.width, thick),
        (box.x, box.y + box.height - thick / 2, box.width, thick),
        (box.x - thick / 2, box.y, thick, box.height),
        (box.x + box.width - thick / 2, box.y, thick, box.height),
    )
    across = (0, 0, 1, 1)
    return min(
        float(np.median(_piece(dark, *side).max(axis=axis))) for side, axis in zip(sides, across, strict=True)
    )


def _ring(dark: Darkness, box: Box) -> float:
    """The part of the paper around a box, as far as nothing is printed there, that is written on."""
    outer = _piece(
        dark, box.x - RING_TO, box.y - RING_TO, box.width + 2 * RING_TO, box.height + 2 * RING_TO
    ).copy()
    start = round((RING_TO - RING_FROM) * PIXELS)
    outer[start:-start, start:-start] = -1
    return float((outer > INK).sum() / max(1, (outer >= 0).sum()))


def _filled_beside_others(read: Iterable[BoxRead]) -> list[BoxRead]:
    """A box that is coloured in is a mark; where the same question has another mark it may be a correction."""
    boxes = list(read)
    marked = {
        question: sum(one.state is not State.EMPTY for one in boxes if one.box.question == question)
        for question in {one.box.question for one in boxes}
    }
    return [
        replace(one, state=State.UNSURE, why=Why.FILLED)
        if one.filled and marked[one.box.question] > 1
        else one
        for one in boxes
    ]


def _areas(dark: Darkness, page: PageMap) -> Iterable[AreaRead]:
    for area in page.writing:
        inside = _piece(dark, area.x, area.y, area.width, area.height)
        yield AreaRead(area, _ink_off_the_lines(inside) > INK_IN_AREA)


def _ink_off_the_lines(inside: Darkness) -> float:
    """The part that is written on, without the rows that the printed lines take."""
    ink = inside > INK
    rows = ink.mean(axis=1) < 0.5
    near = cv2.erode(rows.astype(np.uint8).reshape(-1, 1), np.ones((9, 1), np.uint8)).ravel() > 0
    return float(ink[near].mean()) if near.any() else 0.0
