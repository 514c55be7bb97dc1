"""A day, entered in the browser's own way: one box, which says what is wrong in our own sentence."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovTextInput


class DayInput(GovTextInput):
    """One date box. GovDateInput's three of one name announce a group twice."""

    input_type = "date"
