"""No page asks another site for anything, and no page wears the marks of GOV.UK."""

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


@pytest.mark.parametrize("name", ["govuk-frontend.css", "govuk-frontend.js", "plotly-basic.js"])
def test_what_set_up_builds_is_there(name: str) -> None:
    assert (VENDOR / name).is_file(), "Run: make setup"


def test_the_staff_pages_wear_no_mark_of_gov_uk() -> None:
    css = (VENDOR / "govuk-frontend.css").read_text(encoding="utf-8")
    assert ".govuk-button" in css
    assert not GOV_UK_MARKS.findall(css)
    assert not re.findall(r"url\(", css)
