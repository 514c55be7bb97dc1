"""Whoever takes the phone next, and tries to read what was written before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.journeys.shared_phone.first_person import ON, FirstPerson
from tests.journeys.shared_phone.phone import Phone, Seen
from tests.journeys.shared_phone.plans import AGAIN, ANEW, BACK, CLOSE, FORWARD

LETTERS = 3
MOST_STEPS = 60
LAST_ADDRESSES = 6


@dataclass
class NextPerson:
    """Counts what they try, and keeps how each thing that they could read was reached."""

    phone: Phone
    first: FirstPerson
    attempts: int = 0
    recovered: list[str] = field(default_factory=list)
    begun: bool = False

    def try_all(self) -> None:
        """Everything that the plan lists, in its order."""
        self.look("as it was left")
        ways = {
            BACK: self.go_back,
            FORWARD: self.go_forward,
            AGAIN: self.same_addresses,
            ANEW: self.begin_anew,
        }
        for way in self.first.plan.tries:
            # the tab that was used before
            self.phone.show(0)
            ways[way]()
        self.ask_the_stores()

    def go_back(self) -> None:
        """Back as often as it goes, loading each page again as well."""
        steps = 0
        while self.phone.back() and (steps := steps + 1) < MOST_STEPS:
            self.look(f"back {steps}")
            self.phone.reload()
            self.look(f"back {steps} and load again")

    def go_forward(self) -> None:
        """Forward as often as it goes."""
        steps = 0
        while self.phone.forward() and (steps := steps + 1) < MOST_STEPS:
            self.look(f"forward {steps}")
            self.phone.reload()
            self.look(f"forward {steps} and load again")

    def same_addresses(self) -> None:
        """The last addresses of the first person, and their first, in a new tab."""
        addresses = dict.fromkeys(
            (*reversed(self.first.addresses[-LAST_ADDRESSES:]), self.first.addresses[0])
        )
        for number, address in enumerate(addresses):
            (self.phone.open if number else self.phone.open_beside)(address)
            self.look("a new tab")

    def begin_anew(self) -> None:
        """Start the same survey, go to the same box, and type the first letters."""
        self.phone.open_beside(self.first.survey.address)
        seen = self.look("the start")
        if not self.begun and seen.button not in ("", self.first.start_button):
            self.recovered.append(f"the start offers “{seen.button}”")
        if not seen.button:
            return
        self.phone.press(ON)
        self.begun = True
        self.look("a start of their own")
        for address in dict.fromkeys((*self.first.addresses[-2:], self.first.box_page)):
            if "/page/" in address or address.endswith("/check"):
                self.phone.open(address)
                self._type_beginnings()

    def ask_the_stores(self) -> None:
        """Cookies, databases, caches and workers."""
        self.phone.open(self.first.survey.address)
        self.attempts += 1
        self.recovered += [f"the browser keeps a {left}" for left in self.phone.stores()]
        self._search("cookies", self.phone.cookies())

    def search_the_disk(self, found: list[str]) -> None:
        """What a search of the browser's folder has found while it was closed."""
        self.attempts += 1
        self.recovered += found

    def come_back(self) -> None:
        """After the browser was closed and opened again: the tabs of last time, or the same addresses by hand."""
        self.begun = False
        if self.first.plan.ending == CLOSE:
            self.same_addresses()
            self.begin_anew()
        else:
            self._look_at_tabs()
        self.ask_the_stores()

    def _look_at_tabs(self) -> None:
        for tab in range(self.phone.tabs()):
            self.phone.show(tab)
            self.look("a tab of last time")
            self.phone.reload()
            self.look("a tab of last time, loaded again")
            self.go_back()

    def look(self, way: str) -> Seen:
        """One attempt: read the page, its source, its boxes and ticks."""
        seen = self.phone.sees()
        self.attempts += 1
        self._search(f"{way} ({seen.address}, “{seen.heading}”)", seen.everything)
        self.recovered += [f"{way} ({seen.address}): {ticked} is ticked" for ticked in seen.ticked]
        return seen

    def _type_beginnings(self) -> None:
        seen = self.look("their own page")
        for box, beginning in zip(seen.boxes, self._beginnings(), strict=False):
            selector = f'form#answers [name="{box}"]'
            self.phone.type(selector, beginning)
            self.phone.keys("ArrowDown")
            self.look("the first letters")

    def _beginnings(self) -> Iterator[str]:
        return (secret[:LETTERS] for secret in reversed(self.first.secrets))

    def _search(self, way: str, text: str) -> None:
        self.recovered += [f"{way}: “{secret}”" for secret in self.first.secrets if secret in text]
