"""A picture of a sheet made straight: which sheet it is, and the page as it was printed, 8 pixels a millimetre."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from survey_app.paper import frame
from survey_app.paper.sheet_code import SheetCode, read_sheet_code

Grey = NDArray[np.uint8]
PIXELS = 8
"""Pixels a millimetre of a page that has been made straight."""
WHITE = 245
FURTHEST = 0.3
"""How far, in millimetres, a mark may be from where a flat page would have it: a fold moves rows much further."""
FEWEST_MARKS = 3
AROUND_CODE = 5.0
QUALITY = 88


class CannotSee(ValueError):
    """A picture shows no sheet that can be read; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One sheet: its code, and its page in grey, straight, evenly lit, 8 pixels a millimetre."""

    code: SheetCode
    page: Grey

    def cut_out(self, x: float, y: float, width: float, height: float, around: float = 0.0) -> bytes:
        """A piece of the page as JPEG, in millimetres from its top left."""
        rows = slice(*_pixels(y - around, y + height + around))
        columns = slice(*_pixels(x - around, x + width + around))
        done, kept = cv2.imencode(".jpg", self.page[rows, columns], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        if not done:
            raise CannotSee("This part of the page cannot be shown. Look at the paper itself.")
        return kept.tobytes()


def see(picture: bytes) -> Seen:
    """The sheet in a picture that `pictures.take_pictures` has made; raises CannotSee."""
    return see_grey(_grey(picture))


def see_as(picture: bytes, code: SheetCode) -> Seen:
    """The same where it is known which sheet this is: its marks are enough; raises CannotSee."""
    return Seen(code, _page(_grey(picture)))


def code_in(picture: bytes) -> SheetCode | None:
    """The code of a sheet anywhere in a picture, also where the page itself cannot be made straight."""
    return find_code(_grey(picture))


def see_grey(grey: Grey) -> Seen:
    """What `see` does, for pixels."""
    page = _page(grey)
    code = _code(page)
    if code is None:
        raise CannotSee(
            "The square code at the top of the page cannot be read. Take the picture again in better light, "
            "or say which page it is: that stands at its foot."
        )
    return Seen(code, page)


def find_code(grey: Grey) -> SheetCode | None:
    """The code of a sheet anywhere in a picture; None when there is none of ours."""
    codes = (
        read_sheet_code(found.text)
        for found in zxingcpp.read_barcodes(
            grey, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
        )
    )
    return next((code for code in codes if code), None)


def _grey(picture: bytes) -> Grey:
    grey = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE) if picture else None
    if grey is None:
        raise CannotSee("This is no picture. Take it again.")
    return np.asarray(grey, np.uint8)


def _page(grey: Grey) -> Grey:
    marks = _marks(grey)
    if len(marks) < FEWEST_MARKS:
        raise CannotSee(_missing(grey, len(marks)))
    return _evenly_lit(_straight(grey, marks))


def _missing(grey: Grey, marks: int) -> str:
    known = find_code(grey)
    sheet = f"This is page {known.page} of form {known.form}. " if known else ""
    if marks or known:
        return (
            f"{sheet}Only {marks} of the 4 black squares in the corners can be seen. "
            "Take the picture again with the whole page in it, flat, and nothing lying on a corner."
        )
    return "No page of ours can be seen in this picture. Take it again from straight above, in good light."


@cache
def _detector() -> cv2.aruco.ArucoDetector:
    looking = cv2.aruco.DetectorParameters()
    looking.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    looking.adaptiveThreshWinSizeMin = 5
    looking.adaptiveThreshWinSizeMax = 53
    looking.adaptiveThreshWinSizeStep = 12
    looking.minMarkerPerimeterRate = 0.02
    return cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50), looking)


def _marks(grey: Grey) -> Mapping[int, NDArray[np.float32]]:
    """The four corners of each mark that is seen, in pixels; the clearest of a few ways to look."""
    best: dict[int, NDArray[np.float32]] = {}
    for way in _ways_to_look(grey):
        corners, ids, _ = _detector().detectMarkers(way)
        numbers = [] if ids is None else [int(number) for number in np.ravel(ids)]
        found = zip(numbers, corners, strict=True)
        ours = {
            number: np.asarray(corner, np.float32).reshape(4, 2)
            for number, corner in found
            if number in frame.PATTERNS
        }
        best = ours | best
        if len(best) == len(frame.MARKS):
            break
    return best


def _ways_to_look(grey: Grey) -> Iterator[Grey]:
    yield grey
    yield np.asarray(cv2.createCLAHE(3.0, (8, 8)).apply(grey), np.uint8)
    yield np.asarray(cv2.GaussianBlur(grey, (5, 5), 0), np.uint8)


def _straight(grey: Grey, marks: Mapping[int, NDArray[np.float32]]) -> Grey:
    """The page as it was printed, by the corners of its marks."""
    printed = {mark.id: _corners(mark) for mark in frame.MARKS}
    there = np.concatenate([printed[number] for number in marks])
    here = np.concatenate(list(marks.values()))
    turn, _ = cv2.findHomography(here, there * PIXELS, 0)
    if turn is None or _error(np.asarray(turn, np.float64), here, there) > FURTHEST:
        raise CannotSee(
            "The page is bent or folded too much to be read. Lay it flat and take the picture again."
        )
    size = (round(frame.WIDTH * PIXELS), round(frame.HEIGHT * PIXELS))
    return np.asarray(cv2.warpPerspective(grey, turn, size, flags=cv2.INTER_AREA, borderValue=255), np.uint8)


def _error(turn: NDArray[np.float64], here: NDArray[np.float32], there: NDArray[np.float32]) -> float:
    """How far the worst corner is from its place, in millimetres."""
    moved = cv2.perspectiveTransform(here.reshape(-1, 1, 2), turn).reshape(-1, 2) / PIXELS
    return float(np.linalg.norm(moved - there, axis=1).max())


def _corners(mark: frame.Mark) -> NDArray[np.float32]:
    right, bottom = mark.x + mark.size, mark.y + mark.size
    return np.array([(mark.x, mark.y), (right, mark.y), (right, bottom), (mark.x, bottom)], np.float32)


def _evenly_lit(page: Grey) -> Grey:
    """Paper becomes white wherever it lies, in the light or in a shadow."""
    small = cv2.resize(page, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    paper = cv2.GaussianBlur(paper, (9, 9), 0)
    whole = cv2.resize(paper, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(page, np.maximum(whole, 1), scale=WHITE), np.uint8)


def _code(page: Grey) -> SheetCode | None:
    """The code where every sheet has it, looked at in a few ways."""
    edges = (frame.QR_TOP - AROUND_CODE, frame.QR_TOP + frame.QR + AROUND_CODE)
    rows = slice(*_pixels(*edges))
    columns = slice(*_pixels(frame.QR_LEFT - AROUND_CODE, frame.QR_LEFT + frame.QR + AROUND_CODE))
    piece = np.ascontiguousarray(page[rows, columns])
    for way in (piece, *(np.asarray(other, np.uint8) for other in _sharper(piece))):
        if code := find_code(way):
            return code
    return None


def _sharper(piece: Grey) -> Iterator[Grey]:
    twice = cv2.resize(piece, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    for reach in (3, 6, 10):
        soft = cv2.GaussianBlur(twice, (0, 0), reach)
        yield np.asarray(cv2.addWeighted(twice, 2.5, soft, -1.5, 0), np.uint8)
    _, black = cv2.threshold(cv2.GaussianBlur(piece, (5, 5), 0), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield np.asarray(black, np.uint8)


def _pixels(start: float, end: float) -> tuple[int, int]:
    return max(0, round(start * PIXELS)), max(0, round(end * PIXELS))
