"""Lock files pin every package by version and hash, and say nothing of where it came from."""

import json
import re
from pathlib import Path

import pytest

from tests.house import tree

PYTHON_LOCKS = sorted((tree.ROOT / "requirements").glob("*.txt"))
NODE_LOCKS = sorted(path for path in tree.files() if path.name == "package-lock.json")
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|\"resolved\"")


@pytest.mark.parametrize("lock", PYTHON_LOCKS + NODE_LOCKS, ids=tree.shown)
def test_a_lock_holds_no_address(lock: Path) -> None:
    assert ADDRESS.findall(lock.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=tree.shown)
def test_every_python_package_has_a_version_and_a_hash(lock: Path) -> None:
    pins = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8"))
    packages = [pin for pin in pins if not pin.startswith("#")]
    loose = [pin.splitlines()[0] for pin in packages if "==" not in pin or "--hash=sha256:" not in pin]
    assert packages
    assert not loose


@pytest.mark.parametrize("lock", NODE_LOCKS, ids=tree.shown)
def test_every_node_package_has_a_hash(lock: Path) -> None:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    loose = [name for name, entry in packages.items() if name and "integrity" not in entry]
    assert len(packages) > 1
    assert not loose


def test_the_same_package_has_the_same_version_in_every_lock() -> None:
    versions: dict[tuple[str, str], set[str]] = {}
    for lock in PYTHON_LOCKS:
        for name, version, marker in re.findall(
            r"(?m)^([\w.-]+)==([^ ;\\]+)([^\\\n]*)", lock.read_text(encoding="utf-8")
        ):
            versions.setdefault((name, marker.strip()), set()).add(version)
    assert not {name: found for name, found in versions.items() if len(found) > 1}
