"""How people worked together on a review: what its lead reads of practice, of numbers, and of the shared sheet."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from survey_app.services import answer_reactions
from survey_app.services.answer_reactions import Answer
from survey_app.services.change_wording import Why, change_words
from survey_app.services.key_holders import facilitator_behind, member_behind
from survey_app.services.permissions import ADMINISTRATOR, INSPECTOR
from survey_app.services.publish import version_of
from survey_app.services.react import Said, Seat, Shown, keep_comment, keep_sorts, seat_id
from survey_app.services.reaction_list import work_list
from survey_app.services.review_rounds import GroupParts, RoundParts, add_group, open_round
from survey_app.services.review_sessions import add_session
from survey_app.services.review_words import seal_words
from survey_app.services.self_check import LUNDY, sheet_of
from survey_app.storage.review_rounds import PracticeNote, PracticeRun, ReviewGroup
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token, sign_in
from tests.survey_app.people import person

ADMIN = person(ADMINISTRATOR, "")
FIRST = sheet_of(LUNDY).statements[0].id


@pytest.fixture
def group(site: Site) -> ReviewGroup:
    """A group of young people in a review of the national questions."""
    with site.writing() as work:
        found = open_round(work, ADMIN, RoundParts(None, "young-people", "Our words"), site.calendar)
        return add_group(work, ADMIN, found.id, GroupParts("youth_group", "The youth group"))


@pytest.fixture
def lead(client: FlaskClient) -> FlaskClient:
    sign_in(client, ADMINISTRATOR)
    return client


def at(group: ReviewGroup, page: str) -> str:
    return f"/staff/reviews/{group.round_id}/{page}"


def react(site: Site, group: ReviewGroup, secret: str, *sorts: str, words: str = "") -> None:
    with site.writing() as work:
        holder = member_behind(work, group.code, "react")
        asked = version_of(work, holder.round.draft_digest)
        seat = Seat(holder, seat_id(work, holder, secret), asked, asked.questions["listened_to"])
        keep_sorts(work, seat, (), sorts)
        if words:
            keep_comment(work, seat, Shown(Said().mark), words, ())


def answer_all(site: Site, group: ReviewGroup, sort: str, with_answer: Answer) -> None:
    with site.writing() as work:
        said = [one for question in work_list(work, ADMIN, group.round_id) for one in question.said]
        picks = frozenset(one.pick for one in said if one.sort == sort)
        answer_reactions.answer(work, ADMIN, group.round_id, picks, with_answer)


def reword(site: Site, group: ReviewGroup) -> None:
    place = ("questions", "listened_to", "text")
    with site.writing() as work:
        new = {("questionnaire.yaml", place): "Do people listen to you?"}
        change_words(work, ADMIN, group.round_id, 1, new, Why("Plain"))


def rows(page: str, caption: str) -> dict[str, list[str]]:
    """A table of a page: what stands in each row, by its head."""
    for table in LexborHTMLParser(page).css("table"):
        found = table.css_first("caption")
        if found is not None and found.text(strip=True) == caption:
            return {
                " ".join(row.css_first("th").text().split()): [
                    cell.text(strip=True) for cell in row.css("td")
                ]  # type: ignore[union-attr]
                for row in table.css("tbody tr")
            }
    raise AssertionError(f"No table {caption!r}")


def test_numbers_say_who_took_part_and_what_came_of_what_was_said(
    site: Site, lead: FlaskClient, group: ReviewGroup, clock: SettableClock
) -> None:
    react(site, group, "one", "not_understood", words="Which people do you mean?")
    react(site, group, "two", "understand")
    react(site, group, "three", "upsets", words="Say it more kindly.")
    with site.writing() as work:
        add_session(
            work, facilitator_behind(work, group.facilitator_key, "enter_sessions"), work.today, "paper", 8
        )
    clock.set("2026-11-30T10:00")
    sign_in(lead, ADMINISTRATOR)
    reword(site, group)
    answer_all(site, group, "comment", Answer("changed", "We say it now.", "We say it now."))
    page = lead.get(at(group, "measure")).text
    assert rows(page, "Who took part, in which way")["The youth group Group of young people"] == [
        "3",
        "1",
        "8",
        "0",
    ]
    ended = rows(page, "What came of what was said")
    assert ended["Led to a change"] == ["2", "0", "2"]
    assert ended["No answer yet"] == ["0", "2", "2"]
    assert "needs no answer: 1." in page
    assert "took 4 working days or fewer" in page
    assert "cannot be added up" in page


def test_questions_that_changed_most_are_named(site: Site, lead: FlaskClient, group: ReviewGroup) -> None:
    react(site, group, "one", "not_understood")
    assert "No words are changed yet." in lead.get(at(group, "measure")).text
    reword(site, group)
    changed = rows(lead.get(at(group, "measure")).text, "Questions that changed most")
    assert changed["Do people listen to you?"] == ["1", "1"]


def test_the_same_numbers_leave_for_a_spreadsheet_and_no_title_runs_there(
    site: Site, lead: FlaskClient, group: ReviewGroup
) -> None:
    with site.writing() as work:
        open_round(work, ADMIN, RoundParts(None, "young-people", "=1+1"), site.calendar)
    react(site, group, "one", "upsets")
    read = list(csv.reader(io.StringIO(lead.get(at(group, "measure.csv")).text.removeprefix("\ufeff"))))
    assert ["Took part by the link", "The youth group", "1"] in read
    assert ["No answer yet", "Other things that were said", "1"] in read
    over = list(
        csv.DictReader(io.StringIO(lead.get("/staff/reviews/measure.csv").text.removeprefix("\ufeff")))
    )
    assert {row["Review"]: row["Said"] for row in over} == {"Our words": "1", "'=1+1": "0"}
    page = lead.get("/staff/reviews/measure").text
    assert rows(page, "All reviews")["Our words young-people"][:4] == ["1", "0", "0", "1"]


def test_practice_shows_times_only_once_they_are_nobodys_own(
    site: Site, lead: FlaskClient, group: ReviewGroup
) -> None:
    page = ""
    for number, seconds in enumerate([10, 20, 30, 40, 50]):
        page = lead.get(at(group, "practice")).text
        assert "Fewer than 5 tries so far." in page
        with site.writing() as work:
            holder = member_behind(work, group.code, "react")
            first = version_of(work, holder.round.draft_digest).pages[0].id
            run = PracticeRun(id=f"run{number}", round_id=group.round_id, group_id=group.id)
            run.digest, run.begun_on = holder.round.draft_digest, work.today
            run.seconds, run.last_page, run.finished = {first: seconds}, first, number > 0
            work.session.add(run)
    shown = rows(lead.get(at(group, "practice")).text, "Seconds on each page")
    assert next(iter(shown.values())) == ["5", "30", "10", "50", "1"]


def test_a_worrying_note_is_read_first(site: Site, lead: FlaskClient, group: ReviewGroup) -> None:
    assert "Nobody has noted anything." in lead.get(at(group, "practice")).text
    with site.writing() as work:
        for made, words, worry in (("a" * 32, "Too long.", 0), ("b" * 32, "He hurts me.", 1)):
            sealed = seal_words(work, group.round_id, made, words)
            note = PracticeNote(id=made, round_id=group.round_id, group_id=group.id, question="listened_to")
            note.by, note.sealed, note.worry, note.made_on = "member", sealed, worry, work.today
            work.session.add(note)
    page = lead.get(at(group, "practice")).text
    assert page.index("Read this first") < page.index("He hurts me.") < page.index("Too long.")


def test_a_review_is_weighed_once_by_all_and_nobody_writes_over_another(
    app: Flask, lead: FlaskClient, group: ReviewGroup
) -> None:
    other = app.test_client()
    sign_in(other, ADMINISTRATOR)
    sheet = at(group, "self-check")
    page, stale = lead.get(sheet).text, other.get(sheet).text
    mine = {"edition": "0", f"step-{FIRST}": "2", f"words-{FIRST}": "We asked in May."}
    assert lead.post(sheet, data={"csrf_token": csrf_token(page), **mine}).status_code == 303
    assert "We asked in May." in lead.get(sheet).text
    theirs = {"edition": "0", f"step-{FIRST}": "0", f"words-{FIRST}": "Too late."}
    met = other.post(sheet, data={"csrf_token": csrf_token(stale), **theirs})
    assert met.status_code == 409
    assert "We asked in May." in met.text
    assert "Too late." in met.text
    assert "Lundy model of participation (2007)" in met.text


def test_who_leads_no_review_finds_none(
    app: Flask, site: Site, visit: BuiltVisit, group: ReviewGroup
) -> None:
    client = app.test_client()
    sign_in(client, INSPECTOR, visit)
    assert "You lead no review yet." in client.get("/staff/reviews/measure").text
    assert "Our words" not in client.get("/staff/reviews/measure.csv").text
    for page in ("measure", "measure.csv", "practice", "self-check"):
        assert client.get(at(group, page)).status_code == 404
