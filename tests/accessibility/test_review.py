"""Easy read by rule: what each rule finds, what it leaves alone, and where it says it is."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import questionnaires
from accessibility.review import Finding, review_questionnaire, review_text
from accessibility.wording_rules import IN_A_TEXT, RULES, rule_named
from questionnaires.loader import load_questionnaire
from questionnaires.model import Face, OptionWording, Questionnaire, QuestionWording

SAMPLES = Path(__file__).parents[1] / "samples/questionnaires"
WORDING = Path(__file__).parents[1] / "samples/wording"
DEFINITIONS = sorted((Path(questionnaires.__file__).parent / "definitions").glob("*/easy_read.yaml"))


def lines_of(name: str) -> list[str]:
    lines = (WORDING / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


BREAKS = [tuple(line.split(" | ", 1)) for line in lines_of("broken.txt")]


@pytest.mark.parametrize(("rule", "marked"), BREAKS, ids=lambda value: value[:40])
def test_a_broken_rule_points_at_the_words(rule: str, marked: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    found = [finding for finding in review_text(text) if finding.rule == rule]
    assert sorted(text[finding.start : finding.end] for finding in found) == sorted(
        re.findall("«([^»]*)»", marked)
    )


@pytest.mark.parametrize("text", lines_of("fine.txt"))
def test_good_easy_read_is_left_alone(text: str) -> None:
    assert review_text(text) == ()


def test_every_rule_has_a_text_that_breaks_it() -> None:
    assert {rule for rule, _ in BREAKS} == {rule.name for rule in IN_A_TEXT}


def test_a_rule_can_be_found_by_its_name_and_says_what_it_means() -> None:
    for rule in RULES:
        assert rule_named(rule.name) is rule
        assert rule.means.endswith(".")
        assert rule.source


def test_a_finding_says_what_to_write_and_whose_rule_it_is() -> None:
    (finding,) = review_text("What provision do you get?")
    assert "Write “help”" in finding.message
    assert str(finding).endswith("(GOV.UK, Accessible communication formats (2021))")


def test_length_is_counted_in_every_language_and_words_only_in_english() -> None:
    long = "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć a b c d e f"
    assert [finding.rule for finding in review_text(long, "pl")] == ["sentence-length"]
    assert review_text("provision e.g. don't", "pl") == ()


@pytest.mark.parametrize("joint", [" ", ". ", ", ", " not ", "'t ", "/", "\n"])
def test_a_very_long_text_is_reviewed_too(joint: str) -> None:
    assert all(finding.message for finding in review_text(joint.join(["not", "unable", "two"] * 4000)))


@given(st.text(alphabet="abnotu n'’/;,.!?\n0123%IVé"))
def test_any_text_gives_findings_inside_it(text: str) -> None:
    for finding in review_text(text):
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.level in ("must", "should")


# Whole questionnaires


@pytest.fixture(scope="module")
def sample() -> Questionnaire:
    return load_questionnaire(SAMPLES / "every_kind")


def with_question(sample: Questionnaire, name: str, wording: QuestionWording) -> Questionnaire:
    easy = sample.faces["easy_read"]
    return replace(sample, faces={"easy_read": replace(easy, questions={**easy.questions, name: wording})})


def rules_at(findings: tuple[Finding, ...], *path: str) -> set[str]:
    return {finding.rule for finding in findings if finding.path == path}


def test_a_good_questionnaire_has_nothing_that_must_change(sample: Questionnaire) -> None:
    assert [finding for finding in review_questionnaire(sample) if finding.level == "must"] == []


def test_without_easy_read_there_is_nothing_to_review(sample: Questionnaire) -> None:
    assert review_questionnaire(replace(sample, faces={})) == ()


def test_each_kind_of_text_is_reviewed_at_its_own_path(sample: Questionnaire) -> None:
    hard = "Your provision"
    option = OptionWording(hard, "school")
    wording = QuestionWording(hard, hard, "support", options={"good": option})
    easy = Face("easy_read", hard, ("Fine.", hard), titles={"help": hard}, questions={"listened_to": wording})
    findings = review_questionnaire(replace(sample, faces={"easy_read": easy}))
    assert [finding.path for finding in findings if finding.rule == "hard-word"] == [
        ("title",),
        ("intro", "1"),
        ("titles", "help"),
        ("questions", "listened_to", "text"),
        ("questions", "listened_to", "hint"),
        ("questions", "listened_to", "options", "good", "text"),
    ]


def test_a_hard_word_may_be_used_once_the_questionnaire_explains_it(sample: Questionnaire) -> None:
    wording = QuestionWording("Do you know the local offer?", picture="support")
    asked = with_question(sample, "help_is_right", wording)
    at = ("questions", "help_is_right", "text")
    assert rules_at(review_questionnaire(asked), *at) == {"hard-word"}
    easy = asked.faces["easy_read"]
    told = replace(easy, intro=(*easy.intro, "The local offer is a list of help near you."))
    assert rules_at(review_questionnaire(replace(asked, faces={"easy_read": told})), *at) == set()


def test_missing_unknown_and_twin_pictures_are_found(sample: Questionnaire) -> None:
    options = {"good": OptionWording("Good", "face_good"), "ok": OptionWording("OK", "face_good")}
    findings = review_questionnaire(
        with_question(sample, "listened_to", QuestionWording("Hi?", picture="buss", options=options))
    )
    at = ("questions", "listened_to")
    (unknown,) = (finding for finding in findings if finding.path == (*at, "picture"))
    assert unknown.message == "There is no picture called “buss”. Did you mean “bus”?"
    assert rules_at(findings, *at, "options", "ok", "picture") == {"same-picture"}
    missing = review_questionnaire(with_question(sample, "listened_to", QuestionWording("Hi?")))
    assert rules_at(missing, *at, "picture") == {"picture"}


def test_a_partnership_may_bring_its_own_names(sample: Questionnaire) -> None:
    asked = with_question(sample, "one_word", QuestionWording("Your word?", picture="our_centre"))
    at = ("questions", "one_word", "picture")
    assert rules_at(review_questionnaire(asked), *at) == {"picture"}
    assert rules_at(review_questionnaire(asked, {"our_centre"}), *at) == set()


def test_alt_text_does_not_say_that_it_is_a_picture(sample: Questionnaire) -> None:
    wording = QuestionWording("Your word?", picture="pencil", alt="Picture of a pencil")
    findings = review_questionnaire(with_question(sample, "one_word", wording))
    assert rules_at(findings, "questions", "one_word", "alt") == {"alt-text"}


def test_one_word_for_one_thing(sample: Questionnaire) -> None:
    wording = QuestionWording("Is your assistance good?", picture="support")
    findings = review_questionnaire(with_question(sample, "help_is_right", wording))
    same = [finding for finding in findings if finding.rule == "same-word"]
    assert [finding.path for finding in same] == [("questions", "help_is_right", "text")]
    assert wording.text[same[0].start : same[0].end] == "assistance"
    assert "“help”" in same[0].message


def test_a_long_question_speaks_to_the_reader(sample: Questionnaire) -> None:
    wording = QuestionWording("What would make the help better for people here?", picture="support")
    asked = with_question(sample, "why_not", wording)
    at = ("questions", "why_not", "text")
    assert rules_at(review_questionnaire(asked), *at) == {"speak-to-you"}
    assert rules_at(review_questionnaire(replace(asked, audience="practitioners")), *at) == set()


def test_a_page_that_is_too_long_for_a_phone_is_named_by_its_first_question(sample: Questionnaire) -> None:
    options = {f"o{number}": OptionWording("A few words", "school") for number in range(20)}
    wording = QuestionWording("What?", picture="support", options=options)
    findings = review_questionnaire(with_question(sample, "kinds_of_help", wording))
    assert rules_at(findings, "questions", "kinds_of_help") == {"one-screen"}


def test_hard_reading_on_the_whole_is_only_a_hint(sample: Questionnaire) -> None:
    easy = sample.faces["easy_read"]
    intro = (
        "Understanding complicated institutional terminology necessitates considerable determination.",
    ) * 40
    findings = review_questionnaire(replace(sample, faces={"easy_read": replace(easy, intro=intro)}))
    (grade,) = (finding for finding in findings if finding.rule == "reading-grade")
    assert grade.level == "hint"


def test_every_use_of_another_word_is_pointed_at(sample: Questionnaire) -> None:
    wording = QuestionWording("A helpful assistance? Assistance and assistances.", picture="support")
    findings = review_questionnaire(with_question(sample, "help_is_right", wording))
    spans = [(finding.start, finding.end) for finding in findings if finding.rule == "same-word"]
    assert [wording.text[start:end] for start, end in spans] == ["assistance", "Assistance", "assistances"]


def test_a_question_that_asks_two_things_is_only_a_hint(sample: Questionnaire) -> None:
    wording = QuestionWording("Sun and rain. Are your school and your help good?", picture="support")
    findings = review_questionnaire(with_question(sample, "help_is_right", wording))
    (twice,) = (finding for finding in findings if finding.rule == "one-question")
    assert (twice.level, wording.text[twice.start :][:15]) == ("hint", "and your help g")


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.parent.name)
def test_every_shipped_easy_read_passes(path: Path) -> None:
    findings = review_questionnaire(load_questionnaire(path.parent))
    assert [str(finding) for finding in findings if finding.level == "must"] == []
