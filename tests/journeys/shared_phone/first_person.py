"""Somebody who answers on a shared phone, writes a word that nobody else knows, and stops somewhere."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from questionnaires.kinds import is_text
from tests.journeys.shared_phone.phone import Lost, Phone, Seen
from tests.journeys.shared_phone.plans import (
    CAME_BACK,
    CLOSE,
    DATABASE_AWAY,
    LEAVE,
    PROBLEM,
    SAVED,
    SEVEN_WORDS,
    THREE_SHIFTS,
    Plan,
    canary,
)
from tests.journeys.shared_phone.stage import Stage, Survey

ON = "form#answers button"
BOX = "form#answers textarea, form#answers input[type=text]"
TOO_LONG = "word " * 1200
MOST_PAGES = 60
A_HAND_OVER = 0.3
# Answers of the sample with every kind of question that bring up its boxes.
LEAD_TO_BOXES = frozenset({"school", "age_16_17", "no"})


class StopHere(Exception):
    """The person has come to where the plan ends."""


@dataclass
class FirstPerson:
    """`secrets` are the words they wrote, `addresses` where they were, in order."""

    phone: Phone
    plan: Plan
    stage: Stage
    survey: Survey
    secrets: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    box_page: str = ""
    start_button: str = ""
    looked_back: int = 0

    def __post_init__(self) -> None:
        self.draw = Random(self.plan.seed)
        self._stumbled = False

    def answer(self) -> None:
        """Walk to where the plan stops."""
        try:
            self._walk()
        except StopHere:
            pass
        else:
            raise Lost(f"The way of journey {self.plan.number} never comes to {self.plan.stop!r}")

    def end(self) -> None:
        """Do what the plan says about going away."""
        before = self.stage.left()
        if self.plan.ending == CLOSE:
            self.phone.quit()
        elif self.plan.ending == LEAVE:
            if not self.phone.has(".leave"):
                self.phone.press('main a[href^="/s/"]')
            self.phone.press(".leave")
            self.phone.wait_for(self.stage.neutral)
        elif self.plan.ending == THREE_SHIFTS:
            self.phone.keys("Shift", "Shift", "Shift")
            self.phone.wait_for(self.stage.neutral)
        if self.plan.ending in (LEAVE, THREE_SHIFTS):
            # With scripts the page goes first and the request follows: nobody takes the phone within that moment.
            self._until(lambda: self.stage.left() > before, "leaving never came to the site")
            time.sleep(A_HAND_OVER)

    def _walk(self) -> None:
        self.phone.open(self.survey.address)
        self.start_button = self._note().button
        self._stop_at("start")
        if self.plan.face:
            self._choose_face()
        self.phone.press(ON)
        boxes = sum(is_text(q) for page in self.survey.questionnaire.pages for q in page.questions)
        self._wanted_box = 1 + int(self.plan.part * boxes)
        self._wanted_page = 1 + int(self.plan.part * 6)
        for number in range(1, MOST_PAGES):
            if self._note().address.endswith("/check"):
                break
            self._page(number)
        self._stop_at("check")
        self.phone.press(ON)
        self._note()
        self._stop_at("sent")

    def _page(self, number: int) -> None:
        self._fill()
        if number >= self._wanted_page:
            self._stop_at("choosing")
        if len(self.secrets) >= self._wanted_box and self._note().address == self.box_page:
            self._at_the_box()
        before = self._note()
        if before.address.endswith("/check"):
            return
        self.phone.press(ON)
        if number == self._wanted_page and not self._stumbled:
            self._look_back(before)
        if len(self.secrets) >= self._wanted_box and self.plan.stop in ("written", "how it looks", "help"):
            self._elsewhere()

    def _fill(self) -> None:
        seen = self._note()
        by_name: dict[str, list[str]] = {}
        for choice in seen.choices:
            by_name.setdefault(choice.split("=")[0], []).append(choice.split("=")[1])
        for name, values in by_name.items():
            if not any(ticked.startswith(f"{name}=") for ticked in seen.ticked):
                value = self.draw.choice([v for v in values if v in LEAD_TO_BOXES] or values)
                self.phone.tick(f'.row:has(input[name="{name}"][value="{value}"])')
        for box in seen.boxes:
            selector = f'form#answers [name="{box}"]'
            if not any(secret in value for value in seen.values for secret in self.secrets):
                self.secrets.append(canary(self.draw))
                self.phone.type(selector, self.secrets[-1])
                self.box_page = seen.address

    def _stop_at(self, stop: str) -> None:
        if self.plan.stop == stop:
            raise StopHere

    def _at_the_box(self) -> None:
        self._stop_at("writing")
        self._send_in_vain(self.plan.stop)
        self._stop_at(PROBLEM)
        self._stop_at(DATABASE_AWAY)
        if self.plan.stumble and not self._stumbled:
            self._stumble()
        if self.plan.stop in (SEVEN_WORDS, SAVED, CAME_BACK):
            self._save_for_later()

    def _stumble(self) -> None:
        self._stumbled = True
        written = self._note().values[0]
        self._send_in_vain(self.plan.stumble)
        if self.plan.stumble == PROBLEM:
            self.phone.retype(BOX, written)
        elif not self.plan.scripts:
            # The page that says so has the same form once more.
            self.phone.press(ON)

    def _save_for_later(self) -> None:
        self.phone.press("form#answers button[name=later]")
        words = re.findall(
            r"<li>([a-z-]+)</li>", self._note().source.split('class="words"')[1].split("</ol>")[0]
        )
        # as a page shows them, as they are typed, and as a form sends them
        self.secrets += [f"{words[0]}</li>\n<li>{words[1]}<", " ".join(words[:3]), "+".join(words[:3])]
        self._stop_at(SEVEN_WORDS)
        self.phone.press(ON)
        self._note()
        self._stop_at(SAVED)
        self.phone.open(f"{self.survey.address}/come-back")
        self._note()
        self.phone.type(BOX, " ".join(words))
        for _ in ("the words", "go on with my answers"):
            self.phone.press(ON)
            self._note()
        raise StopHere

    def _send_in_vain(self, why: str) -> None:
        """A page that comes back with what was written: too long, or the database is away."""
        if why == PROBLEM:
            self.phone.paste(BOX, f" {TOO_LONG}")
            self.phone.press(ON)
            self._expect(".problems")
        elif why == DATABASE_AWAY:
            with self.stage.database_away():
                if self.plan.scripts:
                    self.phone.tick(ON)
                    self._expect(".told:not(:empty)")
                else:
                    self.phone.press(ON)
            if not any(secret in self._note().everything for secret in self.secrets):
                raise Lost("The words were not given back")

    def _expect(self, selector: str) -> None:
        self._until(lambda: self.phone.has(selector), f"{selector} does not come up")

    def _until(self, happened: Callable[[], bool], otherwise: str) -> None:
        for _ in range(1000):
            if happened():
                return
            time.sleep(0.01)
        raise Lost(otherwise)

    def _elsewhere(self) -> None:
        self._note()
        self._stop_at("written")
        self.phone.press(
            'nav a[href*="/look"]' if self.plan.stop == "how it looks" else 'nav a[href$="/help"]'
        )
        self._note()
        raise StopHere

    def _choose_face(self) -> None:
        self.phone.press('nav a[href*="/look"]')
        self._note()
        choice = f'.row:has(input[name=face][value="{self.plan.face}"])'
        if self.phone.has(choice):
            self.phone.tick(choice)
        self.phone.press("main form .on")
        self._note()

    def _look_back(self, before: Seen) -> None:
        """Inside the survey, Back shows people their own answers."""
        self.phone.back()
        seen = self._note()
        if seen.address != before.address or (seen.values, seen.ticked) != (before.values, before.ticked):
            raise Lost(
                f"Back to {before.address} does not show one's own answers: {seen.ticked} {seen.values}"
            )
        self.looked_back += 1
        self.phone.press(ON)

    def _note(self) -> Seen:
        seen = self.phone.sees()
        if seen.address not in self.addresses:
            self.addresses.append(seen.address)
        return seen
