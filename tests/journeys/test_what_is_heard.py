"""What a screen reader says on the way from the link to the thanks: a change is seen as a difference of two texts."""

from __future__ import annotations

import difflib

import pytest

from tests.accessibility_run.heard import LANGUAGES, snapshot, transcript

SHOWN_LINES = 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_heard_is_what_was_heard_before(language: str) -> None:
    kept = snapshot(language)
    before, now = kept.read_text(encoding="utf-8"), transcript(language)
    changed = list(difflib.unified_diff(before.splitlines(), now.splitlines(), kept.name, "heard now", n=1))
    if changed:
        mended = "If that is meant, run: .venv/bin/python -m tests.accessibility_run.heard"
        pytest.fail(
            "\n".join(["Something else is heard now.", mended, *changed[:SHOWN_LINES]]), pytrace=False
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_needed_is_heard(language: str) -> None:
    """The snapshot itself is looked at, so that it cannot be rewritten into silence."""
    pages = snapshot(language).read_text(encoding="utf-8").split("\n\n")
    assert len(pages) > 10
    for page in pages:
        lines = page.splitlines()
        name = lines[0]
        assert sum(line.startswith("heading, ") and line.endswith(", level 1") for line in lines) == 1, name
        assert any(line.startswith("title, ") and len(line) > len("title, ") for line in lines), name
        for line in lines:
            assert line not in ("link", "button", "textbox", "image", "radio", "checkbox"), f"{name}: no name"


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_and_boxes_are_heard_for_what_they_are(language: str) -> None:
    lines = snapshot(language).read_text(encoding="utf-8").splitlines()
    heard = [line.partition(",")[0] for line in lines]
    assert heard.count("radio") > 20
    assert heard.count("textbox") == 3
    (refused,) = (line for line in lines if line.startswith("textbox, ") and line.endswith(", invalid"))
    assert "5,000" in refused
