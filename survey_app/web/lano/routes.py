"""What the local area's nominated officer (LANO) works with: links, QR codes, posters.

Nothing here can show an answer; counts come in bands.
"""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from survey_app.kit.qr import qr_png
from survey_app.services.describe_visit import visit_card
from survey_app.services.distribute import CHANNEL_KINDS, find_channel, make_channel, reach
from survey_app.services.errors import Refused
from survey_app.services.public_page import code_of
from survey_app.web.access import signed_in, staff_only
from survey_app.web.form_choices import choices
from survey_app.web.lano.addresses import Address, address_of, audience_words
from survey_app.web.lano.forms import ChannelForm
from survey_app.web.site import site

blueprint = Blueprint("lano", __name__)


@blueprint.get("/staff/visits/<visit_id>/share")
@staff_only("see_links")
def share(visit_id: str) -> str:
    """Every survey of the visit with its links and how many answered, in bands."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        surveys = reach(work, person, visit_id)
        after = code_of(work, visit_id)
    return render_template(
        "staff/lano/share.html",
        visit=visit,
        surveys=surveys,
        kinds=CHANNEL_KINDS,
        address_of=address_of,
        drawn=_drawn,
        after=after,
        may_make=person.may("make_channel", visit_id),
    )


@blueprint.route("/staff/visits/<visit_id>/share/new", methods=["GET", "POST"])
@staff_only("make_channel")
def new_channel(visit_id: str) -> str | AnyResponse | tuple[str, int]:
    """Make one more link for one of the surveys."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        surveys = reach(work, person, visit_id)
    form = ChannelForm()
    form.survey.choices = choices((s.survey_id, audience_words(s.audience)) for s in surveys)
    if form.validate_on_submit():
        try:
            with site().writing() as work:
                code = make_channel(
                    work, person, visit_id, *(form.data[name] for name in ("survey", "kind", "name"))
                )
        except Refused as refused:
            form.name.errors = [refused.sentence]
        else:
            flash(f"The link is ready. Its code is {code}.")
            return redirect(url_for("lano.share", visit_id=visit_id, _anchor=f"channel-{code}"))
    page = render_template("staff/lano/new_channel.html", visit=visit, form=form)
    return (page, 422) if form.errors else page


@blueprint.get("/staff/visits/<visit_id>/channels/<code>/qr.svg")
@staff_only("see_links")
def qr_as_svg(visit_id: str, code: str) -> Response:
    """The QR code as a drawing, for print at any size."""
    address = _address(visit_id, code)
    return _download(address.drawn().encode(), "image/svg+xml", f"{address.file_name}.svg")


@blueprint.get("/staff/visits/<visit_id>/channels/<code>/qr.png")
@staff_only("see_links")
def qr_as_png(visit_id: str, code: str) -> Response:
    """The QR code as a picture, for messages and documents."""
    address = _address(visit_id, code)
    return _download(qr_png(address.url), "image/png", f"{address.file_name}.png")


@blueprint.get("/staff/visits/<visit_id>/channels/<code>/poster")
@staff_only("see_links")
def poster(visit_id: str, code: str) -> str:
    """An A4 page to print: what it is, the QR code, the code in letters, the deadline."""
    person = signed_in()
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        channel, survey = find_channel(work, person, visit_id, code)
    address = address_of(channel.code, survey.audience)
    return render_template(
        "staff/lano/poster.html", visit=visit, channel=channel, address=address, drawn=_drawn(address)
    )


def _address(visit_id: str, code: str) -> Address:
    with site().reading() as work:
        channel, survey = find_channel(work, signed_in(), visit_id, code)
    return address_of(channel.code, survey.audience)


def _drawn(address: Address) -> Markup:
    # Our own drawing of a code made of a small alphabet, its title escaped: nothing typed by a person is in it.
    return Markup(address.drawn())  # noqa: S704


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
