"""The pages of the inspector."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("inspector", __name__, url_prefix="/staff/visits/<visit_id>")
