"""Every screen of the inspector's desk, found from the map of addresses, and how long each takes to open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from survey_app.services import counting, inspect, read_answers
from survey_app.services.permissions import ALLOWED, LEAD_INSPECTOR
from tests.survey_app.web.test_access import Team, action_of, address, staff_rules

DESK = ("survey_app.web.inspector.", "survey_app.web.safeguarding.")
AGAIN = 20
# A screen that is slow is opened fewer times again, so that the whole run ends.
SECONDS_AGAIN = 8.0
IN_A_HUNDRED = 95

# What an address can ask for besides: the slowest kinds of filter, and a page far back.
ASKED = {
    "inspector.answers": (
        "audience=parents_carers&stance=negative",
        "audience=parents_carers&question=listened_to&value=disagree&everyone=yes",
        "about=age_band:age_16_17&everyone=yes",
        "theme=wait_neuro",
        "level=1",
        "page=50",
    ),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """How one screen opened: milliseconds of waiting and of processor, first and again; its size in bytes."""

    name: str
    status: int
    first: float
    first_cpu: float
    again: float
    again_cpu: float
    times: int
    weight: int


def screens(app: Flask, team: Team) -> Iterator[tuple[str, str]]:
    """A name and an address of everything on the desk that a lead inspector of this team can open."""
    for rule in sorted(staff_rules(app), key=str):
        if _is_of_the_desk(app, rule):
            here = address(app, rule, team)
            yield rule.endpoint, here
            for asked in ASKED.get(rule.endpoint, ()):
                yield f"{rule.endpoint}?{asked}", f"{here}?{asked}"


def open_screen(client: FlaskClient, name: str, at: str, database_cpu: Callable[[], float]) -> Opened:
    """Open a screen in a process that has counted nothing yet, and then again and again.

    `database_cpu` says how many seconds of processor the database's own processes have taken so far.
    """
    forget_everything()
    opened = [_once(client, at, database_cpu)]
    until = time.monotonic() + SECONDS_AGAIN
    while len(opened) < 1 + AGAIN and (len(opened) == 1 or time.monotonic() < until):
        opened.append(_once(client, at, database_cpu))
    (status, first, first_cpu, weight), again = opened[0], opened[1:]
    waits = sorted(wait for _, wait, _, _ in again)
    late = waits[min(len(waits) - 1, len(waits) * IN_A_HUNDRED // 100)]
    cpu = median(cpu for _, _, cpu, _ in again)
    return Opened(name, status, first, first_cpu, late, cpu, len(again), weight)


def forget_everything() -> None:
    """As if this process had only just begun."""
    for module in (counting, inspect, read_answers):
        module.forget()


def _is_of_the_desk(app: Flask, rule: Rule) -> bool:
    home = app.blueprints[rule.endpoint.partition(".")[0]].import_name
    return (
        home.startswith(DESK)
        and "GET" in (rule.methods or ())
        and LEAD_INSPECTOR in ALLOWED.get(action_of(app, rule), ())
    )


def _once(client: FlaskClient, at: str, database_cpu: Callable[[], float]) -> tuple[int, float, float, int]:
    began, cpu = time.perf_counter(), time.process_time() + database_cpu()
    answer = client.get(at, headers={"Accept-Encoding": "gzip"})
    weight = len(answer.data)
    spent = time.process_time() + database_cpu() - cpu
    return answer.status_code, 1000 * (time.perf_counter() - began), 1000 * spent, weight
