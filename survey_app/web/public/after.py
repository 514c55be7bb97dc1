"""What came of a visit, for everybody: in all the words and in easy words, from the first day."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from accessibility.languages import LANGUAGES
from accessibility.typesetting import CannotSetType
from survey_app.guides.guide import FAMILIES, YOUNG_PEOPLE, guide, told_in
from survey_app.kit.told import PAPERS, SIZES, set_page, set_poster
from survey_app.services.errors import NotFound
from survey_app.services.plans import published_plans
from survey_app.services.public_page import PublicView, public_view
from survey_app.services.visit_guide import guide_parts
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.languages import likely_first, speech
from survey_app.web.page_view import page_views
from survey_app.web.public.after_sheets import told_of
from survey_app.web.public.guide_dates import said_dates
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
        parts = guide_parts(work, view, address)
    language = LANGUAGES[told_in(speech().language.code)]
    return render_template(
        "public/guide.html",
        view=view,
        guide=guide(parts.kind, reader, parts.filled, said_dates(parts, language), language.code),
        language=language,
        easy=reader == YOUNG_PEOPLE,
        picture=page_views().picture,
    )


@blueprint.get("/<code>/page-<int:size>.pdf")
@open_to(PUBLIC)
def printed(code: str, size: int) -> AnyResponse:
    """The page to print, in the letters and the language that its reader chose; `?easy` for easy words."""
    if size not in SIZES:
        raise NotFound(str(size))
    told = told_of(_published(code), site().settings.public_address, easy="easy" in request.args)
    return _pdf(code, lambda: set_page(told, speech().language.code, size), f"what-came-of-it-{size}.pdf")


@blueprint.get("/<code>/poster-<paper>.pdf")
@open_to(PUBLIC)
def poster(code: str, paper: str) -> AnyResponse:
    """The newest of it on one sheet."""
    if paper not in PAPERS:
        raise NotFound(paper)
    told = told_of(_published(code), site().settings.public_address, easy=True)
    return _pdf(code, lambda: set_poster(told, speech().language.code, paper), f"what-came-of-it-{paper}.pdf")


def _published(code: str) -> PublicView:
    view = _view(code)
    if not view.published_on:
        raise NotFound(code)
    return view


def _pdf(code: str, make: Callable[[], bytes], name: str) -> AnyResponse:
    try:
        answer = make_response(make())
    except CannotSetType:
        # Words that no font of ours has: the page itself shows them.
        return redirect(url_for(".page", code=code), 303)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


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
