"""The words of the kit, as they lie in their files: whole, with what is locked, short enough, in our voice."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from string import Formatter
from typing import Any
from unicodedata import bidirectional

import pytest
import yaml
from babel.dates import format_date

from accessibility.languages import LANGUAGES
from accessibility.readability import sentences, words
from accessibility.review import review_text
from survey_app import kit
from survey_app.calendar.clock import at_london
from survey_app.calendar.wording import say
from survey_app.kit.wording import sentences as kit_sentences

FOLDER = Path(kit.__path__[0]) / "words"
FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
EASY = "en-GB-easy"
ENGLISH = ("en-GB", EASY)
AUDIENCES = ("young_people", "parents_carers", "practitioners")
FIELDS = {
    "email": ("subject", "body"),
    "text_message": ("body",),
    "school_app": ("heading", "body"),
    "newsletter": ("heading", "body"),
    "social": ("body", "alt"),
    "letter": ("heading", "body", "sign_off"),
    "poster": ("heading", "lines", "scan", "foot"),
    "card": ("heading", "lines", "scan"),
    "slide": ("heading", "lines", "scan"),
    "phone_script": ("body",),
    "signing": ("body",),
}
LINES = {"poster": (3, 5), "card": (2, 3), "slide": (3, 3)}
PLACEHOLDERS = {"link", "code", "deadline", "minutes", "paper", "help", "area"}
LOCKED = {"link", "deadline"}
# The sentences that the local area gives are as long as it likes, so a text message cannot hold them.
IN_A_TEXT_MESSAGE = {"link", "deadline", "minutes"}
SAID_ALOUD_OR_TYPED = ("letter", "poster", "card", "slide", "phone_script")

# The directions of letters (Unicode, UAX 9): left to right, right to left, Arabic.
RUNS = {"L", "R", "AL"}
LONGEST_LINK = "https://answers.example.org/abcdef"
FILLED = {
    "link": "example.org",
    "code": "kapomiru",
    "deadline": "Wednesday 30 September, 12 noon",
    "minutes": "12",
    "paper": "Ask your school for a paper copy.",
    "help": "You can ask somebody you trust to help you.",
    "area": "Exampleshire",
}
# The default alphabet of text messages (3GPP TS 23.038) without its extension table.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


def read(name: str) -> dict[str, Any]:
    """One file of words as it lies."""
    loaded = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def texts(name: str) -> Iterator[tuple[str, str, str, str]]:
    """Every text of a file: piece, audience, field and the words; each of the lines on its own."""
    for piece, by_audience in read(name)["pieces"].items():
        for audience, fields in by_audience.items():
            for field, value in fields.items():
                for text in value if isinstance(value, list) else [value]:
                    yield piece, audience, field, text


def placeholders(*parts: str) -> set[str]:
    """The names in braces; a brace that is not closed is refused by the parser."""
    return {name for text in parts for _, name, _, _ in Formatter().parse(text) if name is not None}


def longest_deadline(name: str) -> str:
    """The longest way in which a language says a day of 2026 and a time."""
    if name in ENGLISH:
        return FILLED["deadline"]
    language = LANGUAGES[name]
    days = (date(2026, 1, 1) + timedelta(days=after) for after in range(365))
    said = (format_date(day, language.day, locale=language.code) for day in days)
    return max((language.time.format(day=day, time="09:00") for day in said), key=len)


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_its_language_and_who_has_looked_at_it(name: str) -> None:
    loaded = read(name)
    assert loaded["language"] == name
    assert name in ENGLISH or name in LANGUAGES
    assert loaded["review"] in {"reviewed", "machine-drafted"}


def test_english_and_easy_read_are_there() -> None:
    assert set(ENGLISH) <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_piece_speaks_to_every_audience_in_every_field(name: str) -> None:
    pieces = read(name)["pieces"]
    assert list(pieces) == list(FIELDS)
    for piece, fields in FIELDS.items():
        assert tuple(pieces[piece]) == AUDIENCES, piece
        for audience in AUDIENCES:
            assert tuple(pieces[piece][audience]) == fields, (piece, audience)
    for piece, audience, field, text in texts(name):
        assert text, (piece, audience, field)
        assert text.strip() == text, (piece, audience, field)


@pytest.mark.parametrize("name", FILES)
def test_printed_pieces_have_few_lines(name: str) -> None:
    for piece, (fewest, most) in LINES.items():
        for audience in AUDIENCES:
            assert fewest <= len(read(name)["pieces"][piece][audience]["lines"]) <= most, (piece, audience)


@pytest.mark.parametrize("name", FILES)
def test_placeholders_are_known_and_link_and_deadline_are_never_lost(name: str) -> None:
    for piece, by_audience in read(name)["pieces"].items():
        for audience, fields in by_audience.items():
            read_aloud = dict(fields)
            alt = read_aloud.pop("alt", "{deadline}")
            assert placeholders(alt) == {"deadline"}, (piece, audience)
            # A body goes out without its heading or subject, so it holds both itself.
            parts = [read_aloud["body"]] if "body" in read_aloud else flat(read_aloud.values())
            needed = {"deadline"} if piece == "signing" else LOCKED
            assert needed <= placeholders(*parts), (piece, audience)
            assert placeholders(*flat(read_aloud.values())) <= PLACEHOLDERS, (piece, audience)


@pytest.mark.parametrize("name", FILES)
def test_each_piece_says_all_that_it_has_room_for(name: str) -> None:
    for piece, by_audience in read(name)["pieces"].items():
        for audience, fields in by_audience.items():
            said = placeholders(*flat(fields.values()))
            if piece == "text_message":
                assert said == IN_A_TEXT_MESSAGE, audience
            elif piece == "signing":
                assert said == {"deadline"}, audience
            else:
                assert PLACEHOLDERS - {"code"} <= said, (piece, audience)
                assert ("code" in said) == (piece in SAID_ALOUD_OR_TYPED), (piece, audience)


@pytest.mark.parametrize("name", FILES)
def test_what_is_printed_says_each_thing_once(name: str) -> None:
    for piece in LINES:
        for audience in AUDIENCES:
            parts = flat(read(name)["pieces"][piece][audience].values())
            uses = Counter(used for text in parts for _, used, _, _ in Formatter().parse(text) if used)
            assert set(uses.values()) == {1}, (piece, audience, uses)


@pytest.mark.parametrize("name", FILES)
def test_the_deadline_ends_a_line_of_its_own_in_print(name: str) -> None:
    for piece in LINES:
        for audience in AUDIENCES:
            lines = read(name)["pieces"][piece][audience]["lines"]
            (deadline,) = (line for line in lines if "{deadline}" in line)
            assert placeholders(deadline) == {"deadline"}, (piece, audience)
            assert "{link}" in read(name)["pieces"][piece][audience]["scan"].splitlines()[0], (
                piece,
                audience,
            )


@pytest.mark.parametrize("name", FILES)
def test_a_text_message_fits(name: str) -> None:
    deadline = longest_deadline(name)
    for audience, fields in read(name)["pieces"]["text_message"].items():
        sent = fields["body"].format(link=LONGEST_LINK, deadline=deadline, minutes="12")
        plain = set(sent) <= GSM
        parts = 1 if plain else math.ceil(len(sent) / 67) if len(sent) > 70 else 1
        assert len(sent) <= 160, f"{name} {audience}: {len(sent)} characters in {parts} part(s): {sent}"
        assert plain or name not in ENGLISH, set(sent) - GSM


@pytest.mark.parametrize("name", FILES)
def test_what_is_signed_takes_ten_seconds(name: str) -> None:
    for audience, fields in read(name)["pieces"]["signing"].items():
        assert len(fields["body"].replace("{deadline}", "one two three four").split()) <= 25, audience


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_shouted_or_hushed(name: str) -> None:
    for piece, audience, field, text in texts(name):
        assert not re.search(r"[!¡*_<>]|\.\.\.|…", text), (piece, audience, field)


STIFF = re.compile(
    r"please note|strictly|confidential|hard to reach|service users?|utilise|in order to|as well as|\bplease be"
    r"|\bASAP\b|\bvaluable\b|\bimportant\b|\bshort survey\b|\bjust\b|\bonly takes\b|\bhave your say\b"
    r"|\banonymous|\bguarantee|\bpromise|will change|will improve",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", ENGLISH)
def test_english_is_plain_and_promises_no_more_than_the_questionnaires(name: str) -> None:
    for piece, audience, field, text in texts(name):
        found = STIFF.search(text)
        assert found is None, (piece, audience, field, found and found[0])
        for span in sentences(text.format(**FILLED)):
            assert len(words(span.text)) <= 30, (piece, audience, field, span.text)


def test_easy_read_keeps_the_rules_of_easy_read() -> None:
    for piece, audience, field, text in texts(EASY):
        # A name cannot be made easier, so another name of as many words stands for it here.
        read_out = text.format(**FILLED).replace("Care Quality Commission", "Ofsted Ofsted Ofsted")
        found = review_text(read_out)
        assert not found, (
            piece,
            audience,
            field,
            [(read_out[one.start : one.end], str(one)) for one in found],
        )
        for span in sentences(read_out):
            assert len(words(span.text)) <= 10, (piece, audience, field, span.text)


def test_english_says_the_longest_deadline_that_we_count_with() -> None:
    """Full inspections close at 9am and thematic visits at 12 noon."""
    days = (date(2026, 1, 1) + timedelta(days=after) for after in range(3653))
    said = (say(at_london(day, clock)) for day in days for clock in (time(9), time(12)))
    assert max(map(len, said)) == len(FILLED["deadline"])


@pytest.mark.parametrize("name", [name for name in FILES if name not in ENGLISH])
def test_a_translation_is_not_english_left_over(name: str) -> None:
    english = {(piece, audience, field): text for piece, audience, field, text in texts("en-GB")}
    for piece, audience, field, text in texts(name):
        if len(placeholders(text)) < len(text.split()):
            assert text != english[piece, audience, field], (piece, audience, field)


@pytest.mark.parametrize("name", [name for name in FILES if name in LANGUAGES and LANGUAGES[name].rtl])
def test_telephones_see_at_its_first_letter_that_a_text_runs_from_right_to_left(name: str) -> None:
    filled = {
        **FILLED,
        "deadline": longest_deadline(name),
        **{key: kit_sentences(name, "young_people")[key] for key in ("paper", "help")},
    }
    for piece, audience, field, text in texts(name):
        for line in filter(None, text.split("\n")):
            first = next((sign for sign in line.format(**filled) if bidirectional(sign) in RUNS), "")
            assert line == "{link}" or bidirectional(first) != "L", (piece, audience, field, line)
            # Behind letters of their own, both numbers of "11-25" would change places.
            assert not re.search(r"\d-\d", line), (piece, audience, field, line)


@pytest.mark.parametrize("name", [name for name in FILES if name not in ENGLISH])
def test_a_sign_that_telephones_take_for_a_part_of_the_link_is_never_behind_it(name: str) -> None:
    """Ends of sentences other than a full stop, which the makers of links leave out."""
    for piece, audience, field, text in texts(name):
        assert not re.search(r"\{link\}[^\s.,:;?)]", text), (piece, audience, field)


def flat(values: Any) -> list[str]:
    """Texts and lists of texts as one list."""
    return [text for value in values for text in (value if isinstance(value, list) else [value])]
