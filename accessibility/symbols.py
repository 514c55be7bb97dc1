"""Pictures, named by meaning. A partnership's own folder of SVG files replaces ours, name by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import yaml

from accessibility.display_themes import Colours
from accessibility.drawings import Drawing, DrawingProblem, read_drawing

HERE = Path(__file__).parent
SIZE = 56


class SymbolProblem(ValueError):
    """A picture or a folder of pictures cannot be used; the message says which, why and what to do."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One picture. `description` is its alt text where a question gives none.

    `turns` is true when it points along the line of reading and must turn round in right-to-left languages.
    """

    name: str
    description: str
    drawing: Drawing
    group: str = ""
    turns: bool = False

    @property
    def svg(self) -> str:
        """The picture as a whole SVG file, coloured by `--ink`, `--accent`, `--tint` and `--paper`."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{self.drawing.view_box}"'
            f"{self.drawing.paint}>{self.drawing.body}</svg>"
        )


def load_symbols(extra: Path | None = None) -> Mapping[str, Symbol]:
    """Every picture by name, ours and, in their place, those in the folder `extra`; raises SymbolProblem.

    The folder holds `<name>.svg` files. A `symbols.yaml` in it may describe them: `name: description`.
    """
    ours = _our_symbols()
    return ours if extra is None else {**ours, **_own_symbols(extra, ours)}


def inline(symbol: Symbol, alt: str | None = None, size: int = SIZE) -> str:
    """The picture as HTML, `size` CSS pixels wide. Without `alt` it is silent: the words beside it speak."""
    drawing = symbol.drawing
    return f'<svg{_frame(symbol, alt, size)} viewBox="{drawing.view_box}"{drawing.paint}>{drawing.body}</svg>'


def sprite(names: Iterable[str], symbols: Mapping[str, Symbol]) -> str:
    """One hidden SVG that holds each named picture once, for pages that show some often; see `use`."""
    held = "".join(_held(find(name, symbols)) for name in dict.fromkeys(names))
    return f'<svg display="none" aria-hidden="true">{held}</svg>'


def use(symbol: Symbol, alt: str | None = None, size: int = SIZE) -> str:
    """The picture as HTML that points into the sprite of the same page."""
    return f'<svg{_frame(symbol, alt, size)}><use href="#picture-{symbol.name}"/></svg>'


def find(name: str, symbols: Mapping[str, Symbol]) -> Symbol:
    """The picture with this name; raises SymbolProblem with the nearest names."""
    if name in symbols:
        return symbols[name]
    near = " or ".join(get_close_matches(name[:60], symbols, n=2))
    advice = f"Did you mean {near}?" if near else "Choose a name from symbols.yaml."
    raise SymbolProblem(f"There is no picture called “{name[:60]}”. {advice}")


def coloured(symbol: Symbol, colours: Colours) -> str:
    """The picture as a whole SVG file in fixed colours, for paper and for programs that know no CSS."""
    svg = symbol.svg.replace("var(--ink,#221c15)", colours.ink)
    for name in ("ink", "accent", "tint", "paper"):
        svg = svg.replace(f"var(--{name})", getattr(colours, name))
    return svg


def _frame(symbol: Symbol, alt: str | None, size: int) -> str:
    classes = "picture turns" if symbol.turns else "picture"
    spoken = f'role="img" aria-label="{escape(alt)}"' if alt else 'aria-hidden="true"'
    return f' class="{classes}" width="{size}" height="{size}" {spoken}'


def _held(symbol: Symbol) -> str:
    drawing = symbol.drawing
    start = f'<symbol id="picture-{symbol.name}" viewBox="{drawing.view_box}"{drawing.paint}>'
    return f"{start}{drawing.body}</symbol>"


@cache
def _our_symbols() -> Mapping[str, Symbol]:
    told = _read_yaml(HERE / "symbols.yaml")
    turning = set(told["turned_in_right_to_left"])
    drawn = {
        name: Symbol(name, description, _drawing(HERE / "symbols" / f"{name}.svg"), group, name in turning)
        for group, names in told["pictures"].items()
        for name, description in names.items()
    }
    return drawn | {other: replace(drawn[name], name=other) for other, name in told["other_names"].items()}


def _own_symbols(folder: Path, ours: Mapping[str, Symbol]) -> Mapping[str, Symbol]:
    if not folder.is_dir():
        raise SymbolProblem(f"{folder} is not a folder. Name the folder that holds the SVG files.")
    listed = folder / "symbols.yaml"
    descriptions = _read_yaml(listed) if listed.is_file() else {}
    return {
        path.stem: _own_symbol(path, descriptions.get(path.stem), ours.get(path.stem))
        for path in sorted(folder.glob("*.svg"))
    }


def _own_symbol(path: Path, description: object, ours: Symbol | None) -> Symbol:
    """A partnership's drawing: our description stays when it gives none, and so does turning round."""
    name = path.stem
    if not name.replace("_", "").isalnum() or not name.isascii():
        raise SymbolProblem(f"{path.name}: name a picture with letters, digits and _ only.")
    told = str(description or (ours.description if ours else name.replace("_", " ").capitalize()))
    return Symbol(name, told, _drawing(path), ours.group if ours else "own", bool(ours and ours.turns))


def _drawing(path: Path) -> Drawing:
    try:
        return read_drawing(path.read_bytes())
    except DrawingProblem as problem:
        raise SymbolProblem(f"{path.name}: {problem}") from problem


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SymbolProblem(f"{path.name} cannot be read ({error}). Write lines of name: words.") from error
    if not isinstance(read, dict):
        raise SymbolProblem(f"{path.name} should hold a line for each picture: name: words.")
    return read
