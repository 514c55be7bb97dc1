"""`send-voices check`: everything that is wrong with questionnaires, before anybody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from accessibility.places import as_problems
from accessibility.review import review_questionnaire
from accessibility.symbols import SymbolProblem, load_symbols
from questionnaires.definitions import DEFINITIONS
from questionnaires.faces import EASY_READ_FILE
from questionnaires.loader import MAIN_FILE, check_paths, load_questionnaire
from questionnaires.problems import Problem
from questionnaires.visit_kinds import VisitKindError, load_visit_kinds
from survey_app.commands.stop import Stop, Wrong

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
        click.echo(str(advice))
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


def _advice(paths: tuple[Path, ...], symbols: frozenset[str]) -> Iterator[Problem]:
    for file in (file for path in paths for file in _main_files(path)):
        easy_read = file.with_name(EASY_READ_FILE)
        findings = review_questionnaire(load_questionnaire(file.parent), symbols)
        yield from as_problems(findings, easy_read.read_bytes(), str(easy_read))


def _main_files(path: Path) -> list[Path]:
    folder = path.parent if path.is_file() else path
    own = folder / MAIN_FILE
    return [own] if own.is_file() else sorted(folder.rglob(MAIN_FILE))
