"""A figure as an address holds it: its filters as the answers page has them, and the share that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import request, url_for

from survey_app.services.enquiry_figures import Figure
from survey_app.services.enquiry_shares import Share
from survey_app.services.find_answers import Wanted
from survey_app.web.inspector.filters import LONGEST, MOST_VALUES, PARTED, YES, Asked, read_filters

BESIDE = "than"
TOLD = ("audience", "question", "theme", "stance", "mode", "language", "face")
MOST_DIGITS = 6


def address_of_figure(visit_id: str, figure: Figure) -> str:
    """The address that adds this figure to a line of enquiry."""
    return url_for("enquiry_evidence.add", visit_id=visit_id, **parameters_of(figure))


def parameters_of(figure: Figure) -> dict[str, Any]:
    """The parameters of that address."""
    found: dict[str, Any] = {"figure": figure.kind, **Asked(figure.wanted, 1).parameters()}
    if figure.looks:
        found["looks"] = figure.looks
    return found | (dict(_beside(figure.than)) if figure.than else {})


def figure_asked() -> Figure | None:
    """The figure that the address of this request names; None when it names none."""
    kind = _one("figure")
    if not kind:
        return None
    looks = request.args.get("looks", "")
    fine = looks.isascii() and looks.isdecimal() and len(looks) <= MOST_DIGITS
    return Figure(kind, read_filters().wanted, _share_asked(), int(looks) if fine else 0)


def _beside(share: Share) -> Iterator[tuple[str, Any]]:
    wanted = share.wanted
    yield BESIDE, share.kind
    for name in TOLD:
        if getattr(wanted, name):
            yield f"{BESIDE}_{name}", getattr(wanted, name)
    for name, pairs in (("about", wanted.about), ("but", wanted.but)):
        yield f"{BESIDE}_{name}", [f"{question}{PARTED}{option}" for question, option in pairs]
    for name, value in (("everyone", wanted.everyone), ("others", share.others)):
        if value:
            yield f"{BESIDE}_{name}", YES
    if share.visit:
        yield f"{BESIDE}_visit", share.visit


def _share_asked() -> Share | None:
    kind = _one(BESIDE)
    if not kind:
        return None
    told: dict[str, Any] = {name: _one(f"{BESIDE}_{name}") for name in TOLD}
    about, but = tuple(_pairs("about")), tuple(_pairs("but"))
    wanted = Wanted(everyone=_one(f"{BESIDE}_everyone") == YES, about=about, but=but, **told)
    return Share(kind, wanted, _one(f"{BESIDE}_others") == YES, _one(f"{BESIDE}_visit"))


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    for said in request.args.getlist(f"{BESIDE}_{name}")[:MOST_VALUES]:
        question, _, option = said[: 2 * LONGEST].partition(PARTED)
        if said:
            yield question, option


def _one(name: str) -> str:
    return request.args.get(name, "")[: LONGEST + 1]
