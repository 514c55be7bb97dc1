"""Our own styles, scripts and pictures: packed once, named by their content, kept by browsers for a year."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from accessibility import display_themes, preferences
from survey_app.web.access import PUBLIC, open_to

FOLDER = Path(__file__).with_name("static")
# Served under one name: the layout, with the themes and the reader's choices that `accessibility` proves.
RESPONDENT_CSS = "respondent.css"
# What every page brings, and what only a device with a voice fetches. In this order; each stands by itself.
SCRIPTS = {
    "respondent.js": ("leaving", "sending", "voices"),
    "reading_aloud.js": ("reading_aloud",),
}
# File, weight, and the letters it is for: the rest are those of English.
MORE_LETTERS = "U+100-2FF,U+1E00-1EFF"
READING_FONT = (
    ("vendor/reading-font.woff2", 400, ""),
    ("vendor/reading-font-bold.woff2", 700, ""),
    ("vendor/reading-font-more.woff2", 400, MORE_LETTERS),
    ("vendor/reading-font-more-bold.woff2", 700, MORE_LETTERS),
)
A_YEAR = "public, max-age=31536000, immutable"
PACKED = {".css", ".js", ".svg", ".json", ".txt", ".map"}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file in memory: plain, packed in each way that helps (the smallest first), and the mark of its content."""

    mimetype: str
    plain: bytes
    packed: Mapping[str, bytes]
    mark: str


def static_file(name: str) -> StaticFile | None:
    """The file with this name below web/static, or None. What is asked for never becomes a path."""
    return _held(name) if name in _names() else None


@cache
def _names() -> frozenset[str]:
    """Every name there is, so that nothing is remembered about names that somebody makes up."""
    there = (path for path in FOLDER.rglob("*") if path.is_file())
    return frozenset({path.relative_to(FOLDER).as_posix() for path in there} | set(JOINED))


def static_url(name: str) -> str:
    """The address of a static file; it changes with the content, so it may be kept for ever."""
    found = static_file(name)
    return f"/static/{name}?v={found.mark}" if found else f"/static/{name}"


def install(app: Flask) -> None:
    """Serve /static/ and give templates `static_url`."""
    app.add_url_rule("/static/<path:name>", "static", serve)
    app.jinja_env.globals["static_url"] = static_url


@open_to(PUBLIC)
def serve(name: str) -> AnyResponse:
    """One static file."""
    found = static_file(name)
    if found is None:
        abort(404)
    response = Response(found.plain, mimetype=found.mimetype)
    for way, packed in found.packed.items():
        if request.accept_encodings[way] > 0:
            response.set_data(packed)
            response.headers["Content-Encoding"] = way
            break
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = A_YEAR if request.args.get("v") == found.mark else "no-cache"
    response.set_etag(found.mark)
    return response.make_conditional(request)


@cache
def _held(name: str) -> StaticFile:
    content = JOINED[name]() if name in JOINED else (FOLDER / name).read_bytes()
    packed = _packed(name, content) if Path(name).suffix in PACKED else {}
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return StaticFile(mimetype, content, packed, hashlib.sha256(content).hexdigest()[:12])


def _packed(name: str, content: bytes) -> dict[str, bytes]:
    # Brotli takes seconds for the large files of the staff pages, and saves most where the line is slow.
    smallest = {"br": brotli.compress(content, quality=11)} if name in JOINED else {}
    return {**smallest, "gzip": gzip.compress(content, 9, mtime=0)}


def _respondent_css() -> bytes:
    layout = _text("respondent_layout.css")
    faces = "".join(_font_face(*face) for face in READING_FONT)
    return (display_themes.stylesheet() + layout + faces + preferences.stylesheet()).encode()


def _font_face(name: str, weight: int, letters: str) -> str:
    """A part of the reading font: browsers fetch it when somebody chose the font and the page has such letters."""
    if static_file(name) is None:
        return ""
    letters = f";unicode-range:{letters}" if letters else ""
    source = f'url({static_url(name)})format("woff2")'
    family = preferences.READING_FONT
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;src:{source}{letters}}}'
    )


def _script(name: str) -> bytes:
    """The respondents' scripts of one name, without the comments and the indents that only we read."""
    scripts = (_text(f"respondent/{part}.js") for part in SCRIPTS[name])
    lines = (line.strip() for script in scripts for line in script.splitlines())
    return "\n".join(
        ['"use strict";', *(line for line in lines if line and not line.startswith("//"))]
    ).encode()


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


# What is served under one name and made of several.
JOINED: Mapping[str, Callable[[], bytes]] = {
    RESPONDENT_CSS: _respondent_css,
    **{name: partial(_script, name) for name in SCRIPTS},
}
