"""What uncoded answers speak of becomes a theme of the visit when a person says so, on both databases."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from survey_app.services import candidate_themes, code_answers
from survey_app.services.code_answers import Place
from survey_app.services.coded_answer import coded_answer
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Wanted
from survey_app.services.inspect import results
from survey_app.services.permissions import INSPECTOR, LANO, Person
from survey_app.services.read_answers import answers_page, scope_for
from survey_app.services.said_of_theme import Uncoded, where_said
from survey_app.storage.findings import Finding
from survey_app.storage.visit_themes import VisitTheme
from survey_app.web.site import Site
from tests.builders import BuiltVisit, make_visit
from tests.respondent import Respondent, send

# Words that no theme of the codebook is like, whatever it learns.
WORDS = ("zorbing", "quoit", "purple elephant")
GAMES_TEXT = "Zorbing with quoits {}"


def person(visit: BuiltVisit, role: str = INSPECTOR) -> Person:
    return Person(role, f"{role}@example.org", roles={visit.id: frozenset({role})})


def answered(app: Flask, visit: BuiltVisit, text: str) -> None:
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), {"would_change": text})


def made(site: Site, visit: BuiltVisit, label: str = "Games") -> str:
    who = person(visit)
    with site.reading() as work:
        said = candidate_themes.answers_saying(work, who, scope_for(work, visit.id), WORDS)
    with site.writing() as work:
        return candidate_themes.make_theme(work, who, visit.id, label, "About outdoor games.", WORDS, said).id


def people(site: Site, visit: BuiltVisit, theme: str) -> int:
    with site.reading() as work:
        return answers_page(work, person(visit), visit.id, Wanted(theme=theme)).people


def test_a_candidate_is_found_and_made_a_theme(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    for number in range(11):
        answered(plain, visit, GAMES_TEXT.format(number))
    with site.reading() as work:
        found = candidate_themes.look(work, person(visit), scope_for(work, visit.id), seed=0)
    (candidate,) = found["candidates"]
    assert candidate["answers"] == 11
    assert {"zorbing", "quoit"} <= set(candidate["words"])
    assert found["unassigned"] == 0
    number, label = 1, candidate["label"]
    with site.writing() as work:
        candidate_themes.keep(work, person(visit), visit.id, found)
        words = candidate_themes.words_of_candidate(work, visit.id, number, label)
        with pytest.raises(Refused, match="looked again"):
            candidate_themes.words_of_candidate(work, visit.id, 2, label)
        said = candidate_themes.answers_saying(work, person(visit), scope_for(work, visit.id), words)
    with site.writing() as work:
        theme = candidate_themes.make_theme(
            work, person(visit), visit.id, "Games", "About outdoor games.", words, said, number
        ).id
        with pytest.raises(Refused, match="already made"):
            candidate_themes.words_of_candidate(work, visit.id, number, label)
    assert people(site, visit, theme) == 11
    with site.reading() as work:
        shown = results(work, person(visit), visit.id)
    rows = {row.label: row.counts["parents_carers"].answers for part in shown.paragraphs for row in part.rows}
    assert rows["Games"] == 11


def test_its_codes_are_accepted_and_rejected_like_others(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(plain, visit, GAMES_TEXT.format(1))
    theme = made(site, visit)
    with site.reading() as work:
        (finding,) = work.session.scalars(select(Finding).where(Finding.label == theme)).all()
        shown = coded_answer(
            work, person(visit), scope_for(work, visit.id), finding.response_id, finding.question
        )
    (card,) = shown.cards
    assert (card.source, card.state, card.label) == ("candidate", "waiting", "Games")
    assert card.words == "Zorbing with quoits"
    with site.writing() as work:
        code_answers.reject(
            work, person(visit), visit.id, finding.response_id, finding.question,
            Place(card.start, card.end, theme),
        )  # fmt: skip
    assert people(site, visit, theme) == 0


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Zorbing with quoits is awful.", "negative"),
        ("Zorbing is great but quoits are awful.", "mixed"),
    ],
)
def test_praise_and_blame_are_heard_as_for_other_themes(
    plain: Flask, site: Site, visit: BuiltVisit, text: str, stance: str
) -> None:
    answered(plain, visit, text)
    theme = made(site, visit)
    with site.reading() as work:
        wanted = Wanted(theme=theme, stance=stance)
        assert answers_page(work, person(visit), visit.id, wanted).people == 1


def test_answers_that_come_later_are_coded_once(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(plain, visit, GAMES_TEXT.format(1))
    theme = made(site, visit)
    answered(plain, visit, GAMES_TEXT.format(2))
    for expected in (1, 0):
        with site.reading() as work:
            said = candidate_themes.answers_saying(work, person(visit), scope_for(work, visit.id), WORDS)
        with site.writing() as work:
            there = work.session.get_one(VisitTheme, theme)
            assert candidate_themes.code_with(work, there, said) == expected
    assert people(site, visit, theme) == 2


def test_a_new_name_is_shown_at_once(plain: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(plain, visit, GAMES_TEXT.format(1))
    theme = made(site, visit)

    def labels() -> set[str]:
        with site.reading() as work:
            shown = results(work, person(visit), visit.id)
        return {row.label for part in shown.paragraphs for row in part.rows}

    assert "Games" in labels()
    with site.writing() as work:
        candidate_themes.change_theme(work, person(visit), visit.id, theme, "Places to play", "Outside.")
    assert "Places to play" in labels()
    assert "Games" not in labels()


@pytest.mark.parametrize("label", ["", "   ", "x" * 121, "transport", "Games", "GAMES"])
def test_a_theme_needs_a_name_of_its_own(site: Site, visit: BuiltVisit, label: str) -> None:
    made(site, visit)
    if label == "transport":
        with site.reading() as work:
            label = candidate_themes.every_label(work, visit.id)["transport"].upper()
    with pytest.raises(Refused):
        made(site, visit, label)


def test_another_visits_theme_is_not_there(site: Site, visit: BuiltVisit) -> None:
    theme = made(site, visit)
    other = make_visit(site, area="Hill and Dale")
    with site.reading() as work, pytest.raises(NotFound):
        candidate_themes.find_theme(work, person(other), other.id, theme)
    with site.reading() as work, pytest.raises(NotFound):
        candidate_themes.look(work, person(visit, LANO), scope_for(work, visit.id), 0)


@given(st.text(max_size=60), st.text(max_size=20))
def test_the_place_is_always_that_of_the_words(before: str, between: str) -> None:
    text = f"{before} zorbing {between} quoits"
    said = where_said(Uncoded("r", "q", "s", "a", text), frozenset(WORDS))
    if said is not None:
        assert 0 <= said.start < said.end <= len(text)
        assert set(said.words) <= set(WORDS)


@pytest.mark.parametrize("text", ["A zorbing.", "purple and elephant", "", "elephant purple garden"])
def test_one_word_alone_is_no_subject(text: str) -> None:
    assert where_said(Uncoded("r", "q", "s", "a", text), frozenset(WORDS)) is None


def test_two_words_side_by_side_count_only_so() -> None:
    said = where_said(Uncoded("r", "q", "s", "a", "Purple elephants with quoits"), frozenset(WORDS))
    assert said is not None
    assert said.words == ("purple elephant", "quoit")
