"""Addresses made of the ids of two teams and of dice, for each role: none opens what is another team's."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import MapAdapter, Rule

from survey_app.services.permissions import (
    ADMINISTRATOR,
    ALLOWED,
    INSPECTOR,
    LANO,
    LEAD_INSPECTOR,
    SAFEGUARDING_LEAD,
)
from survey_app.web.site import Site
from tests.builders import sign_in
from tests.survey_app.web.test_access import ABSENT, Team, action_of, make_team, staff_rules

# All ten thousand take about a minute of processor for each role: RANDOM_IDS=10000 tries them.
TRIES = int(os.environ.get("RANDOM_IDS", "100"))
# Short, so that every page of the other team that were shown would hold one of these.
THEIRS = (b"Harbour", b"Other visit", b"step dad", b"Purple elephants", b"Lifts")
AN_ID = re.compile(r"[0-9a-f]{32}")
HOSTILE = ("0", "-1", "null", "%00", "a" * 300, "0" * 32, "' OR 1=1 --", "F" * 32, "٣" * 32)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Who may see what is decided before a database is asked for it; both are driven in test_access."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


@pytest.mark.parametrize("role", [LANO, INSPECTOR, LEAD_INSPECTOR, SAFEGUARDING_LEAD, ADMINISTRATOR])
def test_no_id_of_another_team_and_no_made_up_id_opens_anything(app: Flask, site: Site, role: str) -> None:
    own, other = make_team(app, site, "Own visit", "Meadow"), make_team(app, site, "Other visit", "Harbour")
    client = app.test_client()
    sign_in(client, role, own.visit)
    opened: list[str] = []
    tried: Counter[str] = Counter()
    for rule, address in made_up(app, own, other, role):
        answer = client.get(address)
        tried[rule.endpoint] += 1
        if answer.status_code != ABSENT or any(word in answer.data for word in THEIRS):
            opened.append(f"{rule.endpoint} {address}: {answer.status_code}")
    assert tried.total() == TRIES
    assert set(tried) == {rule.endpoint for rule in guarded(app, role)}
    assert opened == []


def made_up(app: Flask, own: Team, other: Team, role: str) -> Iterator[tuple[Rule, str]]:
    """Addresses of every guarded page in turn, each with an id that is not this team's, by a seeded dice."""
    dice = random.Random(f"ids for a {role}")
    rules = guarded(app, role)
    map_of_addresses = app.url_map.bind("localhost")
    for number in range(TRIES):
        rule = rules[number % len(rules)]
        yield rule, foreign_address(map_of_addresses, rule, own, other, dice)


def foreign_address(addresses: MapAdapter, rule: Rule, own: Team, other: Team, dice: random.Random) -> str:
    """An address of this page in which at least one id is the other team's or made up."""
    ids = sorted(name for name in rule.arguments if AN_ID.fullmatch(own.names[name]))
    strange = set(dice.sample(ids, dice.randint(1, len(ids))))
    values = {name: own.names[name] for name in rule.arguments}
    for name in strange:
        values[name] = dice.choice((other.names[name], other.names[name], f"{dice.getrandbits(128):032x}"))
    if dice.random() < 0.1:
        values[min(strange)] = dice.choice(HOSTILE)
    return addresses.build(rule.endpoint, values)


def guarded(app: Flask, role: str) -> list[Rule]:
    """The pages about a visit; for an administrator, who sees every visit, those that an administrator never sees."""
    return [
        rule
        for rule in sorted(staff_rules(app), key=str)
        if "visit_id" in rule.arguments
        and "GET" in (rule.methods or ())
        and not (role == ADMINISTRATOR and role in ALLOWED[action_of(app, rule)])
    ]
