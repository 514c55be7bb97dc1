"""Reviews of questions for whoever leads them: open one, ask groups, pass on their links, give them more time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field

from survey_app.calendar.wording import say
from survey_app.kit.qr import qr_png, qr_svg
from survey_app.services import review_rounds
from survey_app.services.distribute import visits_for
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import Person
from survey_app.services.review_questions import all_asked
from survey_app.services.review_rounds import GROUP_KINDS, WITHDRAWN, GroupParts, RoundParts, TookPart
from survey_app.services.work import Work
from survey_app.storage.review_rounds import ReviewGroup, ReviewRound
from survey_app.web.access import signed_in, staff_only
from survey_app.web.co_producer.round_forms import GroupForm, LaterForm, RoundForm, WithdrawForm
from survey_app.web.form_choices import choices
from survey_app.web.site import site

blueprint = Blueprint("reviews", __name__, url_prefix="/staff/reviews")
NATIONAL = "national"
LEADS_NOTHING = "Reviews are opened by lead inspectors and partnership leads, for a visit that they lead."
Page = str | AnyResponse | tuple[str, int]


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group as its lead sees it: its ways in, and how many took part."""

    group: ReviewGroup
    kind: str
    url: str
    facilitator_url: str
    took_part: TookPart

    @property
    def drawn(self) -> Markup:
        """The QR code of the group's link."""
        return Markup(qr_svg(self.url, f"QR code for {self.url}"))  # noqa: S704 - drawn by us


@blueprint.get("")
@staff_only("review_questions")
def rounds() -> str:
    """The reviews that this person leads."""
    person = signed_in()
    with site().reading() as work:
        found = review_rounds.rounds_of(work, person)
        rows = [(one, state_of(work, one), len(review_rounds.groups_of(work, one.id))) for one in found]
        leads = bool(_places(work, person))
    return render_template("co_producer/rounds.html", rows=rows, leads=leads, leads_nothing=LEADS_NOTHING)


@blueprint.route("/new", methods=["GET", "POST"])
@staff_only("review_questions")
def new_round() -> Page:
    """Open a review."""
    person = signed_in()
    form = RoundForm()
    with site().reading() as work:
        places = _places(work, person)
        asked = [one.questionnaire for one in all_asked(work, person) if one.newest]
    form.place.choices = choices(places)
    form.questionnaire.choices = choices((one.id, f"{one.title} ({one.id})") for one in asked)
    if places and form.validate_on_submit():
        opened = _try(
            form.title, lambda work: review_rounds.open_round(work, person, _parts(form), site().calendar)
        )
        if isinstance(opened, ReviewRound):
            flash("The review is open. Now add the groups that you want to ask.")
            return redirect(url_for(".round_page", round_id=opened.id), 303)
    return _form_page(form, "Open a review of questions", url_for(".rounds"), may_send=bool(places))


@blueprint.get("/<round_id>")
@staff_only("review_questions")
def round_page(round_id: str) -> str:
    """One review: its date, and each group with its link, code, QR code and how many took part."""
    person = signed_in()
    with site().reading() as work:
        found = review_rounds.find_round(work, person, round_id)
        return render_template(
            "co_producer/round.html",
            round=found,
            state=state_of(work, found),
            over=review_rounds.is_over(work, found),
            ended=found.standing != review_rounds.OPEN,
            asked=review_rounds.draft_of(work, found),
            cards=[_card(work, group) for group in review_rounds.groups_of(work, round_id)],
        )


@blueprint.route("/<round_id>/groups/new", methods=["GET", "POST"])
@staff_only("review_questions")
def new_group(round_id: str) -> Page:
    """Ask one more group."""
    form = GroupForm()
    person = _leads(round_id)
    if form.validate_on_submit():
        parts = GroupParts(
            form.kind.data, form.name.data or "", form.credit.data or "", form.must_approve.data
        )
        made = _try(form.name, lambda work: review_rounds.add_group(work, person, round_id, parts))
        if isinstance(made, ReviewGroup):
            flash(f"{made.name} is asked. Pass on its link below.")
            return redirect(url_for(".round_page", round_id=round_id, _anchor=f"group-{made.id}"), 303)
    return _form_page(form, "Ask a group", url_for(".round_page", round_id=round_id))


@blueprint.route("/<round_id>/later", methods=["GET", "POST"])
@staff_only("review_questions")
def close_later(round_id: str) -> Page:
    """Give the groups more time."""
    form = LaterForm()
    person = _leads(round_id)
    if form.validate_on_submit():
        day = form.day.data
        assert day is not None
        if _try(form.day, lambda work: review_rounds.close_later(work, person, round_id, day)) is None:
            flash("The groups have until then. Tell them.")
            return redirect(url_for(".round_page", round_id=round_id), 303)
    return _form_page(form, "Give the groups more time", url_for(".round_page", round_id=round_id))


@blueprint.route("/<round_id>/withdraw", methods=["GET", "POST"])
@staff_only("review_questions")
def withdraw(round_id: str) -> Page:
    """End a review without a result."""
    form = WithdrawForm()
    person = _leads(round_id)
    if form.validate_on_submit():
        why = form.why.data or ""
        if _try(form.why, lambda work: review_rounds.withdraw(work, person, round_id, why)) is None:
            flash("The review is withdrawn. What the groups said is still here.")
            return redirect(url_for(".round_page", round_id=round_id), 303)
    return _form_page(form, "Withdraw the review", url_for(".round_page", round_id=round_id))


@blueprint.get("/<round_id>/groups/<group_id>/qr.png")
@staff_only("review_questions")
def qr_as_png(round_id: str, group_id: str) -> Response:
    """The QR code of a group's link as a picture."""
    person = signed_in()
    with site().reading() as work:
        review_rounds.find_round(work, person, round_id)
        groups = {group.id: group for group in review_rounds.groups_of(work, round_id)}
    if group_id not in groups:
        raise NotFound(group_id)
    answer = Response(qr_png(_url(groups[group_id])), mimetype="image/png")
    answer.headers.set("Content-Disposition", "attachment", filename=f"review-{groups[group_id].code}.png")
    return answer


def state_of(work: Work, found: ReviewRound) -> str:
    """Where a review stands, in words."""
    if found.standing == review_rounds.OPEN:
        return "Time is over" if work.now >= found.closes_at else f"Open until {say(found.closes_at)}"
    return {WITHDRAWN: "Withdrawn"}.get(found.standing, "Approved")


def _leads(round_id: str) -> Person:
    """Whoever is signed in, when they lead this review; raises NotFound."""
    person = signed_in()
    with site().reading() as work:
        review_rounds.find_round(work, person, round_id)
    return person


def _places(work: Work, person: Person) -> list[tuple[str, str]]:
    """What this person may open a review for: the national questions, and the visits that they lead."""
    led = set(review_rounds.visits_led(person))
    visits = [
        (visit.id, f"{visit.title} ({visit.reference})")
        for visit in visits_for(work, person)
        if person.administrator or visit.id in led
    ]
    return [(NATIONAL, "The national questions"), *visits] if person.administrator else visits


def _parts(form: RoundForm) -> RoundParts:
    return RoundParts(
        None if form.place.data == NATIONAL else form.place.data,
        form.questionnaire.data,
        form.title.data or "",
        form.note.data or "",
        form.working_days.data or 0,
    )


def _try(
    field: Field, what: Callable[[Work], ReviewRound | ReviewGroup | None]
) -> ReviewRound | ReviewGroup | bool | None:
    """Do it in one transaction; a refusal becomes a sentence beside the field, and False."""
    try:
        with site().writing() as work:
            return what(work)
    except Refused as refused:
        field.errors = [refused.sentence]
        return False


def _card(work: Work, group: ReviewGroup) -> GroupCard:
    base = site().settings.public_address
    return GroupCard(
        group,
        GROUP_KINDS[group.kind],
        _url(group),
        f"{base}/together/f/{group.facilitator_key}",
        review_rounds.took_part(work, group.id),
    )


def _url(group: ReviewGroup) -> str:
    return f"{site().settings.public_address}/together/{group.code}"


def _form_page(form: FlaskForm, heading: str, back: str, *, may_send: bool = True) -> Page:
    page = render_template(
        "co_producer/round_form.html",
        form=form if may_send else None,
        heading=heading,
        back=back,
        leads_nothing=LEADS_NOTHING,
    )
    return (page, 422) if form.is_submitted() else page
