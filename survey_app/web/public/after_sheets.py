"""A public page as it is printed: the same words in the same order, in the reader's language and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _

from survey_app.kit.told import Block, Line, Section, ToldPage
from survey_app.services.public_page import PublicView


def told_of(view: PublicView, base: str, *, easy: bool) -> ToldPage:
    """A published page, to print; `base` is the site's own address."""
    return ToldPage(
        heading=_("What came of it"),
        place=f"{view.kind_title}, {view.area}",
        lead=_("Read all of it:"),
        address=f"{base}/after/{view.code}",
        intro=view.parts.easy_intro if easy else view.parts.intro,
        sections=tuple(one for one in _sections(view, easy) if one.blocks),
    )


def _sections(view: PublicView, easy: bool) -> Iterator[Section]:
    changed, not_possible = view.in_state("done", "doing", "planned"), view.in_state("not_possible")
    yield Section(_("What changes"), tuple(_block(entry, easy) for entry in changed))
    yield Section(_("What cannot change, and why"), tuple(_block(entry, easy) for entry in not_possible))
    difference = view.parts.easy_difference if easy else view.parts.difference
    unsure = Line(_("The people who answered may not be the same as last time."))
    said = (Block(lines=(Line(english=difference), unsure)),) if difference else ()
    yield Section(_("What is different since last time"), said)
    words = tuple(Block(lines=(Line(english=f"“{words}” {who}"),)) for who, words in view.words)
    yield Section(_("In people’s own words"), words)
    bands = tuple(Line(english=f"{who}: {band}") for who, band in view.answered)
    yield Section(_("How many answered"), (Block(lines=bands),) if bands else ())
    if not easy:
        yield Section(_("What people wrote about, in numbers"), tuple(_numbers(view)))


def _block(entry: Mapping[str, object], easy: bool) -> Block:
    told = {name: str(value) for name, value in entry.items()}
    came = [Line(_state_words(told["state"]) + ".", f"{told['owner']}, {told['dated_words']}")]
    if easy:
        lines = [_line(_("You said"), told["easy_said"]), _line(_("What came of it"), told["easy_did"])]
        return Block(told["theme_words"], told["picture"], tuple(lines))
    lines = [
        _line(_("You said"), told["you_said"]),
        _line(_("We did"), told["we_did"]),
        _line(_("We cannot, because"), told["we_cannot"]),
    ]
    return Block(told["theme_words"], lines=tuple([one for one in lines if one.english] + came))


def _line(words: str, english: str) -> Line:
    return Line(f"{words}:", english)


def _state_words(state: str) -> str:
    words: dict[str, str] = {
        "planned": _("Planned"),
        "doing": _("Happening now"),
        "done": _("Done"),
        "not_possible": _("Not possible"),
    }
    return words[state]


def _numbers(view: PublicView) -> Iterator[Block]:
    rounded = Line(_("Numbers are rounded to 5. A “c” is hidden, so that nobody can be picked out."))
    for title, headings, rows in view.themes:
        # On paper a row without any number would be one more line to get past.
        numbers = [row for row in rows if any(cell[:1].isdigit() for cell in row[1:])]
        told = [Line(english=f"{row[0]}. " + _cells(headings[1:], row[1:])) for row in numbers]
        yield Block(title, lines=(rounded, *told))


def _cells(headings: tuple[str, ...], cells: tuple[str, ...]) -> str:
    return "; ".join(f"{heading}: {cell}" for heading, cell in zip(headings, cells, strict=False))
