"""People who write questions see them as they will look, with what the rules say, and try out their own."""

import html
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

from questionnaires.definitions import shipped_definitions
from questionnaires.loader import load_questionnaire, read_texts
from survey_app.services import staff
from survey_app.services.permissions import PARTNERSHIP_LEAD
from survey_app.storage.responses import Response
from survey_app.web.co_producer.showing import MOST_PAGES
from survey_app.web.showable import showable
from survey_app.web.site import Site
from tests.builders import BuiltVisit, csrf_token, enter, make_person, sign_in
from tests.survey_app.services.test_partnership_lead import impact_wave

SAMPLES = Path(__file__).parents[2] / "samples/questionnaires"
# Pictures are looked at by the review, and a file that is too large is not read at all.
NOT_HERE = {"unknown_picture", "unknown_file", "no_questionnaire", "nothing_here", "too_large"}
BROKEN = sorted(path for path in (SAMPLES / "broken").iterdir() if path.name not in NOT_HERE)
TRY = "/staff/try-questions"
YOUNG = "/staff/questions/young-people"
# What is shown does not depend on the database; what is found in it is tested beside the service, on both.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def author(client: FlaskClient, visit: BuiltVisit) -> FlaskClient:
    """An inspector's browser."""
    sign_in(client, "inspector", visit)
    return client


def frames(page: str) -> list[LexborNode]:
    return LexborHTMLParser(page).css("iframe")


def inside(frame: LexborNode) -> str:
    return frame.attributes["srcdoc"] or ""


def texts_of(folder: Path) -> dict[str, str]:
    return {name: data.decode() for name, data in read_texts(folder).items()}


def sample() -> dict[str, str]:
    return texts_of(SAMPLES / "every_kind")


def try_out(client: FlaskClient, **fields: object) -> TestResponse:
    token = csrf_token(client.get(TRY).text)
    return client.post(TRY, data={"csrf_token": token, **fields})


def try_texts(client: FlaskClient, texts: Mapping[str, str], **more: object) -> TestResponse:
    named = {"questionnaire": texts["questionnaire.yaml"], "easy_read": texts.get("easy_read.yaml", "")}
    return try_out(client, **{**named, **more})


def kept(page: str, field: str) -> str:
    node = LexborHTMLParser(page).css_first(f"textarea#{field}")
    assert node is not None
    return node.text().removeprefix("\n")


# What there is


def test_every_questionnaire_that_comes_with_the_site_is_listed(author: FlaskClient) -> None:
    page = author.get("/staff/questions").text
    for name, folder in shipped_definitions().items():
        assert f'href="/staff/questions/{name}"' in page
        assert html.escape(load_questionnaire(folder).title) in page.replace("&#39;", "&#x27;")
    assert "Full inspection" in page


def test_a_partnership_lead_finds_it_in_the_menu(client: FlaskClient, site: Site) -> None:
    lead, visit_id = make_person(site), impact_wave(site)
    with site.writing() as work:
        staff.add_membership(work, lead.id, visit_id, PARTNERSHIP_LEAD, "admin@example.org")
    enter(client, lead)
    assert 'href="/staff/questions"' in client.get("/staff").text
    assert client.get(YOUNG).status_code == 200


def test_the_areas_officer_does_not(client: FlaskClient, visit: BuiltVisit) -> None:
    sign_in(client, "lano", visit)
    assert "/staff/questions" not in client.get("/staff").text
    assert client.get(TRY).status_code == 404


# As it will look


def test_each_page_is_shown_as_its_readers_see_it(author: FlaskClient) -> None:
    questionnaire = load_questionnaire(shipped_definitions()["young-people"])
    shown = frames(author.get(YOUNG).text)
    assert len(shown) == len(questionnaire.pages) + 1
    easy = questionnaire.faces["easy_read"]
    for frame, page in zip(shown[1:], questionnaire.pages, strict=True):
        drawn = LexborHTMLParser(inside(frame))
        for question in page.questions:
            assert easy.questions[question.id].text in drawn.text()
            answers = len(drawn.css(f"[name={question.id}]"))
            assert answers == (len(question.options) or 1)
        assert drawn.css("svg")


def test_nothing_in_a_frame_runs_or_leads_away(author: FlaskClient) -> None:
    for frame in frames(author.get(YOUNG).text):
        assert frame.attributes["sandbox"] == "allow-same-origin"
        drawn = LexborHTMLParser(inside(frame))
        assert drawn.css("script, a[href], input[name=csrf_token]") == []


@pytest.mark.parametrize(
    ("wanted", "attributes"),
    [
        ("theme=dark&text_size=200", {"data-theme": "dark", "data-size": "200"}),
        ("language=ar", {"lang": "ar", "dir": "rtl"}),
        ("theme=made-up&text_size=7&language=xx&face=none", {"data-theme": "default", "data-size": "100"}),
    ],
)
def test_a_preview_looks_as_it_is_asked_for(
    author: FlaskClient, wanted: str, attributes: Mapping[str, str]
) -> None:
    for frame in frames(author.get(f"{YOUNG}?{wanted}").text):
        root = LexborHTMLParser(inside(frame)).css_first("html")
        assert root is not None
        assert {name: root.attributes[name] for name in attributes} == attributes


def test_a_face_changes_the_words_in_the_frames(author: FlaskClient) -> None:
    question = load_questionnaire(shipped_definitions()["young-people"]).questions["safe"]
    page = author.get(f"{YOUNG}?face=standard").text
    assert any(question.text in LexborHTMLParser(inside(frame)).text() for frame in frames(page))
    assert not any("<svg" in inside(frame) for frame in frames(page))


def test_words_for_some_readers_can_be_looked_at(author: FlaskClient) -> None:
    texts = sample()
    standard = {"face": "standard"}
    younger, everybody = "What help do you get at school or at home?", "What help do you get?"
    assert younger in inside(frames(try_texts(author, texts, **standard, reader="younger").text)[2])
    plain = inside(frames(try_texts(author, texts, **standard, reader="made-up").text)[2])
    assert younger not in plain
    assert everybody in plain


def test_a_draft_is_called_one(author: FlaskClient) -> None:
    assert "Polish (draft)" in author.get(YOUNG).text


def test_looking_at_previews_changes_nothing_of_ones_own(author: FlaskClient) -> None:
    before = author.get_cookie("visit")
    page = author.get(f"{YOUNG}?theme=dark&language=ar").text
    assert '<html lang="en-GB"' in page
    assert before is not None
    assert author.get("/staff").status_code == 200
    assert author.get_cookie("look") is None


def test_a_questionnaire_that_is_not_there_is_not_found(author: FlaskClient) -> None:
    assert author.get("/staff/questions/none").status_code == 404
    assert author.get(f"{YOUNG}?version=none").status_code == 404


# What the rules say


def faulty() -> dict[str, str]:
    texts = sample()
    easy = texts["easy_read.yaml"].replace("text: Do people listen to you?", "text: Don't they utilise it?")
    assert easy != texts["easy_read.yaml"]
    return {**texts, "easy_read.yaml": easy}


def test_a_finding_stands_beside_its_page_with_place_words_rule_and_source(author: FlaskClient) -> None:
    answer = try_texts(author, faulty())
    assert answer.status_code == 200
    tree = LexborHTMLParser(answer.text)
    (section,) = (one for one in tree.css("section.review-page") if "utilise" in one.text())
    line = 1 + faulty()["easy_read.yaml"].split("\n").index("    text: Don't they utilise it?")
    said = section.text()
    assert "<mark>utilise</mark>" in (section.html or "")
    for words in (
        f"easy_read.yaml:{line}:22",
        "Hard word",
        "Write “use”",
        "GOV.UK, Accessible communication",
    ):
        assert words in said
    assert f"easy_read.yaml:{line}:11" in said
    assert "How well do people listen to you?" in said


def test_a_filter_leaves_one_rule_and_its_pages(author: FlaskClient) -> None:
    page = LexborHTMLParser(try_texts(author, faulty(), rule="contraction").text)
    assert len(page.css("iframe")) == 1
    assert [mark.text() for mark in page.css("mark")] == ["Don't"]
    counts = page.css_first(".review-counts")
    assert counts is not None
    assert "Hard word" in counts.text()


def test_a_made_up_filter_leaves_everything(author: FlaskClient) -> None:
    assert len(frames(try_texts(author, faulty(), rule="made-up").text)) > 1


def test_each_count_opens_its_findings(author: FlaskClient) -> None:
    page = LexborHTMLParser(author.get("/staff/questions/parents-and-carers?theme=dark").text)
    (door,) = page.css(".review-counts a")
    counted = page.css_first(".review-counts td.review-number")
    assert counted is not None
    behind = LexborHTMLParser(author.get(door.attributes["href"] or "").text)
    assert len(behind.css(".review-finding")) == int(counted.text())
    assert 'data-theme="dark"' in inside(behind.css("iframe")[0])


def test_a_crafted_address_makes_no_door_of_its_own(author: FlaskClient) -> None:
    crafted = (
        "_scheme=javascript&_external=1&_anchor=x&endpoint=x&questionnaire_id=x&values=1&rule=one-screen"
    )
    page = author.get(f"/staff/questions/parents-and-carers?{crafted}")
    assert page.status_code == 200
    doors = [link.attributes["href"] for link in LexborHTMLParser(page.text).css(".review-counts a")]
    assert doors == ["/staff/questions/parents-and-carers?rule=one-screen"]


# One's own


def test_nothing_sent_is_said_and_not_an_error_of_ours(author: FlaskClient) -> None:
    answer = try_out(author, questionnaire="  \n ")
    assert answer.status_code == 422
    assert "Paste a questionnaire, or choose its file." in answer.text


def test_every_mistake_is_shown_with_its_line(author: FlaskClient) -> None:
    for folder in BROKEN:
        answer = try_out(author, **uploads(folder))
        assert answer.status_code == 422, folder.name
        tree = LexborHTMLParser(answer.text)
        shown = {" ".join(one.text().split()) for one in tree.css(".review-excerpt__problem")}
        assert {f"Problem: {line}" for line in expected_of(folder)} <= shown, folder.name


def expected_of(folder: Path) -> list[str]:
    """The problems of a broken sample, as the page says them: the place without a colon behind it."""
    lines = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    return [" ".join(line.replace(": ", " ", 1).split()) for line in lines]


def uploads(folder: Path) -> dict[str, object]:
    fields = {"questionnaire.yaml": "questionnaire", "easy_read.yaml": "easy_read"}
    there = {path: fields.get(path.name, "other") for path in folder.glob("*.yaml")}
    other = next((path.stem for path, field in there.items() if field == "other"), "")
    return {f"{field}_file": (BytesIO(path.read_bytes()), path.name) for path, field in there.items()} | {
        "written_in": other
    }


def test_the_line_is_marked_where_it_is_wrong_and_kept_as_it_was(author: FlaskClient) -> None:
    texts = sample()
    wrong = texts["questionnaire.yaml"].replace("audience: young_people", "audience: teachers")
    answer = try_texts(author, {**texts, "questionnaire.yaml": wrong})
    here = LexborHTMLParser(answer.text).css_first(".review-line--here")
    assert here is not None
    assert here.text() == "6audience: teachers"
    assert [mark.text() for mark in here.css("mark")] == ["teachers"]
    assert kept(answer.text, "questionnaire") == wrong
    assert kept(answer.text, "easy_read") == texts["easy_read.yaml"]


def test_lines_that_end_as_browsers_end_them_are_counted_alike(author: FlaskClient) -> None:
    crlf = {name: text.replace("\n", "\r\n") for name, text in faulty().items()}
    places = re.compile(r"easy_read\.yaml:\d+:\d+")
    assert places.findall(try_texts(author, crlf).text) == places.findall(try_texts(author, faulty()).text)


def test_a_file_that_is_chosen_counts_before_what_was_typed(author: FlaskClient) -> None:
    texts = sample()
    upload = (BytesIO(texts["questionnaire.yaml"].encode()), "mine.yaml")
    answer = try_out(
        author, questionnaire="nonsense", questionnaire_file=upload, easy_read=texts["easy_read.yaml"]
    )
    assert answer.status_code == 200
    assert kept(answer.text, "questionnaire") == texts["questionnaire.yaml"]


def test_another_language_is_checked_and_shown(author: FlaskClient) -> None:
    texts = texts_of(shipped_definitions()["young-people"])
    answer = try_texts(author, texts, written_in="pl", other=texts["pl.yaml"], language="pl")
    assert answer.status_code == 200
    polish = load_questionnaire(shipped_definitions()["young-people"]).faces["pl"].questions["safe"].text
    assert any(polish in LexborHTMLParser(inside(frame)).text() for frame in frames(answer.text))
    wrong = try_texts(author, texts, written_in="pl", other=texts["ar.yaml"])
    assert wrong.status_code == 422
    assert "pl.yaml:" in wrong.text
    assert kept(wrong.text, "other") == texts["ar.yaml"]


def test_a_script_in_a_text_is_only_words(author: FlaskClient) -> None:
    attack = "</textarea></iframe><script>alert(1)</script>"
    texts = sample()
    main = texts["questionnaire.yaml"].replace("How well do people listen to you?", attack)
    easy = texts["easy_read.yaml"].replace("Do people listen to you?", f"'{attack}'")
    assert attack in main
    assert attack in easy
    answer = try_texts(author, {"questionnaire.yaml": main, "easy_read.yaml": easy})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert any(attack in LexborHTMLParser(inside(frame)).text() for frame in frames(answer.text))
    assert not any("<script>alert" in inside(frame) for frame in frames(answer.text))


BOMB = "a: &a [x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "{" * 3000,
        "- " * 5000,
        "x" * 200_000,
        "a\x00b\x1f: \ud800\ufffe",
        "!!python/object/apply:os.system ['true']",
        "\u2028\u2029\x85: \x85",
        "not " * 40_000,
    ],
    ids=["aliases", "braces", "dashes", "one long line", "control", "tag", "odd line ends", "many words"],
)
def test_hostile_text_gets_a_plain_answer(author: FlaskClient, text: str) -> None:
    upload = (BytesIO(text.encode("utf-8", "surrogatepass")), "questionnaire.yaml")
    answer = try_out(author, questionnaire_file=upload, easy_read=showable(text[:50_000]))
    assert answer.status_code == 422
    assert len(answer.data) < 1_000_000


def test_a_long_easy_read_text_is_reviewed(author: FlaskClient) -> None:
    texts = sample()
    long = "Do people listen to you? " + "You do not never say no, and we utilise it (or not). " * 1500
    easy = texts["easy_read.yaml"].replace("Do people listen to you?", f"'{long}'")
    answer = try_texts(author, {**texts, "easy_read.yaml": easy})
    assert answer.status_code == 200
    assert "Hard word" in answer.text


def test_of_very_many_pages_only_the_first_are_drawn(author: FlaskClient) -> None:
    names = [f"q{number}" for number in range(600)]
    pages = "".join(
        f"\n      - {{id: p-{n}, questions: [{{id: {n}, kind: short_text, text: Hi?}}]}}" for n in names
    )
    main = (
        "format: 1\nid: many\nversion: 1\ntitle: Many\naudience: partnership\nminutes: 9\n"
        f"sections:\n  - id: all\n    title: All\n    pages:{pages}\n"
    )
    asked = "".join(f"\n  {name}: {{text: Utilise it?, picture: support}}" for name in names)
    easy = f"format: 1\ntitle: Many\ntitles: {{all: All}}\nquestions:{asked}\n"
    answer = try_texts(author, {"questionnaire.yaml": main, "easy_read.yaml": easy})
    assert answer.status_code == 200
    assert len(frames(answer.text)) == MOST_PAGES
    assert f"These are the first {MOST_PAGES} pages." in answer.text


def test_a_file_that_is_too_large_is_refused(author: FlaskClient) -> None:
    upload = (BytesIO(b"x" * 400_000), "questionnaire.yaml")
    assert try_out(author, questionnaire_file=upload).status_code == 413


def test_nothing_of_it_is_stored(author: FlaskClient, site: Site) -> None:
    before = stored(site)
    try_texts(author, faulty())
    try_out(author, questionnaire="wrong")
    assert stored(site) == before


def stored(site: Site) -> list[list[str]]:
    with site.reading() as work:
        tables = Response.metadata.sorted_tables
        return [sorted(str(row) for row in work.connection.execute(table.select())) for table in tables]
