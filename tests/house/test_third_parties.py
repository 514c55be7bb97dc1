"""No page asks another site for anything, and no page wears the marks of GOV.UK."""

import json
import re
from pathlib import Path

import pytest

from tests.house import tree

STATIC = tree.ROOT / "survey_app/web/static"
VENDOR = STATIC / "vendor"
PAGES = [
    path for path in tree.with_suffix(".html", ".svg", ".css", ".js", ".mjs") if "samples" not in path.parts
]

FETCHED = re.compile(
    r"""<(?:script|img|link|iframe|source|video|audio|object|embed|use)\b[^>]*\b(?:src|href|data|srcset)\s*=\s*
        ["']?\s*(?:https?:)?//"""
    r"""|url\(\s*["']?\s*(?:https?:)?//"""
    r"""|@import\s+(?:url\()?["']?\s*(?:https?:)?//"""
    r"""|\b(?:fetch|import)\(\s*["'`](?:https?:)?//""",
    re.IGNORECASE | re.VERBOSE,
)
GOV_UK_MARKS = re.compile(r"GDS Transport|govuk-crest|crown|@font-face", re.IGNORECASE)


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<img alt="" src="//cdn.example/x.png">',
        "body { background: url('https://cdn.example/x.png') }",
        '@import "https://cdn.example/x.css";',
        'fetch("https://api.example/")',
    ],
)
def test_a_request_to_another_site_is_recognised(line: str) -> None:
    assert FETCHED.search(line)


@pytest.mark.parametrize(
    "line",
    [
        '<a href="https://www.childline.org.uk">Childline</a>',
        '<script src="/static/page.js"></script>',
        '<svg xmlns="http://www.w3.org/2000/svg">',
    ],
)
def test_a_link_that_people_choose_is_not_such_a_request(line: str) -> None:
    assert not FETCHED.search(line)


@pytest.mark.parametrize("page", PAGES, ids=tree.shown)
def test_a_page_asks_no_other_site_for_anything(page: Path) -> None:
    assert FETCHED.findall(page.read_text(encoding="utf-8")) == []


BUILT = [
    "govuk-frontend.css",
    "govuk-frontend.js",
    "plotly-basic.js",
    "reading-font.woff2",
    "reading-font-bold.woff2",
    "reading-font-more.woff2",
    "reading-font-more-bold.woff2",
    "reading-font-licence.txt",
]
FRONTEND = json.loads((tree.ROOT / "survey_app/web/frontend/package.json").read_text(encoding="utf-8"))
NOTICES = (tree.ROOT / "docs/third_parties.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BUILT)
def test_what_set_up_builds_is_there(name: str) -> None:
    assert (VENDOR / name).is_file(), "Run: make setup"


@pytest.mark.parametrize("package", sorted(FRONTEND["dependencies"]))
def test_what_pages_are_built_from_is_named_with_its_licence(package: str) -> None:
    lines = [line for line in NOTICES.splitlines() if f"`{package}`" in line]
    assert len(lines) == 1, f"Say in docs/third_parties.md what {package} is and under which licence"
    assert re.search(r"MIT|Open Font License", lines[0])


def test_the_reading_font_comes_with_its_licence() -> None:
    licence = (VENDOR / "reading-font-licence.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_staff_pages_wear_no_mark_of_gov_uk() -> None:
    css = (VENDOR / "govuk-frontend.css").read_text(encoding="utf-8")
    assert ".govuk-button" in css
    assert not GOV_UK_MARKS.findall(css)
    assert not re.findall(r"url\(", css)
