"""Who can help: numbers that somebody checked, for whom they are, and the area's own front door."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser

from survey_app.web.help_lines import CHECKED_FOR, HELP_LINES, help_lines_for
from survey_app.web.site import Site
from tests.builders import BuiltVisit
from tests.survey_app.web.readers import open_front_door

CHILDLINE = "tel:08001111"


def test_no_number_is_older_than_a_year() -> None:
    today = datetime.now(UTC).date()
    stale = [
        f"{line.name} ({line.spoken}): checked on {line.checked_on}"
        for line in HELP_LINES
        if line.is_stale(today)
    ]
    advice = (
        "Look each number up on the service's own website, change it in survey_app/web/respondent/help_lines.py "
        "if it is another one, and write today's date and where you looked beside it."
    )
    assert not stale, f"Numbers that nobody has checked for a year: {'; '.join(stale)}. {advice}"


@pytest.mark.parametrize("days, stale", [(-1, True), (0, False), (CHECKED_FOR.days, False), (366, True)])
def test_a_number_is_stale_a_year_after_it_was_checked(days: int, stale: bool) -> None:
    line = HELP_LINES[0]
    assert line.is_stale(line.checked_on + timedelta(days=days)) is stale


def test_every_number_says_who_says_so_and_who_checked_it() -> None:
    for line in HELP_LINES:
        assert line.source
        assert line.checked_by
        assert line.call == line.spoken.replace(" ", "")
        assert date(2026, 1, 1) < line.checked_on


def test_childline_is_only_for_those_whom_it_answers() -> None:
    under = {line.name: line.under for line in HELP_LINES if line.under}
    assert under == {"Childline": 19}
    for audience in ("parents_carers", "practitioners", "partnership", "local_leaders"):
        assert "Childline" not in {line.name for line in help_lines_for(audience).all}


@pytest.mark.parametrize("audience", ["young_people", "parents_carers", "practitioners"])
def test_the_help_page_gives_every_line_with_the_day_it_was_checked(
    app: Flask, visit: BuiltVisit, audience: str
) -> None:
    page = app.test_client().get(f"/s/{visit.codes[audience]}/help")
    main = LexborHTMLParser(page.text).css_first("main")
    assert main is not None
    links = {str(link.attributes["href"]) for link in main.css("a")}
    shown = " ".join(main.text().split())
    for line in help_lines_for(audience).all:
        assert f"{'sms' if line.by_text else 'tel'}:{line.call}" in links
    assert "We checked this number on 22 November 2026." in shown


def test_the_help_page_of_young_people_tells_both_ages_what_to_do(app: Flask, visit: BuiltVisit) -> None:
    page = app.test_client().get(f"/s/{visit.codes['young_people']}/help").text
    under, _, over = page.partition("If you are 18 or over")
    assert CHILDLINE in under
    assert CHILDLINE not in over.partition("<footer")[0]
    assert "adult social care" in over


def test_the_front_door_of_the_area_can_be_tapped_and_is_only_words(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    open_front_door(site, visit, "<b>Call</b> 0300 123 4567, at night 0300 123 4568. Or 101 High Street.")
    page = LexborHTMLParser(app.test_client().get(f"/s/{visit.codes['young_people']}/help").text)
    links = [str(link.attributes["href"]) for link in page.css("main a")]
    assert {"tel:03001234567", "tel:03001234568"} <= set(links)
    assert page.css("main b") == []
    numbers = page.css("main a[href='tel:03001234567'] bdi[dir=ltr]")
    assert [number.text() for number in numbers] == ["0300 123 4567"]
