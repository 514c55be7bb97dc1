"""The light model beside the rules: it hears what no rule names, explains itself and is only added up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook.loader import load_codebook
from analysis.safeguarding.categories import CATEGORIES, CONCERN, URGENT, WATCH
from analysis.safeguarding.flags import SOUNDS_ORDINARY
from analysis.safeguarding.lessons import Labelled, answer_files, category_of, earlier_lessons, later_lessons
from analysis.safeguarding.likeness import ALWAYS, Evidence, load_model
from analysis.safeguarding.rules import load_terms
from analysis.safeguarding.training import examples, learn, write
from analysis.scan import Engine, engine, scan_text

OBLIQUE = (
    "grandad makes me sit on his knee and I feel sick after",
    "I pretend to be asleep so that he goes away",
    "my brother and me hide behind the sofa till it is quiet",
    "there is a chair under my door handle every night now",
    "he says nobody would believe somebody like me",
)
PLAIN = (
    "We waited two years for the autism assessment and then got a leaflet.",
    "The speech therapist is patient and my son likes her.",
    "i like art and the trips on friday",
)


def test_every_lesson_has_a_category_or_is_ordinary() -> None:
    lessons = [*earlier_lessons(load_terms()), *later_lessons()]
    assert {lesson.category for lesson in lessons} == {*CATEGORIES, ""}
    later = {lesson.text for lesson in later_lessons()}
    assert len(later) > 3_000
    assert len(later) == len(list(later_lessons())), "an answer is written twice"


def test_every_category_has_answers_of_its_own() -> None:
    assert set(CATEGORIES) <= {category_of(name) for name in answer_files()}


@pytest.mark.parametrize("text", OBLIQUE)
def test_a_telling_that_no_rule_names_is_raised_and_explained(text: str) -> None:
    raised = [flag for flag in scan_text(text, "cyp").safeguarding if flag.level <= CONCERN]
    assert raised
    for flag in raised:
        assert text[flag.start : flag.end].strip()
        if flag.rule.endswith(".likeness"):
            assert flag.level == CONCERN
            assert flag.cues
            assert flag.category in CATEGORIES


@pytest.mark.parametrize("text", PLAIN)
def test_plain_feedback_is_not_raised(text: str) -> None:
    assert [flag for flag in scan_text(text, "parent").safeguarding if flag.level <= CONCERN] == []


@given(st.text(max_size=300))
def test_whatever_is_typed_is_scored_and_offsets_stay_inside(text: str) -> None:
    for flag in scan_text(text, "cyp").safeguarding:
        assert 0 <= flag.start < flag.end <= len(text)


@given(st.sampled_from(OBLIQUE), st.sampled_from(["😭 ", "ﬁ ", "e\u0301 ", "İ ", "\u200b", "👩‍👩‍👧 "]))
def test_offsets_point_at_the_shown_words_in_any_unicode(text: str, before: str) -> None:
    for flag in scan_text(before + text, "cyp").safeguarding:
        if flag.rule.endswith(".likeness"):
            shown = (before + text)[flag.start : flag.end].casefold()
            assert flag.cues[0][:3] in shown or flag.cues[-1][:3] in shown


def test_the_model_says_nothing_where_a_denial_has_been_heard() -> None:
    flags = scan_text("Nobody hits me", "cyp").safeguarding
    assert [flag.rule.endswith(".likeness") for flag in flags] == [False]


def test_evidence_rises_with_worse_levels_and_falls_with_themes() -> None:
    evidence = Evidence(
        always=0, score=1, immediate=3, urgent=2, concern=1, watch=0, each_rule=0.5, each_theme=-0.5
    )
    assert evidence.weigh(1.0, {}, 0) == 1.0
    assert evidence.weigh(0.0, {"a": URGENT, "b": WATCH}, 0) == 2.5
    assert evidence.weigh(0.0, {"a": URGENT, "b": CONCERN}, 2) == 2.0


def test_without_a_model_the_rules_work_alone() -> None:
    alone = Engine(load_codebook(), load_terms(), frozenset({"safeguarding"}))
    flags = alone.scan("my dad hits me", "cyp").safeguarding
    assert "physical_abuse" in {flag.category for flag in flags}
    assert not [flag for flag in flags if flag.rule.endswith(".likeness")]


def test_learning_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    lessons = [Labelled(text, "not_safe") for text in OBLIQUE] + [Labelled(text, "") for text in PLAIN]
    lessons += [Labelled("my uncle hurts me", "physical_abuse"), Labelled("I want to die", "suicide")]
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write(learn(examples(engine(), lessons)), {}, tmp_path / folder)
    assert (tmp_path / "one" / "weights.txt").read_bytes() == (tmp_path / "two" / "weights.txt").read_bytes()


def test_what_was_learnt_tells_its_lessons_apart() -> None:
    lessons = [Labelled(text, "not_safe") for text in OBLIQUE] + [Labelled(text, "") for text in PLAIN]
    lessons += [Labelled("I want to die", "suicide"), Labelled("my uncle hurts me", "physical_abuse")]
    read = examples(engine(), lessons * 3)
    model = learn(read)
    scores = {one.category: model.score(one.study.words) for one in read}
    assert scores[""] < scores["not_safe"]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("I have written the letters and counted the tablets", "suicide"),
        ("she makes herself sick after tea and has cuts on her thighs", "self_harm"),
        ("the lads wait for me at the gate and throw my bag", "bullying"),
        ("there is never any food in the fridge and my clothes stink", "neglect"),
    ],
)
def test_the_category_is_the_one_the_words_speak_for(text: str, category: str) -> None:
    model = load_model()
    assert model is not None
    assert model.category(engine().study(text, "cyp").words) == category


def test_reading_an_answer_needs_no_learning_package() -> None:
    code = "import sys; from analysis.scan import scan_text; scan_text('x', 'cyp'); print('sklearn' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_the_card_says_what_the_model_was_trained_on() -> None:
    model = load_model()
    assert model is not None
    assert model.weights[ALWAYS] != 0
    card = yaml.safe_load(Path("analysis/safeguarding/card.yaml").read_text(encoding="utf-8"))
    assert card["answers"]["written_after_the_rules"] == len(list(later_lessons()))
    assert SOUNDS_ORDINARY
