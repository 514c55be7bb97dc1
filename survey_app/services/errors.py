"""What can go wrong, in the words of the domain. `web/errors.py` turns these into pages."""

from __future__ import annotations

from datetime import datetime


class ServiceError(Exception):
    """Base of every error that a service raises on purpose."""


class NotFound(ServiceError):
    """It does not exist, or this person may not know that it does."""


class NoSuchCode(NotFound):
    """No survey was ever given out under this code."""


class NotTakingAnswers(ServiceError):
    """The survey exists but cannot be answered now. The page says when, and what else one can do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DraftGone(ServiceError):
    """There is no draft behind this cookie: never begun, deleted, or already sent."""


class NothingToSend(ServiceError):
    """Every question was skipped, so there is nothing to keep."""


class AlreadyReceived(ServiceError):
    """This very form was received a moment ago by another request; nothing is stored twice."""


class DraftMoved(ServiceError):
    """The draft was saved or deleted by another tab while it was being sent; nothing was stored."""


class SentDifferently(ServiceError):
    """This form was already sent with other answers. The first ones are kept."""


class Refused(ServiceError):
    """Something staff asked for cannot be done. `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class MayNotShorten(Refused):
    """An advertised close can only move later."""

    def __init__(self, advertised: datetime, said: str) -> None:
        super().__init__(f"People were told they can answer until {said}. Choose a later time.")
        self.advertised = advertised
