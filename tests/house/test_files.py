"""Files stay small, well named, and free of what belongs to one machine or to somebody else."""

import ast
import re
import statistics
from pathlib import Path

import pytest

from tests.house import tree

DRAWERS = ("utils", "util", "helpers", "helper", "common", "misc", "manager", "managers")
"""Names that say nothing: whatever lies in such a file has a better home under its own name."""

SOMEBODY_ELSES = {".woff", ".woff2", ".ttf", ".otf", ".eot", ".map", ".whl", ".pyc", ".onnx", ".safetensors"}
"""Fonts, built code and model weights: installed or made at set-up, never kept here."""

LARGEST = 1_500_000

MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:work|root|home/\w+|Users/\w+|opt|tmp/\w+)/[\w.-]+")


@pytest.mark.parametrize(
    "sentence",
    ['open("' + "/root" + '/notes.txt")', "cd " + "/work" + "/main", "see " + "/home" + "/ada/notes"],
)
def test_a_path_of_one_machine_is_recognised(sentence: str) -> None:
    assert MACHINE_PATH.search(sentence)


@pytest.mark.parametrize(
    "sentence", ["survey_app/web/static", "/staff/work/list", "/s/abc", "https://example.org/work/x"]
)
def test_an_address_of_ours_is_not_a_path_of_one_machine(sentence: str) -> None:
    assert not MACHINE_PATH.search(sentence)


def test_no_python_file_is_longer_than_400_lines() -> None:
    lengths = {
        tree.shown(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in tree.with_suffix(".py")
    }
    too_long = {name: lines for name, lines in lengths.items() if lines > 400}
    assert not too_long, f"Split by noun: {too_long}"


def test_every_file_is_named_after_what_it_holds() -> None:
    drawers = [
        tree.shown(path)
        for path in tree.with_suffix(".py", ".html", ".css", ".js", ".scss")
        if set(DRAWERS) & set(re.split(r"[/_.-]", tree.shown(path)))
    ]
    assert not drawers, f"Name these after what they hold: {drawers}"


def test_every_init_is_empty() -> None:
    """Importing a module runs its parents' `__init__`, and import-linter does not see that."""
    filled = [
        tree.shown(path)
        for path in tree.with_suffix(".py")
        if path.name == "__init__.py" and any(not is_docstring(node) for node in syntax(path).body)
    ]
    assert not filled, f"Move this code into a module of its own: {filled}"


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", tree.PACKAGES)
def test_functions_are_short(package: str) -> None:
    lengths = [
        tree.length(function)
        for path in tree.package_files()
        if tree.shown(path).startswith(f"{package}/")
        for function in tree.functions(path)
    ]
    short = sum(lines < 30 for lines in lengths)
    assert short >= 0.9 * len(lengths), (
        f"{len(lengths) - short} of {len(lengths)} functions have 30 lines or more"
    )
    assert statistics.median(lengths) <= 10


def test_nothing_holds_a_path_of_one_machine() -> None:
    held = [
        f"{tree.shown(path)}: {found.group()}"
        for path in tree.files()
        if (text := tree.text(path)) is not None
        for found in MACHINE_PATH.finditer(text)
    ]
    assert not held, f"These work on one machine only: {held}"


def test_nothing_that_is_not_ours_is_kept() -> None:
    kept = [
        tree.shown(path)
        for path in tree.files()
        if path.suffix in SOMEBODY_ELSES or path.name.endswith(".min.js") or path.stat().st_size > LARGEST
    ]
    assert not kept, f"Install or build these at set-up: {kept}"
