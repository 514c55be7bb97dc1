"""A new visit: choose its kind, say what is known, read in words when it opens and closes, then store it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from questionnaires.visit_kinds import VisitKind, load_visit_kinds
from survey_app.calendar.clock import at_london
from survey_app.calendar.errors import CalendarError, NotAWorkingDay
from survey_app.calendar.windows import Window, school_holiday_warnings, window_for
from survey_app.calendar.wording import say, say_day, say_window
from survey_app.services.errors import NotFound
from survey_app.services.open_and_close import Notice, add_area, notify
from survey_app.services.visits import area_names, new_reference
from survey_app.web.access import signed_in, staff_only
from survey_app.web.admin.forms import NoticeForm
from survey_app.web.form_choices import choices
from survey_app.web.site import site

Page = str | Response | tuple[str, int]
ASKED = {
    "notification": frozenset({"notified_on", "notified_at"}),
    "notice_week": frozenset({"notified_on", "notified_at"}),
    "chosen_dates": frozenset({"opens_on", "closes_on", "wave"}),
    "chosen_working_days": frozenset({"opens_on", "working_days"}),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What was filled in, each thing in its own type; None where this kind of visit does not ask."""

    area: str
    title: str
    wave: str
    notified_at: datetime | None
    opens_on: date | None
    closes_on: date | None
    working_days: int | None
    surveys: frozenset[str] | None


@staff_only("manage_visits")
def choose_kind() -> Page:
    """Every kind of inspection or visit, with its framework and when its surveys close."""
    return render_template("staff/admin/visit_kinds.html", kinds=load_visit_kinds().values())


@staff_only("manage_visits")
def new_visit(kind_id: str) -> Page:
    """Say what is known; then the dates in words; then, confirmed, the visit is stored as a draft."""
    kind = load_visit_kinds().get(kind_id)
    if kind is None:
        raise NotFound(kind_id)
    form = _form(kind)
    if form.validate_on_submit() and "change" not in request.form:
        dated = _dated(form, kind)
        if dated and "confirmed" in request.form:
            return _stored(kind, *dated)
        if dated:
            return _to_confirm(kind, *dated)
    with site().reading() as work:
        areas = area_names(work)
    page = render_template("staff/admin/new_visit.html", kind=kind, form=form, areas=areas)
    return (page, 422) if form.errors else page


def _form(kind: VisitKind) -> NoticeForm:
    form = NoticeForm()
    some = any(spec.optional for spec in kind.surveys)
    form.leave_only(ASKED[kind.window.basis] | ({"surveys"} if some else frozenset()))
    if some:
        form.surveys.choices = choices((spec.audience, spec.title) for spec in kind.surveys)
    return form


def _dated(form: NoticeForm, kind: VisitKind) -> tuple[Known, Window] | None:
    """What was filled in with the window it leads to; None, with a sentence in the form, when there is none."""
    day = form.data.get("notified_on")
    try:
        known = _known(form)
        return known, _window(known, kind)
    except NotAWorkingDay:
        form["notified_on"].errors = [_not_a_working_day(day)]
    except CalendarError as error:
        form["notified_on" if day else "opens_on"].errors = [str(error)]
    return None


def _known(form: NoticeForm) -> Known:
    sent = form.data
    day = sent.get("notified_on")
    return Known(
        area=" ".join(sent["area"].split()),
        title=" ".join(sent["title"].split()),
        wave=(sent.get("wave") or "").strip(),
        notified_at=at_london(day, sent["notified_at"]) if day else None,
        opens_on=sent.get("opens_on"),
        closes_on=sent.get("closes_on"),
        working_days=sent.get("working_days"),
        surveys=frozenset(sent["surveys"]) if "surveys" in sent else None,
    )


def _window(known: Known, kind: VisitKind) -> Window:
    return window_for(
        kind,
        known.notified_at,
        site().calendar,
        opens_on=known.opens_on,
        closes_on=known.closes_on,
        working_days=known.working_days,
    )


def _not_a_working_day(day: date) -> str:
    calendar = site().calendar
    before, after = (say_day(calendar.add_working_days(day, step)) for step in (-1, 1))
    _, without_weekday = say_day(day).split(" ", 1)
    return f"{without_weekday} {calendar.why_not_working(day)}. Choose a working day, such as {before} or {after}."


def _to_confirm(kind: VisitKind, known: Known, window: Window) -> str:
    picked = [spec for spec in kind.surveys if known.surveys is None or spec.audience in known.surveys]
    return render_template(
        "staff/admin/confirm_visit.html",
        kind=kind,
        known=known,
        sent=[pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"],
        surveys=[spec.title for spec in picked],
        notified=say(known.notified_at, with_year=True) if known.notified_at else "",
        window_words=say_window(window),
        warnings=school_holiday_warnings(window, site().calendar),
    )


def _stored(kind: VisitKind, known: Known, window: Window) -> Response:
    with site().writing() as work:
        notice = Notice(
            area_id=add_area(work, known.area).id,
            kind=kind.id,
            title=known.title,
            reference=new_reference(),
            notified_at=known.notified_at,
            window=window,
            wave=known.wave,
            surveys=known.surveys,
        )
        visit_id = notify(work, notice, signed_in().email).id
    flash("The visit is stored. It goes live when its lead says so: give somebody that role now.")
    return redirect(url_for("admin.visit", visit_id=visit_id))
