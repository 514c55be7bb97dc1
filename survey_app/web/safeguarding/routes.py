"""The pages of the safeguarding."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("safeguarding", __name__, url_prefix="/staff/visits/<visit_id>")
