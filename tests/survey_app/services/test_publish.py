"""The exact words that were asked are kept; a correction serves new starts and nobody else."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from questionnaires.problems import QuestionnaireProblems
from survey_app.services import publish, receive_answers, take_part
from survey_app.services.entry import find_entry
from survey_app.services.errors import NotFound, Refused
from survey_app.storage.journal import JournalEntry
from survey_app.storage.surveys import QuestionnaireVersion, Survey
from survey_app.web.site import Site
from tests.builders import BuiltVisit

SAMPLES = Path(__file__).resolve().parents[2] / "samples/questionnaires"
BY, WHY = "lead@example.org", "Two people did not understand it."
Texts = dict[str, str]


def texts_of(sample: str, **changes: str) -> Texts:
    """The files of a sample, with some words of its questionnaire changed."""
    texts = {
        path.name: path.read_text(encoding="utf-8") for path in sorted((SAMPLES / sample).glob("*.yaml"))
    }
    for old, new in changes.items():
        assert old in texts["questionnaire.yaml"]
        texts["questionnaire.yaml"] = texts["questionnaire.yaml"].replace(old, new)
    return texts


def changed(old: str, new: str, version: int = 2) -> Texts:
    return texts_of("every_kind", **{old: new, "version: 1": f"version: {version}"})


@pytest.fixture
def survey(site: Site, visit: BuiltVisit) -> str:
    """The id of a survey that asks one question of every kind."""
    with site.writing() as work:
        made = publish.publish(work, texts_of("every_kind"), BY)
        work.session.get_one(Survey, visit.surveys["young_people"]).version_digest = made.digest
    return visit.surveys["young_people"]


def correct(site: Site, survey: str, texts: Texts, why: str = WHY) -> str:
    with site.writing() as work:
        return publish.correct(work, work.session.get_one(Survey, survey), texts, BY, why).digest


def served(site: Site, survey: str) -> str:
    with site.reading() as work:
        return work.session.get_one(Survey, survey).version_digest


def versions(site: Site) -> int:
    with site.reading() as work:
        return work.session.execute(select(func.count()).select_from(QuestionnaireVersion)).scalar_one()


def noted(site: Site) -> list[JournalEntry]:
    with site.reading() as work:
        wanted = select(JournalEntry).where(JournalEntry.action == "correct_questionnaire")
        return list(work.session.scalars(wanted))


def test_what_was_published_is_kept_to_the_letter(site: Site) -> None:
    texts = texts_of("every_kind")
    with site.writing() as work:
        made = publish.publish(work, texts, BY)
    with site.reading() as work:
        kept = work.session.get_one(QuestionnaireVersion, made.digest)
        assert kept.texts == texts
        assert (kept.questionnaire, kept.version, kept.published_by) == ("every-kind", 1, BY)
        assert kept.published_at == work.now
        assert publish.version_of(work, made.digest) == made


def test_the_same_words_twice_are_one_version(site: Site) -> None:
    before = versions(site)
    for _ in range(2):
        with site.writing() as work:
            publish.publish(work, texts_of("every_kind"), BY)
    assert versions(site) == before + 1


def test_a_questionnaire_that_is_none_is_not_published(site: Site) -> None:
    before = versions(site)
    with pytest.raises(QuestionnaireProblems), site.writing() as work:
        publish.publish(work, {"questionnaire.yaml": "format: 1\n"}, BY)
    assert versions(site) == before


def test_a_correction_is_served_and_written_down(site: Site, survey: str) -> None:
    digest = correct(site, survey, changed("How old are you?", "What is your age?"), f"  {WHY} ")
    assert served(site, survey) == digest
    (entry,) = noted(site)
    assert (entry.by, entry.subject) == (BY, survey)
    assert entry.detail == f"version 1 to 2: {WHY}"


def test_who_has_begun_keeps_the_words_they_began_with(site: Site, visit: BuiltVisit, survey: str) -> None:
    code = visit.codes["young_people"]
    with site.writing() as work:
        entry = find_entry(work, code)
        begun = take_part.begin(work, entry)
        page = begun.questionnaire.page_by_id["age"]
        read = take_part.read_page(page, {"age_band": ["age_16_17"]})
        assert take_part.save_page(work, entry, "secret", begun, read)
    correct(site, survey, changed("How old are you?", "What is your age?"))
    with site.reading() as work:
        entry = find_entry(work, code)
        draft = take_part.load_draft(work, entry, "secret")
        assert draft
        assert draft.questionnaire.questions["age_band"].text == "How old are you?"
        fresh = take_part.begin(work, entry).questionnaire
        assert fresh.questions["age_band"].text == "What is your age?"
        sending = receive_answers.prepare_sending(work, entry, "secret", draft, "en-GB", "standard")
    assert sending.ready.response["version_digest"] == begun.questionnaire.digest
    assert json.loads(str(sending.ready.response["choices"])) == {"age_band": "age_16_17"}


def test_the_same_words_again_change_nothing_and_may_be_repeated(site: Site, survey: str) -> None:
    before = served(site, survey)
    assert correct(site, survey, texts_of("every_kind")) == before
    assert noted(site) == []
    later = changed("How old are you?", "What is your age?")
    assert correct(site, survey, later) == correct(site, survey, later)
    assert len(noted(site)) == 1


@pytest.mark.parametrize("version", [1, 0])
def test_other_words_need_a_higher_number(site: Site, survey: str, version: int) -> None:
    texts = texts_of(
        "every_kind", **{"How old are you?": "What is your age?", "version: 1": f"version: {version}"}
    )
    refusal = Refused if version else QuestionnaireProblems
    with pytest.raises(refusal, match="above 1" if version else None):
        correct(site, survey, texts)
    assert noted(site) == []


def test_another_questionnaire_is_no_correction(site: Site, survey: str) -> None:
    before, kept = served(site, survey), versions(site)
    with pytest.raises(Refused, match="asks “every-kind”"):
        correct(site, survey, texts_of("choice"))
    with pytest.raises(Refused, match="asks “every-kind”"):
        correct(site, survey, changed("audience: young_people", "audience: parents_carers"))
    assert (served(site, survey), versions(site), noted(site)) == (before, kept, [])


def test_a_broken_correction_changes_nothing(site: Site, survey: str) -> None:
    before, kept = served(site, survey), versions(site)
    with pytest.raises(QuestionnaireProblems):
        correct(site, survey, changed("kind: scale\n", "kind: scales\n"))
    assert (served(site, survey), versions(site)) == (before, kept)


@pytest.mark.parametrize("why", ["", "  \n"])
def test_a_correction_needs_a_reason(site: Site, survey: str, why: str) -> None:
    with pytest.raises(Refused, match="Say why"):
        correct(site, survey, changed("How old are you?", "What is your age?"), why)
    assert noted(site) == []


def test_a_long_reason_is_cut_and_not_refused_by_the_database(site: Site, survey: str) -> None:
    correct(site, survey, changed("How old are you?", "What is your age?"), "because " * 200)
    (entry,) = noted(site)
    assert len(entry.detail) == 500


def test_versions_may_go_up_and_up(site: Site, survey: str) -> None:
    for version in (2, 3, 9):
        correct(site, survey, changed("How old are you?", f"How old are you, in version {version}?", version))
    with site.reading() as work:
        assert publish.version_of(work, served(site, survey)).version == 9
    assert [entry.detail.split(":")[0] for entry in sorted(noted(site), key=lambda e: e.detail)] == [
        "version 1 to 2",
        "version 2 to 3",
        "version 3 to 9",
    ]


def test_a_version_that_nobody_published_is_not_found(site: Site) -> None:
    with site.reading() as work, pytest.raises(NotFound):
        publish.version_of(work, "0" * 64)
