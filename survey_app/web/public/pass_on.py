"""The page of somebody who helps to spread a survey: one channel, behind a secret address, without an account."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from questionnaires.model import AUDIENCES
from survey_app.kit.qr import qr_png, qr_svg
from survey_app.services.pass_on_links import HelperView, behind_key
from survey_app.web.access import PUBLIC, open_to
from survey_app.web.site import site

blueprint = Blueprint("helper", __name__)


@blueprint.get("/for/<key>")
@open_to(PUBLIC)
def page(key: str) -> str:
    """The channel's link, its QR code, what to say, until when, and how many came, in a band."""
    view = _view(key)
    url = _url(view)
    return render_template(
        "public/pass_on.html",
        view=view,
        key=key,
        url=url,
        spoken=url.split("://", 1)[1],
        audience=AUDIENCES.get(view.audience, view.audience),
    )


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


def _url(view: HelperView) -> str:
    return f"{site().settings.public_address}/s/{view.code}"


def _download(content: bytes, mimetype: str, view: HelperView, ending: str) -> Response:
    response = Response(content, mimetype=mimetype)
    name = f"send-voices-{view.audience.replace('_', '-')}-{view.code}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
