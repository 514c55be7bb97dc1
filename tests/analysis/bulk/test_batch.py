"""Many answers at once have the findings that each has alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.bulk.batch import Batch
from analysis.bulk.learnt import prepared
from analysis.bulk.surroundings import CUES
from analysis.lines import Answer, finding, parse_answer
from analysis.negation import AFRESH, BETTER, SPEAKERS, THINKING, TURNERS
from analysis.other_languages import scan_in_any_language
from analysis.safeguarding.rules import load_terms
from analysis.scan import AUDIENCES, KINDS, engine
from analysis.vocabulary import read_yaml
from tests.analysis.invented_answers import invented
from tests.benchmarks.analysis.corpus import lines

SAMPLES = Path(__file__).parents[2] / "samples" / "analysis"
QUESTIONS = (None, "Do you feel safe?", "What works well?", "What would you change?", "Has anyone hurt you?")
WHOLE = "my dad hits me|I want to die|no one hits me anymore|the taxi is late|k1ll mys3lf|staff are lovely|\n".split(
    "|"
)
PIECES = """
    not nobody CAMHS 🙂 🔪 e\u0301 ﬁ İ ß \u200b … ’ !!! . ? ' * h8 domesticabuse yes no sometimes EHCP but however s*x
    loooooove 👨\u200d👩\u200d👧 שלום \ud800 school feel safe don't should more clubs bad good late never years waiting
    """.split()
SURROUNDINGS = (
    "Nobody says that {}", "{} and nobody does that any more", "It is not that {} except at home",
    "It's not true that {}, but", "The policy on when {} is clear", "If anyone {} I would tell",
    "{}. The paperwork is killing us", "In the game {}", "Years ago {}", "{} but it stopped and is fine now",
    "My friend told me {}", "They say {}", "I think maybe {}", "{} right now", "No. {}! no", "{} {}",
)  # fmt: skip
OPINIONS = (
    "listen to us|kept us informed|never listens to me|left out|no one listened|any|as well|but|than|.".split(
        "|"
    )
)
# Phrases nine times over, so that chance does not lose them among the words that deny.
DENIED = [*sorted(TURNERS | SPEAKERS | AFRESH | THINKING | BETTER), *9 * OPINIONS]
SAID = st.sampled_from(WHOLE + PIECES)
ANY_TEXT = st.one_of(st.text(max_size=120), st.lists(SAID, max_size=14).map(" ".join))
ANY_ANSWER = st.builds(
    Answer, st.just(1), st.sampled_from(sorted(AUDIENCES)), ANY_TEXT, st.sampled_from(QUESTIONS)
)


@cache
def batch(kinds: frozenset[str] = KINDS) -> Batch:
    """One batch scanner for all tests: what it has learnt of words must never show."""
    return Batch(prepared(kinds))


def one_by_one(answers: Sequence[Answer], kinds: frozenset[str] = KINDS) -> list[bytes]:
    """A line for each answer of what is found in it alone."""
    scanner = engine(kinds)
    return [
        finding(one.id, scan_in_any_language(scanner, one.text, one.audience, one.question))
        for one in answers
    ]


def at_once(scanner: Batch, answers: Sequence[Answer]) -> list[bytes]:
    """A line for each answer of what is found in them together."""
    return scanner.findings(answers).splitlines(keepends=True)


def said_in(node: object) -> Iterator[str]:
    """Every text in lists and mappings."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from said_in(inner)


def asked(texts: Sequence[str]) -> list[Answer]:
    """Texts as answers of every audience, to every kind of question."""
    audiences = sorted(AUDIENCES)
    return [
        Answer(number, audiences[number % len(audiences)], text, QUESTIONS[number % len(QUESTIONS)])
        for number, text in enumerate(texts)
    ]


def test_answers_labelled_by_people_have_the_same_findings() -> None:
    entries = [
        orjson.loads(line)
        for name in sorted(SAMPLES.glob("*.jsonl"))
        for line in name.read_bytes().splitlines()
    ]
    answers = asked([entry["text"] for entry in entries])
    assert at_once(batch(), answers) == one_by_one(answers)


def test_sentences_to_learn_from_have_the_same_findings() -> None:
    names = sorted(
        one.name for one in files("analysis.training.answers").iterdir() if one.name.endswith(".yaml")
    )
    texts = [text for name in names for text in said_in(read_yaml("analysis.training.answers", name))]
    answers = asked([*texts, *said_in(read_yaml("analysis.training", "themes.yaml"))])
    found = at_once(batch(), answers)
    assert found == one_by_one(answers)
    assert len(found) > 5_000
    assert sum(b'"safeguarding":[{' in line for line in found) > 1_000
    assert sum(b'"themes":[{' in line for line in found) > 1_000


@pytest.mark.parametrize("kinds", [KINDS, frozenset({"safeguarding"}), frozenset({"themes"})])
def test_invented_answers_have_the_same_findings(kinds: frozenset[str]) -> None:
    answers = [parse_answer(line) for line in lines(2_000, seed=7)]
    answers += [answer for answer, _ in invented(500, 0.05, seed=7)]
    assert at_once(batch(kinds), answers) == one_by_one(answers, kinds)


def test_whatever_surrounds_a_telling_changes_its_level_in_the_same_way() -> None:
    rules = load_terms().rules
    texts = [
        around.replace("{}", said)
        for number, said in enumerate(said for rule in rules for said in (*rule.match, *rule.clear))
        for around in SURROUNDINGS[number % 4 :: 4]
    ]
    answers = asked(texts)
    found = at_once(batch(), answers)
    assert found == one_by_one(answers)
    cues = {cue for line in found for flag in orjson.loads(line)["safeguarding"] for cue in flag["cues"]}
    assert cues >= set(CUES)


@given(st.lists(st.lists(st.sampled_from(DENIED), max_size=9).map(" ".join), min_size=1, max_size=30))
@settings(max_examples=100)
def test_praise_and_blame_are_turned_round_in_the_same_way(texts: list[str]) -> None:
    answers = [Answer(1, "parents_carers", text, None) for text in texts]
    assert at_once(batch(), answers) == one_by_one(answers)


@given(st.lists(ANY_ANSWER, max_size=8))
@settings(max_examples=300)
def test_any_answers_have_the_same_findings(answers: list[Answer]) -> None:
    assert at_once(batch(), answers) == one_by_one(answers)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "he hit me ",
        "dad ",
        "not ",
        ". ",
        "hit dad me ",
        "\u0301",
        "🔪",
        "want to ",
        "taxi late ",
        "bad but good ",
    ],
)
def test_long_and_hostile_answers_have_the_same_findings(piece: str) -> None:
    answers = asked([(piece * 4_000)[:4_000] + " my dad hits me", "", piece, piece * 60])
    assert at_once(batch(), answers) == one_by_one(answers)


def test_a_scanner_that_has_met_many_words_forgets_them_and_goes_on() -> None:
    scanner = Batch(prepared(KINDS))
    answers = asked(["my dad hits me", "The taxi is late", "k1ll mys3lf"])
    strange = [
        Answer(0, "cyp", " ".join(f"{letter}{number:x}" for number in range(40_000)), None)
        for letter in "qxzvwy"
    ]
    for one in strange:
        scanner.findings([one] * 2)
        assert at_once(scanner, answers) == one_by_one(answers)
    assert scanner.known_tokens < 200_000
