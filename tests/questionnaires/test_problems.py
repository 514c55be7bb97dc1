"""Every sentence an author can read, each from a sample that is broken in just that way."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.loader import check_paths, parse_questionnaire, read_texts
from questionnaires.problems import Problem, QuestionnaireProblems, Sentence
from questionnaires.yaml_marks import LARGEST

SAMPLES = Path(__file__).parent.parent / "samples" / "questionnaires"
BROKEN = sorted(file.parent for file in (SAMPLES / "broken").glob("*/expected.txt"))
SYMBOLS = ("pencil", "support")
GOOD = {name: data.decode() for name, data in read_texts(SAMPLES / "every_kind").items()}


def problems_of(texts: dict[str, str | bytes]) -> tuple[Problem, ...]:
    """What is wrong with these texts; nothing when they load."""
    try:
        parse_questionnaire(texts)
    except QuestionnaireProblems as refused:
        return refused.problems
    return ()


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_a_broken_sample_gives_exactly_these_sentences(folder: Path) -> None:
    found = check_paths([folder], SYMBOLS)
    said = [f"{Path(p.file).relative_to(folder)}:{p.line}:{p.column}: {p.sentence}" for p in found]
    assert said == (folder / "expected.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("sentence", Sentence, ids=lambda sentence: sentence.name)
def test_every_sentence_has_a_broken_sample(sentence: Sentence) -> None:
    parts = Formatter().parse(sentence)
    pattern = "".join(re.escape(words) + (".*" if name is not None else "") for words, name, _, _ in parts)
    said = [line for folder in BROKEN for line in (folder / "expected.txt").read_text("utf-8").splitlines()]
    assert any(re.search(rf":\d+: {pattern}$", line) for line in said)


def test_a_problem_reads_like_an_editor_expects() -> None:
    problem = Problem("young/questionnaire.yaml", 3, 7, "Say it.")
    assert str(problem) == "young/questionnaire.yaml:3:7: Say it."


@pytest.mark.parametrize("escape", ["\\e[31mred", "a\\nb", "\\u202Eback", "x" * 5000])
def test_text_from_a_file_cannot_play_tricks_in_a_sentence(escape: str) -> None:
    spoiled = GOOD["easy_read.yaml"] + f'  "{escape}": {{text: A}}\n'
    (found,) = problems_of({**GOOD, "easy_read.yaml": spoiled})
    assert str(found).isprintable()
    assert len(found.sentence) < 400


def problems_of_asking(text: str) -> tuple[Problem, ...]:
    """What is wrong with a questionnaire that asks this, to be answered in words."""
    texts = read_texts(SAMPLES / "long_text")
    asked = texts["questionnaire.yaml"].decode().replace("What would make your help better?", f'"{text}"')
    return problems_of({**texts, "questionnaire.yaml": asked})


@pytest.mark.parametrize(
    "text",
    [
        "What is your name?",
        "Your child's full name",
        "What’s your postcode?",
        "Your home address, please",
        "When was your child born?",
        "Do not hurry. What is your NHS number?",
    ],
)
def test_questions_that_ask_who_somebody_is_are_noticed(text: str) -> None:
    (found,) = problems_of_asking(text)
    assert "seems to ask for" in found.sentence


@pytest.mark.parametrize(
    "text",
    [
        "Do not tell us your name. What helps?",
        "What would you name as the best thing?",
        "Who do you live with?",
        "What helps you address problems?",
    ],
)
def test_questions_that_do_not_ask_who_somebody_is_pass(text: str) -> None:
    assert problems_of_asking(text) == ()


@pytest.mark.parametrize("size, refused", [(LARGEST, False), (LARGEST + 1, True)])
def test_the_limit_of_size_is_exact(size: int, refused: bool) -> None:
    main = GOOD["questionnaire.yaml"]
    padded = main + "#" * (size - len(main.encode()))
    assert bool(problems_of({**GOOD, "questionnaire.yaml": padded})) is refused


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    windows = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in GOOD.items()}
    assert problems_of(windows) == ()


@pytest.mark.parametrize("words", ["<<", "*a", "&a", "!int 3", "no", "12", "2026-12-01", "a: b", "---", "~"])
def test_in_quotes_everything_is_just_words(words: str) -> None:
    head = GOOD["questionnaire.yaml"].replace("title: Every kind of question", f'title: "{words}"')
    assert parse_questionnaire({**GOOD, "questionnaire.yaml": head}).title == words


BOMBS = {
    "billion laughs": "a: &a [x,x]\n" + "".join(f"k{n}: &k{n} [*a,*a,*a]\n" for n in range(4000)),
    "brackets": "[" * 200_000,
    "braces": "{a: " * 50_000,
    "dashes": "- " * 100_000,
    "many keys": "".join(f"key{n}: x\n" for n in range(20_000)),
    "the same key": "version: 1\n" * 20_000,
    "a long list": "sources: [" + "x," * 100_000 + "x]",
    "a long number": "version: " + "9" * 200_000,
    "a number of many parts": "version: " + "1:" * 100_000 + "1",
    "python": "title: !!python/object/apply:os.system [ls]",
    "null bytes": "\0" * 200_000,
    "unfinished": 'title: "' + "x" * 200_000,
}


@pytest.mark.parametrize("file", ["questionnaire.yaml", "easy_read.yaml", "signed.yaml"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_few_words(bomb: str, file: str) -> None:
    found = problems_of({**GOOD, file: BOMBS[bomb]})
    assert any(problem.file == file for problem in found)
    assert len(found) < 500


TRICKS = tuple(b'*a |&a |!!int |<<: |\t|\n|: |- |[|{|"|no|~|\xff'.split(b"|"))


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, str | bytes]:
    """A good questionnaire with some bytes cut out of one file and others put in."""
    name = draw(st.sampled_from(sorted(GOOD)))
    data = GOOD[name].encode()
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(len(data), start + 40)))
    put = draw(st.one_of(st.binary(max_size=12), st.sampled_from(TRICKS)))
    return {**GOOD, name: data[:start] + put + data[end:]}


@given(spoiled())
def test_a_spoiled_questionnaire_loads_or_says_where_it_is_wrong(texts: dict[str, str | bytes]) -> None:
    for problem in problems_of(texts):
        data = texts[problem.file]
        text = data if isinstance(data, str) else data.decode("utf-8", "replace")
        assert 1 <= problem.line <= len(text.splitlines()) + 1
        assert problem.column >= 1
        assert problem.sentence.endswith((".", "?"))


FILE_NAMES = st.sampled_from(
    ["questionnaire.yaml", "easy_read.yaml", "signed.yaml", "pl.yaml", "x.txt", "a/pl.yaml", ""]
)


@given(st.dictionaries(FILE_NAMES, st.binary()))
def test_random_bytes_are_never_a_questionnaire_and_never_a_crash(texts: dict[str, bytes]) -> None:
    with pytest.raises(QuestionnaireProblems):
        parse_questionnaire(texts)


WORDS = sorted(set(re.findall(r"[a-z_]+", " ".join(GOOD.values()))))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from(WORDS), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=25,
)


def places(tree: object) -> Iterator[tuple[object, object]]:
    """Every container of a YAML tree with each of its keys."""
    keys = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from places(tree[key])  # type: ignore[index]


@given(st.data())
def test_a_value_of_any_shape_in_any_place_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(GOOD)))
    tree = yaml.safe_load(GOOD[name])
    container, key = data.draw(st.sampled_from(list(places(tree))))
    container[key] = data.draw(VALUES)  # type: ignore[index]
    texts = {**GOOD, name: yaml.safe_dump(tree, allow_unicode=True)}
    found = problems_of(texts)
    assert found or parse_questionnaire(texts).questions
