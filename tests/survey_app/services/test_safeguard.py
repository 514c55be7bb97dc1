"""A worrying answer reaches a person: once, with its level and hour, never with its words outside the seal."""

import logging
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from analysis.scan import SafeguardingFlag, Scan
from survey_app.services import receive_answers, safeguard, take_part
from survey_app.services.entry import find_entry
from survey_app.services.safeguard import LEVELS, NO_CONCERN, NOT_IN_ENGLISH, UNREAD, gravest
from survey_app.services.take_part import DraftState
from survey_app.storage.concerns import Concern
from survey_app.storage.findings import SAFEGUARDING, Finding
from survey_app.storage.outbox import OutboxItem
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import new_cookie_secret
from survey_app.storage.tables import metadata
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock

HURT = "my step dad hits me when mum is out"
CALM = "My teacher is kind and school is fun."
MANY = pytest.mark.parametrize("level", sorted(LEVELS))


def scan_with(*levels: int) -> Scan:
    flags = tuple(SafeguardingFlag("physical_abuse", level, "rule", 0, 2, ("my",)) for level in levels)
    return Scan((), flags, "version")


def answer(site: Site, visit: BuiltVisit, words: str = HURT) -> str:
    """Send an answer in own words; the id of what is stored."""
    with site.writing() as work:
        entry = find_entry(work, visit.codes["young_people"])
        draft = DraftState(take_part.begin(work, entry).questionnaire, {"would_change": words})
        sending = receive_answers.prepare_sending(
            work, entry, new_cookie_secret(), draft, "en-GB", "standard"
        )
        receive_answers.receive(work, entry, sending)
        return sending.ready.id


def raised(site: Site) -> list[Concern]:
    with site.reading() as work:
        return list(work.session.scalars(select(Concern)))


def messages(site: Site) -> list[OutboxItem]:
    with site.reading() as work:
        return list(work.session.scalars(select(OutboxItem)))


# Raising.


@MANY
def test_levels_one_to_three_are_raised_and_four_is_only_listed(
    site: Site, visit: BuiltVisit, level: int, clock: SettableClock
) -> None:
    clock.shows = datetime(2026, 11, 24, 14, 59, 59, 999_999, UTC)
    response = answer(site, visit, CALM)
    assert raised(site) == []
    with site.writing() as work:
        safeguard.raise_concern(work, visit.id, response, gravest([scan_with(level)]))
    found = raised(site)
    assert [one.level for one in found] == ([level] if level < 4 else [])
    assert [one.raised_at for one in found] == [datetime(2026, 11, 24, 14, tzinfo=UTC)] * len(found)
    assert len(messages(site)) == len(found)


@pytest.mark.parametrize(
    ("scans", "level"),
    [
        ((), NO_CONCERN),
        ((scan_with(),), NO_CONCERN),
        ((scan_with(4, 4),), NO_CONCERN),
        ((scan_with(3), scan_with(4)), 3),
        ((scan_with(4, 3), scan_with(1)), 1),
        ((scan_with(2, 3), scan_with(), scan_with(3)), 2),
    ],
)
def test_the_gravest_flag_of_a_response_counts(scans: tuple[Scan, ...], level: int) -> None:
    assert gravest(scans) == level


def test_a_disclosure_is_raised_with_the_answer_once(site: Site, visit: BuiltVisit) -> None:
    response = answer(site, visit)
    (one,) = raised(site)
    assert (one.visit_id, one.response_id, one.state) == (visit.id, response, "new")
    assert one.level in (1, 2)
    assert (one.raised_at.minute, one.raised_at.second, one.raised_at.microsecond) == (0, 0, 0)


def test_a_calm_answer_raises_nothing(site: Site, visit: BuiltVisit) -> None:
    answer(site, visit, CALM)
    assert (raised(site), messages(site)) == ([], [])


def test_the_message_says_that_and_where_but_not_what(site: Site, visit: BuiltVisit) -> None:
    answer(site, visit)
    (one,), (message,) = raised(site), messages(site)
    assert message.sort == "concern"
    assert message.payload == {"concern": one.id, "visit": visit.id, "level": str(one.level)}
    assert message.due_at == one.raised_at


def test_the_words_stand_nowhere_but_under_their_seal(site: Site, visit: BuiltVisit) -> None:
    words = "my step dad hits me, canary-81"
    answer(site, visit, words)
    with site.reading() as work:
        for table in metadata.sorted_tables:
            for row in work.connection.execute(table.select()):
                assert "canary-81" not in repr(tuple(row)), table.name


def test_a_response_is_never_a_concern_twice(site: Site, visit: BuiltVisit) -> None:
    response = answer(site, visit)
    with pytest.raises(Exception, match=r"(?i)unique"), site.writing() as work:
        safeguard.raise_concern(work, visit.id, response, 2)
    assert len(raised(site)) == 1


def test_when_the_answer_is_not_stored_no_concern_is(site: Site, visit: BuiltVisit) -> None:
    with pytest.raises(ZeroDivisionError):
        answer_and_fail(site, visit)
    with site.reading() as work:
        for table in (Response, FreeText, Finding, Concern, OutboxItem):
            assert work.session.execute(select(func.count()).select_from(table)).scalar_one() == 0


def answer_and_fail(site: Site, visit: BuiltVisit) -> None:
    with site.writing() as work:
        entry = find_entry(work, visit.codes["young_people"])
        draft = DraftState(take_part.begin(work, entry).questionnaire, {"would_change": HURT})
        sending = receive_answers.prepare_sending(
            work, entry, new_cookie_secret(), draft, "en-GB", "standard"
        )
        receive_answers.receive(work, entry, sending)
        raise ZeroDivisionError


# When the machine cannot cope.


@pytest.fixture
def broken_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scan itself fails, with the words of the answer in its error."""

    def fail(text: str, *_: object) -> Scan:
        raise ValueError(f"could not read: {text}")

    monkeypatch.setattr(safeguard, "scan_text", fail)


@pytest.mark.parametrize(
    "words",
    ["Nauczyciel tłumaczy zadania za szybko i gubię się na lekcjach.", "ننتظر موعد الطبيب منذ سنة كاملة"],
)
def test_an_answer_in_another_language_asks_a_person_to_have_it_read(
    site: Site, visit: BuiltVisit, words: str
) -> None:
    response = answer(site, visit, words)
    (one,) = raised(site)
    assert (one.response_id, one.level) == (response, 3)
    with site.reading() as work:
        labels = {finding.label for finding in work.session.scalars(select(Finding))}
    assert NOT_IN_ENGLISH in labels


def test_words_of_harm_in_another_language_are_read_sooner(site: Site, visit: BuiltVisit) -> None:
    words = "Nie chcę już żyć."
    answer(site, visit, words)
    (one,) = raised(site)
    assert one.level == 1
    with site.reading() as work:
        found = {f.label: f for f in work.session.scalars(select(Finding)) if f.sort == SAFEGUARDING}
    assert found.keys() == {"suicide", NOT_IN_ENGLISH}
    assert words[found["suicide"].start : found["suicide"].end] == words.rstrip(".")
    assert found["suicide"].cues == ["does not want to live"]
    assert "other languages" in found["suicide"].version


@pytest.mark.usefixtures("broken_scan")
def test_an_answer_that_no_machine_could_read_is_stored_and_a_person_is_asked(
    site: Site, visit: BuiltVisit, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = answer(site, visit, CALM)
    (one,) = raised(site)
    assert (one.response_id, one.level) == (response, 3)
    with site.reading() as work:
        finding = work.session.scalars(select(Finding)).one()
        assert (finding.sort, finding.label, finding.level) == (SAFEGUARDING, UNREAD, 3)
        assert (finding.start, finding.end) == (0, len(CALM))
        assert work.session.scalars(select(FreeText)).one().response_id == response
    assert len(messages(site)) == 1
    assert "a person must read the answer" in caplog.text
    assert "teacher" not in caplog.text
