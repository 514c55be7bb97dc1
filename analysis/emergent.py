"""What people write about that no theme of the codebook covers: candidates for a person to look at.

`python -m analysis emergent FILE` reads answers (lines of JSON, or an export), leaves out those in which a theme was
found and those that say nothing, and groups the rest by the words they share.  How many candidates there are is not
set: one group is looked for to every eight words that keep company, at most three times `--most`; groups with the
same leading words are put together, those of fewer than 10 answers or half of one per cent are dropped, and the
largest `--most` of the others are shown.  The same answers and seed give the same bytes, in whatever order the
answers come.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import filterfalse, islice, zip_longest
from math import ceil
from pathlib import Path

import orjson
import yaml

from analysis.answer_files import read_answers
from analysis.codebook.editions import shipped
from analysis.codebook.loader import CURRENT, load_codebook
from analysis.column_checks import LoadProblem
from analysis.lines import Answer
from analysis.safeguarding.categories import CONCERN
from analysis.safeguarding.rules import load_terms
from analysis.said_little import RULES, features, plain_words, why_little
from analysis.scan import KINDS, Engine, engine
from analysis.small_numbers import SMALLEST_BASE, band
from analysis.tallies import audience_order
from analysis.word_groups import groups

MOST = 12
LOOKED_FOR = 3
SMALLEST_SHARE = 0.005
EXAMPLES = 4
LONGEST_EXAMPLE = 300
THEMES = frozenset({"themes"})


@dataclass(frozen=True, slots=True)
class Example:
    """An answer in full, or its first 300 letters."""

    id: str | int
    audience: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Answers that share words which no theme covers.

    answers    how many, never fewer than 10
    share      of all answers that say something and have no theme, 0 to 1
    audiences  how many of each audience, in bands, so that nobody can be picked out
    examples   spread over audiences of at least 10 answers; none that raises a concern
    """

    label: str
    words: tuple[str, ...]
    answers: int
    share: float
    audiences: Mapping[str, str]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Emergent:
    """The candidates, the largest first, and everything that is in none of them.

    answers = with_theme + said little (by rule) + in candidates + unassigned; `unassigned_share` is of the last two.
    """

    codebook: str
    seed: int
    answers: int
    with_theme: int
    said_little: Mapping[str, int]
    unassigned: int
    unassigned_share: float
    candidates: tuple[Candidate, ...]


def find(answers: Iterable[Answer], codebook: str = CURRENT, seed: int = 0, most: int = MOST) -> Emergent:
    """Candidates for themes among the answers in which the codebook finds none."""
    ordered = sorted(answers, key=lambda one: (one.audience, one.text, one.question or "", str(one.id)))
    scanner = _scanner(codebook)
    uncoded = [one for one in ordered if not scanner.scan(one.text, one.audience, one.question).themes]
    words = [plain_words(one.text) for one in uncoded]
    little = [why_little(said) for said in words]
    left = [one for one, why in zip(uncoded, little, strict=True) if why is None]
    told = [features(said) for said, why in zip(words, little, strict=True) if why is None]
    large = frozenset(
        name for name, n in Counter(one.audience for one in ordered).items() if n >= SMALLEST_BASE
    )
    found = (
        (group.words, [left[place] for place in group.texts])
        for group in groups(told, LOOKED_FOR * most, seed)
    )
    kept = _largest(found, len(left), most)
    unassigned = len(left) - sum(len(members) for _, members in kept)
    return Emergent(
        codebook=scanner.version.split(";")[0],
        seed=seed,
        answers=len(ordered),
        with_theme=len(ordered) - len(uncoded),
        said_little={rule: little.count(rule) for rule in RULES},
        unassigned=unassigned,
        unassigned_share=unassigned / len(left) if left else 0.0,
        candidates=tuple(_candidate(shared, members, len(left), large) for shared, members in kept),
    )


def _scanner(codebook: str) -> Engine:
    return engine(THEMES) if codebook == CURRENT else Engine(load_codebook(codebook), load_terms(), THEMES)


def _largest(
    found: Iterable[tuple[tuple[str, ...], list[Answer]]], left: int, most: int
) -> list[tuple[tuple[str, ...], list[Answer]]]:
    """At most `most` groups of at least 10 answers and half of one per cent of what is left, largest first."""
    smallest = max(SMALLEST_BASE, ceil(SMALLEST_SHARE * left))
    enough = [one for one in found if len(one[1]) >= smallest]
    return sorted(enough, key=lambda one: (-len(one[1]), one[0]))[:most]


def _candidate(
    words: tuple[str, ...], members: Sequence[Answer], left: int, large: frozenset[str]
) -> Candidate:
    counts = Counter(one.audience for one in members)
    return Candidate(
        label=_label(words),
        words=words,
        answers=len(members),
        share=len(members) / left,
        audiences={name: band(counts[name]) for name in _in_turn(counts)},
        examples=tuple(_examples([one for one in members if one.audience in large])),
    )


def _label(words: Sequence[str]) -> str:
    """The first three words or pairs that do not repeat each other."""
    chosen: list[str] = []
    for word in words:
        if not set(word.split()) & {part for one in chosen for part in one.split()}:
            chosen.append(word)
    return ", ".join(chosen[:3]).capitalize()


def _examples(members: Sequence[Answer]) -> Iterator[Example]:
    """The most typical first, one audience after the other, each text once, none that a person must read soon."""
    by_audience: defaultdict[str, dict[str, Answer]] = defaultdict(dict)
    for one in members:
        by_audience[one.audience].setdefault(one.text, one)
    calm = (filterfalse(_raises_concern, by_audience[name].values()) for name in _in_turn(by_audience))
    turns = (one for turn in zip_longest(*calm) for one in turn if one is not None)
    for one in islice(turns, EXAMPLES):
        yield Example(one.id, one.audience, one.text[:LONGEST_EXAMPLE])


def _in_turn(audiences: Iterable[str]) -> list[str]:
    return sorted(audiences, key=audience_order)


def _raises_concern(answer: Answer) -> bool:
    scan = engine(KINDS).scan(answer.text, answer.audience, answer.question)
    return any(flag.level <= CONCERN for flag in scan.safeguarding)


def to_theme(candidate: Candidate, paragraphs: Sequence[str] = ()) -> dict[str, object]:
    """An entry for a codebook's `themes`; a person writes the definition anew and says which paragraphs it answers.

    Nobody's own words go into it: a codebook travels further than answers do.  Without paragraphs the codebook is
    refused until somebody names them.
    """
    return {
        "id": _id(candidate.words),
        "label": candidate.label,
        "paragraphs": list(paragraphs),
        "definition": f"Answers about {', '.join(candidate.words)}.",
        "names": list(candidate.words),
    }


def _id(words: Sequence[str]) -> str:
    plain = "_".join(re.findall("[a-z]+", " ".join(words[:2])))[:40]
    return plain or "theme_" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]


def as_json(found: Emergent) -> bytes:
    """The candidates as JSON."""
    return orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_text(found: Emergent) -> str:
    """The candidates in words."""
    return "\n".join(_told(found)) + "\n"


def _told(found: Emergent) -> Iterator[str]:
    yield f"{found.answers:,} answers; {found.with_theme:,} have a theme of {found.codebook}."
    yield from (f"{count:,} set aside: {RULES[rule]}." for rule, count in found.said_little.items() if count)
    yield (
        f"{found.unassigned:,} of the others are in no candidate ({found.unassigned_share:.1%}): "
        "only a person who reads them can say what they speak of."
    )
    if not found.candidates:
        yield f"No candidates: no words are shared by {SMALLEST_BASE} answers or more."
    for number, one in enumerate(found.candidates, 1):
        yield f"{number}. {one.label}: {one.answers:,} answers ({one.share:.1%})"
        yield f"   words: {', '.join(one.words)}"
        yield f"   {'; '.join(f'{name} {count}' for name, count in one.audiences.items())}"
        yield from (f"   {example.audience}: {' '.join(example.text.split())}" for example in one.examples)


def main(argv: Sequence[str]) -> int:
    """Print the candidates, or one of them as an entry for a codebook; 1 with a sentence when that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m analysis emergent", description=__doc__)
    parser.add_argument("file", type=Path, help="answers: lines of JSON, or an export")
    parser.add_argument("--codebook", default=CURRENT, choices=shipped())
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--most", type=_a_few, default=MOST, help="how many candidates to show at most (1 to 50)"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--theme", type=int, metavar="NUMBER", help="print this candidate as a codebook entry"
    )
    asked = parser.parse_args(argv)
    try:
        found = find(read_answers(asked.file), asked.codebook, asked.seed, asked.most)
    except LoadProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    if asked.theme is not None:
        return _print_theme(found, asked.theme)
    sys.stdout.write(as_json(found).decode() if asked.json else as_text(found))
    return 0


def _a_few(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 50:
        raise argparse.ArgumentTypeError("choose a number from 1 to 50")
    return int(word)


def _print_theme(found: Emergent, number: int) -> int:
    if not 1 <= number <= len(found.candidates):
        sys.stderr.write(f"There is no candidate {number}: there are {len(found.candidates)}.\n")
        return 1
    entry = to_theme(found.candidates[number - 1])
    sys.stdout.write(yaml.safe_dump([entry], sort_keys=False, allow_unicode=True))
    return 0
