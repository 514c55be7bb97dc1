"""A figure, what it should be, and how it is printed. Targets and peers stand here, once."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

# Measured with a load driver of the same manners, on two shared cores, with the same 6 pages and 20 questions.
PEERS_CPU = "LimeSurvey 6.1.8 1.33 to 1.43 (PHP-FPM, MariaDB, nginx); bare Flask, one row 0.015"
PEERS_P95 = "at 32 at once: LimeSurvey 4,800, ONS runner 4,300, bare Flask 110"
PEERS_WEIGHT = "LimeSurvey 550, ONS runner 557, GOV.UK Forms about 110 (from its files)"
PEERS_CRASH = "none publishes one"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, in `unit`, and at most what it should be (None: for interest)."""

    what: str
    measured: float
    unit: str
    at_most: float | None = None
    peers: str = ""

    @property
    def verdict(self) -> str:
        if self.at_most is None:
            return ""
        return "met" if self.measured <= self.at_most else "SHORT"


def print_table(title: str, figures: Iterable[Figure]) -> None:
    """Print figures under each other, widths fitted."""
    rows = [("what", "measured", "at most", "", "peers")]
    rows += [(f.what, f"{_say(f.measured)} {f.unit}", _say(f.at_most), f.verdict, f.peers) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    print(f"\n{title}")
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4])


def print_machine() -> None:
    """Say on what, when, and beside how much other work the figures were taken."""
    now = datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC").lstrip("0")
    print(f"{now}. {os.cpu_count()} cores ({_processor()}), {_memory_gb()} GB, load {_load()}.")
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, Linux {platform.release()}.")


def load_now() -> float:
    """How many processes want a core just now, on average over a minute."""
    return os.getloadavg()[0]


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


def _say(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if float(number).is_integer() or number >= 100 else f"{number:.4g}"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
