"""gunicorn as we run it: everything loaded once, then forked; no access log; the dispatcher watched over."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from time import monotonic
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from survey_app.settings import Settings

WAIT_BEFORE_AGAIN = 5.0


class Beside:
    """A process that runs beside the workers and is started again when it ends."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._started = float("-inf")

    def keep_running(self) -> None:
        """Start it when it is not running, but never more often than every few seconds."""
        ended = self._process is None or self._process.poll() is not None
        if ended and monotonic() - self._started > WAIT_BEFORE_AGAIN:
            self._started = monotonic()
            self._process = subprocess.Popen([*self._command, "--parent", str(os.getpid())])

    def stop(self) -> None:
        """Ask it to end; it finishes the message in hand."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()


class Master(Arbiter):  # type: ignore[misc]
    """The process that keeps the workers running, and the dispatcher as well."""

    beside: Beside | None = None
    ready: Callable[[], None] | None = None

    def manage_workers(self) -> None:
        super().manage_workers()
        # Each worker opens its own door, a moment after it is begun: only then is it true that the site listens.
        if self.ready is not None and self._listens():
            ready, self.ready = self.ready, None
            ready()
        if self.beside is not None:
            self.beside.keep_running()

    def _listens(self) -> bool:
        door = self.address[0]
        if not isinstance(door, tuple):
            return True
        try:
            socket.create_connection(door[:2], timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self, graceful: bool = True) -> None:
        if self.beside is not None:
            self.beside.stop()
        super().stop(graceful)


class QuietLogger(Logger):  # type: ignore[misc]
    """Keeps no access log, and drops the one warning that would name an address: a request nobody can read."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(without_addresses)

    def access(self, *_: Any, **__: Any) -> None:
        """Nobody's visit is written down."""


def without_addresses(record: logging.LogRecord) -> bool:
    """False for records that hold the address of a visitor."""
    return "request from ip" not in record.getMessage()


class Site(BaseApplication):  # type: ignore[misc]
    """The site as gunicorn runs it."""

    def __init__(self, settings: Settings, bind: str, ready: Callable[[], None], chatty: bool) -> None:
        self._settings, self._bind, self._ready = settings, bind, ready
        self._said = {"loglevel": "info" if chatty else "warning"}
        super().__init__()

    def load_config(self) -> None:
        for name, value in {**server_options(self._settings, self._bind), **self._said}.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return loaded_app(self._settings)

    def run(self) -> None:
        master = Master(self)
        master.ready = self._ready
        if self._settings.mail_server:
            master.beside = Beside([sys.executable, "-m", "survey_app.cli", "dispatch"])
        master.run()


def server_options(settings: Settings, bind: str) -> dict[str, object]:
    """What we set in gunicorn; everything else is as it ships."""
    return {
        "bind": bind,
        "workers": settings.workers,
        "threads": settings.threads,
        "worker_class": "gthread",
        # One queue at the door for each worker: with one for all, the busiest worker takes most of those who come.
        "reuse_port": True,
        "preload_app": True,
        "post_fork": _after_fork,
        "logger_class": QuietLogger,
        "accesslog": None,
        "errorlog": "-",
        "proc_name": "send-voices",
        "control_socket_disable": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "keepalive": 5,
    }


def loaded_app(settings: Settings) -> Flask:
    """The app with what every answer needs already made, so that workers share it and the first answer is quick."""
    from analysis.language_guess import model
    from analysis.safeguarding.languages.terms import version
    from analysis.safeguarding.languages.told import told_in_another_language
    from analysis.scan import engine
    from survey_app.app import create_app

    engine()
    model()
    told_in_another_language("a")  # any word makes it read the phrases of every language
    version()
    return create_app(settings)


def _after_fork(_: Any, worker: Any) -> None:
    # A connection that two processes share would mix up their answers.
    from survey_app.web.site import EXTENSION

    worker.app.wsgi().extensions[EXTENSION].database.dispose(close=False)
