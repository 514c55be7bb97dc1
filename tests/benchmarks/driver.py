"""Many people who answer at once. Each is a new browser that reads every page's real form and fills it in.

A response counts only when its thank-you page has come. Every long text carries a mark of its own, so that what was
thanked for can be looked up afterwards. When a reply is lost, a patient respondent sends the same form again, as a
person does who presses "reload".
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

import aiohttp
from selectolax.lexbor import LexborHTMLParser, LexborNode

Fields = list[tuple[str, str]]
AT_WORST_PAGES = 40
PHONE = {"Accept": "text/html", "Accept-Encoding": "gzip", "User-Agent": "a phone that measures"}
WORDS = (
    "the help we get is good but it came late and we had to ask many times before somebody listened "
    "the school was kind and the plan was clear yet waiting for speech therapy took more than a year"
).split()
WORDS_IN_AN_ANSWER = 20
COME_BACK_SOON = (502, 503, 504)
MOST_TRIES = 200


class Stumble(Exception):
    """Something that a respondent should never meet. The text says what and where."""


@dataclass
class Tally:
    """What happened to everybody. `seconds` holds one number for each action, from its click to its whole page."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    thanked: list[tuple[str, ...]] = field(default_factory=list)
    unsure: list[tuple[str, ...]] = field(default_factory=list)
    stumbles: Counter[str] = field(default_factory=Counter)
    tried_again: Counter[str] = field(default_factory=Counter)

    def note(self, action: str, seconds: float) -> None:
        self.seconds.setdefault(action, []).append(seconds)

    def copy(self) -> Tally:
        """The tally as it stands now."""
        seconds = {action: list(times) for action, times in self.seconds.items()}
        stumbles, tried_again = Counter(self.stumbles), Counter(self.tried_again)
        return Tally(seconds, list(self.thanked), list(self.unsure), stumbles, tried_again)

    def quantile(self, share: float) -> float:
        """The time below which this share of all actions stayed."""
        every = sorted(one for some in self.seconds.values() for one in some)
        return every[min(len(every) - 1, int(share * len(every)))] if every else 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it came."""

    address: str
    status: int
    tree: LexborHTMLParser

    @property
    def heading(self) -> str:
        """Its first heading."""
        node = self.tree.css_first("h1")
        return node.text(strip=True) if node else ""


@dataclass
class Crowd:
    """So many people at once, for so long; whoever is done is followed by somebody new."""

    base: str
    code: str
    people: int
    patient: bool = False
    tally: Tally = field(default_factory=Tally)

    async def run(self, stop: asyncio.Event) -> Tally:
        """Keep everybody answering until `stop`; those who have begun then finish."""
        await asyncio.gather(*(self._one_after_another(stop) for _ in range(self.people)))
        return self.tally

    async def _one_after_another(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.one()

    async def one(self) -> None:
        """One new person, from the link to the thanks; what goes wrong is tallied."""
        limits = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), headers=PHONE, timeout=limits
        ) as browser:
            respondent = Respondent(browser, self.tally, self.patient)
            try:
                await respondent.take_part(f"{self.base}/s/{self.code}")
            except Stumble as stumble:
                self.tally.stumbles[str(stumble)] += 1
            except (aiohttp.ClientError, TimeoutError) as error:
                self.tally.stumbles[type(error).__name__] += 1
            else:
                self.tally.thanked.append(tuple(respondent.marks))
                return
            self.tally.unsure.append(tuple(respondent.marks))


@dataclass
class Respondent:
    """One person with one browser."""

    browser: aiohttp.ClientSession
    tally: Tally
    patient: bool
    marks: list[str] = field(default_factory=list)

    async def take_part(self, address: str) -> None:
        """Open the link and go on until the thanks; raises Stumble."""
        page = await self._act("open", "GET", address)
        for _ in range(AT_WORST_PAGES):
            if page.status >= 400:
                raise Stumble(f"{page.status} {page.heading}")
            if page.heading == "Thank you":
                return
            form = page.tree.css_first("form#answers")
            if form is None:
                raise Stumble(f"no form at {page.heading!r}")
            to = urljoin(page.address, form.attributes.get("action") or page.address)
            action = "send" if to.endswith("/send") else "page"
            page = await self._act(action, "POST", to, self.fill_in(form))
        raise Stumble("the pages never end")

    def fill_in(self, form: LexborNode) -> Fields:
        """Every field of the form with an answer, and its first button."""
        offered: dict[str, list[str]] = {}
        filled: Fields = []
        for node in form.css("input, textarea"):
            name, sort = node.attributes.get("name") or "", node.attributes.get("type") or node.tag
            value = node.attributes.get("value") or ""
            if sort == "hidden":
                filled.append((name, value))
            elif sort in ("textarea", "text"):
                filled.append((name, self._words()))
            else:
                offered.setdefault(name, []).append(value)
        filled += [(name, random.choice(values)) for name, values in offered.items()]
        return filled + list(_pressed(form))

    def _words(self) -> str:
        mark = secrets.token_hex(8)
        self.marks.append(mark)
        return " ".join([mark, *random.choices(WORDS, k=WORDS_IN_AN_ANSWER)])

    async def _act(self, action: str, method: str, address: str, fields: Fields | None = None) -> Shown:
        """One click: send, follow where it leads, and read the whole page."""
        began = time.perf_counter()
        page = await self._fetch(method, address, fields)
        while page.status in (301, 302, 303, 307, 308):
            page = await self._fetch("GET", page.address)
        self.tally.note(action, time.perf_counter() - began)
        return page

    async def _fetch(self, method: str, address: str, fields: Fields | None = None) -> Shown:
        """One request; a patient person repeats it, unchanged, until an answer comes."""
        if not self.patient:
            return await self._request(method, address, fields)
        for _ in range(MOST_TRIES):
            try:
                page = await self._request(method, address, fields)
            except (aiohttp.ClientError, TimeoutError) as error:
                self.tally.tried_again[type(error).__name__] += 1
            else:
                if page.status not in COME_BACK_SOON:
                    return page
                self.tally.tried_again[str(page.status)] += 1
            await asyncio.sleep(random.uniform(0.05, 0.5))
        raise Stumble("no answer, however often it was sent again")

    async def _request(self, method: str, address: str, fields: Fields | None) -> Shown:
        async with self.browser.request(method, address, data=fields, allow_redirects=False) as answer:
            text = await answer.text()
            leads_to = urljoin(address, answer.headers.get("Location", address))
            return Shown(leads_to, answer.status, LexborHTMLParser(text))


def _pressed(form: LexborNode) -> Iterator[tuple[str, str]]:
    button = form.css_first("button:not([type]), button[type=submit], input[type=submit]")
    if button is not None and (name := button.attributes.get("name")):
        yield name, button.attributes.get("value") or ""


async def answer_for(crowd: Crowd, seconds: float) -> Tally:
    """Let a crowd answer for so many seconds."""
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, stop.set)
    return await crowd.run(stop)
