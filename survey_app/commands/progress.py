"""How far a long command has come: a bar on a terminal, plain lines otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import click
from tqdm import tqdm

LINES = 5


@contextmanager
def progress(words: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A function to call with the number of things done since the last call, out of `total` where that is known."""
    if sys.stderr.isatty():
        with tqdm(total=total, desc=words, leave=False) as bar:
            yield partial(_move, bar)
    else:
        yield Lines(words, total).advance


def _move(bar: tqdm[Any], more: int) -> None:
    bar.update(more)


class Lines:
    """A line for every fifth of the way, or for every step when nobody knows how far it is."""

    def __init__(self, words: str, total: int | None) -> None:
        self._words, self._total = words, total
        self._done = self._said = 0

    def advance(self, more: int) -> None:
        """So much more is done."""
        self._done += more
        mark = self._done if self._total is None else self._done * LINES // max(self._total, 1)
        if mark > self._said:
            self._said = mark
            of = "" if self._total is None else f" of {self._total:,}"
            click.echo(f"{self._words}: {self._done:,}{of}", err=True)
