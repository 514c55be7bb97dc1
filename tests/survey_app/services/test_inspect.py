"""What inspectors read, from answers that came through the front door, on both databases."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from analysis.safeguarding.rules import load_terms
from survey_app.services import inspect, read_answers
from survey_app.services.errors import NotFound
from survey_app.services.find_answers import Wanted
from survey_app.services.inspect import Results, results, visit_of_results
from survey_app.services.permissions import INSPECTOR, LANO, LEAD_INSPECTOR, SAFEGUARDING_LEAD, Person
from survey_app.services.publish import correct
from survey_app.services.read_answers import AnswersPage, answers_page, one_response
from survey_app.services.read_concerns import CONTEXT, open_concern, read_whole_answer
from survey_app.storage.concerns import Concern
from survey_app.storage.findings import Finding
from survey_app.storage.journal import JournalEntry
from survey_app.storage.responses import FreeText, Response
from survey_app.storage.sealing import KeyRing
from survey_app.storage.surveys import QuestionnaireVersion, Survey
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, make_visit
from tests.respondent import Respondent, send

PRAISE = "The speech therapist is brilliant."
BLAME = "We waited two years for an autism assessment."
HIT = "My teacher hit me at school yesterday."
# A family as one picture of several code points, then letters with their accents apart.
BEFORE = "\U0001f468‍\U0001f469‍\U0001f467 cafe\u0301 nai\u0308ve \U0001f3f4 "


def person(visit: BuiltVisit, role: str = LEAD_INSPECTOR) -> Person:
    return Person("1", "somebody@example.org", roles={visit.id: frozenset({role})})


def answered(
    app: Flask, visit: BuiltVisit, audience: str = "parents_carers", **answers: str | list[str]
) -> None:
    send(Respondent(app.test_client(), visit.codes[audience]), answers)


def counted(site: Site, visit: BuiltVisit) -> Results:
    with site.reading() as work:
        return results(work, person(visit), visit.id)


def found(site: Site, visit: BuiltVisit, number: int = 1, **wanted: object) -> AnswersPage:
    with site.reading() as work:
        return answers_page(work, person(visit), visit.id, Wanted(**wanted), number)  # type: ignore[arg-type]


def theme_counts(found: Results, audience: str) -> dict[str, tuple[int, int, int, int]]:
    rows = [row for part in found.paragraphs for row in part.rows]
    counts = {row.theme: row.counts[audience] for row in rows if audience in row.counts}
    return {theme: (c.praise, c.criticism, c.mixed, c.neutral) for theme, c in counts.items()}


def test_a_visit_without_answers_says_nothing_about_anybody(site: Site, visit: BuiltVisit) -> None:
    empty = counted(site, visit)
    assert empty.total == 0
    assert list(empty.sent) == ["young_people", "parents_carers", "practitioners"]
    assert all(part.rows == () and part.unspoken for part in empty.paragraphs)
    assert found(site, visit).told == ()


def test_each_answer_that_is_sent_counts_at_once(app: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(app, visit, "parents_carers", listened_to="agree")
    assert counted(site, visit).sent == {"young_people": 0, "parents_carers": 1, "practitioners": 0}
    answered(app, visit, "young_people", listened_to="bad")
    after = counted(site, visit)
    assert after.sent == {"young_people": 1, "parents_carers": 1, "practitioners": 0}
    listened = next(one for one in after.compared if one.stem == "listened_to")
    sides = {item.audience: (item.positive, item.negative) for item in listened.comparison.items}
    assert sides == {"young_people": (0, 1), "parents_carers": (1, 0), "practitioners": (0, 0)}


def test_one_visits_answers_are_never_counted_in_another(app: Flask, site: Site, visit: BuiltVisit) -> None:
    other = make_visit(site, title="Another inspection", area="Hill and Dale")
    answered(app, visit, would_change=BLAME)
    assert counted(site, other).total == 0
    assert found(site, other, everyone=True).people == 0
    response = found(site, visit).told[0].response_id
    with site.reading() as work, pytest.raises(NotFound):
        one_response(work, person(other), other.id, response)


def test_who_people_are_is_not_laid_side_by_side_as_a_view(app: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(app, visit, lives_here="yes", listened_to="agree")
    shown = counted(site, visit)
    assert "lives_here" not in {one.stem for one in shown.compared}
    assert "lives_here" in {item.question for item in shown.others}


def test_praise_and_criticism_by_one_person_count_once_as_both(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    answered(app, visit, going_well=PRAISE, would_change="The speech therapist was useless and rude.")
    answered(app, visit, going_well=PRAISE)
    counts = theme_counts(counted(site, visit), "parents_carers")["wait_salt"]
    assert counts == (1, 0, 1, 0)
    stances = ("positive", "negative", "mixed", "neutral")
    behind = [found(site, visit, theme="wait_salt", stance=stance).people for stance in stances]
    assert tuple(behind) == counts


def test_every_theme_is_spoken_of_or_named_as_not(app: Flask, site: Site, visit: BuiltVisit) -> None:
    silent = {label for part in counted(site, visit).paragraphs for label in part.unspoken}
    answered(app, visit, would_change=BLAME)
    shown = counted(site, visit)
    spoken = {row.label for part in shown.paragraphs for row in part.rows}
    assert spoken
    assert spoken.isdisjoint(label for part in shown.paragraphs for label in part.unspoken)
    assert spoken | {label for part in shown.paragraphs for label in part.unspoken} == silent


def test_an_answer_keeps_the_wording_it_was_given_to(app: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(app, visit, would_change=BLAME, listened_to="agree")
    with site.writing() as work:
        survey = work.session.get_one(Survey, visit.surveys["parents_carers"])
        texts = dict(work.session.get_one(QuestionnaireVersion, survey.version_digest).texts)
        name = "questionnaire.yaml"
        texts[name] = (
            texts[name].replace("version: 1", "version: 2").replace("What would you change?", "Changes?")
        )
        correct(work, survey, texts, "lead@example.org", "shorter")
    answered(app, visit, would_change=PRAISE, listened_to="agree")
    wordings = {text.wording for told in found(site, visit).told for text in told.texts}
    assert wordings == {"What would you change?", "Changes?"}
    listened = next(one for one in counted(site, visit).compared if one.stem == "listened_to")
    assert sum(item.positive for item in listened.comparison.items) == 2


def test_marks_stand_on_their_words_after_pictures_and_accents(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    answered(app, visit, "young_people", would_change=BEFORE + HIT)
    text = found(site, visit, level=2).told[0].texts[0]
    assert text.text == BEFORE + HIT
    assert "".join(piece.text for piece in text.pieces) == text.text
    flags = {flag.id: flag for flag in text.flags}
    assert flags["physical_abuse"].words == "teacher hit me"
    assert flags["physical_abuse"].level == 2
    assert flags["physical_abuse"].rule.startswith("physical_abuse")
    with site.reading() as work:
        stored = work.session.scalars(select(Finding).where(Finding.label == "physical_abuse")).one()
    assert text.text[stored.start : stored.end] == "teacher hit me"


def test_a_choice_among_several_is_found_by_its_whole_name(app: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(app, visit, setting=["special_school", "home"])
    answered(app, visit, setting=["mainstream_school"])
    answered(app, visit, listened_to="agree")
    everyone = {"question": "setting", "everyone": True}
    assert found(site, visit, values=("special_school",), **everyone).people == 1
    assert found(site, visit, values=("school",), **everyone).people == 0
    assert found(site, visit, values=("special_school", "mainstream_school"), **everyone).people == 2
    assert found(site, visit, **everyone).people == 2
    assert found(site, visit, unanswered=True, **everyone).people == 1


MADE_UP: list[dict[str, object]] = [
    {"audience": "everybody"},
    {"theme": "no_such_theme"},
    {"stance": "loud"},
    {"category": "x' OR 1=1 --"},
    {"level": 9},
    {"level": -1},
    {"question": '"] || 1'},
    {"question": "listened_to", "values": ('%"',)},
    {"question": "listened_to", "values": ("_gree",)},
]


def test_nothing_fits_a_filter_that_was_made_up(app: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(app, visit, would_change=BLAME, listened_to="agree")
    assert found(site, visit, everyone=True).people == 1
    for wanted in MADE_UP:
        assert found(site, visit, everyone=True, **wanted).people == 0, wanted


def test_filters_narrow_together(app: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(app, visit, would_change=BLAME)
    answered(app, visit, "young_people", would_change=BLAME)
    answered(app, visit, would_change=PRAISE)
    assert found(site, visit, theme="wait_neuro").people == 2
    assert found(site, visit, theme="wait_neuro", audience="young_people").people == 1
    assert found(site, visit, theme="wait_neuro", stance="positive").people == 0
    assert found(site, visit, question="going_well").people == 0


def test_a_page_holds_25_people_and_the_rest_come_after(site: Site, visit: BuiltVisit) -> None:
    with site.writing() as work:
        fill(work, visit.id, 60)
    first, last = found(site, visit, everyone=True), found(site, visit, 99, everyone=True)
    assert (len(first.told), first.last, last.number, len(last.told)) == (25, 3, 3, first.people - 50)
    ids = [told.response_id for n in (1, 2, 3) for told in found(site, visit, n, everyone=True).told]
    assert len(set(ids)) == first.people
    days = [told.received_on for n in (1, 2, 3) for told in found(site, visit, n, everyone=True).told]
    assert days == sorted(days, reverse=True)


def test_a_text_whose_key_is_gone_is_named_and_the_rest_is_read(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    answered(app, visit, would_change=BLAME, listened_to="agree")
    with site.reading() as work:
        work.keys = KeyRing({1: bytes(range(32))})
        told = answers_page(work, person(visit), visit.id, Wanted()).told[0]
    assert [text.text for text in told.texts] == [None]
    assert "Agree" in [words for one in told.ticked for words in one.chosen]


def test_a_text_that_was_moved_to_another_answer_is_not_shown_there(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    answered(app, visit, would_change=BLAME)
    answered(app, visit, would_change=PRAISE)
    with site.writing() as work:
        one, other = work.session.scalars(select(FreeText).order_by(FreeText.response_id)).all()
        moved = update(FreeText).where(FreeText.response_id == other.response_id)
        work.session.execute(moved.values(sealed=one.sealed))
    texts = [text.text for told in found(site, visit).told for text in told.texts]
    assert sorted(text is None for text in texts) == [False, True]


@pytest.mark.parametrize("role", [LANO, SAFEGUARDING_LEAD])
def test_services_refuse_those_whom_the_table_refuses(site: Site, visit: BuiltVisit, role: str) -> None:
    with site.reading() as work:
        with pytest.raises(NotFound):
            results(work, person(visit, role), visit.id)
        with pytest.raises(NotFound):
            answers_page(work, person(visit, role), visit.id, Wanted())
        with pytest.raises(NotFound):
            one_response(work, person(visit, role), visit.id, "0" * 32)


def test_a_national_visit_is_named_without_its_area(site: Site) -> None:
    made = make_visit(
        site, kind="thematic-local-offer-2026", title="Visit to Hill and Dale", area="Hill and Dale"
    )
    with site.reading() as work:
        card = visit_of_results(work, person(made), made.id)
    assert "Hill" not in repr(replace(card, id="")) + card.title
    assert card.reference in card.title


def test_a_concern_shows_words_in_context_and_the_whole_answer_is_written_down(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    long_way = "It is a long way to walk there every single day. " * 5
    answered(app, visit, "young_people", would_change=long_way + HIT + " " + long_way)
    lead = person(visit, SAFEGUARDING_LEAD)
    with site.reading() as work:
        concern = work.session.scalars(select(Concern)).one()
        opened = open_concern(work, lead, visit.id, concern.id, site.calendar)
        assert not work.session.scalars(select(JournalEntry)).all()
    excerpt = next(one for one in opened.excerpts if one.mark.id == "physical_abuse")
    assert excerpt.mark.words == "teacher hit me"
    assert excerpt.mark.why in {rule.why for rule in load_terms().rules}
    assert excerpt.before.startswith("… ")
    assert excerpt.after.endswith(" …")
    assert len(excerpt.before) <= CONTEXT + 2
    with site.writing() as work:
        read = read_whole_answer(work, lead, visit.id, concern.id)
    assert read.told.texts[0].text == (long_way + HIT + " " + long_way).strip()
    with site.reading() as work:
        entry = work.session.scalars(select(JournalEntry)).one()
    assert (entry.action, entry.subject, entry.by) == ("read_concern", concern.id, lead.email)


def test_an_inspector_who_is_not_the_lead_opens_no_concern(app: Flask, site: Site, visit: BuiltVisit) -> None:
    answered(app, visit, "young_people", would_change=HIT)
    with site.writing() as work:
        concern = work.session.scalars(select(Concern)).one()
        with pytest.raises(NotFound):
            open_concern(work, person(visit, INSPECTOR), visit.id, concern.id, site.calendar)
        with pytest.raises(NotFound):
            read_whole_answer(work, person(visit, INSPECTOR), visit.id, concern.id)
        assert not work.session.scalars(select(JournalEntry)).all()


def test_what_a_process_keeps_is_what_another_process_counts(
    app: Flask, site: Site, visit: BuiltVisit
) -> None:
    with site.writing() as work:
        fill(work, visit.id, 40)
    answered(app, visit, would_change=BLAME)
    kept = counted(site, visit)
    inspect.forget()
    read_answers.forget()
    assert counted(site, visit) == kept
    with site.reading() as work:
        assert kept.total == len(work.session.scalars(select(Response.id)).all())
