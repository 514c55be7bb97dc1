"""Pens and cameras: marks as people make them on a sheet, and pictures as phones take them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from survey_app.paper.sheets import Box

Grey = NDArray[np.uint8]
Points = list[tuple[float, float]]
PIXELS = 8


@dataclass(frozen=True)
class Pen:
    """How dark (0 black, 255 paper) and how wide in millimetres."""

    shade: int
    width: float


BIRO, FELT, PENCIL = Pen(50, 0.5), Pen(30, 1.1), Pen(170, 0.6)


def stroke(page: Grey, points: Points, pen: Pen, chance: random.Random) -> None:
    """A line through points in millimetres, as unsteady as a hand."""
    unsteady = [(x + chance.gauss(0, 0.12), y + chance.gauss(0, 0.12)) for x, y in points]
    line = (np.array(unsteady) * PIXELS * 16).round().astype(np.int32).reshape(-1, 1, 2)
    layer = np.full_like(page, 255)
    cv2.polylines(layer, [line], False, pen.shade, max(2, round(pen.width * PIXELS)), cv2.LINE_AA, 4)
    np.minimum(page, layer, out=page)


def tick(page: Grey, box: Box, pen: Pen, chance: random.Random) -> None:
    x, y, s = _middle(box, chance, 0.5)
    size = s * chance.uniform(0.7, 1.15)
    stroke(
        page,
        [(x - 0.45 * size, y), (x - 0.12 * size, y + 0.4 * size), (x + 0.5 * size, y - 0.45 * size)],
        pen,
        chance,
    )


def cross(page: Grey, box: Box, pen: Pen, chance: random.Random) -> None:
    x, y, s = _middle(box, chance, 0.4)
    half = s * chance.uniform(0.3, 0.55)
    stroke(page, [(x - half, y - half), (x + half, y + half)], pen, chance)
    stroke(page, [(x - half, y + half), (x + half, y - half)], pen, chance)


def blob(page: Grey, box: Box, pen: Pen, chance: random.Random) -> None:
    """The box coloured in, to and fro, more or less wholly."""
    x, y, s = _middle(box, chance, 0.2)
    half = s * chance.uniform(0.25, 0.48)
    rows = np.arange(-half, half, 0.45)
    points = [(x + (half if n % 2 else -half), y + row) for n, row in enumerate(rows)]
    stroke(page, points, pen, chance)


def outside_the_lines(page: Grey, box: Box, pen: Pen, chance: random.Random) -> None:
    """A large tick that begins in the box and leaves it."""
    x, y, s = _middle(box, chance, 0.6)
    size = s * chance.uniform(1.2, 1.6)
    stroke(
        page,
        [(x - 0.35 * size, y), (x - 0.05 * size, y + 0.35 * size), (x + 0.55 * size, y - 0.55 * size)],
        pen,
        chance,
    )


def circle(page: Grey, box: Box, pen: Pen, chance: random.Random) -> None:
    """A ring around the box: nobody can be sure what it means."""
    x, y, s = _middle(box, chance, 0.2)
    angles = np.linspace(0, 2 * np.pi, 30)
    radius = s * chance.uniform(0.72, 0.82)
    stroke(page, [(x + radius * np.cos(a), y + radius * np.sin(a)) for a in angles], pen, chance)


def crossed_out(page: Grey, box: Box, pen: Pen, chance: random.Random) -> None:
    """A tick, and then a scribble over it."""
    tick(page, box, pen, chance)
    x, y, s = _middle(box, chance, 0.2)
    half = s * 0.75
    points = [(x + (half if n % 2 else -half), y - half + n * half / 7) for n in range(15)]
    stroke(page, points, pen, chance)


def _middle(box: Box, chance: random.Random, sway: float) -> tuple[float, float, float]:
    return (
        box.x + box.width / 2 + chance.uniform(-sway, sway),
        box.y + box.height / 2 + chance.uniform(-sway, sway),
        box.width,
    )


Mark = Callable[[Grey, Box, Pen, random.Random], None]
MARKS: tuple[tuple[str, Mark, tuple[Pen, ...]], ...] = (
    ("tick", tick, (BIRO, FELT)),
    ("cross", cross, (BIRO, FELT)),
    ("blob", blob, (BIRO, FELT)),
    ("faint pencil", tick, (PENCIL,)),
    ("faint pencil cross", cross, (PENCIL,)),
    ("outside the lines", outside_the_lines, (BIRO, FELT, PENCIL)),
)


@dataclass(frozen=True)
class Camera:
    """How a picture is taken. Degrees, shares of the picture, pixels, JPEG's quality; `bow` is in millimetres.

    `bow` is how far paper that does not lie flat moves what is printed on it.
    """

    turn: float = 0.0
    lean: float = 0.0
    blur: float = 0.0
    shadow: float = 0.0
    noise: float = 0.0
    quality: int = 60
    size: float = 0.8
    bow: float = 0.0


def any_camera(chance: random.Random) -> Camera:
    return Camera(
        turn=chance.uniform(-10, 10),
        lean=chance.uniform(0, 0.08),
        blur=chance.uniform(0, 1.6),
        shadow=chance.uniform(0, 0.5),
        noise=chance.uniform(0, 6),
        size=chance.uniform(0.6, 1.0),
        bow=chance.uniform(0, 1),
    )


def take(page: Grey, camera: Camera, chance: random.Random) -> bytes:
    """The page on a table, as JPEG."""
    page = _bowed(page, camera.bow) if camera.bow else page
    tall, wide = page.shape
    corners = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    lean = camera.lean * wide
    leaning = corners + np.array([[chance.uniform(-lean, lean) for _ in "xy"] for _ in range(4)], np.float32)
    angle = np.deg2rad(camera.turn)
    rotated = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    there = (leaning - leaning.mean(axis=0)) @ rotated.T * camera.size
    there -= there.min(axis=0) - 60
    right, bottom = (there.max(axis=0) + 60).astype(int)
    turn = cv2.getPerspectiveTransform(corners, there.astype(np.float32))
    flags = cv2.INTER_AREA
    table = chance.randint(70, 200)
    photo = cv2.warpPerspective(page, turn, (right, bottom), flags=flags, borderValue=table).astype(
        np.float32
    )
    photo *= _light(photo.shape, camera.shadow, chance)
    if camera.blur:
        photo = cv2.GaussianBlur(photo, (0, 0), camera.blur)
    if camera.noise:
        grain = np.random.default_rng(chance.randrange(2**32))
        photo += camera.noise * grain.standard_normal(photo.shape, np.float32)
    done, kept = cv2.imencode(
        ".jpg", np.clip(photo, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, camera.quality]
    )
    assert done
    return kept.tobytes()


def _bowed(page: Grey, bow: float) -> Grey:
    tall, wide = page.shape
    down, across = np.arange(tall, dtype=np.float32)[:, None], np.arange(wide, dtype=np.float32)[None]
    from_left = across + bow * PIXELS * np.sin(np.pi * down / tall)
    from_top = down + bow * PIXELS * np.sin(np.pi * across / wide)
    return np.asarray(cv2.remap(page, from_left, from_top, cv2.INTER_LINEAR, borderValue=255), np.uint8)


def _light(shape: tuple[int, ...], shadow: float, chance: random.Random) -> NDArray[np.float32]:
    """Light from one side, and the soft edge of a hand's shadow across the page; made small, as it is smooth."""
    down, across = np.mgrid[-0.5:0.5:150j, -0.5:0.5:110j].astype(np.float32)
    angle = chance.uniform(0, 2 * np.pi)
    along = across * np.cos(angle) + down * np.sin(angle)
    slope = 1 - 0.15 * (along + 0.5)
    edge = 1 / (1 + np.exp(-(along - chance.uniform(-0.3, 0.3)) * chance.uniform(8, 40)))
    light = np.clip(slope * (1 - shadow * edge), 0.1, 1).astype(np.float32)
    return np.asarray(cv2.resize(light, (shape[1], shape[0])), np.float32)
