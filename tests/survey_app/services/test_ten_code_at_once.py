"""Ten inspectors go through the same answers at the same time: every decision of each is kept, on both databases."""

from collections import Counter
from functools import partial

from flask import Flask
from sqlalchemy import select

from survey_app.services.code_answers import add
from survey_app.services.counting import people_of
from survey_app.services.permissions import INSPECTOR, Person
from survey_app.services.settle_codes import Verdict
from survey_app.storage.code_decisions import CodeDecision
from survey_app.storage.responses import FreeText
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import Respondent, send
from tests.survey_app.services.answering import at_once

PEOPLE_AT_WORK, ANSWERS = 10, 4
SAID = "Purple elephants sing"
THEMES = ("transport", "wait_neuro")


def test_ten_inspectors_lose_nothing(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    for _ in range(ANSWERS):
        send(Respondent(plain.test_client(), visit.codes["parents_carers"]), {"would_change": SAID})
    with site.reading() as work:
        answers = work.session.scalars(select(FreeText.response_id).order_by(FreeText.response_id)).all()

    def works(number: int) -> None:
        """Everybody begins at another answer, so that each is worked on by several at once."""
        name = f"inspector-{number}"
        who = Person(name, f"{name}@example.org", roles={visit.id: frozenset({INSPECTOR})})
        for step in range(ANSWERS):
            answer = answers[(number + step) % ANSWERS]
            with site.writing() as work:
                verdict = Verdict(THEMES[number % 2], "negative")
                add(work, who, visit.id, answer, "would_change", "", verdict)

    assert at_once(*(partial(works, number) for number in range(PEOPLE_AT_WORK))) == [None] * PEOPLE_AT_WORK
    with site.reading() as work:
        kept = Counter(map(tuple, work.session.execute(select(CodeDecision.response_id, CodeDecision.coder))))
        numbers = work.session.scalars(select(CodeDecision.number)).all()
        counted = people_of(work, visit.id)["parents_carers"].written.counts()
    everybody = [f"inspector-{number}" for number in range(PEOPLE_AT_WORK)]
    assert kept == Counter((answer, who) for answer in answers for who in everybody)
    assert len(set(numbers)) == PEOPLE_AT_WORK * ANSWERS
    assert counted == {(theme, "negative"): ANSWERS for theme in THEMES}
