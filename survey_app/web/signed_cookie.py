"""The signed cookie of a visit: Flask's own, with its signer made once for the process, not for every request."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class SignedCookie(SecureCookieSessionInterface):
    """Flask's signed cookie; the secret is read when the app is made and does not change."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._signer


def install(app: Flask) -> None:
    """Keep sessions in the signed cookie; the app's secret must be set."""
    app.session_interface = SignedCookie(app)
