"""Nobody learns who answered: not from the tables, not from the browser that was used."""

import json
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from survey_app.storage.channels import Channel
from survey_app.storage.drafts import Draft
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sent_keys import SentKey
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.respondent import WORDS, Respondent, count, page_of, send


def test_own_words_are_sealed_and_open_only_in_their_place(
    young: Respondent, site: Site, visit: BuiltVisit
) -> None:
    send(young)
    with site.reading() as work:
        kept = work.session.scalars(select(FreeText)).one()
        assert b"teacher" not in kept.sealed

        salt = work.session.get_one(Visit, visit.id).key_salt
        place = f"{visit.id}/{kept.response_id}/would_change"
        assert work.keys.open(salt, place, kept.sealed) == WORDS


def test_leaving_deletes_the_draft_and_empties_the_browser(young: Respondent, site: Site) -> None:
    young.press()
    young.press({young.names()[0]: young.options(young.names()[0])[0]})
    assert count(site, Draft) == 1
    token = young.hidden()["csrf_token"]
    away = young.client.post(f"/s/{young.code}/leave", data={"csrf_token": token})
    assert away.status_code == 303
    assert away.location.startswith("https://")
    assert "storage" in away.headers["Clear-Site-Data"]
    assert count(site, Draft) == 0
    with young.client.session_transaction() as cookie:
        assert dict(cookie) == {"left": True}


def test_another_browser_cannot_see_the_draft(young: Respondent, app: Flask, site: Site) -> None:
    young.press()
    page = page_of(young, site, "would_change")
    young.go(f"/s/{young.code}/page/{page}")
    young.press({"would_change": WORDS})
    other = Respondent(app.test_client(), young.code)
    other.press()
    other.go(f"/s/{young.code}/page/{page}")
    assert other.shown_value("would_change") == [""]


def test_pages_are_never_kept_and_never_filled_in_by_the_browser(young: Respondent, site: Site) -> None:
    young.press()
    young.go(f"/s/{young.code}/page/{page_of(young, site, 'would_change')}")
    assert young.page.headers["Cache-Control"] == "no-store"
    assert young.form().attributes["autocomplete"] == "off"


def test_channels_count_what_was_sent_and_answers_do_not_say_which(young: Respondent, site: Site) -> None:
    send(young)
    with site.reading() as work:
        channel = work.session.get_one(Channel, young.code)
        assert (channel.started, channel.sent) == (1, 1)
    assert not {"channel", "code", "address", "at"} & set(Response.__table__.columns.keys())


def test_nothing_about_the_browser_is_stored(app: Flask, site: Site, visit: BuiltVisit) -> None:
    canary = "canary-7f3a"
    client = app.test_client()
    client.environ_base.update(
        REMOTE_ADDR="127.9.8.7", HTTP_USER_AGENT=canary, HTTP_REFERER=canary, HTTP_ACCEPT_LANGUAGE=canary
    )
    send(Respondent(client, visit.codes["young_people"]))
    with site.reading() as work:
        for table in Response.metadata.sorted_tables:
            for row in work.connection.execute(table.select()):
                assert canary not in str(row)
                assert "127.9.8.7" not in str(row)


def test_ids_do_not_tell_the_order_of_arrival(app: Flask, site: Site, visit: BuiltVisit) -> None:
    for age in ("age_11_15", "age_16_17", "age_18_25") * 4:
        send(Respondent(app.test_client(), visit.codes["young_people"]), {"age_band": age})
    with site.reading() as work:
        rows = work.session.execute(select(Response.id, Response.choices)).all()
    ages = [json.loads(choices)["age_band"] for _, choices in sorted(rows)]
    assert ages != ["age_11_15", "age_16_17", "age_18_25"] * 4


def test_sent_keys_cannot_be_joined_to_answers(young: Respondent, site: Site) -> None:

    send(young)
    with site.reading() as work:
        key = work.session.scalars(select(SentKey)).one()
        response = work.session.scalars(select(Response)).one()
        assert response.id not in (key.key_hash, key.body_hash)
        assert key.expires_on - work.today == timedelta(days=14)
