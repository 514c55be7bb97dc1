"""Finds the questionnaires that come with the project, each a folder under `definitions/`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

DEFINITIONS = Path(__file__).parent / "definitions"


def shipped_definitions() -> Mapping[str, Path]:
    """The folder of every shipped questionnaire by its name, in alphabetical order."""
    return {file.parent.name: file.parent for file in sorted(DEFINITIONS.glob("*/questionnaire.yaml"))}
