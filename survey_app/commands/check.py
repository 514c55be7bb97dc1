"""`send-voices check`: everything that is wrong with questionnaires, before anybody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import yaml

from accessibility.review import Finding, review_questionnaire
from accessibility.symbols import SymbolProblem, load_symbols
from questionnaires.definitions import DEFINITIONS
from questionnaires.loader import MAIN_FILE, check_paths, load_questionnaire
from questionnaires.visit_kinds import VisitKindError, load_visit_kinds
from survey_app.commands.stop import Stop, Wrong

EASY_READ_FILE = "easy_read.yaml"
FOLDER = click.Path(path_type=Path)


@click.command
@click.argument("paths", nargs=-1, type=FOLDER)
@click.option("--symbols", type=FOLDER, help="A folder of your own pictures that may be used as well.")
@click.option("--review", is_flag=True, help="Add advice about easy read. Advice never fails the check.")
def check(paths: tuple[Path, ...], symbols: Path | None, review: bool) -> None:
    """Say everything that is wrong in the questionnaires at PATHS, or in those that come with the project."""
    names = _symbol_names(symbols)
    folders = paths or (_as_typed(DEFINITIONS),)
    problems = [str(problem) for problem in check_paths(folders, names)]
    if not paths:
        problems += _visit_kind_problems()
    for problem in problems:
        click.echo(problem)
    if problems:
        raise Wrong(_counted(len(problems)))
    for advice in _advice(folders, names) if review else ():
        click.echo(advice)
    click.echo("No problems found.", err=True)


def _as_typed(folder: Path) -> Path:
    """The folder as somebody who stands here would type it."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _counted(problems: int) -> str:
    return "1 problem to put right." if problems == 1 else f"{problems} problems to put right."


def _symbol_names(folder: Path | None) -> frozenset[str]:
    try:
        return frozenset(load_symbols(folder))
    except SymbolProblem as problem:
        raise Stop(str(problem)) from None


def _visit_kind_problems() -> list[str]:
    """The kinds of visit that come with the project, and whether each questionnaire they name is there."""
    try:
        kinds = load_visit_kinds()
    except VisitKindError as error:
        return str(error).splitlines()
    return [
        f"{kind.id}: there is no questionnaire {spec.questionnaire!r} for {spec.audience}."
        for kind in kinds.values()
        for spec in kind.surveys
        if not (DEFINITIONS / spec.questionnaire / MAIN_FILE).is_file()
    ]


def _advice(paths: tuple[Path, ...], symbols: frozenset[str]) -> Iterator[str]:
    files = (file for path in paths for file in _main_files(path))
    for file in files:
        easy_read = file.with_name(EASY_READ_FILE)
        root = yaml.compose(easy_read.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert root is not None, "what has passed the check is not empty"
        for finding in review_questionnaire(load_questionnaire(file.parent), symbols):
            line, column = _place(root, finding)
            yield f"{easy_read}:{line}:{column}: {finding.level}: {finding}"


def _main_files(path: Path) -> list[Path]:
    folder = path.parent if path.is_file() else path
    own = folder / MAIN_FILE
    return [own] if own.is_file() else sorted(folder.rglob(MAIN_FILE))


def _place(node: yaml.Node, finding: Finding) -> tuple[int, int]:
    """Line and column (from 1) of what a finding is about, or of the nearest thing around it."""
    for step in finding.path:
        node = _child(node, step) or node
    return node.start_mark.line + 1, node.start_mark.column + 1


def _child(node: yaml.Node, step: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
        item: yaml.Node = node.value[int(step)]
        return item
    return None
