"""The kit of a link: ready words to copy, change and send, in each language."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from accessibility.typesetting import CannotSetType
from survey_app.kit.package import package, print_of
from survey_app.kit.pieces import LONGEST_SENTENCE
from survey_app.kit.setting import PRINTS, prints_by_piece
from survey_app.kit.wording import PLACEHOLDERS, named
from survey_app.services.describe_visit import VisitCard, visit_card
from survey_app.services.distribute import find_channel
from survey_app.services.errors import NotFound, Refused
from survey_app.services.kit import (
    SENTENCE_FIELDS,
    SENTENCES,
    Kit,
    PieceText,
    edit_piece,
    edit_sentences,
    kit_folder,
    kit_for,
    own_sentences,
    take_kits_words,
)
from survey_app.web.access import signed_in, staff_only
from survey_app.web.lano.addresses import address_of, audience_words
from survey_app.web.showable import showable
from survey_app.web.site import site

blueprint = Blueprint("kit", __name__, url_prefix="/staff/visits/<visit_id>/kit/<code>")
Page = str | Response | tuple[str, int]


@blueprint.get("")
@staff_only("see_links")
def pieces(visit_id: str, code: str) -> str:
    """Everything for one link in one language."""
    visit, kit = _loaded(visit_id, code)
    return render_template(
        "staff/lano/kit.html",
        visit=visit,
        kit=kit,
        address=address_of(kit.code, kit.audience),
        # Our own drawing of a code made of a small alphabet.
        drawn=Markup(address_of(kit.code, kit.audience).drawn()),  # noqa: S704
        audience=audience_words(kit.audience),
        named=named,
        prints=prints_by_piece(),
        mail=_mail(kit.text("email")),
        may_edit=signed_in().may("edit_kit", visit_id),
    )


@blueprint.get("/<print_id>.pdf")
@staff_only("see_links")
def sheet(visit_id: str, code: str, print_id: str) -> Response:
    """One piece as a PDF."""
    _, kit = _loaded(visit_id, code)
    print_ = PRINTS.get(print_id)
    if print_ is None:
        raise NotFound(print_id)
    try:
        made = print_of(print_, kit_folder(kit, site().settings.public_address))
    except CannotSetType as problem:
        flash(str(problem), "problem")
        return redirect(_back(visit_id, kit, print_.piece))
    return _download(
        made, "application/pdf", f"{kit.audience.replace('_', '-')}-{kit.language}-{print_id}.pdf"
    )


@blueprint.get("/everything.zip")
@staff_only("see_links")
def everything(visit_id: str, code: str) -> Response:
    """Every piece in every language of this link, as one file."""
    person, base = signed_in(), site().settings.public_address
    _, first = _loaded(visit_id, code)
    with site().reading() as work:
        kits = [kit_for(work, person, visit_id, code, language, base) for language in first.languages]
    try:
        made = package(kit_folder(kit, site().settings.public_address) for kit in kits)
    except CannotSetType as problem:
        flash(str(problem), "problem")
        return redirect(_back(visit_id, first, ""))
    return _download(made, "application/zip", f"kit-{first.audience.replace('_', '-')}-{first.code}.zip")


@blueprint.route("/<piece>/words", methods=["GET", "POST"])
@staff_only("edit_kit")
def words(visit_id: str, code: str, piece: str) -> Page:
    """Change the words of one piece; link and deadline stay in them."""
    visit, kit = _loaded(visit_id, code)
    text, refused = kit.text(piece), ""
    typed = {name: text.own[name] for name in text.piece.fields}
    if request.method == "POST":
        typed = {name: showable(request.form.get(name, "")) for name in text.piece.fields}
        try:
            with site().writing() as work:
                edit_piece(work, signed_in(), visit_id, kit, piece, typed, _seen())
        except Refused as problem:
            refused = problem.sentence
        else:
            flash(f"{text.piece.name}: your words are kept.")
            return redirect(_back(visit_id, kit, piece))
    page = render_template(
        "staff/lano/kit_words.html",
        visit=visit,
        kit=kit,
        text=text,
        typed=typed,
        refused=refused,
        placeholders=PLACEHOLDERS,
        named=named,
        back_to=_back(visit_id, kit, piece),
    )
    return (page, 422) if refused else page


@blueprint.post("/<piece>/kits-words")
@staff_only("edit_kit")
def kits_words(visit_id: str, code: str, piece: str) -> Page:
    """Take the kit's own words of a piece again."""
    _, kit = _loaded(visit_id, code)
    kit.text(piece)
    with site().writing() as work:
        take_kits_words(work, signed_in(), visit_id, kit, piece)
    flash("These are the kit’s own words again.")
    return redirect(_back(visit_id, kit, piece))


@blueprint.route("/paper-and-help", methods=["GET", "POST"])
@staff_only("edit_kit")
def paper_and_help(visit_id: str, code: str) -> Page:
    """Say once where paper is had and who helps: every piece of the language says it."""
    person, refused = signed_in(), ""
    visit, kit = _loaded(visit_id, code)
    with site().reading() as work:
        survey = find_channel(work, person, visit_id, code)[1]
        typed, edition = own_sentences(work, survey, kit.language)
    if request.method == "POST":
        typed = {name: showable(request.form.get(name, "")) for name in SENTENCE_FIELDS}
        try:
            with site().writing() as work:
                edit_sentences(work, person, visit_id, kit, typed, _seen())
        except Refused as problem:
            refused = problem.sentence
        else:
            flash("Every piece in this language says so now.")
            return redirect(_back(visit_id, kit, SENTENCES))
    page = render_template(
        "staff/lano/kit_sentences.html",
        visit=visit,
        kit=kit,
        fields=SENTENCE_FIELDS,
        typed=typed,
        edition=edition,
        longest=LONGEST_SENTENCE,
        refused=refused,
        named=named,
        back_to=_back(visit_id, kit, ""),
    )
    return (page, 422) if refused else page


def _loaded(visit_id: str, code: str) -> tuple[VisitCard, Kit]:
    person, language = signed_in(), request.args.get("language", "en")
    with site().reading() as work:
        visit = visit_card(work, person, visit_id)
        return visit, kit_for(work, person, visit_id, code, language, site().settings.public_address)


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.mimetype = mimetype
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _seen() -> int:
    said = request.form.get("edition", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else -1


def _back(visit_id: str, kit: Kit, piece: str) -> str:
    return url_for(
        ".pieces",
        visit_id=visit_id,
        code=kit.code,
        language=kit.language,
        _anchor=f"piece-{piece}" if piece else None,
    )


def _mail(text: PieceText) -> str:
    """An address that opens a mail with everything in it, and nobody's address yet."""
    body = text.words["body"].replace("\n", "\r\n")
    return f"mailto:?subject={quote(text.words['subject'])}&body={quote(body)}"
