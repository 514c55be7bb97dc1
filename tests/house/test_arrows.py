"""Which way the arrows point, by import-linter; and that the linter would see a wrong one."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house import tree

WITHOUT_FLASK = (
    "questionnaires",
    "accessibility",
    "analysis",
    "survey_app.calendar",
    "survey_app.storage",
    "survey_app.services",
)

IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if not module.name.endswith("__main__") and ".migrations" not in module.name:
        importlib.import_module(module.name)
print(*sorted({"flask", "werkzeug", "wtforms"} & set(sys.modules)))
"""

WRONG_ARROWS = {
    "questionnaires/wrong.py": "import accessibility",
    "accessibility/wrong.py": "import analysis",
    "analysis/wrong.py": "import survey_app.storage",
    "survey_app/calendar/wrong.py": "import survey_app.storage",
    "survey_app/storage/wrong.py": "import survey_app.services",
    "survey_app/services/wrong.py": "import flask",
    "survey_app/web/wrong.py": "import sqlalchemy",
    "survey_app/web/frames.py": "import pandas",
    "survey_app/nowhere.py": "",
}


def python(*arguments: str, folder: Path = tree.ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return python("-c", command, "--no-cache", folder=folder)


@pytest.mark.parametrize("package", WITHOUT_FLASK)
def test_importing_all_of_a_package_leaves_flask_out(package: str) -> None:
    finished = python("-c", IMPORT_ALL, package)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.split() == []


def test_every_arrow_points_the_right_way() -> None:
    finished = lint_imports(tree.ROOT)
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_every_part_of_the_web_layer_is_in_the_contract_of_the_audiences() -> None:
    contracts = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]
    (audiences,) = (
        contract
        for contract in contracts["contracts"]
        if contract["type"] == "layers" and contract.get("containers") == ["survey_app.web"]
    )
    named = set(re.findall(r"\w+", " ".join(audiences["layers"])))
    web = tree.ROOT / "survey_app/web"
    parts = {
        path.parent.relative_to(web).parts[0] for path in tree.package_files() if web in path.parent.parents
    }
    assert parts <= named, f"Name {sorted(parts - named)} in the contract, beside the other audiences"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code and the contracts, where a wrong arrow may be drawn."""
    folder = tmp_path_factory.mktemp("house")
    for path in [tree.ROOT / "pyproject.toml", *tree.package_files()]:
        place = folder / path.relative_to(tree.ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return folder


@pytest.mark.parametrize("place", WRONG_ARROWS)
def test_a_wrong_arrow_is_seen(copy: Path, place: str) -> None:
    (copy / place).write_text(WRONG_ARROWS[place], encoding="utf-8")
    finished = lint_imports(copy)
    (copy / place).unlink()
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert Path(place).with_suffix("").as_posix().replace("/", ".") in finished.stdout
