"""Which questionnaires somebody may look at, and how each text is laid beside what the rules say."""

import re
from pathlib import Path

import pytest

from accessibility.symbols import load_symbols
from questionnaires.definitions import shipped_definitions
from questionnaires.loader import parse_questionnaire, read_texts
from survey_app.services import publish
from survey_app.services.errors import NotFound
from survey_app.services.lay_beside import FIRST_PAGE, Row, of_the_whole, rows_by_page
from survey_app.services.permissions import Person
from survey_app.services.review_questions import all_asked, count_levels, find_asked, review
from survey_app.storage.surveys import Survey
from survey_app.web.site import Site
from tests.builders import BuiltVisit, lead_of, make_visit

SAMPLE = Path(__file__).parents[2] / "samples/questionnaires/every_kind"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def texts_of(folder: Path) -> dict[str, str]:
    return {name: data.decode() for name, data in read_texts(folder).items()}


def correct_wording(site: Site, visit: BuiltVisit, title: str) -> str:
    """A corrected version of what young people are asked in a visit; its digest."""
    texts = texts_of(shipped_definitions()["young-people"])
    main = re.sub(r"(?m)^version: .*", "version: 999", texts["questionnaire.yaml"])
    main = re.sub(r"(?m)^title: .*", f"title: {title}", main)
    with site.writing() as work:
        survey = work.session.get_one(Survey, visit.surveys["young_people"])
        made = publish.correct(work, survey, {**texts, "questionnaire.yaml": main}, "x@example.org", "A test")
        return made.digest


def test_everybody_sees_what_comes_with_the_site_and_where_it_is_asked(site: Site, visit: BuiltVisit) -> None:
    with site.reading() as work:
        asked = all_asked(work, lead_of(visit.id))
        strangers = all_asked(work, Person("x", "x@example.org"))
    assert {one.questionnaire.id for one in asked} == set(shipped_definitions())
    assert {one.questionnaire.id for one in asked if one.visits} == {
        "young-people", "parents-and-carers", "practitioners",
    }  # fmt: skip
    assert [one.visits for one in strangers] == [()] * len(shipped_definitions())


def test_a_version_is_seen_by_those_whose_visit_asks_it_and_by_administrators(
    site: Site, visit: BuiltVisit
) -> None:
    other = make_visit(site, title="Other", area="Harbour")
    theirs = correct_wording(site, other, "Their own title")
    with site.reading() as work:
        for may, person in (
            (False, lead_of(visit.id)),
            (True, lead_of(other.id)),
            (True, Person("a", "a@example.org", administrator=True)),
        ):
            seen = {one.questionnaire.digest for one in all_asked(work, person)}
            assert (theirs in seen) is may
        found = find_asked(work, lead_of(other.id), "young-people")
        assert (found.questionnaire.digest, found.visits, found.newest) == (theirs, ("Other",), True)
        assert parse_questionnaire(found.texts).digest == theirs
        with pytest.raises(NotFound):
            find_asked(work, lead_of(visit.id), "young-people", theirs)


@ON_SQLITE
def test_levels_are_counted_as_they_are_found(site: Site, visit: BuiltVisit) -> None:
    symbols = load_symbols()
    with site.reading() as work:
        for one in all_asked(work, lead_of(visit.id)):
            found = review(one.texts, symbols).remarks
            counted = count_levels(one, symbols)
            assert sum(counted.values()) == len(found)
            assert "must" not in counted


# Texts beside what the rules say; no database is needed


def laid(easy: dict[str, str], rule: str = "") -> dict[str, list[Row]]:
    texts = texts_of(SAMPLE)
    for old, new in easy.items():
        assert old in texts["easy_read.yaml"]
        texts["easy_read.yaml"] = texts["easy_read.yaml"].replace(old, new)
    found = review(texts, load_symbols())
    assert found.questionnaire
    return rows_by_page(found.questionnaire, found, texts, rule)


def words(row: Row) -> str:
    return "".join(text for text, _ in row.pieces)


def test_each_text_is_laid_once_on_the_page_where_it_is_read_first() -> None:
    rows = laid({})
    assert [words(row) for row in rows[FIRST_PAGE]][:2] == [
        "Your views",
        "We want to know what life is like for you.",
    ]
    lines = [row.line for page in rows.values() for row in page if row.line]
    assert len(lines) == len(set(lines)) + 1, "wording for some readers stands on one line with its hint"
    assert [row.sort for row in rows["age"]][:2] == ["Heading", "Question"]


def test_a_text_says_its_line_and_its_standard_wording() -> None:
    rows = {words(row): row for page in laid({}).values() for row in page}
    row = rows["Do people listen to you?"]
    written = (SAMPLE / "easy_read.yaml").read_text(encoding="utf-8").splitlines()
    assert "Do people listen to you?" in written[row.line - 1]
    assert row.standard == "How well do people listen to you?"
    assert rows["Yes"].line == 0


def test_marks_that_overlap_become_one_and_no_word_is_lost() -> None:
    text = "Don't you say no and utilise/disagree it?"
    (row,) = (
        row
        for page in laid({"Do people listen to you?": text}).values()
        for row in page
        if words(row) == text
    )
    assert [marked for _, marked in row.pieces].count(True) >= 2
    assert len(row.remarks) >= 3


def test_what_is_said_of_a_picture_stands_with_its_words() -> None:
    rows = laid({"picture: listen": "picture: lissen"})
    (row,) = (row for page in rows.values() for row in page if row.remarks)
    assert words(row) == "Do people listen to you?"
    assert not any(marked for _, marked in row.pieces)
    assert "lissen" in row.remarks[0].message


def test_what_is_about_everything_stands_alone() -> None:
    texts = texts_of(SAMPLE)
    hard = (
        "  - Understanding complicated institutional terminology necessitates considerable determination.\n"
    )
    texts["easy_read.yaml"] = texts["easy_read.yaml"].replace("intro:\n", "intro:\n" + hard * 40)
    found = review(texts, load_symbols())
    assert [one.rule.name for one in of_the_whole(found, "")] == ["reading-grade"]
    assert of_the_whole(found, "hard-word") == ()
