"""Trying questions before they are asked: the real pages, of which nothing ever counts as an answer."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from survey_app.services.review_words import open_words
from survey_app.services.tidy import tidy
from survey_app.storage.review_rounds import (
    PracticeDraft,
    PracticeNote,
    PracticeRun,
    ReviewGroup,
    ReviewRound,
)
from survey_app.web.site import Site
from tests.builders import make_visit
from tests.respondent import ANSWERS, Respondent, send
from tests.survey_app.reviews import make_group

COUNTS = ("responses", "free_texts", "findings", "concerns", "sent_keys", "drafts", "outbox")
HARM = "My step dad hits me and I am scared to go home."
BANNER = "Practice. Nothing you answer here is kept."


@pytest.fixture
def group(site: Site) -> ReviewGroup:
    return make_group(site)


def counts(site: Site) -> dict[str, int]:
    with site.reading() as work:
        found = {t: work.connection.execute(text(f"SELECT count(*) FROM {t}")).scalar_one() for t in COUNTS}
        shown = "SELECT coalesce(sum(started), 0) + coalesce(sum(sent), 0) FROM channels"
        return {**found, "channels": work.connection.execute(text(shown)).scalar_one()}


def runs(site: Site) -> list[PracticeRun]:
    with site.reading() as work:
        return list(work.session.scalars(select(PracticeRun)))


def test_a_whole_practice_leaves_no_answer_anywhere(app: Flask, site: Site, group: ReviewGroup) -> None:
    make_visit(site)
    before = counts(site)
    somebody = Respondent(app.test_client(), group.code)
    assert BANNER in somebody.page.text
    send(somebody, {**ANSWERS, "would_change": "I would like a quiet room."})
    assert "Nothing that you answered was kept" in somebody.text
    assert counts(site) == before
    with site.reading() as work:
        assert work.session.execute(select(func.count()).select_from(PracticeDraft)).scalar_one() == 0
    [run] = runs(site)
    assert run.finished
    assert run.last_page == "check"


def test_answers_are_there_from_page_to_page_while_somebody_practises(app: Flask, group: ReviewGroup) -> None:
    somebody = Respondent(app.test_client(), group.code)
    somebody.walk(ANSWERS)
    assert ANSWERS["would_change"] in somebody.text
    assert BANNER in somebody.page.text


def test_a_real_draft_in_the_same_browser_is_left_alone(app: Flask, site: Site, group: ReviewGroup) -> None:
    visit = make_visit(site)
    client = app.test_client()
    real = Respondent(client, visit.codes["young_people"])
    real.walk(ANSWERS)
    send(Respondent(client, group.code), {"would_change": "Only practice."})
    real.go(f"/s/{visit.codes['young_people']}/check")
    assert ANSWERS["would_change"] in real.text
    assert BANNER not in real.page.text


def test_where_somebody_stopped_is_known_and_how_long_a_page_took(
    app: Flask, site: Site, group: ReviewGroup
) -> None:
    somebody = Respondent(app.test_client(), group.code)
    somebody.press()
    first = somebody.names()
    somebody.press()
    [run] = runs(site)
    assert not run.finished
    assert len(run.seconds) == 1
    assert run.last_page not in run.seconds
    assert somebody.names() != first


def test_a_note_about_a_question_is_kept_sealed_and_counts_as_no_answer(
    app: Flask, site: Site, group: ReviewGroup
) -> None:
    somebody = Respondent(app.test_client(), group.code)
    somebody.press()
    asked = somebody.names()[0]
    somebody.press(practice_note="What does support mean?")
    with site.reading() as work:
        [note] = work.session.scalars(select(PracticeNote))
        assert open_words(work, note.round_id, note.id, note.sealed) == "What does support mean?"
        assert b"support" not in note.sealed
    assert note.question == asked


def test_whoever_writes_of_harm_hears_that_nobody_reads_it_and_who_can_help(
    app: Flask, group: ReviewGroup
) -> None:
    somebody = Respondent(app.test_client(), group.code)
    somebody.press()
    for _page in range(60):
        if "would_change" in somebody.names():
            break
        somebody.press()
    somebody.press({"would_change": HARM})
    assert "nobody reads what you wrote" in somebody.text
    onward = somebody.page.text.split('<a href="/s/')[1:]
    assert any(group.code in link for link in onward)


def test_a_link_to_another_site_never_stands_on_the_page_of_help(app: Flask, group: ReviewGroup) -> None:
    page = app.test_client().get(f"/s/{group.code}/help?back=https://example.org/")
    assert "example.org" not in page.text
    assert "nobody reads what you wrote" not in page.text


@pytest.mark.parametrize("standing", ["withdrawn", "approved"])
def test_a_round_that_is_over_cannot_be_tried(
    app: Flask, site: Site, group: ReviewGroup, standing: str
) -> None:
    with site.writing() as work:
        work.session.get_one(ReviewRound, group.round_id).standing = standing
    assert "This is now closed" in Respondent(app.test_client(), group.code).text


def test_practice_cannot_be_put_away_under_words(app: Flask, site: Site, group: ReviewGroup) -> None:
    somebody = Respondent(app.test_client(), group.code)
    somebody.press()
    assert "Save and come back later" not in somebody.page.text
    somebody.press(later="1")
    assert somebody.page.status_code == 200
    assert counts(site)["drafts"] == 0


def test_leaving_deletes_what_was_practised(app: Flask, site: Site, group: ReviewGroup) -> None:
    client = app.test_client()
    somebody = Respondent(client, group.code)
    somebody.walk(ANSWERS)
    client.post(f"/s/{group.code}/leave", data=somebody.hidden())
    with site.reading() as work:
        assert work.session.execute(select(func.count()).select_from(PracticeDraft)).scalar_one() == 0


def test_what_was_practised_goes_once_the_review_is_over(app: Flask, site: Site, group: ReviewGroup) -> None:
    Respondent(app.test_client(), group.code).walk(ANSWERS)
    with site.writing() as work:
        assert tidy(work, 28).drafts == 0
        work.session.get_one(ReviewRound, group.round_id).standing = "withdrawn"
    with site.writing() as work:
        assert tidy(work, 28).drafts == 1
