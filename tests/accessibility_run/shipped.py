"""The part of a run that the site shows on its accessibility statement, and that the documents repeat."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from accessibility.display_themes import THEMES
from survey_app.web.public.last_test import RESULTS
from tests.accessibility_run import rounds
from tests.accessibility_run.faults import Fault
from tests.accessibility_run.results import Run

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/accessibility.md"
BEGIN, END = "<!-- last run: written by make accessibility -->", "<!-- end of last run -->"
STAFF = "staff"
# The name of each check in the printed table, and where the statement counts it.
COUNTED_AS = {
    rounds.AXE: "axe",
    rounds.CONTRAST: "colours",
    rounds.CHOICE: "colours",
    rounds.EDGES: "colours",
    rounds.FOCUS: "keyboard",
    rounds.FOCUS_FORCED: "keyboard",
    rounds.SIDEWAYS: "size",
    rounds.REFLOW: "size",
    rounds.LARGE: "size",
    rounds.LARGEST: "size",
    rounds.TARGETS: "targets",
    rounds.VALID: "pages",
    rounds.ELSEWHERE: "pages",
    rounds.WEIGHT: "pages",
    rounds.SHARED_PHONE: "shared_phone",
}
# Where in the HTML a fault is: not for readers of the statement.
PLACE = re.compile(r" \(line .*\)$")
# What somebody can do until a fault is mended. It is shown as it stands, in English.
ON_PAPER = "Until we have mended it you can ask for the questions on paper."
INSTEAD = {
    "size": "Turn the phone, or choose smaller words in “How it looks”.",
    "colours": "Choose other colours in “How it looks”.",
    STAFF: "Tell the people who run the site; they can read the page to you.",
}


def ship(run: Run, languages: Iterable[str], results: Path = RESULTS, document: Path = DOCUMENT) -> None:
    """Write what the statement shows, and the same into the document."""
    looked, found = counted(run)
    told = {
        "on": run.on.isoformat(),
        "versions": dict(run.versions),
        "languages": list(languages),
        "themes": len(THEMES),
        "pages": dict(sorted(run.found.pages.items())),
        "looked": looked,
        "found": found,
        "faults": known_faults(run.found.faults),
    }
    results.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    document.write_text(f"{before}{BEGIN}\n\n{table(run)}\n{END}{after}", encoding="utf-8")


def counted(run: Run) -> tuple[dict[str, int], dict[str, int]]:
    """How often each line of the statement was looked at, and how many faults it has."""
    looked: Counter[str] = Counter()
    for check, looks in run.found.looks.items():
        looked[line_of(check)] += looks
    return dict(looked), dict(Counter(line_of(fault.check) for fault in run.found.faults))


def line_of(check: str) -> str:
    """The line of the statement that counts a check; KeyError for one that it does not know."""
    return STAFF if check.startswith(STAFF) else COUNTED_AS[check]


def table(run: Run) -> str:
    """The run as a table in Markdown."""
    by_check = Counter(fault.check for fault in run.found.faults)
    versions = ", ".join(f"{name} {number}" for name, number in run.versions.items())
    lines = [
        f"{run.on.day} {run.on:%B %Y}, {len(run.found.pages)} pages, {run.seconds / 60:.0f} minutes. {versions}."
    ]
    lines += ["", "| check | looked | found |", "|---|---|---|"]
    lines += [
        f"| {check} | {looks:,} | {by_check[check]} |" for check, looks in sorted(run.found.looks.items())
    ]
    return "\n".join([*lines, ""])


def known_faults(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """The faults as people read them: the same one on many pages is told once."""
    pages: dict[tuple[str, str], set[str]] = {}
    for fault in faults:
        what = PLACE.sub("", fault.what)
        pages.setdefault((fault.check, what), set()).add(fault.page)
    return [
        {"page": _told(on), "what": f"{check}: {what}", "instead": INSTEAD.get(line_of(check), ON_PAPER)}
        for (check, what), on in sorted(pages.items())
    ]


def _told(pages: set[str]) -> str:
    first, *others = sorted(pages)
    return f"{first}, and {len(others)} more" if others else first
