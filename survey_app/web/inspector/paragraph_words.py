"""How a paragraph of any framework is called on a page."""

from __future__ import annotations

from survey_app.web.inspector.paragraphs import paragraph_title

THEME = "theme-"


def title_of(paragraph: str) -> str:
    """Like "Paragraph 52: The right help at the right time", or "Theme 2" of a thematic visit."""
    return (
        f"Theme {paragraph.removeprefix(THEME)}"
        if paragraph.startswith(THEME)
        else paragraph_title(paragraph)
    )
