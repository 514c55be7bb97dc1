"""What a respondent's page weighs over the wire, counted at the socket of the real server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from tests.accessibility_run.faults import Found
from tests.accessibility_run.rounds import WEIGHT
from tests.benchmarks.databases import Sqlite
from tests.benchmarks.figures import Figure
from tests.benchmarks.prepared import prepare
from tests.benchmarks.server import Server
from tests.benchmarks.weight import Journey, Phone, journey

PICTURED_KB, PAGE_KB, SCRIPT_KB = 8.0, 14.0, 4.0
PICTURED_ANSWERS = 4
MOST_PAGES = 40
SURVEYS = {"young_people": "young people's, with pictures", "benchmark": "six pages of twenty questions"}


@dataclass
class Weighing(Phone):
    """A browser that also counts what came without status lines and headers: pages, styles, scripts, pictures."""

    bodies: int = 0

    def _read(self, answer: bytes) -> tuple[int, str, str]:
        self.bodies += len(answer.partition(b"\r\n\r\n")[2])
        return super()._read(answer)


def weigh() -> tuple[Found, list[Figure]]:
    """Every page of two surveys, and the first question with four pictured answers as somebody's first page."""
    with Sqlite() as database:
        prepared = prepare(database.url)
        with Server(prepared) as server:
            codes = {name: getattr(prepared, name) for name in SURVEYS}
            journeys = {SURVEYS[n]: journey(f"{server.base}/s/{code}") for n, code in codes.items()}
            pictured = _first_pictured(server.base, prepared.young_people)
    figures = [*pictured, *(_heaviest(name, one) for name, one in journeys.items())]
    found = Found()
    for figure in figures:
        over = [f"{figure.measured:.2f} {figure.unit}"] if figure.verdict == "SHORT" else []
        found.looked(WEIGHT, figure.what, "over the wire", over)
    return found, figures


def _heaviest(name: str, one: Journey) -> Figure:
    return Figure(f"{name}: heaviest of {len(one.clicks)} pages", max(one.clicks) / 1000, "kB", PAGE_KB)


def _first_pictured(base: str, code: str) -> list[Figure]:
    """The first question with four pictured answers, opened by a browser that keeps nothing yet."""
    walker = Phone()
    address, html, _ = walker.click("GET", f"{base}/s/{code}")
    for _ in range(MOST_PAGES):
        address, html, _ = walker.click("POST", _action(address, html), _hidden(html))
        if len(LexborHTMLParser(html).css("#answers .row svg")) == PICTURED_ANSWERS:
            break
    else:
        raise LookupError(f"No page of {code} has {PICTURED_ANSWERS} pictured answers.")
    newcomer = Weighing(cookies=dict(walker.cookies))
    _, html, in_all = newcomer.click("GET", address)
    what = "first visit: a question with 4 pictured answers"
    return [
        Figure(f"{what}, all that is packed", newcomer.bodies / 1000, "kB", PICTURED_KB),
        Figure(f"{what}, with status lines and headers", in_all / 1000, "kB", PAGE_KB),
        Figure("its scripts, with their headers", _scripts(address, html) / 1000, "kB", SCRIPT_KB),
        Figure("addresses elsewhere that it loads", float(len(_elsewhere(html))), "", 0),
    ]


def _action(address: str, html: str) -> str:
    form = LexborHTMLParser(html).css_first("form#answers")
    assert form is not None, f"{address} has no form that goes on."
    return urljoin(address, form.attributes.get("action") or address)


def _hidden(html: str) -> list[tuple[str, str]]:
    fields = LexborHTMLParser(html).css("form#answers input[type=hidden]")
    return [(str(field.attributes["name"]), field.attributes.get("value") or "") for field in fields]


def _scripts(address: str, html: str) -> int:
    """The bytes of the scripts alone, with their headers, as a browser fetches them."""
    fetching = Phone()
    for node in LexborHTMLParser(html).css("script[src]"):
        fetching.click("GET", urljoin(address, str(node.attributes["src"])))
    return fetching.received


def _elsewhere(html: str) -> list[str]:
    loaded = LexborHTMLParser(html).css("[src], link[href]")
    addresses = [node.attributes.get("src") or node.attributes.get("href") or "" for node in loaded]
    return [address for address in addresses if re.match(r"(https?:)?//", address)]
