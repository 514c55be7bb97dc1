"""One invented person's answers to a questionnaire, whatever it asks: they hang together, and are never the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from questionnaires.kinds import is_text
from questionnaires.model import Option, Question, Questionnaire
from questionnaires.rules import AnswerValue
from survey_app.services.demonstration.speaking import Speaker, voices_of

# How glad people are on the whole, and how much better or worse single things are than the rest.
MOOD = {"young_people": 0.2, "parents_carers": -0.25, "practitioners": 0.0}
SPREAD = 0.45
BETTER_OR_WORSE = {
    "waiting": -0.55,
    "in_time": -0.4,
    "enough_services": -0.45,
    "told_what_changed": -0.3,
    "next_steps": -0.15,
    "information": -0.1,
    "listened_to": 0.1,
    "safe": 0.4,
    "makes_difference": 0.15,
    "ambition": 0.3,
}
# How often an option about oneself is chosen; what is not named here counts 1.
COMMON = {
    "me": 6, "with_help": 3,
    "age_5_10": 3, "age_11_15": 4, "age_16_17": 1.5, "other_age": 0.1,
    "mainstream_school": 6, "special_school": 3, "college": 2, "none_now": 0.5, "home": 0.7, "work_training": 0.4,
    "ehc_plan": 6, "sen_support": 4, "waiting": 3,
    "school": 6, "health": 3, "other": 0.3,
}  # fmt: skip
FACES = {
    "young_people": (
        "easy_read_pictures",
        "easy_read_pictures",
        "easy_read_pictures",
        "easy_read",
        "standard",
    ),
    "parents_carers": ("standard",) * 9 + ("easy_read",),
    "practitioners": ("standard",),
}
SKIPS = 0.04
NO_OPINION = 0.06
# How far from their mood people answer.
WOBBLE = 0.35


@dataclass(frozen=True, slots=True)
class Respondent:
    """What one invented person chose and wrote, and how they read the questions."""

    answers: Mapping[str, AnswerValue]
    face: str


def respondent(questionnaire: Questionnaire, chance: Random) -> Respondent:
    """One more invented person; at least one question is answered."""
    audience = questionnaire.audience
    mood = max(-1.0, min(1.0, chance.gauss(MOOD[audience], SPREAD)))
    speaker = Speaker(voices_of(audience), mood, chance)
    answers: dict[str, AnswerValue] = {}
    while not answers:
        for question in questionnaire.questions.values():
            value = _answer(question, mood, speaker, chance)
            if value and chance.random() > SKIPS:
                answers[question.id] = value
    return Respondent(answers, chance.choice(FACES[audience]))


def _answer(question: Question, mood: float, speaker: Speaker, chance: Random) -> AnswerValue:
    if is_text(question):
        return speaker.answer(question.stem)
    if question.kind == "several":
        return _several(question.options, chance)
    if any(option.score is not None for option in question.options):
        return _side(question, mood, chance)
    return _weighed(question.options, chance).id


def _side(question: Question, mood: float, chance: Random) -> str:
    """An option near this person's mood about this thing, or now and then no opinion."""
    sides = [option for option in question.options if option.score is not None]
    others = [option for option in question.options if option.score is None]
    if others and chance.random() < NO_OPINION:
        return chance.choice(others).id
    aim = mood + BETTER_OR_WORSE.get(question.stem, 0.0)
    weights = [exp(-(((option.score or 0.0) - aim) ** 2) / (2 * WOBBLE**2)) + 1e-9 for option in sides]
    return chance.choices(sides, weights)[0].id


def _several(options: Sequence[Option], chance: Random) -> AnswerValue:
    first = _weighed(options, chance)
    second = _weighed(options, chance)
    alone = first.exclusive or second.exclusive or chance.random() < 0.8
    wanted = {first.id} if alone else {first.id, second.id}
    return tuple(option.id for option in options if option.id in wanted)


def _weighed(options: Sequence[Option], chance: Random) -> Option:
    return chance.choices(options, [COMMON.get(option.id, 1.0) for option in options])[0]
