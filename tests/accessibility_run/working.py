"""Jobs of a run, shared between two browsers; each works on a site of its own."""

from __future__ import annotations

import logging
import queue
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.accessibility_run.faults import Found
from tests.accessibility_run.listening import Listening, listening
from tests.chromium import chromium_command

WORKERS = 2


@dataclass(frozen=True)
class Job:
    """Something to do with a browser and a site, by the name under which its progress is told."""

    name: str
    work: Callable[[Browser, Listening], Found]


def work_through(
    jobs: Sequence[Job], tell: Callable[[str], None], workers: int = WORKERS
) -> tuple[Found, str]:
    """Do every job, at most two at once; what was found, and which Chromium it was. The first error ends the run."""
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    done: list[tuple[Found, str]] = []
    errors: list[BaseException] = []

    def worker() -> None:
        try:
            done.append(_work(waiting, tell, errors))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=worker) for _ in range(min(workers, len(jobs)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    together = Found()
    for found, _ in done:
        together.add(found)
    return together, done[0][1] if done else ""


def _work(
    waiting: queue.SimpleQueue[Job], tell: Callable[[str], None], errors: list[BaseException]
) -> tuple[Found, str]:
    found = Found()
    # Each request, and each failure that is made on purpose, would be a line.
    for chatty in ("werkzeug", "survey_app"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)
    with (
        tempfile.TemporaryDirectory() as folder,
        listening(Path(folder)) as at,
        sync_playwright() as playwright,
    ):
        # A container has no user namespace for the browser's own sandbox, and only our pages are opened.
        browser = playwright.chromium.launch(executable_path=chromium_command(), args=["--no-sandbox"])
        while not errors:
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                break
            found.add(job.work(browser, at))
            tell(job.name)
        version = browser.version
        browser.close()
    return found, version
