"""Words of an answer that could say who somebody is: hints for a person, who decides. Nothing is replaced here.

A hint too many costs a look, a hint too few a child's privacy; but no list of hints is whole, so the page that shows
them says that they are suggestions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

KINDS: Mapping[str, str] = {
    "name": "a name",
    "place": "a place",
    "school": "a school or service",
    "date": "a date or age",
    "number": "a number",
    "contact": "an address or account",
    "other": "something else",
}

_TITLE = r"(?:Mrs|Mr|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sir|Auntie|Aunty|Uncle|Nurse|Sister|Nan|Grandad)"
_WORD = r"[^\W\d_][^\W\d_]*(?:['’-][^\W\d_]+)*"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_BODY = (
    r"(?:primary|infant|junior|high|special|nursery|secondary|middle|grammar|sixth form|community|c ?of ?e|"
    r"school|academy|college|university|nursery|preschool|centre|center|hospital|surgery|clinic|unit|hub|house|trust)"
)
_STREET = (
    r"(?:street|st|road|rd|lane|avenue|ave|close|drive|crescent|terrace|way|court|gardens|grove|estate|park)"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "contact",
        re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\.[^\W\d_]{2,}|(?:https?://|www\.)\S+|(?<!\w)@\w{2,}"),
    ),
    ("contact", re.compile(r"(?i)(?<!\w)[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}(?!\w)")),
    ("contact", re.compile(rf"(?i)(?<!\w)\d+[a-z]? (?:{_WORD} ){{1,3}}{_STREET}(?!\w)")),
    ("number", re.compile(r"(?<![\w.])\+?\d(?:[\s().-]?\d){5,}(?!\w)")),
    ("date", re.compile(r"(?<!\d)\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?!\d)")),
    ("date", re.compile(rf"(?i)(?<!\w)\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?!\w)(?:,? \d{{4}})?")),
    ("date", re.compile(rf"(?i)(?<!\w){_MONTH} \d{{1,4}}(?:st|nd|rd|th)?(?!\w)(?:,? \d{{4}})?")),
    (
        "date",
        re.compile(r"(?i)(?<!\w)(?:aged? \d{1,2}|\d{1,2}[ -](?:years?|yrs?)[ -]olds?|year \d{1,2})(?!\w)"),
    ),
    ("date", re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")),
    ("number", re.compile(r"(?<![\w.,])\d{3,}(?!\w)")),
    (
        "school",
        re.compile(
            rf"(?:St\.? )?[A-Z][\w'’.-]*(?: (?:of|and|the|[A-Z][\w'’.-]*)){0, 5}? (?i:{_BODY})(?: (?i:{_BODY}))*(?!\w)"
        ),
    ),
    ("name", re.compile(rf"(?<!\w){_TITLE}\.? (?-i:[A-Z][\w'’-]*)(?: [A-Z][\w'’-]*)?")),
    ("name", re.compile(rf"(?i)(?<!\w)(?:call(?:ed)?|named|name is|name’s|name's) (?P<here>{_WORD})")),
    (
        "place",
        re.compile(
            r"(?<!\w)(?:[Ii]n|[Nn]ear|[Ff]rom|[Aa]round|[Aa]t|[Tt]o) (?P<here>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)"
        ),
    ),
)
_CAPITAL = re.compile(r"(?<!\w)[^\W\d_]['’\w-]*")
_BEGINS = re.compile(r"(?:^|[.!?\n…:;•“\"(-])[\s“\"‘'(-]*$")
_OF_NOBODY = frozenset(
    """
    i i'm i’m i've i’ve i'd i’d i'll i’ll english maths science art pe christmas easter god internet zoom teams
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december england english wales welsh scotland ireland british uk ofsted cqc nhs lgbt
    autism autistic adhd asd ehcp ehc send senco sendco sen camhs gp ok okay tv covid makaton braille bsl
    council local authority school college
    """.split()
)
_BEFORE_A_VERB = re.compile(
    r"\s+(?:is|was|has|had|says|said|goes|went|gets|got|needs|needed|told|does|did|loves|likes|hates|"
    r"struggles|feels|felt|helps|helped|and I|and me|can|cannot|can't|can’t|will|attends|started|works)\b"
)
_ORDINARY = frozenset(
    """
    he she they it we you this that there everyone everybody nobody someone somebody who what which my our your
    his her their the a an one school college mum dad teacher teachers staff support help communication transport
    everything nothing something life work time travel training funding service services provision waiting speech
    therapy assessment paperwork council health care education respite nothing all most some few many more both
    here now then when where why how people children kids son daughter child
    """.split()
)


@dataclass(frozen=True, slots=True)
class Hint:
    """Words from `start` to before `end` (code points) that may be of this kind (a key of KINDS)."""

    start: int
    end: int
    kind: str


def hints(text: str, places: Iterable[str] = ()) -> tuple[Hint, ...]:
    """What to look at, in the order of the text, no two over the same words.

    `places` are names that are known to tell where somebody lives, such as the area's.
    """
    found: list[Hint] = []
    taken = bytearray(len(text))
    for hint in (*_known(text, places), *_matched(text), *_capitals(text)):
        if not any(taken[hint.start : hint.end]):
            found.append(hint)
            taken[hint.start : hint.end] = b"\1" * (hint.end - hint.start)
    return tuple(sorted(found, key=lambda hint: hint.start))


def replaced(text: str, hidden: Iterable[Hint]) -> str:
    """The text with `[name]`, `[place]` ... where these words stood; where two lie over each other, once for both."""
    parts, last = [], 0
    for hint in _merged(hidden):
        parts += [text[last : hint.start], f"[{hint.kind}]"]
        last = hint.end
    return "".join((*parts, text[last:]))


def everywhere(text: str, words: str, kind: str) -> tuple[Hint, ...]:
    """Every place where these words stand by themselves, in small letters or large, with any space between them."""
    parts = words.split()
    if not parts:
        return ()
    pattern = r"\s+".join(map(re.escape, parts))
    around = (r"(?<!\w)" if parts[0][0].isalnum() else "", r"(?!\w)" if parts[-1][-1].isalnum() else "")
    return tuple(
        Hint(*one.span(), kind)
        for one in re.finditer(f"{around[0]}{pattern}{around[1]}", text, re.IGNORECASE)
    )


def _known(text: str, places: Iterable[str]) -> Iterator[Hint]:
    for place in places:
        yield from everywhere(text, place, "place")


def _matched(text: str) -> Iterator[Hint]:
    for kind, pattern in _PATTERNS:
        for one in pattern.finditer(text):
            group = "here" if "here" in pattern.groupindex else 0
            if not _all_ordinary(one[group].split()):
                yield Hint(*one.span(group), kind)


def _capitals(text: str) -> Iterator[Hint]:
    """Words with a capital where none has to stand, and those at a beginning that somebody does something with."""
    for one in _CAPITAL.finditer(text):
        word = one[0]
        if not word[0].isupper() or _known_to_all(word):
            continue
        begins = _BEGINS.search(text, max(0, one.start() - 12), one.start()) is not None
        if not begins or (word.lower() not in _ORDINARY and _BEFORE_A_VERB.match(text, one.end())):
            yield Hint(*one.span(), "name")


def _known_to_all(word: str) -> bool:
    """True for words that name nobody: abbreviations, languages, days."""
    bare = re.sub(r"['’]s$", "", word)
    return not _OF_NOBODY.isdisjoint({bare.lower(), bare.lower().removesuffix("s")}) or (
        len(bare) > 1 and bare.isupper()
    )


def _all_ordinary(words: Collection[str]) -> bool:
    return all(word.lower() in _ORDINARY | _OF_NOBODY for word in words)


def _merged(hidden: Iterable[Hint]) -> list[Hint]:
    found: list[Hint] = []
    for hint in sorted(hidden, key=lambda one: (one.start, -one.end)):
        if found and hint.start < found[-1].end:
            found[-1] = Hint(found[-1].start, max(found[-1].end, hint.end), found[-1].kind)
        elif hint.end > hint.start:
            found.append(hint)
    return found
