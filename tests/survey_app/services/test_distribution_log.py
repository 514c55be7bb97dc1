"""Who was asked to pass a survey on: written down, marked with one press, never written over unseen."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select

from survey_app.services.distribution_log import (
    ASKED,
    CONFIRMED,
    DECLINED,
    NOT_ASKED,
    ChangedSince,
    EntryParts,
    LogEntry,
    add_entry,
    change_entry,
    channels_to_pass_on,
    find_entry,
    log_of,
    mark_entry,
)
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import (
    ADMINISTRATOR,
    INSPECTOR,
    LANO,
    LEAD_INSPECTOR,
    PAPER_ENTRY,
    PARTNERSHIP_LEAD,
    SAFEGUARDING_LEAD,
)
from survey_app.storage.distribution import DistributionEntry
from survey_app.storage.journal import JournalEntry
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_visit
from tests.survey_app.people import person

COLLEGE = EntryParts("The college", ("post_16",))


def add(site: Site, visit: BuiltVisit, parts: EntryParts = COLLEGE) -> str:
    with site.writing() as work:
        return add_entry(work, person(LANO, visit.id), visit.id, parts)


def mark(site: Site, visit: BuiltVisit, entry: str, standing: str, seen: int | None = None) -> bool:
    with site.writing() as work:
        officer = person(LANO, visit.id)
        seen = find_entry(work, officer, visit.id, entry).edition if seen is None else seen
        return mark_entry(work, officer, visit.id, entry, seen, standing)


def change(site: Site, visit: BuiltVisit, entry: str, seen: int, parts: EntryParts) -> bool:
    with site.writing() as work:
        return change_entry(work, person(LANO, visit.id), visit.id, entry, seen, parts)


def shown(site: Site, visit: BuiltVisit) -> list[LogEntry]:
    with site.reading() as work:
        return list(log_of(work, person(LANO, visit.id), visit.id))


def test_what_was_typed_is_kept_tidily(site: Site, visit: BuiltVisit) -> None:
    code = visit.codes["young_people"]
    parts = EntryParts(
        "  The \n college", ("health", "post_16"), code, " office@example.org ", 400, True, "a\x00b"
    )
    add(site, visit, parts)
    (entry,) = shown(site, visit)
    assert entry.parts == EntryParts(
        "The college", ("post_16", "health"), code, "office@example.org", 400, True, "ab"
    )
    assert (entry.standing, entry.channel, entry.edition) == (NOT_ASKED, "Main link", 1)
    assert entry.group_names == ("Post-16 colleges and training", "Community health")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Say who passes it on"),
        ({"name": "x" * 121}, "1 to 120 characters"),
        ({"groups": ("pigeons",)}, "Choose the groups from the list"),
        ({"channel_code": "nonsense"}, "Choose the link from the list"),
        ({"email": "not an address"}, "Check the e-mail address"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "Check the e-mail address"),
        ({"email": "a@example.org,b@example.org"}, "Check the e-mail address"),
        ({"covers": 0}, "as a number from 1"),
        ({"covers": 1_000_001}, "as a number from 1"),
        ({"note": "x" * 501}, "500 characters"),
        ({"remind": True}, "A reminder needs an e-mail address"),
        ({"remind": True, "email": "a@example.org"}, "and the link"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    site: Site, visit: BuiltVisit, wrong: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        add(site, visit, replace(COLLEGE, **wrong))  # type: ignore[arg-type]
    assert shown(site, visit) == []


def test_the_link_of_another_visit_is_refused(site: Site, visit: BuiltVisit) -> None:
    other = make_visit(site, area="Harbour")
    with pytest.raises(Refused, match="Choose the link"):
        add(site, visit, replace(COLLEGE, channel_code=other.codes["young_people"]))
    with site.reading() as work:
        ours = channels_to_pass_on(work, person(LANO, visit.id), visit.id)
    assert {code for code, _, _ in ours} == set(visit.codes.values())


def test_one_press_says_that_they_were_asked_and_another_what_they_said(
    site: Site, visit: BuiltVisit, clock: SettableClock
) -> None:
    entry = add(site, visit)
    assert mark(site, visit, entry, ASKED)
    clock.set("2026-11-26T10:00")
    assert mark(site, visit, entry, CONFIRMED)
    (one,) = shown(site, visit)
    assert (one.standing, str(one.asked_on), str(one.since)) == (CONFIRMED, "2026-11-24", "2026-11-26")
    assert mark(site, visit, entry, NOT_ASKED)
    (one,) = shown(site, visit)
    assert (one.standing, one.asked_on, one.since) == (NOT_ASKED, None, None)


def test_a_second_press_changes_nothing_even_from_an_old_page(site: Site, visit: BuiltVisit) -> None:
    entry = add(site, visit)
    assert mark(site, visit, entry, ASKED, seen=1)
    assert not mark(site, visit, entry, ASKED, seen=1)
    assert shown(site, visit)[0].edition == 2


@pytest.mark.parametrize("first", [CONFIRMED, DECLINED])
def test_what_another_person_marked_is_not_written_over_unseen(
    site: Site, visit: BuiltVisit, first: str
) -> None:
    second = DECLINED if first == CONFIRMED else CONFIRMED
    entry = add(site, visit)
    mark(site, visit, entry, first, seen=1)
    with pytest.raises(ChangedSince) as met:
        mark(site, visit, entry, second, seen=1)
    assert met.value.now.standing == first
    assert shown(site, visit)[0].standing == first
    assert mark(site, visit, entry, second, seen=met.value.now.edition)


def test_what_another_person_typed_is_not_written_over_unseen(site: Site, visit: BuiltVisit) -> None:
    entry = add(site, visit)
    assert change(site, visit, entry, 1, replace(COLLEGE, covers=400))
    mine = replace(COLLEGE, note="They post it on Friday.")
    with pytest.raises(ChangedSince) as met:
        change(site, visit, entry, 1, mine)
    assert met.value.now.parts.covers == 400
    assert shown(site, visit)[0].parts.note == ""
    assert change(site, visit, entry, met.value.now.edition, mine)
    assert not change(site, visit, entry, 99, mine), "the same again is no change"


def test_of_two_at_once_one_is_told(site: Site, visit: BuiltVisit) -> None:
    entry = add(site, visit)
    start, told = threading.Barrier(2), []

    def write(note: str) -> None:
        start.wait()
        try:
            told.append(change(site, visit, entry, 1, replace(COLLEGE, note=note)))
        except ChangedSince:
            told.append(False)

    threads = [threading.Thread(target=write, args=(note,)) for note in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False, True]


def test_those_not_asked_yet_come_first(site: Site, visit: BuiltVisit) -> None:
    asked = add(site, visit, EntryParts("A school"))
    add(site, visit, EntryParts("Z school"))
    mark(site, visit, asked, ASKED)
    assert [entry.parts.name for entry in shown(site, visit)] == ["Z school", "A school"]


def test_every_change_is_written_down(site: Site, visit: BuiltVisit) -> None:
    entry = add(site, visit)
    mark(site, visit, entry, ASKED)
    change(site, visit, entry, 2, replace(COLLEGE, name="The sixth form"))
    with site.reading() as work:
        rows = work.session.scalars(select(JournalEntry).where(JournalEntry.subject == visit.id)).all()
    assert {(row.action, row.detail) for row in rows} == {
        ("add_to_log", "The college"),
        ("log_asked", "The college"),
        ("change_log", "The sixth form"),
    }


@pytest.mark.parametrize("role", [INSPECTOR, LEAD_INSPECTOR, SAFEGUARDING_LEAD, PAPER_ENTRY, ADMINISTRATOR])
def test_only_the_local_area_writes(site: Site, visit: BuiltVisit, role: str) -> None:
    entry = add(site, visit)
    who = person(role, visit.id)
    with site.writing() as work:
        for attempt in (
            lambda: add_entry(work, who, visit.id, COLLEGE),
            lambda: change_entry(work, who, visit.id, entry, 1, COLLEGE),
            lambda: mark_entry(work, who, visit.id, entry, 1, ASKED),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_nobody_reaches_an_entry_of_another_visit(site: Site, visit: BuiltVisit) -> None:
    other = make_visit(site, area="Harbour")
    entry = add(site, other)
    for role in (LANO, PARTNERSHIP_LEAD):
        who = person(role, visit.id)
        with site.writing() as work:
            with pytest.raises(NotFound):
                find_entry(work, who, visit.id, entry)
            with pytest.raises(NotFound):
                mark_entry(work, who, visit.id, entry, 1, ASKED)
            with pytest.raises(NotFound):
                log_of(work, who, other.id)
            assert work.session.get_one(DistributionEntry, entry).asked_on is None
