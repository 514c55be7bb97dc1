"""Paper that came back, typed in: some of it twice, stored once, and nothing joins a sheet to its answers."""

import json
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select, update

from survey_app.services.paper_forms import FIRST_TWICE
from survey_app.services.paper_prints import Order, order_print
from survey_app.storage.channels import Channel
from survey_app.storage.concerns import Concern
from survey_app.storage.paper import PaperEntry, PaperForm, PaperPrint
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.staff import Staff
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token, lead_of, make_visit, post, sign_in

PLAIN_WORDS = {
    "answer-age_band": "age_16_17",
    "answer-setting": ["college", "home"],
    "answer-would_change": "More lifts.",
}
HARM = {"answer-would_change": "My step dad hits me and I am scared to go home."}


class Typist:
    """Somebody who types paper in, in front of the desk of a visit."""

    def __init__(self, app: Flask, visit: BuiltVisit) -> None:
        self.client, self.at = app.test_client(), f"/staff/visits/{visit.id}/paper"
        self.person = sign_in(self.client, "paper_entry", visit)

    def post(self, address: str, fields: dict[str, object], look: str = "") -> str:
        token = csrf_token(self.client.get(look or address).text)
        answer = self.client.post(address, data={"csrf_token": token, **fields}, follow_redirects=True)
        self.here, self.status = answer.request.path, answer.status_code
        return answer.text

    def take(self, name: str, day: str = "24", **more: object) -> str:
        received = {"received_on": f"2026-11-{day}"}
        return self.post(self.at, {"name": name, **received, **more})

    def type(self, name: str, answers: dict[str, object], then: str = "done", **more: object) -> str:
        self.take(name, **more)
        return self.post(self.here, {**answers, "then": then})


@pytest.fixture
def code(site: Site, visit: BuiltVisit) -> str:
    """A printing of twenty forms of the young people's survey."""
    with site.writing() as work:
        order = Order(visit.surveys["young_people"], "easy_read_pictures", "en", 18, 20)
        return order_print(work, lead_of(visit.id), visit.id, order)


@pytest.fixture
def typist(app: Flask, visit: BuiltVisit) -> Typist:
    return Typist(app, visit)


@pytest.fixture
def second(app: Flask, visit: BuiltVisit, typist: Typist) -> Typist:
    """Another person who may type; whoever was there before is there still."""
    return Typist(app, visit)


def responses(site: Site) -> list[Response]:
    with site.reading() as work:
        return list(work.session.scalars(select(Response)))


def forms(site: Site) -> dict[int, str]:
    with site.reading() as work:
        return dict(work.session.execute(select(PaperForm.number, PaperForm.state)).all())


def left_over(site: Site) -> int:
    with site.reading() as work:
        return work.session.execute(select(func.count()).select_from(PaperEntry)).scalar_one()


def test_a_form_is_stored_as_it_was_written_and_counted_as_paper(
    site: Site, typist: Typist, code: str
) -> None:
    page = typist.type(f"{code}-3", PLAIN_WORDS)
    assert "The form is stored." in page
    (one,) = responses(site)
    assert json.loads(one.choices) == {"age_band": "age_16_17", "setting": ["college", "home"]}
    assert (one.mode, one.face, one.language, one.late) == ("paper", "easy_read_pictures", "en", False)
    assert forms(site) == {3: "accepted"}
    assert left_over(site) == 0
    with site.reading() as work:
        channel = work.session.get_one(PaperPrint, code).channel_code
        assert work.session.get_one(Channel, channel).sent == 1
        text = work.session.scalars(select(FreeText)).one()
        assert b"lifts" not in text.sealed


def test_the_name_is_read_however_it_is_typed_and_a_wrong_one_says_where_to_look(
    typist: Typist, code: str
) -> None:
    typist.take(f"  {code.upper()} -7-2 ")
    assert "/forms/" in typist.here
    for wrong in ("nothing-1", f"{code}-0", f"{code}-21", f"{code}", f"{code}-x", f"{code}-99999"):
        page = typist.take(wrong)
        assert typist.status == 422
        assert "foot of its first page" in page or "forms 1 to 20" in page
        assert wrong in page


@pytest.mark.parametrize("day", ["23", "25"])
def test_a_form_comes_not_before_it_is_printed_and_not_tomorrow(typist: Typist, code: str, day: str) -> None:
    assert "Give the day on which the form came" in typist.take(f"{code}-1", day)


def test_a_form_is_stored_once(site: Site, typist: Typist, code: str) -> None:
    typist.type(f"{code}-1", PLAIN_WORDS)
    assert "stored already" in typist.take(f"{code}-1")
    assert len(responses(site)) == 1


def test_a_copied_sheet_of_another_person_counts_as_their_own(site: Site, typist: Typist, code: str) -> None:
    typist.type(f"{code}-1", PLAIN_WORDS)
    typist.type(f"{code}-1", {"answer-age_band": "age_11_15"}, copied="y")
    assert forms(site) == {1: "accepted", 21: "accepted"}
    assert len(responses(site)) == 2


def test_what_is_kept_is_there_later_and_sealed(site: Site, typist: Typist, code: str) -> None:
    typist.type(f"{code}-1", PLAIN_WORDS, then="later")
    page = typist.client.get(typist.here).text
    assert "More lifts." in page
    assert 'value="college" checked' in page
    assert responses(site) == []
    with site.reading() as work:
        assert b"lifts" not in work.session.scalars(select(PaperEntry.sealed)).one()


def test_two_people_who_read_the_same_store_it(site: Site, typist: Typist, second: Typist, code: str) -> None:
    assert "A second person types it now" in typist.type(f"{code}-1", PLAIN_WORDS)
    assert responses(site) == []
    assert "A second person types it now" in typist.post(typist.at, {"name": "x"}) or forms(site) == {
        1: "second"
    }
    reread = {**PLAIN_WORDS, "answer-would_change": "More  lifts.\n"}
    assert "The form is stored." in second.type(f"{code}-1", reread)
    assert len(responses(site)) == 1
    assert "they read 3 alike" in second.client.get(second.at).text


def test_the_second_person_does_not_see_what_the_first_typed(
    typist: Typist, second: Typist, code: str
) -> None:
    typist.type(f"{code}-1", PLAIN_WORDS)
    assert "More lifts." not in second.take(f"{code}-1")


def test_where_two_people_differ_they_look_at_the_sheet(
    site: Site, typist: Typist, second: Typist, code: str, clock: SettableClock
) -> None:
    typist.type(f"{code}-1", PLAIN_WORDS)
    clock.forward(minutes=5)
    page = second.type(
        f"{code}-1", {**PLAIN_WORDS, "answer-age_band": "age_18_25", "answer-would_change": "More gifts."}
    )
    assert "read 2 answers differently" in page
    assert ("More lifts." in page, "More gifts." in page) == (True, True)
    assert "Choose for every question" in second.post(second.here, {"answer-age_band": "first"})
    assert responses(site) == []
    second.post(second.here, {"answer-age_band": "second", "answer-would_change": "neither"})
    (one,) = responses(site)
    assert json.loads(one.choices) == {"age_band": "age_18_25", "setting": ["college", "home"]}
    with site.reading() as work:
        assert work.session.scalars(select(FreeText)).all() == []
        stored = work.session.scalars(select(PaperForm)).one()
    assert (stored.fields, stored.differed, left_over(site)) == (3, 2, 0)


def test_harm_does_not_wait_for_a_second_person(
    site: Site, typist: Typist, second: Typist, code: str
) -> None:
    assert "The form is stored." in typist.type(f"{code}-1", HARM)
    with site.reading() as work:
        concern = work.session.scalars(select(Concern)).one()
        response = work.session.scalars(select(Response)).one()
    assert (concern.response_id, concern.level <= 2) == (response.id, True)


def test_harm_that_only_the_second_person_reads_does_not_wait_for_them_to_agree(
    site: Site, typist: Typist, second: Typist, code: str
) -> None:
    typist.type(f"{code}-1", PLAIN_WORDS)
    assert "The form is stored." in second.type(f"{code}-1", HARM)
    with site.reading() as work:
        concern = work.session.scalars(select(Concern)).one()
        response = work.session.scalars(select(Response)).one()
        form = work.session.scalars(select(PaperForm)).one()
    assert concern.response_id == response.id
    assert (form.state, form.differed, left_over(site)) == ("accepted", 3, 0)


def test_whoever_keeps_harm_for_later_is_told_to_hand_it_in(site: Site, typist: Typist, code: str) -> None:
    assert "cannot wait" in typist.type(f"{code}-1", HARM, then="later")
    assert "cannot wait" not in typist.type(f"{code}-2", PLAIN_WORDS, then="later")
    assert responses(site) == []


def test_only_the_first_forms_and_every_tenth_are_typed_twice(
    site: Site, typist: Typist, second: Typist, code: str
) -> None:
    for number in range(1, 13):
        typist.type(f"{code}-{number}", {"answer-age_band": "age_16_17"})
    waiting = {number for number, state in forms(site).items() if state == "second"}
    assert waiting == {*range(1, FIRST_TWICE + 1), 11}


def test_one_person_alone_types_nothing_twice(typist: Typist, code: str) -> None:
    assert "Only you may type" in typist.client.get(typist.at).text
    assert "The form is stored." in typist.type(f"{code}-1", {"answer-age_band": "age_16_17"})


def test_paper_that_comes_after_the_close_is_late_and_counts(
    site: Site, app: Flask, visit: BuiltVisit, code: str, clock: SettableClock
) -> None:
    clock.set("2026-12-03T10:00")
    typist = Typist(app, visit)
    for number, day in ((1, "1"), (2, "2")):
        typist.post(typist.at, {"name": f"{code}-{number}", "received_on": f"2026-12-{day:0>2}"})
        typist.post(typist.here, {"answer-age_band": "age_16_17", "then": "done"})
    late = {one.received_on.day: one.late for one in responses(site)}
    assert late == {1: False, 2: True}


def test_a_form_without_answers_is_put_aside_with_a_reason(site: Site, typist: Typist, code: str) -> None:
    typist.take(f"{code}-4")
    assert "put it aside and say so" in typist.post(typist.here, {"then": "done"})
    at = typist.here + "/aside"
    assert "Say why" in typist.post(at, {})
    typist.post(at, {"why": "empty"})
    assert (forms(site), responses(site), left_over(site)) == ({4: "set_aside"}, [], 0)


def test_what_cannot_be_an_answer_is_refused_and_shown_again(site: Site, typist: Typist, code: str) -> None:
    page = typist.type(
        f"{code}-1", {"answer-setting": ["home", "none_now"], "answer-would_change": "Kept words"}
    )
    assert typist.status == 422
    assert "Choose that one alone" in page
    assert "Kept words" in page
    assert responses(site) == []


def test_whoever_lost_the_role_types_no_more(site: Site, typist: Typist, code: str) -> None:
    typist.take(f"{code}-1")
    form = typist.here
    with site.writing() as work:
        work.session.execute(update(Staff).where(Staff.id == typist.person.id).values(active=False))
    assert typist.client.get(form).status_code in (302, 404)


def test_nobody_types_a_form_that_somebody_else_is_typing(typist: Typist, second: Typist, code: str) -> None:
    typist.take(f"{code}-1")
    assert "Somebody else is typing this form now." in second.take(f"{code}-1")
    assert second.client.post(typist.here, data={"then": "done"}).status_code in (400, 404, 422)


def test_a_form_of_another_visit_is_not_there(app: Flask, site: Site, typist: Typist, code: str) -> None:
    other = Typist(app, make_visit(site, title="Other visit", area="Harbour"))
    assert "No form of this visit has that name" in other.take(f"{code}-1")
    typist.take(f"{code}-1")
    assert other.client.get(typist.here.replace(typist.at, other.at)).status_code == 404


def test_the_officer_prints_sheets_that_name_the_form_and_no_person(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    client = app.test_client()
    sign_in(client, "lano", visit)
    at = f"/staff/visits/{visit.id}/print"
    chosen = {"survey": visit.surveys["parents_carers"], "face": "standard", "language": "en", "size": "18"}
    page = post(client, f"{at}/new", {**chosen, "forms": "3"}, follow_redirects=True).text
    with site.reading() as work:
        printed = work.session.scalars(select(PaperPrint)).one()
    assert f"printing {printed.code}" in page
    # Not even in a band: it would move with each form that is typed.
    assert "under 10" not in page
    made = client.get(f"{at}/{printed.code}.pdf")
    assert made.mimetype == "application/pdf"
    words = [sheet.extract_text() for sheet in PdfReader(BytesIO(made.data)).pages]
    for form in (1, 2, 3):
        assert any(f"{printed.code.upper()}-{form}-1" in told for told in words)
    assert "Tuesday 1 December, 9am" in words[0]


def test_what_cannot_be_printed_is_refused_with_a_sentence(app: Flask, visit: BuiltVisit) -> None:
    client = app.test_client()
    sign_in(client, "lano", visit)
    at = f"/staff/visits/{visit.id}/print/new"
    chosen = {"survey": visit.surveys["practitioners"], "language": "en", "size": "14", "forms": "3"}
    for change, sentence in (
        ({"face": "standard", "forms": "0"}, "Print 1 to 100 forms at a time."),
        ({"face": "standard", "language": "pl"}, "Choose one from the list."),
        ({"face": "signed"}, "Choose one from the list."),
        ({"face": "standard", "size": "13"}, "Choose one from the list."),
    ):
        answer = post(client, at, {**chosen, **change})
        assert (answer.status_code, sentence in answer.text) == (422, True), change
