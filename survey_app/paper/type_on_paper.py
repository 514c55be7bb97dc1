"""Which fonts set which language on paper."""

from __future__ import annotations

import font_source_sans_pro


def fonts_for() -> tuple[list[str], list[str]]:
    """The folders that hold the fonts of the sheets, and the families to use, first the best."""
    return [font_source_sans_pro.font_directory], ["Source Sans Pro"]
