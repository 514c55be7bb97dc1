"""A new visit: choose its kind, say what is known, read in words when it opens and closes, then store it."""

from __future__ import annotations

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
DATES = {
    "notification": frozenset({"notified_on", "notified_at"}),
    "notice_week": frozenset({"notified_on", "notified_at"}),
    "chosen_dates": frozenset({"opens_on", "closes_on", "wave"}),
    "chosen_working_days": frozenset({"opens_on", "working_days"}),
}


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
    window = _window(form, kind) if form.validate_on_submit() and "change" not in request.form else None
    if window is not None and "confirmed" in request.form:
        return _stored(form, kind, window)
    if window is not None:
        return _to_confirm(form, kind, window)
    with site().reading() as work:
        areas = area_names(work)
    page = render_template("staff/admin/new_visit.html", kind=kind, form=form, areas=areas)
    return (page, 422) if form.errors else page


def _form(kind: VisitKind) -> NoticeForm:
    form = NoticeForm()
    some = any(spec.optional for spec in kind.surveys)
    form.leave_only(DATES[kind.window.basis] | ({"surveys"} if some else frozenset()))
    if some:
        form.surveys.choices = choices((spec.audience, spec.title) for spec in kind.surveys)
    return form


def _notified_at(form: NoticeForm) -> datetime | None:
    if form.notified_on is None:
        return None
    return at_london(form.notified_on.data, form.notified_at.data)


def _window(form: NoticeForm, kind: VisitKind) -> Window | None:
    try:
        return window_for(
            kind,
            _notified_at(form),
            site().calendar,
            opens_on=form.opens_on.data if form.opens_on else None,
            closes_on=form.closes_on.data if form.closes_on else None,
            working_days=form.working_days.data if form.working_days else None,
        )
    except NotAWorkingDay:
        form.notified_on.errors = [_not_a_working_day(form.notified_on.data)]
    except CalendarError as error:
        first = form.notified_on or form.opens_on
        first.errors = [str(error)]
    return None


def _not_a_working_day(day: date) -> str:
    calendar = site().calendar
    before, after = (say_day(calendar.add_working_days(day, step)) for step in (-1, 1))
    return f"{say_day(day)} {calendar.why_not_working(day)}. Choose a working day, such as {before} or {after}."


def _to_confirm(form: NoticeForm, kind: VisitKind, window: Window) -> str:
    names = ("notified_on", "notified_at", "opens_on", "closes_on", "working_days", "wave", "area", "title")
    kept = {name: request.form[name] for name in names if name in request.form}
    notified_at = _notified_at(form)
    return render_template(
        "staff/admin/confirm_visit.html",
        kind=kind,
        kept=kept,
        surveys=_surveys(form, kind),
        picked=form.surveys.data if form.surveys else (),
        notified=say(notified_at, with_year=True) if notified_at else "",
        window_words=say_window(window),
        warnings=school_holiday_warnings(window, site().calendar),
    )


def _surveys(form: NoticeForm, kind: VisitKind) -> list[str]:
    return [spec.title for spec in kind.surveys if form.surveys is None or spec.audience in form.surveys.data]


def _stored(form: NoticeForm, kind: VisitKind, window: Window) -> Response:
    with site().writing() as work:
        notice = Notice(
            area_id=add_area(work, " ".join(form.area.data.split())).id,
            kind=kind.id,
            title=" ".join(form.title.data.split()),
            reference=new_reference(),
            notified_at=_notified_at(form),
            window=window,
            wave=form.wave.data.strip() if form.wave and form.wave.data else "",
            surveys=frozenset(form.surveys.data) if form.surveys else None,
        )
        visit_id = notify(work, notice, signed_in().email).id
    flash("The visit is stored. It goes live when its lead says so: give somebody that role now.")
    return redirect(url_for("admin.visit", visit_id=visit_id))
