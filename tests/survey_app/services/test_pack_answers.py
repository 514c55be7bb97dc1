"""Days that are over are counted from what is packed, to the same numbers, whatever happens to them afterwards."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from analysis.people import People
from survey_app.services import counting
from survey_app.services.code_answers import add
from survey_app.services.codes_that_count import SCANNED_AGAIN
from survey_app.services.pack_answers import days_to_pack, keep_packed, pack
from survey_app.services.settle_codes import Verdict
from survey_app.storage.findings import THEME, Finding
from survey_app.storage.journal import JournalEntry
from survey_app.storage.packed import PackedDay
from survey_app.storage.responses import FreeText, Response
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, SettableClock, lead_of

MANY = 2_000


@pytest.fixture(autouse=True)
def filled(site: Site, visit: BuiltVisit) -> Iterator[None]:
    counting.forget()
    with site.writing() as work:
        fill(work, visit.id, MANY)
    yield
    counting.forget()


def pack_all(site: Site) -> int:
    with site.reading() as work:
        days = days_to_pack(work)
    for day in days:
        with site.writing() as work:
            keep_packed(work, pack(work, day))
    return len(days)


def counted(site: Site, visit: BuiltVisit) -> dict[str, object]:
    """Everything there is to count, in a process that knows nothing yet."""
    counting.forget()
    with site.reading() as work:
        return {name: everything(people) for name, people in counting.people_of(work, visit.id).items()}


def everything(people: People) -> list[object]:
    wrote = {name: int(who.sum()) for name, who in people.wrote.items()}
    told = {name: column.counts() for name, column in people.told.items()}
    return [people.ids.tolist(), people.days.tolist(), people.chosen(), told, wrote, people.written.counts()]


def anybody(site: Site, visit: BuiltVisit) -> tuple[str, str]:
    """An answer in own words of a parent, of a day that is over."""
    with site.reading() as work:
        statement = (
            select(FreeText.response_id, FreeText.question)
            .join(Response, Response.id == FreeText.response_id)
            .where(FreeText.survey_id == visit.surveys["parents_carers"], Response.received_on < work.today)
        )
        response, question = work.session.execute(statement.limit(1)).one()
        return response, question


def test_what_is_packed_counts_as_what_is_not(site: Site, visit: BuiltVisit) -> None:
    before = counted(site, visit)
    assert pack_all(site) > 0
    assert counted(site, visit) == before
    assert pack_all(site) == 0


def test_what_is_packed_is_not_read_again(site: Site, visit: BuiltVisit) -> None:
    pack_all(site)
    before = counted(site, visit)
    with site.writing() as work:
        days = select(PackedDay.received_on).where(PackedDay.survey_id == Response.survey_id)
        nothing = update(Response).where(Response.received_on.in_(days)).values(choices="{}")
        assert work.connection.execute(nothing).rowcount > MANY / 4
    assert counted(site, visit) == before


def test_a_day_is_packed_only_when_it_is_over(site: Site, visit: BuiltVisit, clock: SettableClock) -> None:
    pack_all(site)
    with site.reading() as work:
        today = work.today
        assert today not in work.session.scalars(select(PackedDay.received_on)).all()
    clock.forward(hours=14, minutes=59)  # from 10am to a minute before 1am
    assert pack_all(site) == 0
    clock.forward(minutes=2)
    assert pack_all(site) > 0
    with site.reading() as work:
        assert today in work.session.scalars(select(PackedDay.received_on)).all()


def test_what_comes_late_for_a_packed_day_is_counted(site: Site, visit: BuiltVisit) -> None:
    pack_all(site)
    known = counted(site, visit)
    with site.writing() as work:
        survey = visit.surveys["parents_carers"]
        today = select(Response).where(Response.survey_id == survey, Response.received_on == work.today)
        work.session.scalars(today.limit(1)).one().received_on = work.today - timedelta(days=2)
    with site.reading() as work:
        again = {name: everything(each) for name, each in counting.people_of(work, visit.id).items()}
    assert again == counted(site, visit) != known
    assert pack_all(site) == 1
    assert again == counted(site, visit)


def test_what_people_decide_counts_over_what_is_packed(site: Site, visit: BuiltVisit) -> None:
    pack_all(site)
    before, place = counted(site, visit), anybody(site, visit)
    with site.writing() as work:
        add(work, lead_of(visit.id), visit.id, *place, "", Verdict("transport", "mixed"))
    after = counted(site, visit)
    assert after != before
    with site.writing() as work:
        work.session.execute(delete(PackedDay))
    assert counted(site, visit) == after


def test_themes_that_changed_since_are_not_taken_from_what_is_packed(site: Site, visit: BuiltVisit) -> None:
    pack_all(site)
    before = counted(site, visit)
    with site.writing() as work:
        work.session.execute(delete(Finding).where(Finding.sort == THEME, Finding.label == "transport"))
        entry = JournalEntry(at=work.now, by="", action=SCANNED_AGAIN, subject=visit.id)
        work.session.add(entry)
    with site.reading() as work:
        again = {name: everything(each) for name, each in counting.people_of(work, visit.id).items()}
    assert again == counted(site, visit) != before
    assert pack_all(site) > 0
    assert again == counted(site, visit)


def test_what_cannot_be_read_is_read_from_the_answers(site: Site, visit: BuiltVisit) -> None:
    before = counted(site, visit)
    pack_all(site)
    with site.writing() as work:
        work.session.execute(update(PackedDay).values(columns=b"an earlier form"))
    assert counted(site, visit) == before


def test_nothing_packed_tells_more_of_the_order_than_the_day(site: Site, visit: BuiltVisit) -> None:
    pack_all(site)
    with site.reading() as work:
        packed = work.session.execute(select(PackedDay.survey_id, PackedDay.received_on, PackedDay.people))
        stored = select(func.count())
        for survey, day, people in packed.all():
            here = stored.where(Response.survey_id == survey, Response.received_on == day)
            assert work.session.execute(here).scalar_one() == people  # a whole day, never a part of one
        for people in counting.people_of(work, visit.id).values():
            for begin, end in people.stretches.values():
                ids = people.ids[begin:end].tolist()
                assert ids == sorted(ids)
