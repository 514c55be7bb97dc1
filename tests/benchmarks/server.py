"""The server that is measured: the real one, with its worker processes, on a free port of this machine."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from tests.benchmarks.prepared import Prepared
from tests.benchmarks.processes import cpu_seconds, memory_mb

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 30


class Server:
    """A running site. Its log is thrown away unless it fails to start."""

    def __init__(self, prepared: Prepared, workers: int = 2, threads: int = 4) -> None:
        self._prepared, self._workers, self._threads = prepared, workers, threads
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        environment = {**os.environ, **self._prepared.environment(self.base, self._workers, self._threads)}
        self._running = subprocess.Popen(
            self._command(), env=environment, cwd=ROOT, stderr=subprocess.DEVNULL
        )
        self.process = psutil.Process(self._running.pid)
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.terminate()
        try:
            self._running.wait(15)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()

    def cpu(self) -> float:
        """CPU seconds of the server, all of its workers included, since it started."""
        return cpu_seconds(self.process)

    def memory_mb(self) -> float:
        """Memory of the server with all of its workers."""
        return memory_mb(self.process)

    def workers(self) -> list[psutil.Process]:
        """The processes that answer requests."""
        return self.process.children()

    def kill_a_worker(self, chance: random.Random) -> None:
        """Kill one worker at once, whatever it is doing."""
        workers = self.workers()
        if workers:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers).pid, signal.SIGKILL)

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "survey_app.cli", "serve", "--bind", f"127.0.0.1:{self.port}"]

    def _wait(self) -> None:
        for _ in range(SECONDS_TO_START * 10):
            with suppress(OSError):
                urllib.request.urlopen(f"{self.base}/health", timeout=5).close()
                return
            if self._running.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"The server did not start: {' '.join(self._command())}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
