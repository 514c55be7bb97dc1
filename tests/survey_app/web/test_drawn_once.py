"""Pages that are the same for everybody are drawn once; what differs between readers or moments never mixes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask, template_rendered

from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit, SettableClock, csrf_token
from tests.respondent import Respondent


@pytest.fixture
def drawn(app: Flask) -> Iterator[list[str]]:
    """The names of the templates that were drawn, as they are drawn."""
    names: list[str] = []

    def note(_app: Flask, template: object, **_: object) -> None:
        names.append(template.name)  # type: ignore[attr-defined]

    with template_rendered.connected_to(note, app):
        yield names


def somebody(app: Flask, visit: BuiltVisit) -> Respondent:
    return Respondent(app.test_client(), visit.codes["young_people"])


def test_the_first_page_is_drawn_once_for_those_who_come_later_too(
    app: Flask, visit: BuiltVisit, clock: SettableClock, drawn: list[str]
) -> None:
    for _ in range(3):
        somebody(app, visit)
        clock.forward(minutes=1)
    assert drawn == ["respondent/start.html"]


def test_each_reader_has_their_own_token(app: Flask, visit: BuiltVisit) -> None:
    one, other = somebody(app, visit), somebody(app, visit)
    tokens = {csrf_token(one.page.text), csrf_token(other.page.text)}
    assert len(tokens) == 2
    for reader in (one, other):
        assert reader.press().status_code == 200


def test_who_has_begun_is_not_shown_the_page_of_who_has_not(app: Flask, visit: BuiltVisit) -> None:
    begun = somebody(app, visit)
    start = begun.path
    begun.press()
    begun.go(start)
    assert "Go on with my answers" in begun.text
    assert "Go on with my answers" not in somebody(app, visit).text


def test_another_look_is_another_page(app: Flask, visit: BuiltVisit) -> None:
    plain, big = somebody(app, visit), somebody(app, visit)
    chosen = big.client.post(
        f"{big.path}/look", data={"csrf_token": csrf_token(big.page.text), "text_size": "200"}
    )
    assert chosen.status_code == 303
    big.go(big.path)
    plain.go(plain.path)
    assert '"200"' in big.page.text
    assert '"200"' not in plain.page.text


def test_a_later_close_shows_at_once(app: Flask, visit: BuiltVisit, site: Site, clock: SettableClock) -> None:
    before = somebody(app, visit).text
    with site.writing() as work:
        stored = work.session.get_one(Visit, visit.id)
        assert stored.closes_at is not None
        stored.closes_at += timedelta(days=1)
        stored.grace_until = stored.closes_at
    after = somebody(app, visit).text
    assert "Tuesday 1 December" in before
    assert "Wednesday 2 December" in after
