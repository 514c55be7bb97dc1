"""Somebody wants to hear when a public page says something new: outside of every survey, ended by one link."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.services import news
from survey_app.services.errors import NotFound, Refused
from survey_app.services.news import NotAnAddress
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("news", __name__)
Page = str | Response | tuple[str, int]


@blueprint.get("/after/<code>/news")
@open_to(PUBLIC)
def page(code: str) -> str:
    """What happens with an address, and a box for it."""
    with site().reading() as work:
        found = news.page_that_takes(work, code)
    return render_template("public/news.html", code=found.code, asked="asked" in request.args)


@blueprint.post("/after/<code>/news")
@open_to(PUBLIC)
def ask(code: str) -> Page:
    """Send the mail that asks for a yes."""
    typed = request.form.get("email", "")
    try:
        with site().writing() as work:
            news.ask(work, code, typed)
    except Refused as refused:
        wrong = "address" if isinstance(refused, NotAnAddress) else "many"
        drawn = render_template("public/news.html", code=code, wrong=wrong, typed=showable(typed))
        return drawn, 422
    return redirect(url_for(".page", code=code, asked=1), 303)


@blueprint.get("/news/<key>")
@open_to(PUBLIC)
def link(key: str) -> str:
    """Where a mail leads: say yes, or stop. Looking changes nothing, so a mail program may look too."""
    try:
        with site().reading() as work:
            confirmed = news.find_request(work, key).confirmed
    except NotFound:
        return render_template("public/news_link.html", gone=True)
    return render_template("public/news_link.html", key=key, confirmed=confirmed)


@blueprint.post("/news/<key>")
@open_to(PUBLIC)
def choose(key: str) -> Response:
    """Say yes, or stop."""
    with site().writing() as work:
        if "stop" in request.form:
            news.stop(work, key)
        else:
            news.say_yes(work, key)
    return redirect(url_for(".link", key=key), 303)
