"""A visit filled with many answers in seconds: chosen by a seeded dice, written from a stock of sentences.

Rows go in by the thousand, past the pages that people use; everything in them is what those pages would store.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import insert

from analysis.scan import Scan, scan_text
from questionnaires.kinds import is_text
from questionnaires.model import Question, Questionnaire
from questionnaires.path import kept_answers
from questionnaires.rules import AnswerValue
from survey_app.services import safeguard
from survey_app.services.distribute import surveys_of
from survey_app.services.publish import version_of
from survey_app.services.receive_answers import finding_rows, text_place
from survey_app.services.work import Work
from survey_app.storage.base import random_id
from survey_app.storage.concerns import Concern
from survey_app.storage.findings import Finding
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.surveys import Survey
from survey_app.storage.visits import Visit

SHARES = {"young_people": 0.24, "parents_carers": 0.58, "practitioners": 0.18}
PORTION = 2_000
# How often somebody passes over a closed question, or writes something in a box.
SKIPS, WRITES = 0.08, 0.42
FLAGGED = 0.004

OPENINGS = (
    "We waited two years for an autism assessment and nobody told us where we were in the queue.",
    "The speech and language therapist is brilliant, she listens and explains everything.",
    "I love my college, the support there is great and people understand me.",
    "The EHC plan is out of date and the annual review was late again.",
    "Our SENCO is amazing and always calls back.",
    "CAMHS refused the referral and said she did not meet the threshold.",
    "The taxi is late most days and the driver changes every week.",
    "Short breaks have been a lifeline for our family.",
    "I had to tell my story to five different people.",
    "There is nothing to do after school near us for disabled young people.",
    "The school said he is fine in school and blamed my parenting.",
    "The health visitor noticed early and we got help quickly.",
    "Nobody asks me what I want in the meetings about my plan.",
    "The move to secondary school was planned well and he settled in.",
    "The local offer website is impossible to find anything on.",
)
ENDINGS = (
    "Please listen to young people.",
    "It would help to have one person to call.",
    "I do not know what happens when I am 18.",
    "Thank you for asking us.",
    "More staff need training about sensory needs 😀.",
    "Things got better this year.",
    "It has been exhausting for the whole family.",
    "The waiting list is too long.",
    "",
)
WORRYING = (
    "My teacher hit me at school yesterday.",
    "I do not feel safe at home.",
    "Sometimes I want to die and nobody knows.",
)


def fill(work: Work, visit_id: str, how_many: int, seed: int = 2026) -> None:
    """Add about this many responses to the visit's surveys, with texts, findings and concerns."""
    dice = random.Random(seed)
    visit = work.session.get_one(Visit, visit_id)
    surveys = surveys_of(work, visit_id)
    shares = {survey.id: SHARES.get(survey.audience, 1.0) for survey in surveys}
    for survey in surveys:
        left = round(how_many * shares[survey.id] / sum(shares.values()))
        stock = _stock(survey.audience)
        while left > 0:
            _insert(work, visit, survey, min(left, PORTION), stock, dice)
            left -= PORTION


def _stock(audience: str) -> list[tuple[str, Scan]]:
    """Every text that is used, scanned once; the worrying ones at the end."""
    texts = [f"{opening} {ending}".strip() for opening in OPENINGS for ending in ENDINGS]
    return [(text, scan_text(text, audience)) for text in (*texts, *WORRYING)]


def _insert(
    work: Work, visit: Visit, survey: Survey, count: int, stock: list[tuple[str, Scan]], dice: random.Random
) -> None:
    asked = version_of(work, survey.version_digest)
    rows: dict[type, list[dict[str, object]]] = {Response: [], FreeText: [], Finding: [], Concern: []}
    days = [_day(work, visit) - timedelta(days=back) for back in range(5)]
    for _ in range(count):
        response = random_id()
        answers = kept_answers(asked, dict(_answers(asked, dice)))
        written = {name: _pick(stock, dice) for name in _boxes(asked, dice)}
        rows[Response].append(_response(response, survey, answers, dice.choice(days)))
        for name, (text, scan) in written.items():
            sealed = work.keys.seal(visit.key_salt, text_place(visit.id, response, name), text)
            place = {"response_id": response, "question": name, "survey_id": survey.id}
            rows[FreeText].append({**place, "sealed": sealed})
            rows[Finding] += finding_rows(survey.id, response, name, scan)
        if level := safeguard.gravest(scan for _, scan in written.values()):
            rows[Concern].append(_concern(visit, response, level, work.now))
    for table, values in rows.items():
        if values:
            work.session.execute(insert(table), values)


def _answers(asked: Questionnaire, dice: random.Random) -> Iterator[tuple[str, AnswerValue]]:
    for question in asked.questions.values():
        if not is_text(question) and dice.random() > SKIPS:
            yield question.id, _choice(question, dice)


def _choice(question: Question, dice: random.Random) -> AnswerValue:
    ids = [option.id for option in question.options]
    if question.kind != "several":
        leaning = [1 + (place * 7 + len(question.id)) % 5 for place in range(len(ids))]
        return dice.choices(ids, leaning)[0]
    free = [option.id for option in question.options if not option.exclusive] or ids
    return tuple(sorted(dice.sample(free, min(len(free), dice.randint(1, 2))), key=ids.index))


def _boxes(asked: Questionnaire, dice: random.Random) -> list[str]:
    return [question.id for question in asked.texts() if dice.random() < WRITES]


def _pick(stock: list[tuple[str, Scan]], dice: random.Random) -> tuple[str, Scan]:
    if dice.random() < FLAGGED:
        return stock[-dice.randint(1, len(WORRYING))]
    return stock[dice.randrange(len(stock) - len(WORRYING))]


def _response(
    response: str, survey: Survey, answers: Mapping[str, AnswerValue], day: date
) -> dict[str, object]:
    return {
        "id": response,
        "survey_id": survey.id,
        "version_digest": survey.version_digest,
        "received_on": day,
        "choices": json.dumps(answers, ensure_ascii=False, separators=(",", ":")),
    }


def _concern(visit: Visit, response: str, level: int, now: datetime) -> dict[str, object]:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return {"visit_id": visit.id, "response_id": response, "level": level, "raised_at": hour}


def _day(work: Work, visit: Visit) -> date:
    return min(work.today, visit.closes_at.date()) if visit.closes_at else work.today
