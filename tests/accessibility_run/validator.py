"""html-validate, with one process for all pages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

NODE_FOLDER = Path(__file__).resolve().parent.parent / "node"
SECONDS = 300


class NoNode(Exception):
    """No node was found; `make setup-tests` brings one."""


def run_node(script: str, given: object) -> str:
    """What a script of tests/node writes when it reads `given` as JSON; raises CalledProcessError with its words."""
    finished = subprocess.run(
        [node_command(), str(NODE_FOLDER / script)],
        input=json.dumps(given),
        cwd=NODE_FOLDER,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if finished.returncode:
        raise RuntimeError(f"{script} failed: {finished.stderr[-2000:]}")
    return finished.stdout


def node_command() -> str:
    """The node beside our Python, or the machine's."""
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    if found is None:
        raise NoNode("There is no node on this machine. Run: make setup-tests")
    return found


def html_faults(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """What html-validate finds on each page, by the page's name."""
    found: dict[str, list[str]] = json.loads(run_node("validate.mjs", dict(pages)))
    return found


def version_of_package(name: str) -> str:
    """The version of an installed node package."""
    package = json.loads((NODE_FOLDER / "node_modules" / name / "package.json").read_text(encoding="utf-8"))
    return str(package["version"])
