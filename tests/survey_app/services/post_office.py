"""A mail server of our own, which takes, refuses or breaks off as a test wishes."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller

TAKEN = "250 Message taken"


class PostOffice:
    """Keeps every message it took. `on_message` may break off: it is called once the message is kept."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.taken: list[EmailMessage] = []
        self.recipients: list[set[str]] = []
        self.answer = TAKEN
        self.refuses: set[str] = set()
        self.on_recipient: Callable[[], None] = lambda: None
        self.on_message: Callable[[], None] = lambda: None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.on_recipient()
        if address in self.refuses:
            return "550 Nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer == TAKEN:
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.taken.append(message)
            self.recipients.append(set(envelope.rcpt_tos))
            self.on_message()
        return self.answer

    def __enter__(self) -> Self:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()


@contextmanager
def nobody_at(port: int) -> Iterator[None]:
    """A port that takes the line and hangs up at once."""
    with socket.create_server(("127.0.0.1", port)):
        yield


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
