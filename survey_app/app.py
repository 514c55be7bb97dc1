"""The application: settings in, a Flask app out. Nothing happens at import."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from survey_app.calendar.working_days import WorkingCalendar
from survey_app.extensions import csrf
from survey_app.settings import Settings
from survey_app.storage.database import Clock, Database, DatabaseClock
from survey_app.storage.sealing import KeyRing
from survey_app.web import (
    errors,
    going_on,
    headers,
    languages,
    media,
    signed_cookie,
    static_files,
    templating,
    uploads,
)
from survey_app.web.access import undeclared_routes
from survey_app.web.account.sign_in import install_sign_in
from survey_app.web.blueprints import BLUEPRINTS
from survey_app.web.site import Site, install


class UndeclaredRoute(Exception):
    """A route does not say whom it is for."""


def create_app(settings: Settings, clock: Clock | None = None) -> Flask:
    """The site, ready to serve. `clock` is the database's own unless a test brings another."""
    app = Flask("survey_app.web", static_folder=None)
    app.config.from_mapping(_flask_config(settings))
    install(app, make_site(settings, clock))
    signed_cookie.install(app)
    uploads.install(app)
    csrf.init_app(app)
    templating.install(app)
    languages.install(app, settings)
    static_files.install(app)
    media.install(app, settings.media)
    install_sign_in(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.install(app)
    going_on.install(app)
    headers.install(app, settings)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=settings.proxies, x_host=0)  # type: ignore[method-assign]
    if undeclared := undeclared_routes(app):
        raise UndeclaredRoute(f"Say whom these are for, with open_to or staff_only: {', '.join(undeclared)}.")
    return app


def make_site(settings: Settings, clock: Clock | None = None) -> Site:
    """What stands behind the pages: database, keys, clock and calendar. Commands use it without any page."""
    return Site(
        settings=settings,
        database=Database(settings.database, pool_size=settings.threads + 1),
        keys=KeyRing(settings.keys),
        clock=clock or DatabaseClock(),
        calendar=_calendar(settings),
    )


def _calendar(settings: Settings) -> WorkingCalendar:
    if settings.extra_non_working_days is None:
        return WorkingCalendar()
    return WorkingCalendar.from_file(settings.extra_non_working_days)


def _flask_config(settings: Settings) -> dict[str, object]:
    https = settings.over_https
    largest = settings.largest_post_kb * 1024
    return {
        "SECRET_KEY": settings.secret.get_secret_value(),
        "SESSION_COOKIE_NAME": "__Host-visit" if https else "visit",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        # Lax, not Strict: people arrive from a link in a message or a QR code.
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": largest,
        "MAX_FORM_MEMORY_SIZE": largest,
        "MAX_FORM_PARTS": 500,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "BABEL_DEFAULT_TIMEZONE": "Europe/London",
        "TEMPLATES_AUTO_RELOAD": False,
        "PREFERRED_URL_SCHEME": "https" if https else "http",
    }
