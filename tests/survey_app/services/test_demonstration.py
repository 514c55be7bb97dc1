"""The invented inspection: everything said can be said, people answer what they are asked, and dates fit any day."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.definitions import shipped_definitions
from questionnaires.kinds import is_text, read_answer
from questionnaires.loader import load_questionnaire
from questionnaires.model import Questionnaire
from survey_app.calendar.states import VisitState, state_at
from survey_app.calendar.windows import window_for
from survey_app.calendar.working_days import WorkingCalendar
from survey_app.services.demonstration.answering import respondent
from survey_app.services.demonstration.speaking import SLOT, Speaker, slips, voices_of
from survey_app.services.demonstration.story import FULL, told_at
from survey_app.services.open_and_close import kind_of

AUDIENCES = ("young_people", "parents_carers", "practitioners")
POOLS = {"praise", "glad", "criticism", "sighs", "wishes", "faint", "asides", "disclosures", "look_alikes"}
CALENDAR = WorkingCalendar()
INSTANTS = st.datetimes(datetime(2024, 2, 1), datetime(2030, 12, 1), timezones=st.just(UTC))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_word_in_braces_can_be_filled_in(audience: str) -> None:
    voices = voices_of(audience)
    sentences = [s for group in (*voices.pools.values(), *voices.slots.values()) for s in group]
    for persona in voices.personas:
        known = set(voices.slots) | set(persona)
        assert {slot for sentence in sentences for slot in SLOT.findall(sentence)} <= known
    assert set(voices.pools) == POOLS


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nobody_says_the_same_sentence_in_two_pools(audience: str) -> None:
    said = Counter(sentence for pool in voices_of(audience).pools.values() for sentence in pool)
    assert [sentence for sentence, times in said.items() if times > 1] == []


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("stem", ["going_well", "would_change", "missing_help", "anything_else"])
def test_what_is_said_has_no_holes_and_fits_into_its_box(audience: str, stem: str) -> None:
    for seed in range(200):
        text = Speaker(voices_of(audience), (seed % 21 - 10) / 10, Random(seed)).answer(stem)
        assert not re.search(r"[{}]|  |\.\.", text)
        assert len(text) < 1000


def test_the_same_seed_says_the_same_and_another_something_else() -> None:
    questionnaire = load_questionnaire(shipped_definitions()["parents-and-carers"])

    def people(seed: int) -> list[object]:
        chance = Random(seed)
        return [respondent(questionnaire, chance) for _ in range(30)]

    assert people(1) == people(1)
    assert people(1) != people(2)


def test_every_slip_is_another_word() -> None:
    assert [word for word, ways in slips().items() if word in ways and len(ways) == 1] == []


@given(seed=st.integers())
def test_people_choose_only_what_they_are_offered(seed: int) -> None:
    for name in ("young-people", "parents-and-carers", "practitioners", "thematic-parents-and-carers"):
        asked = load_once(name)
        who = respondent(asked, Random(seed))
        assert who.answers
        for question_id, value in who.answers.items():
            question = asked.questions[question_id]
            sent = [value] if isinstance(value, str) else list(value)
            assert read_answer(question, sent) == (value.strip() if is_text(question) else value)


_loaded: dict[str, Questionnaire] = {}


def load_once(name: str) -> Questionnaire:
    if name not in _loaded:
        _loaded[name] = load_questionnaire(shipped_definitions()[name])
    return _loaded[name]


@given(now=INSTANTS)
def test_on_any_day_one_visit_has_just_closed_and_the_others_are_open(now: datetime) -> None:
    for told in told_at(now, CALENDAR):
        window = window_for(kind_of(told.kind), told.notified_at, CALENDAR)
        state = state_at("scheduled", window, now)
        assert state is (VisitState.CLOSED if told.worked else VisitState.OPEN)
        if told.worked:
            assert timedelta(days=1) <= now - window.grace_until < timedelta(days=9)


@given(now=INSTANTS)
def test_the_story_is_as_large_as_it_should_be(now: datetime) -> None:
    full = [told for told in told_at(now, CALENDAR) if told.kind == FULL]
    (closed,) = (told for told in full if told.worked)
    assert closed.people == 3000
    assert closed.answers["parents_carers"] == 2 * (closed.people - closed.answers["parents_carers"])
    assert [told.people for told in full if not told.worked] == [220]
