"""A partnership's folder of recordings and signed videos: what is in it, and what a questionnaire misses there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from questionnaires.model import Question, Questionnaire, QuestionWording, Recording
from questionnaires.recordings import FILE_NAME

MB = 1_000_000
# A video of 2 minutes at 1 Mbit/s has 15 MB. A still picture comes with its page, asked for or not.
LARGEST = {"image": 40_000, "text": 200_000, "audio": 8 * MB, "video": 40 * MB}
HEAD_BYTES = 12


class MediaProblem(ValueError):
    """A folder of recordings cannot be used; the message says which files, why and what to do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What files with one ending are: their type for browsers and how their content begins, after `skip` bytes."""

    mimetype: str
    begins: tuple[bytes, ...]
    skip: int = 0

    def fits(self, head: bytes) -> bool:
        """True when a file that begins with `head` is what its ending says."""
        return head[self.skip :].startswith(self.begins)


KINDS: Mapping[str, Kind] = {
    "opus": Kind("audio/ogg", (b"OggS",)),
    "ogg": Kind("audio/ogg", (b"OggS",)),
    # With a tag in front, or from the first frame of sound.
    "mp3": Kind("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")),
    "m4a": Kind("audio/mp4", (b"ftyp",), skip=4),
    "mp4": Kind("video/mp4", (b"ftyp",), skip=4),
    "webm": Kind("video/webm", (b"\x1a\x45\xdf\xa3",)),
    "vtt": Kind("text/vtt", (b"WEBVTT", b"\xef\xbb\xbfWEBVTT")),
    "jpg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    "png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "webp": Kind("image/webp", (b"WEBP",), skip=8),
}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file of the folder that may be shown."""

    name: str
    path: Path
    mimetype: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A file that a questionnaire names and the folder does not have; `question` is empty for the intro."""

    question: str
    file: str

    def __str__(self) -> str:
        about = f"The question {self.question}" if self.question else "The intro in sign language"
        return f"{about} names {self.file}, which is not in the media folder: it is not offered."


def media_files(folder: Path | None) -> Mapping[str, MediaFile]:
    """The files of a folder by name; none without a folder. Raises MediaProblem with everything that is wrong.

    Folders, hidden files and files of other kinds are passed over.
    """
    if folder is None:
        return {}
    try:
        paths = sorted(path for path in folder.iterdir() if _is_media(path))
    except OSError as error:
        raise MediaProblem(f"names a folder that cannot be read ({error.strerror})") from None
    faults = [f"{path.name} {fault}" for path in paths if (fault := _fault(path, folder))]
    if faults:
        raise MediaProblem("holds what cannot be used: " + "; ".join(faults))
    return {path.name: MediaFile(path.name, path, KINDS[_ending(path)].mimetype) for path in paths}


def missing_media(questionnaire: Questionnaire, folder: Path | None) -> tuple[Missing, ...]:
    """What a questionnaire names in any of its faces and the folder does not have, each once.

    Raises MediaProblem when the folder cannot be used.
    """
    there = media_files(folder)
    named = dict.fromkeys(
        Missing(question, file)
        for question, recording in _recordings(questionnaire)
        for file in (recording.file, recording.captions, recording.poster)
        if file and file not in there
    )
    return tuple(named)


def _recordings(questionnaire: Questionnaire) -> Iterator[tuple[str, Recording]]:
    asked: list[tuple[str, Question | QuestionWording]] = [*questionnaire.questions.items()]
    for face in questionnaire.faces.values():
        asked += face.questions.items()
    yield from ((name, words.recording) for name, words in asked if words.recording)
    if questionnaire.signed:
        if questionnaire.signed.intro:
            yield "", questionnaire.signed.intro
        yield from questionnaire.signed.questions.items()


def _is_media(path: Path) -> bool:
    return _ending(path) in KINDS and not path.name.startswith(".") and not path.is_dir()


def _ending(path: Path) -> str:
    return path.suffix[1:].lower()


def _fault(path: Path, folder: Path) -> str:
    """What is wrong with a file, as the rest of a sentence that begins with its name; empty when all is well."""
    if not FILE_NAME.fullmatch(path.name) or path.suffix != path.suffix.lower():
        return "needs a name of letters, digits, _ and -, with its ending in small letters"
    if not path.resolve().is_relative_to(folder.resolve()):
        return "points out of the folder: copy the file into it"
    try:
        with path.open("rb") as opened:
            head = opened.read(HEAD_BYTES)
        size = path.stat().st_size
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return _fault_inside(_ending(path), head, size)


def _fault_inside(ending: str, head: bytes, size: int) -> str:
    kind = KINDS[ending]
    most = LARGEST[kind.mimetype.partition("/")[0]]
    if not kind.fits(head):
        return f"is not what its ending says: save it as {ending}, or give it its own ending"
    return f"is larger than {most // 1000:,} kB: make it shorter or smaller" if size > most else ""
