"""What came of a visit, for everybody: in all the words and in easy words, from the first day."""

from __future__ import annotations

from flask import Blueprint, render_template

from survey_app.services.public_page import PublicView, public_view
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.languages import likely_first, speech
from survey_app.web.page_view import page_views
from survey_app.web.site import site

blueprint = Blueprint("after", __name__, url_prefix="/after")


@blueprint.get("/<code>")
@open_to(PUBLIC)
def page(code: str) -> str:
    """In all the words."""
    return _drawn(code, easy=False)


@blueprint.get("/<code>/young-people")
@open_to(PUBLIC)
def easy_page(code: str) -> str:
    """In easy words, with pictures."""
    return _drawn(code, easy=True)


def _drawn(code: str, *, easy: bool) -> str:
    return render_template(
        "public/after.html",
        view=_view(code),
        easy=easy,
        picture=page_views().picture,
        languages=likely_first(speech().others),
    )


def _view(code: str) -> PublicView:
    with site().reading() as work:
        return public_view(work, code)
