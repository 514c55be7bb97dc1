"""Taking part through the services: what is kept, what is refused, and until when."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from questionnaires.loader import parse_questionnaire
from survey_app.services import receive_answers, take_part
from survey_app.services.entry import find_entry
from survey_app.services.errors import (
    NothingToSend,
    NotTakingAnswers,
    SentDifferently,
)
from survey_app.services.take_part import DraftState
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sent_keys import SentKey
from survey_app.web.site import Site
from tests.builders import SettableClock
from tests.respondent import count
from tests.survey_app.services.answering import Answering

SAMPLE = Path(__file__).resolve().parents[2] / "samples/questionnaires/every_kind"


def test_the_form_key_with_other_answers_is_another_form(young: Answering, site: Site) -> None:
    young.save("listened_to", "ok")
    with site.reading() as work:
        key = take_part.draft_key(work, young.secret).sent_key
        mark = receive_answers.body_mark(work, young.secret, young.loaded())
    young.receive(young.prepare())
    with site.reading() as work:
        assert receive_answers.already_sent(work, key, mark)
        assert take_part.was_sent(work, young.secret)
        assert not receive_answers.already_sent(work, "x" + key, mark)
        with pytest.raises(SentDifferently):
            receive_answers.already_sent(work, key, mark[::-1])


def test_nothing_is_sent_when_everything_was_skipped(young: Answering) -> None:
    young.save("listened_to", "ok")
    young.save("listened_to", "")
    with pytest.raises(NothingToSend):
        young.prepare()


def test_an_answer_that_is_no_longer_asked_for_is_not_sent(young: Answering, site: Site) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(SAMPLE.glob("*.yaml"))}
    answers = {
        "kinds_of_help": ("none",),
        "help_is_right": "no",
        "why_not": "It stopped.",
        "listened_to": "ok",
    }
    draft = DraftState(parse_questionnaire(texts), answers)
    with site.reading() as work:
        sending = receive_answers.prepare_sending(
            work, young.entry(), young.secret, draft, "en-GB", "standard"
        )
    assert json.loads(str(sending.ready.response["choices"])) == {
        "kinds_of_help": ["none"],
        "listened_to": "ok",
    }
    assert sending.ready.texts == ()


@pytest.mark.parametrize(
    ("london", "starts", "sends"),
    [
        ("2026-11-23T09:29:59", False, False),
        ("2026-11-23T09:30:00", True, True),
        ("2026-12-01T08:59:59", True, True),
        ("2026-12-01T09:00:00", False, True),
        ("2026-12-01T09:59:59", False, True),
        ("2026-12-01T10:00:00", False, False),
    ],
)
def test_the_second_at_which_it_opens_and_closes(
    young: Answering, site: Site, clock: SettableClock, london: str, starts: bool, sends: bool
) -> None:
    young.save("listened_to", "ok")
    clock.set(london)
    entry = young.entry()
    assert (entry.takes_starts, entry.takes_answers) == (starts, sends)
    assert begins(site, young.code) == starts
    assert (sends_now(young), count(site, Response)) == (sends, int(sends))


def test_a_fraction_before_the_close_is_in_time(young: Answering, clock: SettableClock) -> None:
    clock.set("2026-12-01T09:00:00")
    clock.forward(microseconds=-1)
    assert young.entry().takes_starts
    clock.forward(microseconds=1)
    assert not young.entry().takes_starts


def test_nothing_says_when_or_in_which_order(young: Answering, site: Site, clock: SettableClock) -> None:
    clock.set("2026-11-24T23:59")
    young.save("listened_to", "ok")
    young.receive(young.prepare())
    with site.reading() as work:
        assert str(work.session.scalars(select(Response.received_on)).one()) == "2026-11-24"
        for table in (Response, FreeText, SentKey, Draft):
            kinds = {column.type.python_type.__name__ for column in table.__table__.columns}
            assert "datetime" not in kinds


def begins(site: Site, code: str) -> bool:
    with site.reading() as work:
        try:
            take_part.begin(work, find_entry(work, code))
        except NotTakingAnswers:
            return False
    return True


def sends_now(young: Answering) -> bool:
    try:
        young.receive(young.prepare())
    except NotTakingAnswers:
        return False
    return True
