"""The codes about which people differ, until a third person or the lead inspector settles them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from survey_app.services.blind_answers import blind_to
from survey_app.services.coded_answer import DISPUTED, CodeCard, CodedAnswer, coded_answer
from survey_app.services.find_answers import Scope
from survey_app.services.permissions import Person, require
from survey_app.services.work import Work
from survey_app.storage.code_decisions import SettledCode
from survey_app.storage.responses import FreeText

MOST = 50


@dataclass(frozen=True)
class Disagreements:
    """The first answers with codes about which people differ, and how many such codes there are in all."""

    total: int
    answers: tuple[CodedAnswer, ...]

    def codes(self, answer: CodedAnswer) -> tuple[CodeCard, ...]:
        """The codes of an answer about which people differ."""
        return tuple(card for card in answer.cards if card.state == DISPUTED)


def disagreements(work: Work, person: Person, scope: Scope) -> Disagreements:
    """What is to be settled in this scope, without answers that this person codes blind; raises NotFound."""
    require(person, "code_answers", scope.visit_id)
    statement = (
        select(SettledCode.response_id, SettledCode.question)
        .join(
            FreeText,
            (FreeText.response_id == SettledCode.response_id) & (FreeText.question == SettledCode.question),
        )
        .where(SettledCode.survey_id.in_(scope.surveys), SettledCode.disputed)
        .where(~blind_to(person.id))
        .order_by(SettledCode.response_id, SettledCode.question)
    )
    rows = work.session.execute(statement).all()
    answers = list(dict.fromkeys((response_id, question) for response_id, question in rows))[:MOST]
    return Disagreements(len(rows), tuple(coded_answer(work, person, scope, *one) for one in answers))
