"""Where errors become pages: a status, a log level, kind words, and whatever was typed."""

from __future__ import annotations

import logging

from flask import Flask, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge
from werkzeug.wrappers import Response

from survey_app.services.errors import (
    DraftGone,
    NoSuchCode,
    NotFound,
    NothingToSend,
    NotTakingAnswers,
    Refused,
    SentDifferently,
)
from survey_app.storage.database import DatabaseAway, DoesNotFit
from survey_app.web.given_back import by_an_address, given_back
from survey_app.web.help_lines import help_lines_for
from survey_app.web.respondent.drawing import not_open
from survey_app.web.respondent.here import find_entry
from survey_app.web.respondent.visitor import go_away, has_ended, somebody_left
from survey_app.web.showable import showable
from survey_app.web.site import site
from survey_app.web.staff_errors import for_staff, staff_page

log = logging.getLogger("survey_app")
Page = tuple[str, int]
# Never shown back: they are the page's own.
OWN_FIELDS = frozenset("csrf_token key mark skip seen later keep_other instead password code token".split())
NEVER_SENT_AGAIN = frozenset(("csrf_token", "password"))
# More boxes than any page of ours has: a form with more was not filled in by a person.
MOST_GIVEN_BACK = 40
SECONDS_TO_WAIT = "5"


def install(app: Flask) -> None:
    """Register one page for each kind of error."""
    app.register_error_handler(NoSuchCode, no_such_code)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(NotTakingAnswers, not_taking_answers)
    app.register_error_handler(DraftGone, draft_gone)
    app.register_error_handler(NothingToSend, nothing_to_send)
    app.register_error_handler(SentDifferently, sent_differently)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, form_too_old)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(DatabaseAway, database_away)
    app.register_error_handler(DoesNotFit, does_not_fit)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(InternalServerError, last_resort)
    app.register_error_handler(Exception, unexpected)
    # Flask would write down the address and the words of the error; `unexpected` says all that may be kept.
    app.log_exception = _say_nothing  # type: ignore[method-assign,assignment]


def no_such_code(_error: NoSuchCode) -> Page:
    return _page("no_such_code.html", 404)


def not_found(_error: NotFound) -> Page:
    return _page("not_found.html", 404)


def not_taking_answers(error: NotTakingAnswers) -> Page:
    with site().reading() as work:
        entry = find_entry(work, error.code)
    return not_open(entry, typed()), 200 if request.method in ("GET", "HEAD") else 409


def draft_gone(_error: DraftGone) -> Page:
    return _page("draft_gone.html", 410 if request.method == "POST" else 404)


def nothing_to_send(_error: NothingToSend) -> Page:
    return _page("nothing_to_send.html", 422)


def sent_differently(_error: SentDifferently) -> Page:
    return _page("sent_differently.html", 409)


def refused(error: Refused) -> Page:
    return _page("refused.html", 409, sentence=error.sentence)


def form_too_old(_error: CSRFError) -> Page | Response:
    if request.endpoint == "respondent.leave":
        # Nobody who has to get away is asked to try again.
        return go_away()
    # The history of a shared phone can send a page again: what was written on it is not the next reader's.
    theirs = for_staff() or (not somebody_left() and not has_ended())
    page = _page("form_too_old.html", 400, theirs)
    return by_an_address(make_response(page), too_old=True) if theirs else page


def too_large(_error: RequestEntityTooLarge) -> Page:
    # The body was not read, so there is nothing to give back but the way.
    if for_staff():
        return staff_page("too_large.html", 413, ())
    return render_template("errors/too_large.html", **_words({}, [])), 413


def database_away(error: DatabaseAway) -> tuple[str, int, dict[str, str]]:
    log.error("The database does not answer: %s", error)
    page, status = _page("database_away.html", 503)
    return page, status, {"Retry-After": SECONDS_TO_WAIT}


def does_not_fit(_error: DoesNotFit) -> Page:
    return _page("http_error.html", 400)


def http_error(error: HTTPException) -> Page | tuple[str, int, list[tuple[str, str]]] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    page, _ = _page("not_found.html" if status == 404 else "http_error.html", status)
    kept = [header for header in error.get_headers() if header[0] in ("Allow", "Retry-After")]
    return page, status, kept


def last_resort(error: InternalServerError) -> Page | tuple[str, int, dict[str, str]]:
    """An error page itself came to grief, for instance because the database went away meanwhile."""
    original = error.original_exception
    if isinstance(original, DatabaseAway):
        return database_away(original)
    return unexpected(original or error)


def unexpected(error: BaseException) -> Page:
    # The words of an error may hold an answer, so only its kind and place are written down.
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_name}:{where.tb_lineno}" if where else "?"
    log.error("Unexpected %s at %s in %s", type(error).__name__, place, request.endpoint)
    return _page("unexpected.html", 500)


def _say_nothing(_exc_info: object) -> None:
    pass


def typed() -> dict[str, str]:
    """What was typed on the page that failed, to be given back to the one who typed it."""
    if has_ended():
        return {}
    kept = [(name, value) for name, value in _sent() if value and name not in OWN_FIELDS]
    return dict(kept[:MOST_GIVEN_BACK])


def _sent() -> list[tuple[str, str]]:
    """The fields of the form that came to nothing, now or a moment ago at this address."""
    if request.method == "POST":
        fields = [(name, showable(value)) for name, value in request.form.items(multi=True)]
    else:
        fields = [(name, value) for name, values in given_back().items() for value in values]
    return [field for field in fields if field[0] not in NEVER_SENT_AGAIN]


def _page(template: str, status: int, theirs: bool = True, **words: str) -> Page:
    if for_staff():
        return staff_page(template, status, _sent()[:MOST_GIVEN_BACK], **words)
    about = _words(typed(), _sent()) if theirs else {**_words({}, []), "again": ""}
    return render_template(f"errors/{template}", **about, **words), status


def _words(kept: dict[str, str], sent: list[tuple[str, str]]) -> dict[str, object]:
    code = (request.view_args or {}).get("code", "") if request.blueprint == "respondent" else ""
    return {
        "typed": kept,
        "code": code,
        "leave_to": site().settings.leave_to if code else "",
        "again": request.path if sent or request.method == "POST" else "",
        "sent": sent,
        "help_lines": help_lines_for("young_people") if code else (),
    }
