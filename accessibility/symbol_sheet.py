"""Writes docs/pictures.html: every picture with its name and words, in every theme, with no script.

Run `python -m accessibility.symbol_sheet docs/pictures.html` after a picture has changed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby
from pathlib import Path

from accessibility.display_themes import DEFAULT, THEMES, to_css
from accessibility.drawings import Drawing
from accessibility.symbols import Symbol, inline, load_symbols

STYLE = (
    "body{background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;margin:2rem}"
    "ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:1.5rem;list-style:none;padding:0}"
    "svg{display:block}li span{color:var(--muted);display:block}label{display:inline-block;padding:.75rem}"
)


def sheet(symbols: Mapping[str, Symbol]) -> str:
    """The sheet as an HTML page. A picture with two names stands under its first."""
    drawn: dict[Drawing, Symbol] = {}
    for symbol in symbols.values():
        drawn.setdefault(symbol.drawing, symbol)
    groups = groupby(drawn.values(), key=lambda symbol: symbol.group)
    sections = "\n".join(_section(name, members) for name, members in groups)
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Pictures</title>\n'
        f"<style>{_themes()}{STYLE}</style></head>\n<body>\n<h1>Pictures</h1>\n"
        "<p>Each picture stands for one idea. Use its name in easy_read.yaml.</p>\n"
        f"<p>{_switches()}</p>\n{sections}\n</body>\n</html>\n"
    )


def _themes() -> str:
    chosen = "".join(f":root:has(#{theme.name}:checked){{{to_css(theme)}}}" for theme in THEMES.values())
    return f":root{{{to_css(DEFAULT)}}}{chosen}"


def _switches() -> str:
    return "".join(
        f'<label><input type="radio" name="theme" id="{theme.name}"> {theme.label}</label>'
        for theme in THEMES.values()
    )


def _section(group: str, symbols: Iterable[Symbol]) -> str:
    items = "\n".join(_item(symbol) for symbol in symbols)
    return f"<h2>{escape(group.replace('_', ' ').capitalize())}</h2>\n<ul>\n{items}\n</ul>"


def _item(symbol: Symbol) -> str:
    return f"<li>{inline(symbol)}<b>{symbol.name}</b><span>{escape(symbol.description)}</span></li>"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sheet(load_symbols()), encoding="utf-8")
