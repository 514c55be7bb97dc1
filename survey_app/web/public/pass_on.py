"""The page of somebody who helps to spread a survey: one channel, behind a secret address, without an account."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from accessibility.typesetting import CannotSetType
from questionnaires.model import AUDIENCES
from survey_app.kit.package import print_of
from survey_app.kit.qr import qr_png, qr_svg
from survey_app.kit.setting import PRINTS, prints_by_piece
from survey_app.kit.wording import named
from survey_app.services.errors import NotFound
from survey_app.services.kit import Kit, kit_folder
from survey_app.services.pass_on_links import HelperView, behind_key, kit_behind_key
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.site import site

blueprint = Blueprint("helper", __name__)


@blueprint.get("/for/<key>")
@open_to(PUBLIC)
def page(key: str) -> str:
    """The channel's link, its QR code, what to say, until when, and how many came, in a band."""
    view, kit = _view(key), _kit(key)
    url = _url(view)
    return render_template(
        "public/pass_on.html",
        view=view,
        kit=kit,
        named=named,
        prints=prints_by_piece(),
        key=key,
        url=url,
        spoken=url.split("://", 1)[1],
        audience=AUDIENCES.get(view.audience, view.audience),
    )


@blueprint.get("/for/<key>/<print_id>.pdf")
@open_to(PUBLIC)
def as_pdf(key: str, print_id: str) -> Response:
    """One piece to print or show."""
    view, kit = _view(key), _kit(key)
    if kit is None or print_id not in PRINTS:
        raise NotFound(print_id)
    try:
        made = print_of(PRINTS[print_id], kit_folder(kit, site().settings.public_address))
    except CannotSetType as problem:
        raise NotFound(print_id) from problem
    return _download(made, "application/pdf", view, f"{print_id}.pdf")


@blueprint.get("/for/<key>/qr.svg")
@open_to(PUBLIC)
def as_svg(key: str) -> Response:
    """The QR code as a drawing, for print at any size."""
    view = _view(key)
    return _download(qr_svg(_url(view), f"QR code for {_url(view)}").encode(), "image/svg+xml", view, "svg")


@blueprint.get("/for/<key>/qr.png")
@open_to(PUBLIC)
def as_png(key: str) -> Response:
    """The QR code as a picture, for messages."""
    view = _view(key)
    return _download(qr_png(_url(view)), "image/png", view, "png")


def _view(key: str) -> HelperView:
    with site().reading() as work:
        return behind_key(work, key)


def _kit(key: str) -> Kit | None:
    """The kit in the language that was asked for; none while the visit has no dates."""
    with site().reading() as work:
        if not behind_key(work, key).open:
            return None
        return kit_behind_key(work, key, request.args.get("language", "en"), site().settings.public_address)


def _url(view: HelperView) -> str:
    return f"{site().settings.public_address}/s/{view.code}"


def _download(content: bytes, mimetype: str, view: HelperView, ending: str) -> Response:
    response = Response(content, mimetype=mimetype)
    name = f"send-voices-{view.audience.replace('_', '-')}-{view.code}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
