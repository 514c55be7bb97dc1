"""Where to get help: a few lines, each with who says so and when it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One service. `call` is what a phone dials, `spoken` how people read it; `audiences` are who sees it."""

    name: str
    what: str
    call: str
    spoken: str
    audiences: frozenset[str]
    source: str
    checked_on: date


YOUNG, PARENTS, PRACTITIONERS = "young_people", "parents_carers", "practitioners"
EVERYBODY = frozenset({YOUNG, PARENTS, PRACTITIONERS, "partnership", "local_leaders"})
ADULTS = EVERYBODY - {YOUNG}

# Opening hours are left out on purpose: they change, and the copies that were read disagree.
HELP_LINES: tuple[HelpLine, ...] = (
    HelpLine(
        "999",
        _("Call 999 if someone is in danger now."),
        "999",
        "999",
        EVERYBODY,
        "the national emergency number",
        date(2026, 11, 22),
    ),
    HelpLine(
        "Childline",
        _("Free. For anyone under 19. You can talk about anything."),
        "08001111",
        "0800 1111",
        frozenset({YOUNG}),
        "NSPCC public pages",
        date(2026, 11, 22),
    ),
    HelpLine(
        "Samaritans",
        _("Free. For anyone who is finding life hard."),
        "116123",
        "116 123",
        EVERYBODY,
        "Mencap public help page",
        date(2026, 11, 22),
    ),
    HelpLine(
        "NSPCC",
        _("For adults who are worried about a child."),
        "08088005000",
        "0808 800 5000",
        ADULTS,
        "NSPCC public pages",
        date(2026, 11, 22),
    ),
)


def help_lines_for(audience: str) -> tuple[HelpLine, ...]:
    """The lines for one audience, in the order in which they are shown."""
    return tuple(line for line in HELP_LINES if audience in line.audiences)
