"""Questionnaires made at random: small, valid, with rules that look back."""

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from questionnaires.model import Option, Page, Question, Questionnaire, Section
from questionnaires.rules import Answered, Answers, AnswerValue, AnyOf, Every, Is, Not, Rule

OPTIONS = (Option("a", "A"), Option("b", "B"), Option("none", "None of these", exclusive=True))


@st.composite
def rules(draw: DrawFn, earlier: list[str], depth: int = 2) -> Rule:
    """A rule over the questions that came earlier."""
    question = st.sampled_from(earlier)
    shapes = ["is", "answered"] + (["all", "any", "not"] if depth else [])
    match draw(st.sampled_from(shapes)):
        case "is":
            values = draw(st.lists(st.sampled_from("ab"), min_size=1, max_size=2))
            return Is(draw(question), frozenset(values))
        case "answered":
            return Answered(draw(question), draw(st.booleans()))
        case "all":
            return Every(tuple(draw(st.lists(rules(earlier, depth - 1), min_size=1, max_size=3))))
        case "any":
            return AnyOf(tuple(draw(st.lists(rules(earlier, depth - 1), min_size=1, max_size=3))))
        case _:
            return Not(draw(rules(earlier, depth - 1)))


@st.composite
def questionnaires(draw: DrawFn) -> Questionnaire:
    """One to five pages of one to three questions each."""
    earlier: list[str] = []
    pages = []
    for number in range(draw(st.integers(1, 5))):
        page_rule = draw(rules(earlier)) if earlier and draw(st.booleans()) else None
        questions = []
        for _ in range(draw(st.integers(1, 3))):
            rule = draw(rules(earlier)) if earlier and draw(st.booleans()) else None
            kind = draw(st.sampled_from(["choice", "several"]))
            name = f"q{len(earlier)}"
            questions.append(Question(name, kind, f"Question {name}?", options=OPTIONS, show_if=rule))
            earlier.append(name)
        pages.append(Page(f"page-{number}", tuple(questions), show_if=page_rule))
    section = Section("all", "All", tuple(pages))
    return Questionnaire("made", 1, "Made", "young_people", 1, (section,))


@st.composite
def answers_to(draw: DrawFn, questionnaire: Questionnaire) -> Answers:
    """Answers to some of the questions, on the path or not."""
    several = st.sampled_from([("a",), ("b",), ("a", "b"), ("none",)])
    one = st.sampled_from(["a", "b", "none"])
    given: dict[str, AnswerValue] = {}
    for question in questionnaire.questions.values():
        if draw(st.booleans()):
            given[question.id] = draw(several if question.kind == "several" else one)
    return given


@st.composite
def journeys(draw: DrawFn) -> tuple[Questionnaire, Answers]:
    """A questionnaire and answers to it."""
    questionnaire = draw(questionnaires())
    return questionnaire, draw(answers_to(questionnaire))
