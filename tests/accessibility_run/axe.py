"""axe-core inside a page: every rule of WCAG 2.2, A to AAA, and the makers' own good practice."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "node/node_modules/axe-core/axe.min.js"
A_AND_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
AAA = ("wcag2aaa", "wcag21aaa", "wcag22aaa")
GOOD_PRACTICE = ("best-practice",)
RESPONDENT_RULES = (*A_AND_AA, *AAA, *GOOD_PRACTICE)
STAFF_RULES = (*A_AND_AA, *GOOD_PRACTICE)
# Rules that axe leaves off unless they are asked for by name.
ASKED_FOR = ("target-size",)
ASKED_FOR_AAA = ("color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions")
RUN = """
async ([tags, rules]) => {
  const result = await axe.run(document, {
    runOnly: {type: 'tag', values: tags},
    rules: Object.fromEntries(rules.map(rule => [rule, {enabled: true}])),
    resultTypes: ['violations', 'incomplete'],
  });
  const list = (kind, mark) => result[kind].flatMap(rule =>
    rule.nodes.map(node => mark + rule.id + ': ' + node.html.slice(0, 120)));
  const measured = ['color-contrast', 'color-contrast-enhanced', 'frame-tested'];
  result.incomplete = result.incomplete.filter(rule => !measured.includes(rule.id));
  return [...list('violations', ''), ...list('incomplete', 'could not decide ')];
}
"""


@cache
def source() -> str:
    """The program itself."""
    return AXE.read_text(encoding="utf-8")


def version() -> str:
    """Its version, as its own first line says."""
    return source().split("v", 1)[1].split("\n", 1)[0].strip()


def axe_faults(page: Page, tags: tuple[str, ...]) -> list[str]:
    """What axe finds, and what it could not decide: a rule that cannot tell is not a rule that is met.

    Where it cannot tell the contrast (behind the shadows of tables that scroll), `measures.contrast` tells it.
    Frames show respondents' pages to those who write questions; each of those pages is visited by itself.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(source())
    rules = [*ASKED_FOR, *(ASKED_FOR_AAA if set(AAA) <= set(tags) else ())]
    found: list[Any] = page.evaluate(RUN, [list(tags), rules])
    return [str(fault) for fault in found]
