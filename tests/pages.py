"""Every page that any test fetches is looked at: is it a whole, labelled, honest piece of HTML?"""

from __future__ import annotations

from collections import Counter
from typing import Any

import html5lib
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

SECURITY_HEADERS = (
    "Content-Security-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
)
LABELLED = "input:not([type=hidden]):not([type=submit]), textarea, select"


class PageFault(AssertionError):
    """A page that a person could stumble over."""


class LookingClient(FlaskClient):
    """A browser without scripts that refuses to accept a faulty page."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        look_at(response)
        return response


def look_at(response: TestResponse) -> None:
    """Raise PageFault with everything that is wrong with a response; other things than pages need only headers."""
    faults = [f"no {name} header" for name in SECURITY_HEADERS if name not in response.headers]
    if "default-src 'none'" not in response.headers.get("Content-Security-Policy", ""):
        faults.append("the content policy does not begin with nothing")
    whole = response.request.method != "HEAD" and not 300 <= response.status_code < 400
    if response.mimetype == "text/html" and whole:
        faults += page_faults(response.text)
    if faults:
        raise PageFault(f"{response.request.path} ({response.status_code}): " + "; ".join(faults))


def page_faults(html: str) -> list[str]:
    """What is wrong with a page."""
    tree = LexborHTMLParser(html)
    return [
        *_parse_faults(html),
        *_outline_faults(tree),
        *_id_faults(tree),
        *_label_faults(tree),
        *_load_faults(tree),
    ]


def _parse_faults(html: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(html)
    return [f"line {line}: {code}" for (line, _), code, _ in parser.errors]


def _outline_faults(tree: LexborHTMLParser) -> list[str]:
    faults = []
    root = tree.css_first("html")
    if root is None or not (root.attributes.get("lang") or "").strip():
        faults.append("no language")
    if len(tree.css("h1")) != 1:
        faults.append(f"{len(tree.css('h1'))} first headings")
    title = tree.css_first("title")
    if title is None or not title.text(strip=True):
        faults.append("no title")
    if len(tree.css("main")) != 1:
        faults.append("not exactly one main part")
    return faults


def _id_faults(tree: LexborHTMLParser) -> list[str]:
    ids = Counter(node.attributes["id"] for node in tree.css("[id]"))
    faults = [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    for node in tree.css("[aria-describedby]"):
        named = (node.attributes["aria-describedby"] or "").split()
        faults += [f"described by {name}, which is not there" for name in named if name not in ids]
    for link in tree.css("a[href^='#']"):
        name = (link.attributes["href"] or "#")[1:]
        if name and name not in ids:
            faults.append(f"a link to #{name}, which is not there")
    return faults


def _label_faults(tree: LexborHTMLParser) -> list[str]:
    labelled = {node.attributes["for"] for node in tree.css("label[for]")}
    wrapped = {node.mem_id for label in tree.css("label") for node in label.css(LABELLED)}
    faults = []
    for node in tree.css(LABELLED):
        by_aria = node.attributes.get("aria-label") or node.attributes.get("aria-labelledby")
        if node.attributes.get("id") not in labelled and node.mem_id not in wrapped and not by_aria:
            faults.append(f"no label for {node.attributes.get('name')}")
    return faults


def _load_faults(tree: LexborHTMLParser) -> list[str]:
    faults = []
    for node in tree.css("[src], link[href]"):
        address = node.attributes.get("src") or node.attributes.get("href") or ""
        if address.startswith(("http:", "https:", "//")):
            faults.append(f"loads {address} from elsewhere")
    if tree.css("[style], [onclick], [onload]"):
        faults.append("a style or a script inside a tag")
    faults += [
        "a script inside the page"
        for node in tree.css("script:not([src])")
        if node.attributes.get("type") != "application/json"
    ]
    return faults
