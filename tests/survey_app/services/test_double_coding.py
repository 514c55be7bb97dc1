"""Two people code the same answers blind; then they are compared, on both databases."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from survey_app.services import double_coding
from survey_app.services.agreement_between_coders import CodersAgreement, agreement_on, corrected
from survey_app.services.coded_answer import coded_answer
from survey_app.services.coding_queue import Wanted, progress
from survey_app.services.disagreements import disagreements
from survey_app.services.double_coding import BlindPage
from survey_app.services.draw_samples import DOUBLE, UNCODED, UNFLAGGED, answers_in, draw
from survey_app.services.errors import NotFound, Refused
from survey_app.services.find_answers import Wanted as WantedAnswers
from survey_app.services.inspect import results
from survey_app.services.permissions import INSPECTOR, LEAD_INSPECTOR, Person, person_of
from survey_app.services.read_answers import answers_page, scope_for
from survey_app.services.settle_codes import Verdict
from survey_app.storage.findings import SAFEGUARDING, THEME, Finding
from survey_app.storage.responses import FreeText
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, make_person, make_visit
from tests.respondent import Respondent, send
from tests.survey_app.services.answering import at_once

BLAME = "We waited two years for an autism assessment."
WAIT, BUS = Verdict("wait_neuro", "negative"), Verdict("transport", "neutral")


class Team:
    """A lead and two coders of a visit, and a sample that the lead drew for them."""

    def __init__(self, site: Site, visit: BuiltVisit, size: int = 500) -> None:
        self.site, self.visit = site, visit
        members = [make_person(site, role, visit).id for role in (LEAD_INSPECTOR, INSPECTOR, INSPECTOR)]
        with site.writing() as work:
            self.lead, self.one, self.two = (self.known(work, member) for member in members)
            made = double_coding.draw_double(
                work, self.lead, scope_for(work, visit.id), size, 7, [self.one.id, self.two.id]
            )
            self.sample, self.size = made.id, made.size

    @staticmethod
    def known(work: object, member: str) -> Person:
        found = person_of(work.session, member)  # type: ignore[attr-defined]
        assert found
        return found

    def page(self, who: Person, place: int = 0) -> BlindPage:
        with self.site.reading() as work:
            return double_coding.blind_page(
                work, who, scope_for(work, self.visit.id, who), self.sample, place
            )

    def do(self, act: Callable[..., object], who: Person, *more: object) -> object:
        with self.site.writing() as work:
            return act(work, who, self.visit.id, self.sample, *more)

    def code_all(self, who: Person, gives: Callable[[str], list[Verdict]]) -> None:
        """Read every answer, give what `gives` says of its text, and finish."""
        for place in range(1, self.size + 1):
            for verdict in gives(self.page(who, place).answer.text or ""):
                self.do(double_coding.give_code, who, place, "", verdict)
            self.do(double_coding.have_read, who, place)
        self.do(double_coding.finish, who)

    def agreement(self) -> CodersAgreement:
        with self.site.reading() as work:
            return agreement_on(work, self.one, self.visit.id, self.sample)


def answered(app: Flask, visit: BuiltVisit, text: str) -> None:
    send(Respondent(app.test_client(), visit.codes["parents_carers"]), {"would_change": text})


@pytest.fixture
def team(plain: Flask, site: Site, visit: BuiltVisit) -> Team:
    """Two answers, both in the sample."""
    for text in (BLAME, f"{BLAME} The bus is late."):
        answered(plain, visit, text)
    return Team(site, visit)


def test_a_coder_sees_the_words_and_their_own_codes_alone(team: Team) -> None:
    team.do(double_coding.give_code, team.one, 1, "two years", WAIT)
    assert [code.words for code in team.page(team.one, 1).codes] == ["two years"]
    assert team.page(team.two, 1).codes == ()
    assert BLAME in (team.page(team.two, 1).answer.text or "")


def test_until_both_have_finished_they_see_no_codes_anywhere(site: Site, team: Team) -> None:
    place = team.page(team.one).answer
    with site.reading() as work:
        scope = scope_for(work, team.visit.id, team.one)
        assert progress(work, team.one, scope, Wanted()).total == 0
        with pytest.raises(Refused, match="without seeing"):
            coded_answer(work, team.one, scope, place.response_id, place.question)
        texts = [
            t
            for told in answers_page(work, team.one, team.visit.id, WantedAnswers()).told
            for t in told.texts
        ]
        assert [text.themes for text in texts] == [(), ()]
        assert all(text.blind for text in texts)
        theirs = answers_page(work, team.lead, team.visit.id, WantedAnswers()).told
        assert all(text.themes for told in theirs for text in told.texts)
        for wanted in (WantedAnswers(theme="wait_neuro"), WantedAnswers(stance="negative")):
            assert answers_page(work, team.one, team.visit.id, wanted).people == 0
            assert answers_page(work, team.lead, team.visit.id, wanted).people == 2
    with pytest.raises(Refused, match="both coders have finished"):
        team.agreement()


def test_when_both_have_finished_all_is_open_and_what_they_differ_about_is_listed(
    site: Site, team: Team
) -> None:
    team.code_all(team.one, lambda text: [WAIT, BUS] if "bus" in text else [WAIT])
    assert team.page(team.two).read == 0
    team.code_all(team.two, lambda _text: [WAIT])
    found = team.agreement()
    by_theme = {one.theme: (one.both, one.gave) for one in found.themes}
    assert by_theme == {"wait_neuro": (2, 2), "transport": (0, 1)}
    with site.reading() as work:
        scope = scope_for(work, team.visit.id, team.one)
        listed = disagreements(work, team.one, scope)
        codes = [card.found for answer in listed.answers for card in listed.codes(answer)]
        assert "transport" in codes
        assert "wait_neuro" not in codes
        assert progress(work, team.one, scope, Wanted()).total == 2


def test_what_neither_of_them_gave_counts_no_more(site: Site, team: Team) -> None:
    with site.reading() as work:
        machine = set(work.session.scalars(select(Finding.label).where(Finding.sort == THEME)))
    assert machine
    team.code_all(team.one, lambda _text: [])
    team.code_all(team.two, lambda _text: [])
    with site.reading() as work:
        for theme in machine:
            assert answers_page(work, team.lead, team.visit.id, WantedAnswers(theme=theme)).people == 0


def test_a_code_can_be_taken_back_until_one_has_finished(team: Team) -> None:
    team.do(double_coding.give_code, team.one, 1, "", BUS)
    (code,) = team.page(team.one, 1).codes
    team.do(double_coding.take_back, team.two, 1, code.id)
    assert team.page(team.one, 1).codes == (code,)
    team.do(double_coding.take_back, team.one, 1, code.id)
    assert team.page(team.one, 1).codes == ()
    team.code_all(team.one, lambda _text: [])
    with pytest.raises(Refused, match="You have finished"):
        team.do(double_coding.give_code, team.one, 1, "", BUS)


def test_nobody_finishes_before_they_have_read_everything(team: Team) -> None:
    team.do(double_coding.have_read, team.one, 1)
    with pytest.raises(Refused, match="1 is left"):
        team.do(double_coding.finish, team.one)


def test_both_may_finish_in_the_same_moment(team: Team) -> None:
    for who in (team.one, team.two):
        for place in (1, 2):
            team.do(double_coding.have_read, who, place)
    ended = at_once(*(lambda who=who: team.do(double_coding.finish, who) for who in (team.one, team.two)))
    assert sorted(map(str, ended)) == ["False", "True"]


def test_only_the_two_who_were_chosen_code_it(site: Site, team: Team) -> None:
    with pytest.raises(Refused, match="two people who code"):
        team.page(team.lead)
    with pytest.raises(Refused, match="two people who code"):
        team.do(double_coding.give_code, team.lead, 1, "", BUS)
    other = make_visit(site, area="Hill and Dale")
    stranger = Person("x", "x@example.org", roles={other.id: frozenset({LEAD_INSPECTOR})})
    with site.reading() as work, pytest.raises(NotFound):
        double_coding.sample_card(work, stranger, other.id, team.sample)


@pytest.mark.parametrize("coders", [[], ["nobody", "nobody else"]])
def test_two_different_members_of_the_team_are_needed(site: Site, team: Team, coders: list[str]) -> None:
    for chosen in (coders, [team.one.id, team.one.id]):
        with site.writing() as work, pytest.raises(Refused, match="two different people"):
            double_coding.draw_double(work, team.lead, scope_for(work, team.visit.id), 5, 1, chosen)


def test_an_inspector_cannot_draw(site: Site, team: Team) -> None:
    with site.writing() as work, pytest.raises(NotFound):
        double_coding.draw_double(
            work, team.one, scope_for(work, team.visit.id), 5, 1, [team.one.id, team.two.id]
        )


def test_a_sample_has_its_share_of_every_question_and_audience(site: Site, visit: BuiltVisit) -> None:
    with site.writing() as work:
        fill(work, visit.id, 400)
    lead = Person("lead", "lead@example.org", roles={visit.id: frozenset({LEAD_INSPECTOR})})
    with site.writing() as work:
        scope = scope_for(work, visit.id)
        drawn = [draw(work, lead, scope, DOUBLE, 60, 3) for _ in range(2)]
        places = [[(a.response_id, a.question) for a in answers_in(work, one.id)] for one in drawn]
        other = draw(work, lead, scope, DOUBLE, 60, 4)
        assert places[0] == places[1]
        assert places[0] != [(a.response_id, a.question) for a in answers_in(work, other.id)]
        there = select(FreeText.survey_id, FreeText.question, func.count())
        strata = work.session.execute(there.group_by(FreeText.survey_id, FreeText.question)).all()
        surveys = dict(work.session.execute(select(FreeText.response_id, FreeText.survey_id)).all())
    for survey, question, count in strata:
        share = sum(surveys[response] == survey and asked == question for response, asked in places[0])
        assert count * 60 / drawn[0].total <= share < count * 60 / drawn[0].total + 1


def test_samples_of_what_was_not_found_hold_nothing_that_was(site: Site, visit: BuiltVisit) -> None:
    with site.writing() as work:
        fill(work, visit.id, 400)
        work.session.execute(delete(Finding).where(Finding.sort == THEME, Finding.response_id < "4"))
    lead = Person("lead", "lead@example.org", roles={visit.id: frozenset({LEAD_INSPECTOR})})
    with site.writing() as work:
        scope = scope_for(work, visit.id)
        for purpose, sort in ((UNCODED, THEME), (UNFLAGGED, SAFEGUARDING)):
            made = draw(work, lead, scope, purpose, 40, 3)
            found = select(Finding.response_id, Finding.question).where(
                Finding.sort == sort, Finding.level < 4
            )
            taken = {tuple(row) for row in work.session.execute(found)}
            drawn = {(a.response_id, a.question) for a in answers_in(work, made.id)}
            answers = work.session.execute(select(func.count()).select_from(FreeText)).scalar_one()
            assert drawn
            assert drawn.isdisjoint(taken)
            assert made.total == answers - len(taken)


def test_shares_are_corrected_when_enough_was_checked(site: Site, visit: BuiltVisit) -> None:
    with site.writing() as work:
        fill(work, visit.id, 120)
    team = Team(site, visit, size=60)
    with site.reading() as work:
        assert corrected(work, visit.id, list(visit.surveys.values())) == {}
    for who in (team.one, team.two):
        team.code_all(
            who, lambda text: [Verdict("transport", "negative")] if "taxi" in text or "school" in text else []
        )
    with site.reading() as work:
        shares = corrected(work, visit.id, list(visit.surveys.values()))
        shown = results(work, team.lead, visit.id)
    assert shown.corrected == shares
    one = shares["transport"]
    assert one.share is not None
    assert one.interval is not None
    assert one.share > one.counted.value
    assert one.interval[0] <= one.share <= one.interval[1]
