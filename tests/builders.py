"""Builders of what tests need: a site on a real database, a clock to set, visits, people, and a way to sign in."""

import base64
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy.orm import Session

from survey_app.app import create_app
from survey_app.calendar.windows import parse_london, window_for
from survey_app.services import open_and_close, staff
from survey_app.services.distribute import reach
from survey_app.services.open_and_close import Notice, add_area, kind_of, notify
from survey_app.services.permissions import ADMINISTRATOR, INSPECTOR, LANO, LEAD_INSPECTOR, Person
from survey_app.services.sign_in import new_totp_secret
from survey_app.settings import Settings
from survey_app.storage.tables import metadata
from survey_app.web.site import EXTENSION, Site

PUBLIC_ADDRESS = "http://localhost"
NOTIFIED = "2026-11-23T09:30"
"""A Monday: a full inspection notified then closes on Tuesday 1 December, 9am."""
DAY_AFTER = datetime.fromisoformat("2026-11-24T10:00:00+00:00")
PASSWORD = "seven green boats at noon"
CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class SettableClock:
    """Shows the time that a test sets, and stands still in between."""

    def __init__(self, shows: datetime = DAY_AFTER) -> None:
        self.shows = shows

    def now(self, session: Session) -> datetime:
        return self.shows

    def set(self, london: str) -> None:
        """Put it to a time on England's clock, like "2026-12-01T08:59"."""
        self.shows = parse_london(london)

    def forward(self, **by: float) -> None:
        """Move it on: `forward(minutes=31)`."""
        self.shows += timedelta(**by)


@dataclass(frozen=True)
class BuiltVisit:
    """A visit that is stored. `codes` holds the code of each audience's main link."""

    id: str
    title: str
    area: str
    codes: Mapping[str, str]
    surveys: Mapping[str, str]


@dataclass(frozen=True)
class BuiltPerson:
    """A member of staff who is stored, with everything that they would know themselves."""

    id: str
    email: str
    password: str
    totp_secret: str

    def code(self, at: datetime) -> str:
        """The code that their app shows at this instant."""
        return pyotp.TOTP(self.totp_secret).at(at)


def make_settings(database_url: str, **more: object) -> Settings:
    """Settings with fresh keys and no mail; `more` changes some."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    given: dict[str, object] = {
        "database": database_url,
        "secret": SecretStr(secrets.token_urlsafe(48)),
        "master_keys": SecretStr(f"1:{key}"),
        "public_address": PUBLIC_ADDRESS,
    }
    return Settings(**{**given, **more})  # type: ignore[arg-type]


def make_app(database_url: str, clock: SettableClock, **more: object) -> Flask:
    """The whole site on an empty database with every table."""
    app = create_app(make_settings(database_url, **more), clock)
    metadata.create_all(site_of(app).database.engine)
    return app


def site_of(app: Flask) -> Site:
    """The site behind an app."""
    site: Site = app.extensions[EXTENSION]
    return site


def make_visit(
    site: Site,
    *,
    kind: str = "area-send-full-2024",
    title: str = "Full inspection",
    area: str = "Meadow and Vale",
    notified: str = NOTIFIED,
    live: bool = True,
    audiences: Iterable[str] | None = None,
) -> BuiltVisit:
    """Notify a visit, with its surveys and their main links; `live` lets the clock open and close it."""
    notified_at = parse_london(notified)
    window = window_for(kind_of(kind), notified_at, site.calendar)
    picked = frozenset(audiences) if audiences is not None else None
    with site.writing() as now:
        notice = Notice(
            area_id=add_area(now, area).id,
            kind=kind,
            title=title,
            reference=f"T-{secrets.token_hex(4)}",
            notified_at=notified_at,
            window=window,
            surveys=picked,
        )
        visit = notify(now, notice, by="builder@example.org")
        owner = lead_of(visit.id)
        if live:
            open_and_close.move(now, visit, "go_live", owner)
        now.session.flush()
        surveys = reach(now, owner, visit.id)
        codes = {survey.audience: survey.main_code for survey in surveys}
        return BuiltVisit(visit.id, title, area, codes, {s.audience: s.survey_id for s in surveys})


def lead_of(visit_id: str) -> Person:
    """Somebody who may do what the lead inspector, an inspector and the LANO may do in a visit."""
    roles = frozenset({LEAD_INSPECTOR, INSPECTOR, LANO})
    return Person("builder", "builder@example.org", roles={visit_id: roles})


def make_person(site: Site, role: str | None = None, visit: BuiltVisit | None = None) -> BuiltPerson:
    """A new member of staff who can sign in: an administrator, somebody with a role in a visit, or nobody yet."""
    email = f"{role or 'nobody'}-{secrets.token_hex(4)}@example.org".replace("_", "-")
    secret = new_totp_secret()
    memberships = [(visit.id, role)] if visit and role and role != ADMINISTRATOR else []
    with site.writing() as now:
        made = staff.make_staff(now, email, PASSWORD, secret, role == ADMINISTRATOR, memberships)
        return BuiltPerson(made.id, email, PASSWORD, secret)


def csrf_token(page: str) -> str:
    """The token of the first form on a page."""
    found = CSRF.search(page)
    assert found, f"There is no form with a token on this page:\n{page[:600]}"
    return found[1]


def post(
    client: FlaskClient, address: str, fields: Mapping[str, object], page: str | None = None, **more: object
):
    """Send a form as a browser does: fetch its page (`page`, or the same address), then post with its token."""
    token = csrf_token(client.get(page or address).text)
    return client.post(address, data={"csrf_token": token, **fields}, **more)  # type: ignore[arg-type]


def enter(client: FlaskClient, person: BuiltPerson) -> None:
    """Sign a person in through the front door: address, password, code. Whoever was signed in before is gone."""
    client.delete_cookie("visit")
    site = site_of(client.application)
    post(client, "/staff/sign-in", {"email": person.email, "password": person.password})
    with site.reading() as now:
        code = person.code(now.now)
    answer = post(client, "/staff/second-step", {"code": code})
    assert answer.status_code == 302, answer.text


def sign_in(client: FlaskClient, role: str | None = None, visit: BuiltVisit | None = None) -> BuiltPerson:
    """Make a new person with this role (in this visit, unless administrator) and sign them in."""
    person = make_person(site_of(client.application), role, visit)
    enter(client, person)
    return person
