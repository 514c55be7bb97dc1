"""Rows for tests: one that says little, many that say much, and any that can be."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from questionnaires.kinds import SCALES, YES_NO_UNSURE
from questionnaires.model import AUDIENCES, Option
from questionnaires.responses import ResponseRow

THREE = ("young_people", "parents_carers", "practitioners")
ROW = ResponseRow(
    response="r1",
    inspection="inspection-1",
    visit_kind="area-send-full-2024",
    audience="young_people",
    questionnaire="every-kind",
    version=1,
    wave="",
    received_on=date(2026, 11, 24),
    mode="online",
    language="en-GB",
    face="standard",
    complete=True,
    late=False,
    question="listened_to",
    stem="listened_to",
    kind="scale",
    paragraphs="000/51",
    theme="",
    wording="How well do people listen to you?",
    value="good",
    label="Good",
    score=1.0,
    text="",
)
SENTENCES = (
    "We have waited two years for an assessment.",
    "My teacher listens to me and that helps.",
    "The school is good but the plan is out of date.",
    "Nobody tells us anything about the waiting list.",
)


def chosen(row: ResponseRow, question: str, kind: str, option: Option) -> ResponseRow:
    """The row as the answer to another closed question."""
    return replace(row, question=question, stem=question, kind=kind, value=option.id, label=option.text,
                   score=option.score, wording=f"About {question}?", text="")  # fmt: skip


def written(row: ResponseRow, text: str, question: str = "own_words") -> ResponseRow:
    """The row as the answer to a question in own words."""
    return replace(row, question=question, stem="", kind="long_text", value="", label="", score=None,
                   wording="What should we know?", text=text)  # fmt: skip


def survey(people: int, seed: int = 1) -> list[ResponseRow]:
    """Rows of this many people in three audiences: a scale, a yes or no, several choices, own words."""
    chance = random.Random(seed)
    rows: list[ResponseRow] = []
    for number in range(people):
        day = date(2026, 11, 23) + timedelta(days=chance.randrange(5))
        audience = THREE[number % 3]
        person = replace(ROW, response=f"r{number}", audience=audience, received_on=day)
        scale = SCALES["faces" if audience == "young_people" else "agreement"]
        rows.append(chosen(person, "listened_to", "scale", chance.choice(scale)))
        if chance.random() < 0.8:
            rows.append(chosen(person, "help_is_right", "yes_no_unsure", chance.choice(YES_NO_UNSURE)))
        for option in chance.sample([Option("school", "At school"), Option("health", "With my health")], k=2):
            if chance.random() < 0.6:
                rows.append(chosen(person, "kinds_of_help", "several", option))
        if chance.random() < 0.5:
            rows.append(written(person, chance.choice(SENTENCES)))
    return rows


# What people can type, with what spreadsheets run, XML cannot hold and file formats like to lose.
UNRULY = [*"""NA nan null None TRUE 1e5 007 #N/A _x000D_ '=1 ''=1 \" """.split(), "\r\n", " "]
SIGNS = "=+-@＝＋－＠'\t\r\n\0\x0b\ufeff\ufffe,\";_x0041\u2028 é🙂"
any_text = st.text(SIGNS, max_size=6) | st.sampled_from(UNRULY) | st.text(max_size=6)
FIELDS = "inspection visit_kind questionnaire wave mode language face question stem paragraphs theme wording"
any_row = st.builds(
    replace,
    st.just(ROW),
    **dict.fromkeys((*FIELDS.split(), "value", "label"), st.text(SIGNS, max_size=3)),
    text=any_text,
    response=st.text(SIGNS, min_size=1, max_size=3),
    audience=st.sampled_from(sorted(AUDIENCES)),
    version=st.integers(1, 10_000),
    received_on=st.dates(date(2016, 1, 1), date(2100, 1, 1)),
    complete=st.booleans(),
    late=st.booleans(),
    score=st.none() | st.integers(-1000, 1000).map(lambda thousandths: thousandths / 1000),
)
