"""Every route says whom it is for; one that does not stops the site from starting."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, abort, g, redirect, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response as WerkzeugResponse

from survey_app.services.errors import NotFound
from survey_app.services.permissions import Person, person_of, require
from survey_app.web.site import site

PUBLIC = "public"
RESPONDENT = "respondent"
STAFF = "staff"
# Routes that a library brings and guards itself.
LIBRARY_BLUEPRINTS = frozenset({"security"})

P = ParamSpec("P")
R = TypeVar("R")


def open_to(audience: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a route as open to everybody (PUBLIC) or to those who answer (RESPONDENT)."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return mark


def staff_only(action: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a route for staff who may do `action` in the visit named by its address (any staff when empty).

    Not signed in: to the sign-in page. Signed in without the right: 404, like a visit that does not exist.
    """

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return _to_sign_in()
            person = signed_in()
            if action:
                require(person, action, kwargs.get("visit_id", ""))
            return view(*args, **kwargs)

        guarded.audience = STAFF  # type: ignore[attr-defined]
        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return mark


def signed_in() -> Person:
    """Who is signed in, as the database knows them now (so a role taken away is gone at once)."""
    if "person" not in g:
        with site().reading() as work:
            g.person = person_of(work.session, current_user.id)
    if g.person is None:
        raise NotFound("staff")
    person: Person = g.person
    return person


def undeclared_routes(app: Flask) -> list[str]:
    """The endpoints that do not say whom they are for."""
    return sorted(
        endpoint
        for endpoint, view in app.view_functions.items()
        if not hasattr(view, "audience") and endpoint.split(".")[0] not in LIBRARY_BLUEPRINTS
    )


def _to_sign_in() -> WerkzeugResponse:
    if request.method != "GET":
        abort(404)
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
