"""What comes over the wire, counted at the socket: status lines, headers, redirects, packed bodies, styles."""

from __future__ import annotations

import gzip
import random
import re
import socket
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from tests.benchmarks.databases import Sqlite
from tests.benchmarks.driver import PHONE, Respondent, Tally
from tests.benchmarks.figures import PEERS_WEIGHT, Figure
from tests.benchmarks.prepared import prepare
from tests.benchmarks.server import Server

FIRST_KB, LATER_KB = 14.0, 5.0
AT_WORST_PAGES = 40
LOADED = "link[rel=stylesheet], script[src], img[src], link[rel=icon]"


@dataclass
class Phone:
    """A browser that counts what it receives; what is marked to be kept is loaded once."""

    received: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def click(
        self, method: str, address: str, fields: list[tuple[str, str]] | None = None
    ) -> tuple[str, str, int]:
        """Fetch a page with everything it needs; its address, its HTML, and the bytes that came for it."""
        before = self.received
        status, location, html = self._fetch(method, address, fields)
        while status in (302, 303):
            address = urljoin(address, location)
            status, location, html = self._fetch("GET", address)
        if status != 200:
            raise RuntimeError(f"{address} answered {status}.")
        for node in LexborHTMLParser(html).css(LOADED):
            needed = urljoin(address, node.attributes.get("href") or node.attributes.get("src") or "")
            if needed.startswith("http") and needed not in self.kept:
                self.kept.add(needed)
                self._fetch("GET", needed)
        return address, html, self.received - before

    def _fetch(
        self, method: str, address: str, fields: list[tuple[str, str]] | None = None
    ) -> tuple[int, str, str]:
        parts = urlsplit(address)
        body = urlencode(fields or []).encode()
        head = [
            f"{method} {parts.path}{'?' + parts.query if parts.query else ''} HTTP/1.1",
            f"Host: {parts.netloc}",
        ]
        head += [f"{name}: {value}" for name, value in PHONE.items()]
        head += ["Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items())]
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        answer = _exchange(parts.netloc, "\r\n".join([*head, "Connection: close", "", ""]).encode() + body)
        self.received += len(answer)
        return self._read(answer)

    def _read(self, answer: bytes) -> tuple[int, str, str]:
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = [
            (name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines[1:])
        ]
        for name, value in headers:
            if name == "set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        told = dict(headers)
        if told.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return int(lines[0].split()[1]), told.get("location", ""), body.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Journey:
    """Bytes of each click, from the link to the thanks."""

    clicks: list[int]

    @property
    def first_visit(self) -> float:
        """Opening the link: the first page with everything it loads, in kB."""
        return self.clicks[0] / 1000

    @property
    def until_first_question(self) -> float:
        """The same and the first page of questions, in kB."""
        return sum(self.clicks[:2]) / 1000

    @property
    def later(self) -> list[float]:
        """Each later click, in kB."""
        return [click / 1000 for click in self.clicks[1:]]


def measure() -> list[Figure]:
    """Both questionnaires, from the link to the thanks."""
    with Sqlite() as database:
        prepared = prepare(database.url)
        with Server(prepared) as server:
            journeys = {
                "benchmark questionnaire": journey(f"{server.base}/s/{prepared.benchmark}"),
                "young people's, with pictures": journey(f"{server.base}/s/{prepared.young_people}"),
            }
    return [figure for name, one in journeys.items() for figure in _figures(name, one)]


def _figures(name: str, one: Journey) -> list[Figure]:
    return [
        Figure(f"{name}: first visit", one.first_visit, "kB", FIRST_KB, PEERS_WEIGHT),
        Figure(f"{name}: first visit and first questions", one.until_first_question, "kB", FIRST_KB),
        Figure(f"{name}: heaviest later click", max(one.later), "kB", LATER_KB),
        Figure(f"{name}: later clicks on average", sum(one.later) / len(one.later), "kB"),
        Figure(f"{name}: the whole way, {len(one.clicks)} clicks", sum(one.clicks) / 1000, "kB"),
    ]


def journey(address: str) -> Journey:
    """Answer everything, seldom the same twice, but always the same for the same questionnaire."""
    random.seed(2)
    phone, clicks = Phone(), []
    # Only its way of filling in forms is used; it opens no connection of its own.
    hand = Respondent(None, Tally(), patient=False)  # type: ignore[arg-type]
    address, html, size = phone.click("GET", address)
    for _ in range(AT_WORST_PAGES):
        clicks.append(size)
        form = LexborHTMLParser(html).css_first("form#answers")
        if form is None or re.search(r"<h1>.*Thank you</h1>", html):
            return Journey(clicks)
        to = urljoin(address, form.attributes.get("action") or address)
        address, html, size = phone.click("POST", to, hand.fill_in(form))
    raise RuntimeError("The pages never end.")


def _exchange(netloc: str, request: bytes) -> bytes:
    host, _, port = netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(request)
        answer = b""
        while part := line.recv(65536):
            answer += part
    return answer
