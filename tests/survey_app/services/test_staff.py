"""People are invited, work in visits, and leave; nothing secret is stored as it is."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey_app.services import sign_in, staff
from survey_app.services.errors import NotFound, Refused
from survey_app.services.permissions import Person, person_of
from survey_app.storage.staff import Staff
from survey_app.web.site import Site
from tests.builders import PASSWORD, BuiltVisit, SettableClock, make_person

ADMIN = Person("admin", "admin@example.org", administrator=True)


def test_an_invited_person_can_do_nothing_until_they_accept(site: Site) -> None:
    with site.writing() as work:
        token = staff.invite(work, "New@Example.org", by=ADMIN.email)
    with site.reading() as work:
        (card,) = staff.staff_cards(work, ADMIN)
    assert (card.email, card.standing, card.roles) == ("new@example.org", "Invited", ())
    with site.writing() as work:
        assert staff.accept_invitation(work, token, PASSWORD) == "new@example.org"
    with site.reading() as work:
        (card,) = staff.staff_cards(work, ADMIN)
    assert card.standing == "Has a password, no code yet"


def test_accepting_with_a_secret_needs_no_second_sitting(site: Site) -> None:
    with site.writing() as work:
        token = staff.invite(work, "new@example.org", by=ADMIN.email)
        staff.accept_invitation(work, token, PASSWORD, sign_in.new_totp_secret())
    with site.reading() as work:
        (card,) = staff.staff_cards(work, ADMIN)
    assert card.standing == "Signs in"


def test_of_two_who_hold_one_link_only_one_gets_in(site: Site) -> None:
    with site.writing() as work:
        token = staff.invite(work, "new@example.org", by=ADMIN.email)

    def accept(password: str) -> bool:
        try:
            with site.writing() as work:
                staff.accept_invitation(work, token, password)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        got_in = list(pool.map(accept, ["the first of two words", "the second of two words"]))
    assert sorted(got_in) == [False, True]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=90) | st.from_regex(r"[0-9a-f]{32}\.[\w-]{32}", fullmatch=True))
def test_no_text_is_an_invitation_by_chance(site: Site, token: str) -> None:
    with site.reading() as work, pytest.raises(NotFound):
        staff.invited_person(work, token)


@pytest.mark.parametrize("flip", range(0, 65, 7))
def test_a_link_with_one_letter_changed_is_no_link(site: Site, flip: int) -> None:
    with site.writing() as work:
        token = staff.invite(work, "new@example.org", by=ADMIN.email)
    other = "A" if token[flip] != "A" else "B"
    with site.reading() as work, pytest.raises(NotFound):
        staff.invited_person(work, token[:flip] + other + token[flip + 1 :])


def test_a_one_time_code_is_used_once_however_many_try(site: Site) -> None:
    person = make_person(site)

    def use(_: int) -> bool:
        with site.writing() as work:
            return sign_in.use_time_code(work, person.id, 1234)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(20))) == 1
    with site.writing() as work:
        assert not sign_in.use_time_code(work, person.id, 1233)
        assert sign_in.use_time_code(work, person.id, 1235)


def test_a_recovery_code_is_used_once_however_many_try(site: Site) -> None:
    person = make_person(site)
    with site.writing() as work:
        code, *others = sign_in.new_recovery_codes(work, person.id)

    def use(_: int) -> bool:
        with site.writing() as work:
            return sign_in.use_recovery_code(work, person.id, code)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(20))) == 1
    with site.writing() as work:
        assert sign_in.use_recovery_code(work, person.id, others[0].upper().replace("-", " "))


def test_new_recovery_codes_end_the_old_ones_and_belong_to_one_person(site: Site) -> None:
    person, other = make_person(site), make_person(site)
    with site.writing() as work:
        old = sign_in.new_recovery_codes(work, person.id)
        new = sign_in.new_recovery_codes(work, person.id)
    with site.writing() as work:
        assert not sign_in.use_recovery_code(work, person.id, old[0])
        assert not sign_in.use_recovery_code(work, other.id, new[0])
        assert sign_in.use_recovery_code(work, person.id, new[0])


def test_the_sign_in_library_can_change_only_what_is_its_own(site: Site) -> None:
    person = make_person(site)
    with site.writing() as work:
        changes = {"active": False, "administrator": True, "email": "x@example.org", "password": "new"}
        sign_in.save_record(work, person.id, changes)
    with site.reading() as work:
        stored = work.session.get_one(Staff, person.id)
    assert (stored.active, stored.administrator, stored.email) == (True, False, person.email)
    assert stored.password == "new"


def test_roles_are_what_a_person_may_do(site: Site, visit: BuiltVisit) -> None:
    person = make_person(site, "inspector", visit)
    with site.reading() as work:
        known = person_of(work.session, person.id)
    assert known is not None
    assert known.may("read_answers", visit.id)
    assert not known.may("change_window", visit.id)
    assert not known.may("read_answers", "0" * 32)


def test_giving_a_role_twice_changes_nothing_and_taking_it_twice_is_an_error(
    site: Site, visit: BuiltVisit
) -> None:
    person = make_person(site)
    with site.writing() as work:
        for _ in range(2):
            staff.add_membership(work, person.id, visit.id, "inspector", ADMIN.email)
    with site.writing() as work:
        staff.remove_membership(work, person.id, visit.id, "inspector", ADMIN.email)
        with pytest.raises(Refused):
            staff.remove_membership(work, person.id, visit.id, "inspector", ADMIN.email)


@pytest.mark.parametrize("role", ["administrator", "", "owner", "lano' OR 1=1"])
def test_a_role_that_is_none_is_refused(site: Site, visit: BuiltVisit, role: str) -> None:
    person = make_person(site)
    with site.writing() as work, pytest.raises(Refused):
        staff.add_membership(work, person.id, visit.id, role, ADMIN.email)


def test_only_administrators_see_staff(site: Site, visit: BuiltVisit) -> None:
    lead = Person("lead", "lead@example.org", roles={visit.id: frozenset({"lead_inspector"})})
    with site.reading() as work, pytest.raises(NotFound):
        staff.staff_cards(work, lead)


def test_an_invitation_ends_after_seven_days_to_the_second(site: Site, clock: SettableClock) -> None:
    with site.writing() as work:
        token = staff.invite(work, "new@example.org", by=ADMIN.email)
    clock.forward(days=7, seconds=-1)
    with site.reading() as work:
        assert staff.invited_person(work, token).email == "new@example.org"
    clock.forward(seconds=1)
    with site.reading() as work, pytest.raises(NotFound):
        staff.invited_person(work, token)


@given(st.text(max_size=40))
def test_an_address_is_clean_or_refused(text: str) -> None:
    try:
        address = staff.clean_email(text)
    except Refused:
        return
    assert address == address.strip().lower()
    assert not set(address) & set("\r\n\t <>,;")
    assert address.count("@") == 1
