"""`send-voices staff invite`: links that work once, and roles for those who are here."""

import pytest

from survey_app.services import staff
from survey_app.services.errors import NotFound
from survey_app.services.permissions import person_of
from survey_app.storage.visits import Visit
from survey_app.web.site import Site
from tests.builders import PASSWORD, BuiltVisit, SettableClock, make_person, make_visit
from tests.survey_app.commands.typed import typed

LINK = "http://127.0.0.1:8000/staff/invitation/"


@pytest.fixture
def visit(site: Site) -> BuiltVisit:
    return make_visit(site)


@pytest.fixture
def reference(site: Site, visit: BuiltVisit) -> str:
    with site.reading() as work:
        return work.session.get_one(Visit, visit.id).reference


def joined(site: Site, link: str) -> str:
    """Take an invitation up, at the time by the database's own clock; the person's address."""
    with site.writing() as work:
        return staff.accept_invitation(work, link.removeprefix(LINK), PASSWORD)


def test_the_first_administrator_gets_a_link_that_works_once(
    site: Site, settings: dict[str, str], clock: SettableClock
) -> None:
    ended = typed("staff invite --email First@Example.org --role administrator", settings)
    link = ended.said.strip()
    assert ended.code == 0
    assert link.startswith(LINK)
    assert joined(site, link) == "first@example.org"
    with pytest.raises(NotFound):
        joined(site, link)


def test_an_inspector_is_invited_into_a_visit(
    site: Site, settings: dict[str, str], visit: BuiltVisit, reference: str
) -> None:
    link = typed(
        f"staff invite --email i@example.org --role inspector --visit {reference}", settings
    ).said.strip()
    joined(site, link)
    with site.reading() as work:
        assert staff.team_of(work, visit.id) == (("i@example.org", "Inspector"),)


def test_somebody_who_signs_in_already_gets_a_role_and_keeps_their_password(
    site: Site, settings: dict[str, str], visit: BuiltVisit, reference: str
) -> None:
    person = make_person(site)
    line = f"staff invite --email {person.email} --role safeguarding_lead --visit {reference}"
    ended = typed(line, settings)
    assert ended.code == 0
    assert LINK not in ended.said
    with site.reading() as work:
        found = person_of(work.session, person.id)
        assert found is not None
        assert found.may("work_concerns", visit.id)
    assert LINK in typed(f"{line} --again", settings).said


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--email i@example.org --role inspector", "needs --visit"),
        ("--email i@example.org --role administrator --visit {ref}", "leave --visit out"),
        ("--email i@example.org --role king --visit {ref}", "'king' is not one of"),
        ("--email nobody --role inspector --visit {ref}", "Enter an email address"),
        ("--email i@example.org --role inspector --visit NONE", "No visit has the reference"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_invites_nobody(
    site: Site, settings: dict[str, str], visit: BuiltVisit, reference: str, options: str, sentence: str
) -> None:
    ended = typed(f"staff invite {options.format(ref=reference)}", settings)
    assert ended.code == 2
    assert sentence in ended.complained
    with site.reading() as work:
        assert staff.team_of(work, visit.id) == ()


def test_the_areas_officer_is_not_put_on_the_team_of_the_same_visit(
    site: Site, settings: dict[str, str], visit: BuiltVisit, reference: str
) -> None:
    lano = make_person(site, "lano", visit)
    ended = typed(f"staff invite --email {lano.email} --role inspector --visit {reference}", settings)
    assert ended.code == 2
    assert "cannot also be on the inspection team" in ended.complained
