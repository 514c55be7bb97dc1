"""Hearing when a public page says something new: outside of every survey, said yes to by mail, ended by one link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import inspect, select, update

from survey_app.services import news
from survey_app.services.mail import SmtpPost, dispatch_one
from survey_app.settings import Settings
from survey_app.storage.feedback import NewsRequest, PublicPage
from survey_app.storage.outbox import OutboxItem
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, make_settings, make_visit
from tests.survey_app.services.post_office import PostOffice

ADDRESS = "marigold@example.org"
LINK = re.compile(r"http://localhost(/news/\S+)")


@pytest.fixture
def visit(site: Site) -> BuiltVisit:
    built = make_visit(site)
    with site.writing() as work:
        work.session.execute(
            update(PublicPage).where(PublicPage.visit_id == built.id).values(takes_addresses=True)
        )
    return built


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as found:
        yield found


@pytest.fixture
def settings(database_url: str, office: PostOffice) -> Settings:
    return make_settings(
        database_url,
        mail_server="127.0.0.1",
        mail_port=office.port,
        mail_tls=False,
        mail_from="v@example.org",
    )


def page_of(site: Site, visit: BuiltVisit) -> str:
    with site.reading() as work:
        code = work.session.scalars(select(PublicPage.code).where(PublicPage.visit_id == visit.id)).one()
    return f"/after/{code}/news"


def press(client: FlaskClient, path: str, **data: str) -> object:
    fields = LexborHTMLParser(client.get(path).text).css("input[type=hidden]")
    hidden = {str(f.attributes["name"]): f.attributes.get("value") or "" for f in fields}
    return client.post(path, data={**hidden, **data})


def deliver(site: Site, settings: Settings) -> None:
    while dispatch_one(site, SmtpPost(settings), settings):
        pass


def rows(site: Site) -> list[NewsRequest]:
    with site.reading() as work:
        return list(work.session.scalars(select(NewsRequest)))


def link_in(office: PostOffice, number: int) -> str:
    found = LINK.findall(str(office.taken[number].get_content()))
    return str(found[-1])


def test_an_address_hears_once_it_said_yes_and_is_gone_when_it_stops(
    client: FlaskClient, site: Site, visit: BuiltVisit, office: PostOffice, settings: Settings
) -> None:
    assert press(client, page_of(site, visit), email=ADDRESS).status_code == 303
    with site.writing() as work:
        news.tell_all(work, visit.id)
    deliver(site, settings)
    assert list(office.recipients) == [{ADDRESS}]
    link = link_in(office, 0)
    assert client.get(link).status_code == 200
    assert not rows(site)[0].confirmed
    press(client, link, yes="yes")
    for _ in range(2):
        with site.writing() as work:
            news.tell_all(work, visit.id)
    deliver(site, settings)
    assert len(office.taken) == 2
    assert "/after/" in str(office.taken[1].get_content())
    press(client, link_in(office, 1), stop="stop")
    assert rows(site) == []
    assert "do not have your address" in client.get(link).text


def test_the_page_offers_it_from_the_first_day(client: FlaskClient, site: Site, visit: BuiltVisit) -> None:
    shown = client.get(page_of(site, visit).removesuffix("/news"))
    assert f'href="{page_of(site, visit)}"' in shown.text


def test_a_mail_that_waits_goes_with_the_address(
    client: FlaskClient, site: Site, visit: BuiltVisit, office: PostOffice, settings: Settings
) -> None:
    press(client, page_of(site, visit), email=ADDRESS)
    deliver(site, settings)
    link = link_in(office, 0)
    press(client, link, yes="yes")
    with site.writing() as work:
        news.tell_all(work, visit.id)
    press(client, link, stop="stop")
    deliver(site, settings)
    assert len(office.taken) == 1


def test_an_address_that_comes_again_looks_the_same_and_gets_one_mail(
    client: FlaskClient, site: Site, visit: BuiltVisit, office: PostOffice, settings: Settings
) -> None:
    places = [press(client, page_of(site, visit), email=typed) for typed in (ADDRESS, ADDRESS.upper())]
    deliver(site, settings)
    assert {place.location for place in places} == {f"{page_of(site, visit)}?asked=1"}
    assert len(office.taken) == len(rows(site)) == 1


def test_the_address_stands_nowhere_in_the_database_and_beside_nothing_of_an_answer(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    press(client, page_of(site, visit), email=ADDRESS)
    row = rows(site)[0]
    assert ADDRESS.encode() not in row.sealed
    with site.reading() as work:
        waiting = work.session.scalars(select(OutboxItem)).one()
        assert ADDRESS not in str(waiting.payload)
        keys = {one["referred_table"] for one in inspect(work.connection).get_foreign_keys("news_requests")}
    assert keys == {"visits"}


def test_what_another_purpose_sealed_or_another_row_holds_does_not_open(
    client: FlaskClient, site: Site, visit: BuiltVisit
) -> None:
    for typed in (ADDRESS, "other@example.org"):
        press(client, page_of(site, visit), email=typed)
    first, second = rows(site)
    with site.writing() as work:
        work.session.get_one(NewsRequest, first.id).sealed = second.sealed
    with site.reading() as work:
        assert news.opened(work, first.id) is None


@pytest.mark.parametrize(
    "typed", ["", "marigold", "a@b", "a@b.org\nBcc: c@d.org", "a, b@c.org", "x@" + "y" * 300]
)
def test_what_is_no_address_is_asked_for_again(
    client: FlaskClient, site: Site, visit: BuiltVisit, typed: str
) -> None:
    answer = press(client, page_of(site, visit), email=typed)
    assert answer.status_code == 422
    assert "with an @ in it" in answer.text
    assert rows(site) == []


@given(st.text(max_size=60))
def test_no_address_breaks_a_line_or_names_two(typed: str) -> None:
    if news.ADDRESS.fullmatch(typed):
        assert len(typed.split()) == 1
        assert typed.count("@") == 1
        assert "," not in typed


def test_nothing_is_taken_where_the_partnership_did_not_switch_it_on(client: FlaskClient, site: Site) -> None:
    other = make_visit(site, title="Other", area="Harbour")
    assert client.get(page_of(site, other)).status_code == 404
    assert client.post(page_of(site, other), data={"email": ADDRESS}).status_code in (400, 404)


def test_addresses_go_after_a_year_and_unsaid_ones_after_a_week(
    client: FlaskClient,
    site: Site,
    visit: BuiltVisit,
    office: PostOffice,
    settings: Settings,
    clock: SettableClock,
) -> None:
    for typed in (ADDRESS, "quiet@example.org"):
        press(client, page_of(site, visit), email=typed)
    deliver(site, settings)
    said = next(n for n, to in enumerate(office.recipients) if to == {ADDRESS})
    press(client, link_in(office, said), yes="yes")
    left = []
    for days in (8, 358):
        clock.shows += timedelta(days=days)
        with site.writing() as work:
            news.let_go(work)
        left.append(len(rows(site)))
    assert left == [1, 0]


def test_a_flood_of_addresses_is_stopped(client: FlaskClient, site: Site, visit: BuiltVisit) -> None:
    code = page_of(site, visit).split("/")[2]
    with site.writing() as work:
        for number in range(news.MOST_A_DAY):
            news.ask(work, code, f"a{number}@example.org")
    answer = press(client, page_of(site, visit), email=ADDRESS)
    assert answer.status_code == 422
    assert "try again tomorrow" in answer.text
