"""What no theme covers is found, named, counted with what is left, and the same every time."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.codebook.editions import EditionProblems, parse_edition
from analysis.emergent import Emergent, as_json, find, to_theme
from analysis.export_files import write_rows
from analysis.lines import Answer
from analysis.said_little import features, plain_words, why_little
from analysis.small_numbers import SMALLEST_BASE
from tests.analysis.invented_answers import PLANTED, invented
from tests.analysis.rows import ROW, written

LEADS = {"parking": "park", "lunch": ("canteen", "lunch"), "geese": ("goose", "geese"), "dryer": "dryer"}


@pytest.fixture(scope="module")
def planted() -> tuple[list[Answer], dict[str | int, str], Emergent]:
    pairs = list(invented(5_000, 0.01, seed=3))
    answers = [answer for answer, _ in pairs]
    return answers, {answer.id: subject for answer, subject in pairs}, find(answers)


def test_subjects_of_one_per_cent_are_found(
    planted: tuple[list[Answer], dict[str | int, str], Emergent],
) -> None:
    _, subjects, found = planted
    heard: Counter[str] = Counter()
    strays = []
    for one in found.candidates:
        (subject,) = {subjects[example.id] for example in one.examples}
        heard[subject] += one.answers
        if subject not in PLANTED:
            strays.append(one)
            continue
        assert any(word.startswith(LEADS[subject]) for word in one.words)
    # Ordinary sentences share words by chance: a person who looks at their examples lets such a candidate go.
    assert sum(one.answers for one in strays) < len(subjects) / 100
    said = Counter(subjects.values())
    assert {name: heard[name] > said[name] / 2 for name in PLANTED} == dict.fromkeys(PLANTED, True)


def test_everything_is_counted_once(planted: tuple[list[Answer], dict[str | int, str], Emergent]) -> None:
    answers, _, found = planted
    grouped = sum(one.answers for one in found.candidates)
    little = sum(found.said_little.values())
    assert found.answers == len(answers) == found.with_theme + little + grouped + found.unassigned
    assert found.unassigned_share == pytest.approx(found.unassigned / (found.unassigned + grouped))
    assert all(one.answers >= SMALLEST_BASE for one in found.candidates)


def test_examples_come_from_every_audience(
    planted: tuple[list[Answer], dict[str | int, str], Emergent],
) -> None:
    for one in planted[2].candidates:
        assert {example.audience for example in one.examples} == set(one.audiences)


@pytest.fixture(scope="module")
def few() -> list[Answer]:
    return [answer for answer, _ in invented(600, 0.05, seed=5)]


def test_the_same_answers_and_seed_give_the_same_bytes_in_any_order(few: list[Answer]) -> None:
    mixed = random.Random(1).sample(few, len(few))
    assert as_json(find(few)) == as_json(find(mixed))


def test_no_more_candidates_are_shown_than_asked(few: list[Answer]) -> None:
    assert len(find(few, most=2).candidates) == 2


def test_a_handful_is_no_candidate(few: list[Answer]) -> None:
    nine = [
        Answer(n, "parents_carers", "The goose pecked my umbrella", None) for n in range(SMALLEST_BASE - 1)
    ]
    assert find(nine).candidates == ()
    assert find(nine).unassigned_share == 1.0
    assert len(find([*nine, nine[0]._replace(id="one more")]).candidates) == 1


def test_no_example_comes_from_an_audience_of_a_handful() -> None:
    many = [Answer(n, "parents_carers", "The goose pecked my umbrella", None) for n in range(30)]
    one = Answer("alone", "young_people", "The goose ate my umbrella", None)
    (found,) = find([*many, one]).candidates
    assert {example.audience for example in found.examples} == {"parents_carers"}
    assert found.audiences == {"young_people": "under 10", "parents_carers": "25 to 49"}


def test_no_example_is_an_answer_that_a_person_must_read_soon() -> None:
    calm = [Answer(n, "parents_carers", "The goose pecked my umbrella", None) for n in range(20)]
    grave = Answer("g", "parents_carers", "The goose pecked my umbrella and he hits me", None)
    (found,) = find([*calm, grave]).candidates
    assert found.answers == 21
    assert "g" not in {example.id for example in found.examples}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Nothing", "nothing"), ("N/A", "nothing"), ("...", "nothing"), ("I don’t know!", "nothing"),
        ("Thank you so much, they are brilliant", "tone"), ("Really bad", "tone"),
        ("Pancakes", "short"), ("The portal is good", "short"),
        ("Nothing works since the portal changed its password", None),
    ],
)  # fmt: skip
def test_answers_that_say_little_are_set_aside_by_a_rule(text: str, rule: str | None) -> None:
    assert why_little(plain_words(text)) == rule


def test_words_with_content_stand_alone_and_beside_each_other() -> None:
    assert features(plain_words("The dinner ladies, on trains!")) == [
        "dinner",
        "lady",
        "train",
        "dinner lady",
    ]


@given(st.lists(st.text(max_size=30), max_size=15))
@settings(max_examples=25, deadline=None)
def test_any_text_can_be_read(texts: list[str]) -> None:
    found = find([Answer(n, "parents_carers", text, None) for n, text in enumerate(texts)])
    assert found.answers == len(texts)


def codebook_of(entry: dict[str, object]) -> str:
    return yaml.safe_dump({"id": "sample", "version": "1", "source": "A sample", "themes": [entry]})


def test_a_candidate_becomes_a_theme_when_somebody_names_its_paragraphs(few: list[Answer]) -> None:
    candidate = find(few).candidates[0]
    theme = parse_edition(codebook_of(to_theme(candidate, ["54"])), "new.yaml").themes[
        str(to_theme(candidate)["id"])
    ]
    assert theme.lists["names"] == candidate.words
    with pytest.raises(EditionProblems, match='"paragraphs" is empty'):
        parse_edition(codebook_of(to_theme(candidate)), "new.yaml")


def test_nobodys_own_words_travel_with_a_theme(few: list[Answer]) -> None:
    candidate = find(few).candidates[0]
    told = json.dumps(to_theme(candidate))
    assert not [example.text for example in candidate.examples if example.text in told]


def lines_of(answers: list[Answer]) -> str:
    rows = ({"id": one.id, "audience": one.audience, "text": one.text} for one in answers)
    return "\n".join(map(json.dumps, rows))


def test_the_command_tells_in_words_as_json_and_as_an_entry(
    few: list[Answer], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(lines_of(few), "utf-8")
    assert main(["emergent", str(path)]) == 0
    said = capsys.readouterr().out
    assert "in no candidate" in said
    assert main(["emergent", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["candidates"][0]["label"] in said
    assert main(["emergent", str(path), "--theme", "1"]) == 0
    assert yaml.safe_load(capsys.readouterr().out)[0]["label"] == told["candidates"][0]["label"]
    assert main(["emergent", str(path), "--theme", "99"]) == 1
    assert "There is no candidate 99" in capsys.readouterr().err


def test_an_export_can_be_read_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [replace(written(ROW, "The goose pecked my umbrella"), response=f"r{n}") for n in range(12)]
    for name in ("answers.csv", "answers.jsonl"):
        write_rows(rows, tmp_path / name)
        assert main(["emergent", str(tmp_path / name)]) == 0
        assert "12 answers (100.0%)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("not json", "line 1: It is not JSON"),
        ('{"id": 1, "audience": "cats", "text": "x"}', '"audience" must be'),
    ],
)
def test_a_file_that_cannot_be_read_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(content, "utf-8")
    assert main(["emergent", str(path)]) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("people", range(10, 25))
def test_answers_that_are_alike_are_one_subject(people: int) -> None:
    found = find([Answer(n, "parents_carers", "Zorbing with quoits", None) for n in range(people)])
    assert [one.answers for one in found.candidates] == [people]
