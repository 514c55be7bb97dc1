"""`send-voices demo`: loaded once through the front door, served with every address, kept from start to start."""

import json
import os
import signal
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from survey_app.app import create_app, make_site
from survey_app.commands.demo_folder import DemoFolder
from survey_app.services.demonstration.loading import is_loaded
from survey_app.services.export import rows
from survey_app.services.find_visit import visit_named
from survey_app.services.permissions import INSPECTOR, Person
from survey_app.services.react import SORTS
from survey_app.settings import Settings, read_settings
from survey_app.storage.concerns import Concern
from survey_app.storage.findings import Finding
from survey_app.storage.review_rounds import Reaction
from survey_app.storage.surveys import Survey
from survey_app.web.site import Site
from tests.builders import BuiltPerson, enter, site_of
from tests.survey_app.commands.running import free_port, running
from tests.survey_app.commands.typed import quoted, typed

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Shown:
    """What the first start of a demonstration left behind."""

    folder: Path
    said: str
    links: dict[str, Any]
    ended: int
    statuses: dict[str, int]


def start(folder: Path, log: Path) -> Shown:
    """Start it, wait until it is ready, open every survey, and press Ctrl-C."""
    links = folder.parent / "links.json"
    port = free_port()
    words = ["demo", "--data", str(folder), "--port", str(port), "--links", str(links)]
    with running(words, {}, log) as started:
        started.wait_until_said("`make demo-reset` starts anew.")
        told = json.loads(links.read_text(encoding="utf-8"))
        statuses = {survey["url"]: urlopen(survey["url"], timeout=20).status for survey in told["surveys"]}
        return Shown(folder, started.said, told, started.stop(), statuses)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    place = tmp_path_factory.mktemp("demo")
    return start(place / "data", place / "log")


def settings_of(folder: DemoFolder) -> Settings:
    return read_settings(
        **folder.keys(), database=f"sqlite:///{folder.database}", public_address="http://127.0.0.1:8000"
    )


@pytest.fixture(scope="module")
def app(shown: Shown) -> Iterator[Flask]:
    made = create_app(settings_of(DemoFolder(shown.folder)))
    yield made
    site_of(made).database.dispose()


@pytest.fixture(scope="module")
def site(app: Flask) -> Site:
    return site_of(app)


def test_it_writes_where_everything_is(shown: Shown) -> None:
    links = shown.links
    assert set(links) == {"base", "surveys", "groups", "staff"}
    assert {tuple(sorted(survey)) for survey in links["surveys"]} == {
        ("audience", "inspection", "kind", "state", "url")
    }
    assert {tuple(sorted(who)) for who in links["staff"]} == {("email", "password", "role", "totp_secret")}
    assert {(survey["kind"], survey["state"]) for survey in links["surveys"]} == {
        ("area-send-full-2024", "open"),
        ("area-send-full-2024", "closed"),
        ("thematic-local-offer-2026", "open"),
    }
    per_inspection = Counter(survey["inspection"] for survey in links["surveys"])
    assert set(per_inspection.values()) == {3}
    assert [who["role"] for who in links["staff"]] == [
        "lano", "inspector", "lead_inspector", "safeguarding_lead", "paper_entry", "administrator"
    ]  # fmt: skip


def test_every_survey_has_a_page_open_or_closed(shown: Shown) -> None:
    assert set(shown.statuses.values()) == {200}


def test_it_prints_every_address_and_sign_in_and_ends_politely(shown: Shown) -> None:
    for survey in shown.links["surveys"]:
        assert survey["url"] in shown.said
    for who in shown.links["staff"]:
        assert who["email"] in shown.said
        assert who["password"] in shown.said
        assert who["totp_secret"] in shown.said
    assert "Inventing answers: 3,399 of 3,399" in shown.said
    assert "Traceback" not in shown.said
    assert shown.ended == 0


def test_groups_say_something_of_every_sort_and_find_replies(shown: Shown, app: Flask, site: Site) -> None:
    groups = shown.links["groups"]
    assert len(groups) == 3
    with site.reading() as work:
        assert set(work.session.scalars(select(Reaction.sort))) == set(SORTS)
    client = app.test_client()
    pages = [client.get(f"{urlsplit(group['url']).path}/replies").text for group in groups]
    assert any("We changed it." in page and "We ask your group again." in page for page in pages)
    assert all(client.get(urlsplit(group["facilitator"]).path).status_code == 200 for group in groups)
    assert all(group["url"] in shown.said for group in groups)


def test_words_that_a_group_had_changed_wait_for_its_yes(shown: Shown, app: Flask) -> None:
    client = app.test_client()
    for group in shown.links["groups"]:
        page = client.get(f"{urlsplit(group['facilitator']).path}/approve").text
        assert "It is now: Such as teachers, doctors and helpers." in page
        assert "The group chose a picture of a long time." in page


def test_nobody_else_on_the_machine_can_read_it(shown: Shown) -> None:
    assert stat.S_IMODE(shown.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in shown.folder.iterdir()} == {0o600}


def test_each_of_the_staff_signs_in_with_what_was_printed(shown: Shown, app: Flask) -> None:
    for who in shown.links["staff"]:
        client = app.test_client()
        enter(client, BuiltPerson(who["role"], who["email"], who["password"], who["totp_secret"]))
        assert client.get("/staff").status_code == 200, who["role"]


def reader(visit_id: str) -> Person:
    return Person("reader", "reader@example.org", roles={visit_id: frozenset({INSPECTOR})})


def test_the_closed_inspection_holds_three_thousand_answers_that_open(site: Site) -> None:
    with site.reading() as work:
        visit = visit_named(work, "DEMO-FULL-1")
        people: dict[str, str] = {}
        texts: list[str] = []
        for row in rows(work, reader(visit.id), visit.id):
            people[row.response] = row.audience
            texts += [row.text] if row.text else []
    assert Counter(people.values()) == {"parents_carers": 2000, "young_people": 500, "practitioners": 500}
    assert len(texts) > 3000
    assert len(set(texts)) > len(texts) / 3, "people do not all say the same"


def test_answers_were_scanned_and_concerns_raised_and_mostly_worked(site: Site) -> None:
    with site.reading() as work:
        counted = select(Survey.audience, Finding.sort, func.count()).join(
            Survey, Survey.id == Finding.survey_id
        )
        found = work.session.execute(counted.group_by(Survey.audience, Finding.sort)).all()
        visit = visit_named(work, "DEMO-FULL-1")
        states = Counter(work.session.scalars(select(Concern.state).where(Concern.visit_id == visit.id)))
        elsewhere = set(work.session.scalars(select(Concern.state).where(Concern.visit_id != visit.id)))
    assert {(audience, sort) for audience, sort, _ in found} == {
        (audience, sort)
        for audience in ("young_people", "parents_carers", "practitioners")
        for sort in ("theme", "safeguarding")
    }
    assert states["decided"] > states["new"] == 3
    assert elsewhere == {"new"}


def test_starting_again_keeps_everything(shown: Shown, tmp_path: Path) -> None:
    again = start(shown.folder, tmp_path / "log")
    assert "Inventing" not in again.said
    assert again.links["staff"] == shown.links["staff"]
    assert [s["url"].rpartition("/")[2] for s in again.links["surveys"]] == [
        s["url"].rpartition("/")[2] for s in shown.links["surveys"]
    ]


def test_it_prints_the_one_time_code_of_the_moment(shown: Shown) -> None:
    who = shown.links["staff"][1]
    code = typed(f"demo --data {quoted(shown.folder)} --code {who['email']}").said.strip()
    assert pyotp.TOTP(who["totp_secret"]).verify(code, valid_window=1)
    ended = typed(f"demo --data {quoted(shown.folder)} --code nobody@example.org")
    assert ended.code == 2
    assert who["email"] in ended.complained


def test_without_its_keys_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "voices.sqlite3").write_bytes(b"")
    ended = typed(f"demo --data {quoted(tmp_path)} --port {free_port()}")
    assert ended.code == 2
    assert "`make demo-reset` starts anew" in ended.complained


def test_killed_while_it_loads_it_leaves_nothing_half_told(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    words = ["demo", "--data", str(folder), "--port", str(free_port())]
    with running(words, {}, tmp_path / "log") as started:
        started.wait_until_said("Inventing answers: ")
        os.kill(started.process.pid, signal.SIGKILL)
        started.process.wait(timeout=20)
    site = make_site(settings_of(DemoFolder(folder)))
    with site.reading() as work:
        assert not is_loaded(work)
    site.database.dispose()
