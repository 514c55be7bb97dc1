"""Files that begin as recordings, videos and pictures do: enough for everything but listening."""

from pathlib import Path

BEGINNINGS = {
    "opus": b"OggS\x00\x02",
    "ogg": b"OggS\x00\x02",
    "mp3": b"ID3\x04",
    "m4a": b"\x00\x00\x00\x20ftypM4A ",
    "mp4": b"\x00\x00\x00\x20ftypisom",
    "webm": b"\x1a\x45\xdf\xa3",
    "vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nWhat help do you get?\n",
    "jpg": b"\xff\xd8\xff\xe0",
    "jpeg": b"\xff\xd8\xff\xe0",
    "png": b"\x89PNG\r\n\x1a\n",
    "webp": b"RIFF\x10\x00\x00\x00WEBP",
}


def record(folder: Path, *names: str, length: int = 3_000) -> Path:
    """Put files with these names into a folder, each with the beginning of its kind; captions stay as they are."""
    for name in names:
        ending = name.rpartition(".")[2]
        content = BEGINNINGS[ending]
        (folder / name).write_bytes(content if ending == "vtt" else content.ljust(length, b"\x07"))
    return folder
