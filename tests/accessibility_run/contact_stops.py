"""The pages of those who have sent and ask to be contacted, where that is offered."""

from __future__ import annotations

from collections.abc import Iterator

from tests.accessibility_run.stops import Box, Stop
from tests.accessibility_run.visitor import Visitor


def contact_stops(box: Box) -> Iterator[Stop]:
    """From the offer on the last page to what happens next, with a form that says too little on the way."""
    asked = f"/s/{box.code}/contact"

    def offered(visitor: Visitor) -> None:
        box.fill(visitor)
        visitor.go(f"/s/{box.code}/check")
        visitor.press()
        visitor.begun.clear()

    def asking(visitor: Visitor) -> None:
        offered(visitor)
        visitor.go(asked)

    def said_too_little(visitor: Visitor) -> None:
        asking(visitor)
        visitor.press()

    def is_asked(visitor: Visitor) -> None:
        asking(visitor)
        visitor.page.locator("#way-phone").check()
        visitor.page.fill("#reach", "The number of my school")
        visitor.page.fill("#name", "A friend")
        visitor.press()

    yield Stop("thank you, where contact is offered", "respondent.sent", offered)
    yield Stop("asking to be contacted", "respondent.ask_contact", asking)
    yield Stop("asking to be contacted, with errors", "respondent.keep_contact", said_too_little)
    yield Stop("asked to be contacted", "respondent.contact_asked", is_asked)
