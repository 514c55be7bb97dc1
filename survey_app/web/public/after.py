"""What came of a visit, for everybody: in all the words and in easy words, from the first day."""

from __future__ import annotations

from flask import Blueprint, render_template

from survey_app.guides.guide import FAMILIES, YOUNG_PEOPLE
from survey_app.services.plans import published_plans
from survey_app.services.public_page import PublicView, public_view
from survey_app.services.visit_guide import guide_to
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


@blueprint.get("/<code>/guide")
@open_to(PUBLIC)
def guide_page(code: str) -> str:
    """The plain guide for families."""
    return _guide(code, FAMILIES)


@blueprint.get("/<code>/guide/young-people")
@open_to(PUBLIC)
def easy_guide(code: str) -> str:
    """The guide for young people, in easy read."""
    return _guide(code, YOUNG_PEOPLE)


@blueprint.get("/<code>/plan")
@open_to(PUBLIC)
def plan_page(code: str) -> str:
    """The plans that are published, in all the words."""
    return _plans(code, easy=False)


@blueprint.get("/<code>/plan/young-people")
@open_to(PUBLIC)
def easy_plan(code: str) -> str:
    """The young people's version of the plans."""
    return _plans(code, easy=True)


def _plans(code: str, *, easy: bool) -> str:
    with site().reading() as work:
        view = public_view(work, code)
        found = () if view.national else published_plans(work, view.visit_id)
    return render_template(
        "public/plan.html", view=view, plans=found, easy=easy, picture=page_views().picture
    )


def _guide(code: str, reader: str) -> str:
    address = f"{site().settings.public_address}/after/{code}".split("://")[-1]
    with site().reading() as work:
        view = public_view(work, code)
        found = guide_to(work, view, reader, address)
    return render_template(
        "public/guide.html",
        view=view,
        guide=found,
        easy=reader == YOUNG_PEOPLE,
        picture=page_views().picture,
    )


def _guide(code: str, reader: str) -> str:
    address = f"{site().settings.public_address}/after/{code}".split("://")[-1]
    with site().reading() as work:
        view = public_view(work, code)
        found = guide_to(work, view, reader, address)
    return render_template(
        "public/guide.html",
        view=view,
        guide=found,
        easy=reader == YOUNG_PEOPLE,
        picture=page_views().picture,
    )


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
