"""How a command ends early: one sentence on the error stream, and a number that scripts can read."""

from __future__ import annotations

from typing import IO, Any

import click


class Stop(click.ClickException):
    """It cannot be done as asked: nothing was done."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)


class Wrong(Stop):
    """It was done, and it found something wrong."""

    exit_code = 1
