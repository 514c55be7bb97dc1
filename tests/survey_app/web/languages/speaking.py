"""Somebody who reads another language: how they choose it, every page they come to, and what is left in English."""

import re
from collections.abc import Callable, Iterator

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from survey_app.services.languages import allow_drafts
from survey_app.web.site import Site
from tests.builders import BuiltVisit, lead_of
from tests.respondent import Respondent, page_of
from tests.translations import IN_BRACKETS

MACHINE_MADE = "This translation was made by a machine. No person has checked it yet."
IN_ENGLISH = "My teacher is kind, but I waited two years for speech therapy."
IN_ARABIC = "المعلمة طيبة"
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names of services and of the site's word lists are the same in every language.
GLOSS = r"\([^()]*\)"
"""A translator may put the English name of a thing in brackets after their own."""
NAMES = re.compile(
    GLOSS
    + r"|https?://\S+|Childline|Samaritans|NSPCC Whistleblowing Advice Line|NSPCC|NHS 111|Shout|SEND Voices"
)
SPOKEN_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder")


def allow(site: Site, visit: BuiltVisit, *languages: str) -> None:
    with site.writing() as work:
        allow_drafts(work, lead_of(visit.id), visit.id, languages)


def speak(respondent: Respondent, language: str) -> None:
    """Choose a language where it is offered, by its own name."""
    respondent.go(f"/s/{respondent.code}/language")
    token = {k: v for k, v in hidden_fields(respondent).items() if k != "language"}
    respondent.post(f"/s/{respondent.code}/language", {**token, "language": language})


def hidden_fields(respondent: Respondent) -> dict[str, str]:
    fields = LexborHTMLParser(respondent.page.text).css("main input[type=hidden]")
    return {str(f.attributes["name"]): f.attributes.get("value") or "" for f in fields}


def answer_age(young: Respondent, site: Site) -> None:
    young.press()
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'age_band')}")
    young.press({"age_band": "age_16_17"})


def root(respondent: Respondent) -> dict[str, str | None]:
    return LexborHTMLParser(respondent.page.text).css_first("html").attributes


def language_of(respondent: Respondent) -> tuple[str | None, str | None]:
    attributes = root(respondent)
    return attributes.get("lang"), attributes.get("dir")


def every_page(young: Respondent, site: Site) -> Iterator[Respondent]:
    """Every page of a survey that somebody can come to, one after another."""
    start = f"/s/{young.code}"
    for path in ("", "/help", "/look", "/language"):
        young.go(f"{start}{path}")
        yield young
    young.go(start)
    young.press()
    for _ in range(60):
        yield young
        if young.path.endswith("/check"):
            break
        own_words = [name for name in young.names() if not young.options(name)]
        if own_words:
            young.press({own_words[0]: IN_ARABIC * 1000})
            assert young.came_back
            yield young
        young.press({name: young.options(name)[:1] or IN_ARABIC for name in young.names()})
    young.press()
    assert young.path.endswith("/sent"), young.heading
    yield young


ERRORS: dict[str, Callable[[FlaskClient, str], object]] = {
    "unknown code": lambda client, code: client.get("/s/2222222222"),
    "unknown page": lambda client, code: client.get(f"/s/{code}/page/nothing"),
    "unknown address": lambda client, code: client.get("/nothing-here"),
    "no cookie": lambda client, code: client.get(f"/s/{code}/check"),
    "form too old": lambda client, code: client.post(f"/s/{code}", data={"typed": IN_ARABIC}),
    "too large": lambda client, code: client.post(f"/s/{code}", data={"a": "x" * 400_000}),
    "wrong way": lambda client, code: client.post("/"),
    "first page": lambda client, code: client.get("/"),
    "accessibility": lambda client, code: client.get("/accessibility"),
}


def left_in_english(html: str) -> list[str]:
    """Whatever a reader of this page would see or hear that is not translated."""
    tree = LexborHTMLParser(html)
    page_language = tree.css_first("html").attributes["lang"]
    for node in tree.css("script, style, [lang]:not(html)"):
        if node.attributes.get("lang") != page_language:
            node.decompose()
    said = [words(tree.css_first("title")), words(tree.css_first("body"))]
    for name in SPOKEN_ATTRIBUTES:
        said += [str(node.attributes[name]) for node in tree.css(f"[{name}]")]
    bare = (NAMES.sub(" ", IN_BRACKETS.sub(" ", without_nested(one))) for one in said)
    return [found for one in bare for found in LATIN.findall(one)]


def without_nested(said: str) -> str:
    """The words without messages that stand inside other messages."""
    while (shorter := IN_BRACKETS.sub(" ", said)) != said:
        said = shorter
    return said


def words(node: LexborNode | None) -> str:
    return node.text(separator=" ") if node else ""
