"""Alerts are posted once to a second address, signed, whatever becomes of the mail. The server here is a real one."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update

from survey_app.commands.dispatching import stop_unless_mail
from survey_app.commands.stop import Stop
from survey_app.services.mail import LEASE, dispatch_one
from survey_app.services.second_channel import NOTICES, WebhookPost, fan_out
from survey_app.services.tidy import tidy
from survey_app.settings import PREFIX, Settings, SettingsProblem, read_settings
from survey_app.storage.outbox import OutboxItem
from survey_app.web.site import Site
from tests.builders import BuiltPerson, BuiltVisit, SettableClock
from tests.survey_app.services.mail.sending import (
    WORDS,
    Dispatcher,
    raise_concerns,
    raise_concerns_long_ago,
    send_all,
)
from tests.survey_app.services.post_office import PostOffice

SECRET = "a-secret-of-thirty-two-letters-or-more-0123456789"
AWAY = 1


class Desk:
    """A duty desk's server: keeps what it was sent, and answers `status`, or nothing before `told` is set."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, str, dict[str, str], bytes]] = []
        self.status = 200
        self.told = Event()
        self.told.set()
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                desk.seen.append((desk.status, self.path, dict(self.headers), body))
                desk.told.wait(20)
                with suppress(OSError):
                    self.send_response(desk.status)
                    self.send_header("Location", "/elsewhere")
                    self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port: int = self.server.server_address[1]

    @property
    def taken(self) -> list[dict[str, object]]:
        return [json.loads(body) for status, _, _, body in self.seen if status == 200]


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    Thread(target=made.server.serve_forever, args=(0.05,), daemon=True).start()
    yield made
    made.told.set()
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def besides(desk: Desk) -> dict[str, object]:
    webhook = f"http://127.0.0.1:{desk.port}/alerts?desk=1"
    return {"webhook_url": webhook, "webhook_secret": SecretStr(SECRET)}


def post_all(site: Site, settings: Settings, timeout: float = 5.0) -> int:
    fan_out(site)
    tries = 0
    while dispatch_one(site, WebhookPost(settings, timeout), settings, letters=NOTICES):
        tries += 1
    return tries


def test_a_notice_is_signed_and_says_where_to_look_and_nothing_of_what_was_said(
    site: Site, settings: Settings, desk: Desk, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    raise_concerns(site, visit, level=1)
    post_all(site, settings)
    ((_, path, headers, body),) = desk.seen
    assert path == "/alerts?desk=1"
    sent_at = headers["SEND-Voices-Time"]
    made = hmac.new(SECRET.encode(), sent_at.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["SEND-Voices-Signature"] == f"sha256={made}"
    assert abs(time.time() - int(sent_at)) < 600
    (notice,) = desk.taken
    with site.reading() as work:
        concern = work.session.scalars(select(OutboxItem).where(OutboxItem.sort == "concern")).one()
    assert str(notice["page"]).endswith(f"/staff/visits/{visit.id}/concerns/{concern.payload['concern']}")
    assert (notice["level"], notice["possible_repeat"]) == (1, False)
    assert "now" in str(notice["what_to_do"])
    everything = f"{headers} {body.decode()}"
    assert not [word for word in (*WORDS.split(), visit.area) if len(word) > 3 and word in everything]
    assert lead.email not in everything


def test_away_then_500_then_a_redirect_then_slow_it_is_taken_in_the_end(
    site: Site, settings: Settings, desk: Desk, visit: BuiltVisit, clock: SettableClock
) -> None:
    raise_concerns(site, visit)
    away = settings.model_copy(update={"webhook_url": f"http://127.0.0.1:{AWAY}/"})
    assert post_all(site, away) == 1
    for status in (500, 307):
        desk.status = status
        clock.forward(minutes=11)
        assert post_all(site, settings) == 1
    clock.forward(minutes=11)
    desk.told.clear()
    assert post_all(site, settings, timeout=0.2) == 1
    desk.told.set()
    assert post_all(site, settings) == 0, "nobody knows whether it was taken, so it waits for the lease"
    desk.status = 200
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert post_all(site, settings) == 1
    clock.forward(days=1)
    assert post_all(site, settings) == 0
    assert [path for _, path, _, _ in desk.seen] == ["/alerts?desk=1"] * 4, "a redirect is not followed"
    assert [notice["possible_repeat"] for notice in desk.taken] == [True]
    assert len({json.loads(body)["id"] for _, _, _, body in desk.seen}) == 1


def test_mail_goes_once_while_the_webhook_is_away(
    site: Site, settings: Settings, desk: Desk, office: PostOffice, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    raise_concerns(site, visit, count=2)
    away = settings.model_copy(update={"webhook_url": f"http://127.0.0.1:{AWAY}/"})
    for _ in range(2):
        post_all(site, away)
        send_all(site, away)
    assert len(office.taken) == 2


def test_the_webhook_goes_once_while_mail_is_away_for_days(
    site: Site, settings: Settings, desk: Desk, visit: BuiltVisit, lead: BuiltPerson, clock: SettableClock
) -> None:
    raise_concerns(site, visit, count=2)
    away = settings.model_copy(update={"mail_port": AWAY})
    for _ in range(4):
        send_all(site, away)
        post_all(site, away)
        clock.forward(days=1)
        with site.writing() as work:
            tidy(work, settings.paper_days)
    assert len(desk.taken) == 2


def test_a_mail_that_left_first_is_posted_all_the_same(
    site: Site, settings: Settings, desk: Desk, visit: BuiltVisit, lead: BuiltPerson
) -> None:
    raise_concerns(site, visit)
    send_all(site, settings)
    post_all(site, settings)
    assert len(desk.taken) == 1


def test_what_was_mailed_days_before_the_channel_was_there_is_not_posted(
    site: Site, settings: Settings, desk: Desk, visit: BuiltVisit, lead: BuiltPerson, clock: SettableClock
) -> None:
    raise_concerns(site, visit)
    send_all(site, settings)
    clock.forward(hours=4)
    assert post_all(site, settings) == 0


@pytest.mark.parametrize(
    ("sort", "more", "said"),
    [
        ("concern_overdue", {"level": "2", "step": "open"}, "overdue to be read"),
        ("concern_proposed", {"by": "lead@example.org"}, "second person"),
    ],
)
def test_what_is_overdue_or_waits_for_a_second_person_is_posted_too(
    site: Site, settings: Settings, desk: Desk, visit: BuiltVisit, sort: str, more: dict[str, str], said: str
) -> None:
    raise_concerns(site, visit)
    with site.writing() as work:
        payload = {"concern": "c" * 32, "visit": visit.id, **more}
        work.connection.execute(update(OutboxItem).values(sort=sort, payload=payload))
    post_all(site, settings)
    (notice,) = desk.taken
    assert notice["about"] == sort
    assert said in str(notice["what_to_do"])
    assert "lead@example.org" not in json.dumps(notice)


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example/alerts",
        "ftp://desk.example",
        "https://me:word@desk.example/",
        "desk",
        "https://a b",
    ],
)
def test_an_address_that_is_not_safe_is_refused(settings: Settings, url: str) -> None:
    given = {
        name: getattr(settings, name) for name in ("database", "secret", "master_keys", "public_address")
    }
    with pytest.raises(SettingsProblem, match="SEND_VOICES_WEBHOOK_URL must"):
        read_settings(**given, webhook_url=url)


def test_an_address_without_a_secret_stops_the_dispatcher(settings: Settings) -> None:
    stop_unless_mail(settings)
    with pytest.raises(Stop, match="WEBHOOK_SECRET"):
        stop_unless_mail(settings.model_copy(update={"webhook_secret": SecretStr("")}))


@pytest.mark.slow
def test_one_dispatcher_serves_both_channels_and_ends_when_told(
    site: Site,
    settings: Settings,
    desk: Desk,
    office: PostOffice,
    visit: BuiltVisit,
    lead: BuiltPerson,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raise_concerns_long_ago(site, visit, count=3)
    monkeypatch.setenv(f"{PREFIX}WEBHOOK_URL", settings.webhook_url)
    monkeypatch.setenv(f"{PREFIX}WEBHOOK_SECRET", SECRET)
    dispatcher = Dispatcher(settings)
    give_up = time.monotonic() + 30
    while min(len(desk.taken), len(office.taken)) < 3 and time.monotonic() < give_up:
        time.sleep(0.1)
    time.sleep(0.5)
    dispatcher.process.terminate()
    assert dispatcher.ended() == 0
    assert (len(desk.taken), len(office.taken)) == (3, 3)
