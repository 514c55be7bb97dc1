"""The installed program in a process of its own, as systemd or a person starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from survey_app.settings import PREFIX
from tests.house.tree import ROOT

PATIENCE = 90.0


class Running:
    """`send-voices <words>` that has been started; what it says on either stream goes to one file."""

    def __init__(self, words: list[str], settings: Mapping[str, str], log: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        self._log = log
        with log.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "survey_app.cli", *words],
                cwd=ROOT,
                env={**kept, **settings, "PYTHONUNBUFFERED": "1"},
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def wait_for_page(self, address: str) -> bytes:
        """The body of a page once the server answers; fails with what the process said when it does not."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up and self.process.poll() is None:
            try:
                with urlopen(address, timeout=5) as answer:
                    body: bytes = answer.read()
                    return body
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError(f"{address} did not answer.\n{self.said}")

    def wait_until_said(self, words: str) -> None:
        give_up = time.monotonic() + PATIENCE
        while words not in self.said and self.process.poll() is None and time.monotonic() < give_up:
            time.sleep(0.1)
        assert words in self.said, self.said

    def stop(self) -> int:
        """Press Ctrl-C and wait."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def running(words: list[str], settings: Mapping[str, str], log: Path) -> Iterator[Running]:
    """Start it, and see that it is gone at the end."""
    started = Running(words, settings, log)
    try:
        yield started
    finally:
        started.process.terminate()
        try:
            started.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            started.process.kill()
            started.process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
