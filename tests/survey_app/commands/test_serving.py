"""`send-voices serve`: it answers, keeps no trace of who asked, and refuses to start when it would fail later."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from survey_app.commands.keys import new_keys
from survey_app.web.site import Site
from tests.builders import make_visit
from tests.survey_app.commands.answers import send
from tests.survey_app.commands.running import Running, free_port, running
from tests.survey_app.commands.typed import site_settings, typed
from tests.survey_app.services.post_office import PostOffice

pytestmark = pytest.mark.slow


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One database is enough for most of this: what the server does with both is tested with the services."""
    return f"sqlite:///{tmp_path / 'voices.sqlite3'}"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def served(settings: dict[str, str], port: int, tmp_path: Path) -> Iterator[Running]:
    with running(["serve", "--bind", f"127.0.0.1:{port}"], settings, tmp_path / "log") as started:
        started.wait_for_page(f"http://127.0.0.1:{port}/health")
        yield started


def without(settings: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in settings.items() if key != f"SEND_VOICES_{name}"}


def refused(settings: dict[str, str], *words: str) -> str:
    """The sentence with which `serve` does not start."""
    ended = typed(" ".join(["serve", *words]), settings)
    assert (ended.code, ended.said) == (2, "")
    assert "Traceback" not in ended.complained
    return ended.complained


def test_it_answers_and_ends_politely(served: Running, port: int) -> None:
    assert served.wait_for_page(f"http://127.0.0.1:{port}/health") == b"ok\n"
    assert served.stop() == 0


@pytest.mark.postgres
def test_it_answers_on_postgresql(
    new_postgres_database: Callable[[], str], port: int, tmp_path: Path
) -> None:
    settings = site_settings(new_postgres_database())
    typed("migrate", settings)
    with running(["serve", "--bind", f"127.0.0.1:{port}"], settings, tmp_path / "log") as started:
        assert started.wait_for_page(f"http://127.0.0.1:{port}/health") == b"ok\n"


def test_a_worker_that_is_killed_is_replaced(served: Running, port: int) -> None:
    master = psutil.Process(served.process.pid)
    killed = min(workers_of(master))
    os.kill(killed, signal.SIGKILL)
    assert killed not in workers_of(master, other_than=killed)
    assert served.wait_for_page(f"http://127.0.0.1:{port}/health") == b"ok\n"


def workers_of(master: psutil.Process, other_than: int = 0) -> set[int]:
    """The two workers, waited for."""
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        found = {child.pid for child in master.children()} - {other_than}
        if len(found) == 2:
            return found
        time.sleep(0.1)
    raise AssertionError("There are not two workers.")


def test_nobodys_visit_is_written_down(served: Running, port: int) -> None:
    before = served.said
    served.wait_for_page(f"http://127.0.0.1:{port}/health?marked-by-this-test")
    for garbage in (
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"\x16\x03\x01\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(garbage)
            line.settimeout(5)
            line.recv(400)
    served.stop()
    after = served.said.removeprefix(before)
    assert "127.0.0.1" not in after
    assert "marked-by-this-test" not in after
    assert "/health" not in after


@pytest.mark.parametrize("name", ["DATABASE", "SECRET", "MASTER_KEYS", "PUBLIC_ADDRESS"])
def test_a_missing_setting_is_named(settings: dict[str, str], name: str) -> None:
    assert f"SEND_VOICES_{name} is not set." in refused(without(settings, name))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET", "password", "too weak"),
        ("MASTER_KEYS", "1:AAAA", "32 random bytes"),
        ("MASTER_KEYS", "1:***", "1:BASE64"),
        ("PUBLIC_ADDRESS", "http://voices.example", "must begin with https://"),
        ("DATABASE", "mysql://voices", "sqlite:/// or postgresql+psycopg://"),
        ("WORKERS", "many", "SEND_VOICES_WORKERS"),
        ("MAIL_SERVER", "127.0.0.1", "SEND_VOICES_MAIL_FROM is not set"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(
    settings: dict[str, str], name: str, value: str, sentence: str
) -> None:
    assert sentence in refused({**settings, f"SEND_VOICES_{name}": value})


def test_a_database_without_tables_is_refused(database_url: str) -> None:
    assert "Run `send-voices migrate` first." in refused(site_settings(database_url))


def test_keys_of_another_site_are_refused(site: Site, settings: dict[str, str]) -> None:
    send(site, make_visit(site).codes["young_people"], {"going_well": "the garden"})
    assert "cannot be opened" in refused({**settings, **new_keys()})


def test_a_port_that_somebody_has_is_refused(settings: dict[str, str], port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        assert "Choose another port." in refused(settings, "--bind", f"127.0.0.1:{port}")


@pytest.mark.parametrize("bind", ["nowhere", "127.0.0.1:99999", "127.0.0.1:http"])
def test_a_place_that_is_none_is_refused(settings: dict[str, str], bind: str) -> None:
    assert "cannot listen" in refused(settings, "--bind", bind)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_the_dispatcher_runs_beside_it_comes_back_and_ends_with_it(
    settings: dict[str, str], port: int, tmp_path: Path, end: signal.Signals
) -> None:
    with PostOffice() as office:
        mail = {
            "SEND_VOICES_MAIL_SERVER": "127.0.0.1",
            "SEND_VOICES_MAIL_PORT": str(office.port),
            "SEND_VOICES_MAIL_TLS": "false",
            "SEND_VOICES_MAIL_FROM": "voices@example.org",
        }
        with running(
            ["serve", "--bind", f"127.0.0.1:{port}"], {**settings, **mail}, tmp_path / "log"
        ) as served:
            served.wait_for_page(f"http://127.0.0.1:{port}/health")
            master = psutil.Process(served.process.pid)
            first = dispatcher_of(master)
            os.kill(first.pid, signal.SIGKILL)
            second = dispatcher_of(master, other_than=first.pid)
            served.process.send_signal(end)
            psutil.wait_procs([second], timeout=20)
            assert not second.is_running()


def dispatcher_of(master: psutil.Process, other_than: int = 0) -> psutil.Process:
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        for child in master.children():
            if (
                child.pid != other_than
                and child.status() != psutil.STATUS_ZOMBIE
                and "dispatch" in child.cmdline()
            ):
                return child
        time.sleep(0.1)
    raise AssertionError("There is no dispatcher.")
