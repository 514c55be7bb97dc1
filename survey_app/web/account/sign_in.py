"""Signing in, set up: Flask-Security with our own store, pages, addresses and limits."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, flash, g, redirect, request, session, url_for
from flask_login import user_logged_out
from flask_security import Security, logout_user, user_authenticated
from werkzeug.wrappers import Response as WerkzeugResponse

from survey_app.services import sign_in
from survey_app.web.account.forms import CodeForm, RescueForm, SetUpForm, SignInForm
from survey_app.web.account.plain_text import refuse_what_is_no_text
from survey_app.web.account.staff_users import (
    HashedRecoveryCodes,
    NoMail,
    OnceOnlyCodes,
    StaffStore,
    StaffUser,
)
from survey_app.web.site import EXTENSION, Site, site

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# Of the present moment, in whole seconds since 1970: kept in the signed cookie.
BEGAN, SEEN = "staff_began", "staff_seen"
AWAY = "You have been away for a while, so we signed you out. Sign in to go on."
WRONG = "That email address and password do not fit together. Check both, then try again."

ADDRESSES = {
    "LOGIN_URL": "/staff/sign-in",
    "LOGOUT_URL": "/staff/sign-out",
    "VERIFY_URL": "/staff/confirm",
    "TWO_FACTOR_SETUP_URL": "/staff/second-step/set-up",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/staff/second-step",
    "TWO_FACTOR_RESCUE_URL": "/staff/second-step/trouble",
    "TWO_FACTOR_SELECT_URL": "/staff/second-step/choose",
    "MULTI_FACTOR_RECOVERY_URL": "/staff/second-step/recovery-code",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/staff/recovery-codes",
    "POST_LOGIN_VIEW": "/staff",
    "POST_LOGOUT_VIEW": "/staff/sign-in",
    "POST_VERIFY_VIEW": "/staff/account",
    "TWO_FACTOR_POST_SETUP_VIEW": "/staff/account",
}
PAGES = {
    "LOGIN_USER_TEMPLATE": "staff/account/sign_in.html",
    "LOGOUT_USER_TEMPLATE": "staff/account/sign_out.html",
    "VERIFY_TEMPLATE": "staff/account/confirm.html",
    "TWO_FACTOR_SETUP_TEMPLATE": "staff/account/second_step_set_up.html",
    "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "staff/account/second_step.html",
    "TWO_FACTOR_SELECT_TEMPLATE": "staff/account/second_step.html",
    "MULTI_FACTOR_RECOVERY_TEMPLATE": "staff/account/recovery_code.html",
    "MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "staff/account/recovery_codes.html",
}
WORDS = {
    "GENERIC_AUTHN_FAILED": (WRONG, "error"),
    "DISABLED_ACCOUNT": (WRONG, "error"),
    "INVALID_PASSWORD": ("That is not your password. Try again.", "error"),
    "PASSWORD_NOT_PROVIDED": ("Enter your password.", "error"),
    "EMAIL_NOT_PROVIDED": ("Enter your email address.", "error"),
    "TWO_FACTOR_INVALID_TOKEN": (
        "That code does not fit. Wait for the next one in your app and enter it.",
        "error",
    ),
    "INVALID_CODE": ("That code does not fit. Wait for the next one in your app and enter it.", "error"),
    "INVALID_RECOVERY_CODE": ("That recovery code does not fit, or was used before.", "error"),
    "TWO_FACTOR_PERMISSION_DENIED": ("Sign in first.", "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": ("", "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": ("Your app is set up.", "success"),
    "TWO_FACTOR_SETUP_EXPIRED": ("That took too long, so the code no longer counts. Start again.", "error"),
    "REAUTHENTICATION_SUCCESSFUL": ("Thank you. You can go on.", "success"),
    "REAUTHENTICATION_REQUIRED": ("Enter your password again before you change how you sign in.", "error"),
    "UNAUTHENTICATED": ("Sign in to see this page.", "error"),
    "LOGIN": ("Sign in to see this page.", "error"),
}


def install_sign_in(app: Flask) -> None:
    """Set up signing in for an app that already has its site, its CSRF protection and its cookie settings."""
    the_site: Site = app.extensions[EXTENSION]
    app.config.from_mapping({f"SECURITY_{name}": value for name, value in _options(the_site).items()})
    app.config.from_mapping({f"SECURITY_MSG_{name}": words for name, words in WORDS.items()})
    security = Security(
        app,
        StaffStore(),
        login_form=SignInForm,
        two_factor_setup_form=SetUpForm,
        two_factor_verify_code_form=CodeForm,
        two_factor_rescue_form=RescueForm,
        totp_cls=OnceOnlyCodes,
        mf_recovery_codes_util_cls=HashedRecoveryCodes,
        mail_util_cls=NoMail,
    )
    _only_pages(app, security)
    user_authenticated.connect(_begin_session, app)
    user_logged_out.connect(_end_session, app)
    app.before_request(refuse_what_is_no_text)
    app.before_request(_sign_out_after_a_while)


def _options(the_site: Site) -> dict[str, object]:
    return {
        **ADDRESSES,
        **PAGES,
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": True,
        "PASSWORD_HASH_PASSLIB_OPTIONS": {f"argon2__{name}": value for name, value in sign_in.ARGON2.items()},
        "PASSWORD_LENGTH_MIN": sign_in.SHORTEST_PASSWORD,
        "RETURN_GENERIC_RESPONSES": True,
        "TWO_FACTOR": True,
        "TWO_FACTOR_REQUIRED": True,
        "TWO_FACTOR_ENABLED_METHODS": [sign_in.AUTHENTICATOR],
        "TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
        # A code counts half a minute to either side of its own, for phones whose clock is a little off.
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TOTP_SECRETS": sign_in.totp_secrets(the_site.keys),
        "TOTP_ISSUER": sign_in.ISSUER,
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "FRESHNESS": timedelta(minutes=15),
        "FRESHNESS_GRACE_PERIOD": timedelta(0),
        "API_ENABLED_METHODS": ["session"],
        "LOGOUT_METHODS": ["POST"],
        "STATIC_FOLDER_URL": "/staff/sign-in-files",
        "JOIN_USER_ROLES": False,
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "CACHE_CONTROL": {"no_store": True},
        "REDIRECT_ALLOW_SUBDOMAINS": False,
    }


def _only_pages(app: Flask, security: Security) -> None:
    """Take away what a site of pages has no use for: JSON answers, tokens in addresses, remembered sign-ins."""
    security.want_json(lambda _request: False)
    app.login_manager.request_loader(None)  # type: ignore[attr-defined]
    app.login_manager.session_protection = None  # type: ignore[attr-defined]
    app.config["REMEMBER_COOKIE_DURATION"] = timedelta(0)
    # Our own table says who may do what; asking who is there before every request would only slow respondents.
    app.before_request_funcs[None].remove(security.principal._on_before_request)


def _begin_session(_app: Flask, **_: object) -> None:
    with site().reading() as work:
        session[BEGAN] = session[SEEN] = int(work.now.timestamp())


def _end_session(_app: Flask, user: object = None, **_: object) -> None:
    """Signing out on one device ends the sessions on all of them: a copied cookie dies too."""
    for name in (BEGAN, SEEN):
        session.pop(name, None)
    if isinstance(user, StaffUser) and "timed_out" not in g:
        with site().writing() as work:
            sign_in.end_sessions(work, user.id)


def _sign_out_after_a_while() -> WerkzeugResponse | None:
    if "_user_id" not in session or request.endpoint in (None, "static"):
        return None
    with site().reading() as work:
        now = int(work.now.timestamp())
    idle, whole = now - session.get(SEEN, 0), now - session.get(BEGAN, 0)
    if idle < IDLE.total_seconds() and whole < LONGEST.total_seconds():
        # Once a minute is often enough, and spares a cookie on most answers.
        if idle >= 60:
            session[SEEN] = now
        return None
    g.timed_out = True
    logout_user()
    if not request.path.startswith("/staff") or request.blueprint == "security":
        return None
    flash(AWAY, "info")
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
