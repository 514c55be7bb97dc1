"""Pages for everybody: the first page, where a code is typed, and the site's own health."""

from __future__ import annotations

import re

from babel.dates import format_date
from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from accessibility.languages import LANGUAGES
from survey_app.services.entry import as_typed
from survey_app.services.errors import NoSuchCode
from survey_app.services.key_holders import is_group_code
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.languages import keep_in, likely_first, speech
from survey_app.web.public.last_test import last_test
from survey_app.web.site import site

blueprint = Blueprint("public", __name__)
# Longer than any code, short enough for an address.
LONGEST_CODE = 40
# The first page, or a page of a survey: where somebody who changes the language may go back to.
OUR_PAGES = re.compile(r"/((s|after)/[\w-]+(/[\w-]+)*)?", re.ASCII)


@blueprint.get("/")
@open_to(PUBLIC)
def first_page() -> str | AnyResponse:
    """Type a code from a poster or a letter."""
    typed = request.args.get("code", "").strip()
    code = as_typed(typed)[:LONGEST_CODE]
    if code:
        return redirect(url_for(_door_of(code), code=code), 303)
    if typed:
        raise NoSuchCode(typed)
    return render_template("public/first_page.html", languages=likely_first(speech().others))


def _door_of(code: str) -> str:
    """Where a code leads: a group that reviews questions to its own pages, every other to a survey."""
    with site().reading() as work:
        return "together.start" if is_group_code(work, code) else "respondent.start"


@blueprint.post("/language")
@open_to(PUBLIC)
def keep_language() -> AnyResponse:
    """Speak another language from now on, where no survey is known, and go back."""
    back = request.form.get("back", "")
    answer = redirect(back if OUR_PAGES.fullmatch(back) else "/", 303)
    return keep_in(answer, request.form.get("language", ""))


@blueprint.get("/accessibility")
@open_to(PUBLIC)
def accessibility() -> str:
    """The accessibility statement: what the last test looked at, what it found, and what was never tested."""
    test = last_test()
    spoken = speech().language
    return render_template(
        "public/accessibility.html",
        test=test,
        languages=[LANGUAGES[code] for code in test.languages],
        day=format_date(test.on, spoken.year, locale=spoken.code),
    )


@blueprint.get("/health")
@open_to(PUBLIC)
def health() -> Response:
    """Says "ok" when the database answers."""
    with site().reading() as work:
        work.connection.exec_driver_sql("SELECT 1")
    return Response("ok\n", mimetype="text/plain")
