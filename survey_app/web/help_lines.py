"""Where to get help: a few lines, each with who says so, who checked it and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from survey_app.web.phone_numbers import call_link, text_link

CHECKED_FOR = timedelta(days=365)
"""A number that nobody has checked for longer than this may be somebody else's by now."""
PROJECT = "the people who look after this project"

YOUNG, PARENTS, PRACTITIONERS = "young_people", "parents_carers", "practitioners"
EVERYBODY = frozenset({YOUNG, PARENTS, PRACTITIONERS, "partnership", "local_leaders"})
ADULTS = EVERYBODY - {YOUNG}
WORKERS = ADULTS - {PARENTS}

DANGER, UNDER_18, WORRIED, ANYBODY = "danger", "under_18", "worried", "anybody"
"""What a line is for: danger now, children, adults who worry about somebody else, or whoever calls."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One service. `call` is what a phone dials, `spoken` how people read it; `audiences` are who sees it.

    `topic` is what it is for, `under` the age from which it helps no more (0: it helps at any age). A line
    `on_every_page` stands in the foot of each page, the others on the help page only. A line `by_text` takes
    messages, not calls.
    """

    name: str
    what: LazyString
    call: str
    spoken: str
    topic: str
    audiences: frozenset[str]
    source: str
    checked_on: date
    checked_by: str = PROJECT
    under: int = 0
    on_every_page: bool = True
    by_text: bool = False

    @property
    def link(self) -> Markup:
        """The number, to be tapped."""
        return text_link(self.call) if self.by_text else call_link(self.call, self.spoken)

    def is_stale(self, today: date) -> bool:
        """True when somebody must check the number again before it is shown any longer."""
        return not self.checked_on <= today <= self.checked_on + CHECKED_FOR


@dataclass(frozen=True, slots=True)
class HelpLines:
    """The lines for one audience. They come in the order in which the foot of a page shows them."""

    all: tuple[HelpLine, ...]

    def __iter__(self) -> Iterator[HelpLine]:
        return (line for line in self.all if line.on_every_page)

    def call(self, name: str) -> Markup:
        """The number of the line of this name, to be tapped; KeyError when this audience does not see it."""
        return next((line.link for line in self.all if line.name == name), None) or _missing(name)

    def about(self, topic: str) -> tuple[HelpLine, ...]:
        """The lines for one topic."""
        return tuple(line for line in self.all if line.topic == topic)


# Opening hours are left out on purpose: they change, and the copies that were read disagree.
HELP_LINES: tuple[HelpLine, ...] = (
    HelpLine(
        "999",
        _("Call 999 if someone is in danger now."),
        "999",
        "999",
        DANGER,
        EVERYBODY,
        "the national emergency number",
        date(2026, 11, 22),
    ),
    HelpLine(
        "Childline",
        _("Free. For anyone under 19. You can talk about anything."),
        "08001111",
        "0800 1111",
        UNDER_18,
        frozenset({YOUNG}),
        "NSPCC Learning, page about Childline",
        date(2026, 11, 22),
        under=19,
    ),
    HelpLine(
        "Samaritans",
        _("Free. For anyone who is finding life hard."),
        "116123",
        "116 123",
        ANYBODY,
        EVERYBODY,
        "Samaritans, page about contacting a Samaritan",
        date(2026, 11, 22),
    ),
    HelpLine(
        "NSPCC",
        _("For adults who are worried about a child."),
        "08088005000",
        "0808 800 5000",
        WORRIED,
        ADULTS,
        "NSPCC, page about reporting abuse",
        date(2026, 11, 22),
    ),
    HelpLine(
        "NHS 111",
        _("Free. If you feel so bad that you need help today. Choose option 2."),
        "111",
        "111",
        ANYBODY,
        frozenset({YOUNG, PARENTS}),
        "public pages of two NHS practices and an NHS trust about option 2 for mental health",
        date(2026, 11, 22),
        on_every_page=False,
    ),
    HelpLine(
        "Shout",
        _("Free. If you want to text and not talk. Send the word SHOUT."),
        "85258",
        "85258",
        ANYBODY,
        frozenset({YOUNG, PARENTS}),
        "public page of an NHS trust that works with Shout",
        date(2026, 11, 22),
        on_every_page=False,
        by_text=True,
    ),
    HelpLine(
        "NSPCC Whistleblowing Advice Line",
        _("For people who work with children, when their own organisation does not act on a concern."),
        "08000280285",
        "0800 028 0285",
        WORRIED,
        WORKERS,
        "NSPCC, page about the Whistleblowing Advice Line",
        date(2026, 11, 22),
        on_every_page=False,
    ),
)


def help_lines_for(audience: str) -> HelpLines:
    """The lines for one audience, in the order in which they are shown."""
    return HelpLines(tuple(line for line in HELP_LINES if audience in line.audiences))


def _missing(name: str) -> Markup:
    raise KeyError(name)
