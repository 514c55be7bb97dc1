"""Which languages a survey speaks, who decides it, and what is known of the language of own words."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from survey_app.services.catalogues import BadCatalogue, read_catalogue, read_catalogues
from survey_app.services.entry import find_entry
from survey_app.services.errors import NotFound, Refused
from survey_app.services.languages import Offered, allow_drafts, offered
from survey_app.services.open_and_close import events_of
from survey_app.services.permissions import PARTNERSHIP_LEAD, Person
from survey_app.services.publish import version_of
from survey_app.services.read_answers import whole_response
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import BuiltVisit, lead_of, make_visit
from tests.respondent import Respondent, send
from tests.survey_app.people import EVERY_ROLE, person
from tests.translations import make_translations

ENGLISH = Offered("en", draft=False)


def offers(site: Site, visit: BuiltVisit, translations: Path) -> tuple[Offered, ...]:
    with site.reading() as work:
        entry = find_entry(work, visit.codes["young_people"])
        return offered(entry, version_of(work, entry.version_digest), read_catalogues(translations))


def test_the_lead_allows_drafts_and_takes_them_back_and_both_are_written_down(
    site: Site, visit: BuiltVisit, tmp_path: Path
) -> None:
    drafts = make_translations(tmp_path, ["pl", "ar"])
    assert offers(site, visit, drafts) == (ENGLISH,)
    for languages, expected in ((["ar", "pl"], ("pl", "ar")), (["ar"], ("ar",)), ([], ())):
        with site.writing() as work:
            allow_drafts(work, lead_of(visit.id), visit.id, languages)
        assert offers(site, visit, drafts) == (ENGLISH, *(Offered(code, draft=True) for code in expected))
    with site.reading() as work:
        said = [event.why for event in events_of(work, visit.id) if event.action == "allow_drafts"]
    assert sorted(said) == sorted(["Polish and Arabic", "Arabic", "none"])


def test_the_same_choice_again_is_not_written_down_again(site: Site, visit: BuiltVisit) -> None:
    for _ in range(2):
        with site.writing() as work:
            allow_drafts(work, lead_of(visit.id), visit.id, ["pl"])
    with site.reading() as work:
        assert len([e for e in events_of(work, visit.id) if e.action == "allow_drafts"]) == 1


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_only_the_lead_decides(site: Site, visit: BuiltVisit, role: str) -> None:
    if role == "lead_inspector":
        with site.writing() as work:
            allow_drafts(work, person(role, visit.id), visit.id, ["pl"])
        return
    with pytest.raises(NotFound), site.writing() as work:
        allow_drafts(work, person(role, visit.id), visit.id, ["pl"])


def test_a_lead_of_another_visit_finds_nothing(site: Site, visit: BuiltVisit) -> None:
    other = make_visit(site, area="Other Dale")
    with pytest.raises(NotFound), site.writing() as work:
        allow_drafts(work, lead_of(other.id), visit.id, ["pl"])


def test_the_partnerships_own_visit_is_decided_by_its_own_lead(site: Site, visit: BuiltVisit) -> None:
    """For an inspection, a partnership lead is not the owner."""
    with pytest.raises(NotFound), site.writing() as work:
        allow_drafts(
            work, Person("p", "p@example.org", roles={visit.id: frozenset({PARTNERSHIP_LEAD})}), visit.id, []
        )


@pytest.mark.parametrize("language", ["xx", "en", "", "../../etc", "pl ar"])
def test_a_language_that_we_do_not_know_is_refused(site: Site, visit: BuiltVisit, language: str) -> None:
    with pytest.raises(Refused), site.writing() as work:
        allow_drafts(work, lead_of(visit.id), visit.id, [language])
    with site.reading() as work:
        assert work.session.get_one(Visit, visit.id).draft_languages == ""


def test_reviewed_pages_and_drafted_questions_are_a_draft(
    site: Site, visit: BuiltVisit, tmp_path: Path
) -> None:
    read = make_translations(tmp_path, ["pl"], review="reviewed")
    assert offers(site, visit, read) == (ENGLISH,)
    with site.writing() as work:
        allow_drafts(work, lead_of(visit.id), visit.id, ["pl"])
    assert offers(site, visit, read) == (ENGLISH, Offered("pl", draft=True))


# The catalogues.


def catalogue(tmp_path: Path, body: str, head: str = '"X-Review: reviewed\\n"') -> Path:
    file = tmp_path / "messages.po"
    file.write_text(f'msgid ""\nmsgstr ""\n{head}\n\n{body}', encoding="utf-8")
    return file


def test_a_catalogue_says_what_it_has_what_it_lacks_and_who_read_it(tmp_path: Path) -> None:
    file = catalogue(tmp_path, 'msgid "Back"\nmsgstr "Wstecz"\n\n#, fuzzy\nmsgid "Next"\nmsgstr "Dalej?"\n')
    read = read_catalogue(file, "pl", ["Back", "Next", "Start"])
    assert read.messages == {"Back": "Wstecz"}
    assert read.missing == ("Next", "Start")
    assert read.reviewed
    assert not read.ready


@pytest.mark.parametrize(
    "body",
    [
        'msgid "Page %(number)s"\nmsgstr "Strona"\n',
        'msgid "Page %(number)s"\nmsgstr "Strona %(numer)s"\n',
        'msgid "Page %(number)s"\nmsgstr "Strona %(number)"\n',
        'msgid "Page"\nmsgstr "Strona %(number)s"\n',
    ],
)
def test_a_translation_that_would_break_a_page_is_refused_with_its_file(tmp_path: Path, body: str) -> None:
    with pytest.raises(BadCatalogue, match=r"messages\.po"):
        read_catalogue(catalogue(tmp_path, body), "pl", [])


@pytest.mark.parametrize("head", ["", '"X-Review: \\n"', '"X-Review: draft\\n"', '"X-Reviewed: reviewed\\n"'])
def test_whoever_says_nothing_has_not_reviewed(tmp_path: Path, head: str) -> None:
    assert not read_catalogue(catalogue(tmp_path, "", head), "pl", []).reviewed


# Own words.


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nauczycielka jest miła, ale na terapię czekaliśmy dwa lata.", "pl"),
        ("My teacher is kind, but I waited two years for speech therapy.", "en"),
        ("ok", None),
    ],
)
def test_own_words_keep_the_language_they_seem_to_be_in(
    site: Site, app: Flask, visit: BuiltVisit, text: str, language: str | None
) -> None:
    young = Respondent(app.test_client(), visit.codes["young_people"])
    send(young, {"would_change": text})
    with site.reading() as work:
        assert work.session.scalars(select(FreeText.language)).one() == language
        response = work.session.scalars(select(Response.id)).one()
        told = whole_response(work, visit.id, response)
    assert [(one.text, one.language) for one in told.texts] == [(text, language or "")]
