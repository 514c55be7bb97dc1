"""A partnership's recordings and signed videos, as players show them and as browsers fetch them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, abort, current_app, send_file
from werkzeug.wrappers import Response

from accessibility.media_files import MediaFile, media_files
from questionnaires.model import Recording
from survey_app.web.access import PUBLIC, open_to

EXTENSION = "media"


@dataclass(frozen=True, slots=True)
class Source:
    """One file that a player may play."""

    address: str
    mimetype: str


@dataclass(frozen=True, slots=True)
class Player:
    """A recording as it is shown: its files in the order to try, and the addresses of captions and still picture."""

    sources: tuple[Source, ...]
    captions: str
    poster: str


class Media:
    """The files that were in the folder when the site started: no name that is asked for becomes a path."""

    def __init__(self, folder: Path | None) -> None:
        self.files: Mapping[str, MediaFile] = media_files(folder)

    def player(self, recording: Recording | None) -> Player | None:
        """A recording ready to be shown; None when its file is not there, so that no page has a broken player."""
        if recording is None or recording.file not in self.files:
            return None
        return Player(self._sources(recording.file), self._at(recording.captions), self._at(recording.poster))

    def _sources(self, name: str) -> tuple[Source, ...]:
        """The file and its like under the same name, such as a.opus with a.m4a: old phones play only one of them."""
        first = self.files[name]
        sort = first.mimetype.partition("/")[0]
        like = (
            other
            for other in self.files.values()
            if other.path.stem == first.path.stem and other.mimetype.startswith(f"{sort}/") and other != first
        )
        return tuple(Source(_address(file.name), file.mimetype) for file in (first, *like))

    def _at(self, name: str) -> str:
        return _address(name) if name in self.files else ""


def install(app: Flask, folder: Path | None) -> None:
    """Read the folder and serve /media/; raises MediaProblem when it cannot be used."""
    app.extensions[EXTENSION] = Media(folder)
    app.add_url_rule("/media/<name>", "media", serve)
    app.jinja_env.globals["player_of"] = lambda recording: media().player(recording)


def media() -> Media:
    """The media of the app that answers this request."""
    found: Media = current_app.extensions[EXTENSION]
    return found


@open_to(PUBLIC)
def serve(name: str) -> Response:
    """One file, whole or the part that is asked for; a shared phone keeps nothing of it."""
    found = media().files.get(name)
    if found is None:
        abort(404)
    try:
        answer = send_file(found.path, mimetype=found.mimetype, conditional=True)
    except OSError:
        abort(404)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _address(name: str) -> str:
    return f"/media/{name}"
