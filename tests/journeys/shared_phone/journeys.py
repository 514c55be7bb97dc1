"""Journeys on a shared phone, one after the other, and what came of them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.shared_phone import disk
from tests.journeys.shared_phone.chromium_phone import ChromiumPhone
from tests.journeys.shared_phone.firefox_phone import FirefoxPhone
from tests.journeys.shared_phone.first_person import FirstPerson
from tests.journeys.shared_phone.neutral import telling_addresses, telling_titles
from tests.journeys.shared_phone.next_person import NextPerson
from tests.journeys.shared_phone.phone import Lost, Phone
from tests.journeys.shared_phone.plans import CLOSE, Plan, plan
from tests.journeys.shared_phone.stage import Stage, stage

BROWSERS: dict[str, Callable[..., Phone]] = {"chromium": ChromiumPhone, "firefox": FirefoxPhone}


@dataclass(frozen=True)
class Journey:
    """What one journey showed, as sentences: what could be read, and what the history says of the survey's topic."""

    browser: str
    version: str
    plan: Plan
    survey: str
    attempts: int
    recovered: tuple[str, ...]
    telling_titles: tuple[str, ...]
    telling_addresses: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class BrowserResult:
    """The journeys of one browser together."""

    browser: str
    version: str
    journeys: int
    attempts: int
    recovered: tuple[str, ...]
    telling_titles: tuple[str, ...]
    telling_addresses: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class SharedPhoneResult:
    """One result for each browser."""

    browsers: tuple[BrowserResult, ...]

    @property
    def journeys(self) -> int:
        """In all browsers."""
        return sum(result.journeys for result in self.browsers)

    @property
    def attempts(self) -> int:
        """How often the next person looked, in all browsers."""
        return sum(result.attempts for result in self.browsers)

    @property
    def recovered(self) -> int:
        """How often the next person could read something."""
        return sum(len(result.recovered) for result in self.browsers)


def run(
    journeys: int,
    browsers: Sequence[str] = tuple(BROWSERS),
    *,
    seed: int = 0,
    tell: Callable[[Journey], None] = lambda journey: None,
) -> SharedPhoneResult:
    """So many journeys in each browser; `tell` hears of each as it ends."""
    results = []
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as site:
        for browser in browsers:
            made = []
            for number in range(journeys):
                made.append(_made(browser, plan(number, seed), site))
                tell(made[-1])
            results.append(_together(browser, made))
    return SharedPhoneResult(tuple(results))


def journey(browser: str, chosen: Plan, site: Stage) -> Journey:
    """One person answers and ends, the next one tries to read it, on a profile of their own."""
    began = time.monotonic()
    survey = site.surveys[chosen.survey % len(site.surveys)]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = Path(folder) / "profile"
        with _running(browser, profile, chosen.scripts) as phone:
            first = FirstPerson(phone, chosen, site, survey)
            first.answer()
            first.end()
            following = NextPerson(phone, first)
            if chosen.ending != CLOSE:
                following.try_all()
        following.search_the_disk(disk.search(profile, first.secrets))
        kept = disk.history(profile)
        with _running(browser, profile, chosen.scripts, restore=chosen.ending != CLOSE) as phone:
            following.phone = phone
            following.come_back()
    return Journey(
        browser,
        phone.version,
        chosen,
        survey.name,
        following.attempts,
        tuple(following.recovered),
        tuple(telling_titles(kept, site.base, survey.questionnaire)),
        tuple(telling_addresses(kept, site.base, survey.questionnaire)),
        round(time.monotonic() - began, 2),
    )


def _made(browser: str, chosen: Plan, site: Stage) -> Journey:
    try:
        return journey(browser, chosen, site)
    except Lost as lost:
        raise Lost(f"{browser}, {chosen}: {lost}") from lost


@contextmanager
def _running(browser: str, profile: Path, scripts: bool, restore: bool = False) -> Iterator[Phone]:
    """A browser that is closed at the end, whatever happened."""
    phone = BROWSERS[browser](profile, scripts=scripts, restore=restore)
    try:
        yield phone
    finally:
        phone.quit()


def _together(browser: str, made: Sequence[Journey]) -> BrowserResult:
    return BrowserResult(
        browser=browser,
        version=made[-1].version if made else "",
        journeys=len(made),
        attempts=sum(journey.attempts for journey in made),
        recovered=tuple(f"journey {j.plan.number}: {what}" for j in made for what in j.recovered),
        telling_titles=tuple(dict.fromkeys(what for journey in made for what in journey.telling_titles)),
        telling_addresses=tuple(
            dict.fromkeys(what for journey in made for what in journey.telling_addresses)
        ),
        seconds=round(sum(journey.seconds for journey in made), 1),
    )
