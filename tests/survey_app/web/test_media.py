"""Recordings and signed videos: offered only when they are there, served whole or in part, kept by no browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from survey_app.settings import SettingsProblem, read_settings
from survey_app.web.media import EXTENSION, Media
from survey_app.web.respondent.drawn_once import KEPT
from tests.accessibility.recorded import BEGINNINGS, record
from tests.builders import BuiltVisit, SettableClock, make_app, make_settings, make_visit, site_of
from tests.pages import LookingClient
from tests.respondent import Respondent
from tests.survey_app.web.every_kind import PAGE_OF, ask_every_kind
from tests.survey_app.web.test_static_files import TRICKS

SIGNED = ("age_band.mp4", "age_band.vtt", "listened_to.webm", "listened_to.jpg")
READ = ("kinds_of_help.opus", "kinds_of_help.m4a", "kinds_of_help.vtt", "kinds_of_help-easy.opus")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "media"
    made.mkdir()
    return record(made, *SIGNED, *READ)


@pytest.fixture
def app(tmp_path: Path, folder: Path) -> Iterator[Flask]:
    made = make_app(f"sqlite:///{tmp_path / 'site.db'}", SettableClock(), media=folder)
    made.test_client_class = LookingClient
    yield made
    site_of(made).database.dispose()


@pytest.fixture
def code(app: Flask) -> str:
    visit: BuiltVisit = make_visit(site_of(app))
    return ask_every_kind(site_of(app), visit)


def question(app: Flask, code: str, name: str, face: str = "standard") -> LexborHTMLParser:
    """The page of a question as somebody sees it who has chosen a face."""
    young = Respondent(app.test_client(), code)
    young.press()
    look = f"/s/{code}/look"
    young.go(look)
    token = LexborHTMLParser(young.page.text).css_first("main input[name=csrf_token]").attributes["value"]
    young.client.post(look, data={"csrf_token": token or "", "face": face})
    young.go(f"/s/{code}/page/{PAGE_OF[name]}")
    return LexborHTMLParser(young.page.text)


def only(page: LexborHTMLParser, selector: str) -> LexborNode:
    found = page.css(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def test_a_recording_is_offered_in_the_wording_that_it_speaks(app: Flask, code: str) -> None:
    page = question(app, code, "kinds_of_help")
    audio = only(page, "fieldset#kinds_of_help audio")
    assert audio.attributes["preload"] == "none"
    assert "controls" in audio.attributes
    assert "autoplay" not in audio.attributes
    label = only(page, f"#{audio.attributes['aria-labelledby']}")
    assert label.text() == "Listen to this question"
    addresses = [source.attributes["src"] for source in audio.css("source")]
    assert addresses == ["/media/kinds_of_help.opus", "/media/kinds_of_help.m4a"]
    assert only(page, "audio track").attributes["src"] == "/media/kinds_of_help.vtt"
    easy = question(app, code, "kinds_of_help", "easy_read")
    assert only(easy, "audio source").attributes["src"] == "/media/kinds_of_help-easy.opus"


def test_a_video_stands_above_the_easy_words_and_plays_when_asked(app: Flask, code: str) -> None:
    page = question(app, code, "listened_to", "signed")
    video = only(page, "form#answers video")
    assert {"controls", "playsinline"} <= set(video.attributes)
    assert "autoplay" not in video.attributes
    assert (video.attributes["preload"], video.attributes["poster"]) == ("none", "/media/listened_to.jpg")
    assert video.attributes["lang"] == "bfi"
    assert only(page, f"#{video.attributes['aria-labelledby']}").text() == "This question in sign language"
    html = page.html or ""
    assert html.index("<video") < html.index('<fieldset id="listened_to"')
    assert only(page, "#listened_to legend").text(strip=True)


def test_who_signs_is_welcomed_on_the_first_page(app: Flask, code: str, folder: Path) -> None:
    record(folder, "intro.mp4")
    app.extensions[EXTENSION] = Media(folder)
    signer = Respondent(app.test_client(), code)
    form = only(LexborHTMLParser(signer.page.text), "main form:has([value=signed])")
    assert form.css_first("button").text() == "Watch in sign language"
    token = form.css_first("[name=csrf_token]").attributes["value"] or ""
    signer.post(form.attributes["action"] or "", {"csrf_token": token, "face": "signed"})
    assert signer.path == f"/s/{code}"
    page = LexborHTMLParser(signer.page.text)
    assert only(page, "main video source").attributes["src"] == "/media/intro.mp4"
    assert page.css("main form [value=signed]") == []


def test_sign_language_is_offered_only_where_a_video_is_there(app: Flask, code: str) -> None:
    def offered() -> bool:
        someone = Respondent(app.test_client(), code)
        first = LexborHTMLParser(someone.page.text)
        someone.go(f"/s/{code}/look")
        looks = LexborHTMLParser(someone.page.text)
        found = {bool(page.css("main [value=signed]")) for page in (first, looks)}
        assert len(found) == 1
        return found.pop()

    assert offered()
    app.extensions[EXTENSION] = Media(None)
    app.extensions[KEPT].clear()
    assert not offered()


def test_captions_that_are_not_there_are_not_named(app: Flask, code: str) -> None:
    assert question(app, code, "listened_to", "signed").css("track") == []
    captions = only(question(app, code, "age_band", "signed"), "video track")
    assert (captions.attributes["kind"], captions.attributes["src"]) == ("captions", "/media/age_band.vtt")


@pytest.mark.parametrize("face", ["standard", "easy_read", "easy_read_pictures"])
def test_videos_are_for_those_who_chose_them(app: Flask, code: str, face: str) -> None:
    assert question(app, code, "listened_to", face).css("video, audio") == []


def test_what_the_folder_lacks_leaves_no_broken_player(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'other.db'}", SettableClock())
    app.test_client_class = LookingClient
    code = ask_every_kind(site_of(app), make_visit(site_of(app)))
    for name, face in (("kinds_of_help", "standard"), ("listened_to", "signed")):
        page = question(app, code, name, face)
        assert page.css("audio, video, figure") == []
        assert page.css("fieldset legend")
    site_of(app).database.dispose()


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [
        ("kinds_of_help.opus", "audio/ogg"),
        ("kinds_of_help.m4a", "audio/mp4"),
        ("age_band.mp4", "video/mp4"),
        ("listened_to.webm", "video/webm"),
        ("listened_to.jpg", "image/jpeg"),
        ("age_band.vtt", "text/vtt"),
    ],
)
def test_a_file_comes_whole_and_is_not_kept(app: Flask, folder: Path, name: str, mimetype: str) -> None:
    answer = app.test_client().get(f"/media/{name}", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert answer.data == (folder / name).read_bytes()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("0-1", 0, 1), ("100-199", 100, 199), ("2990-", 2990, 2999), ("-5", 2995, 2999)],
)
def test_a_part_comes_as_a_part(app: Flask, asked: str, first: int, last: int) -> None:
    answer = app.test_client().get("/media/age_band.mp4", headers={"Range": f"bytes={asked}"}, buffered=True)
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/3000"
    assert answer.data == BEGINNINGS["mp4"].ljust(3000, b"\x07")[first : last + 1]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_part_beyond_the_end_is_refused(app: Flask) -> None:
    assert (
        app.test_client()
        .get("/media/age_band.mp4", headers={"Range": "bytes=9000-"}, buffered=True)
        .status_code
        == 416
    )


@pytest.mark.parametrize("name", [*TRICKS, "settings.py", "site.db", "../site.db", "..%2fsite.db"], ids=repr)
def test_no_trick_reaches_another_file(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/media/{name}")
    assert answer.status_code in (404, 308)
    assert b"SQLite" not in answer.data
    assert "X-Evil" not in answer.headers


def test_a_file_that_is_put_there_later_waits_for_the_next_start(app: Flask, folder: Path) -> None:
    record(folder, "new.opus")
    assert app.test_client().get("/media/new.opus").status_code == 404


def test_a_file_that_has_gone_is_not_found(app: Flask, folder: Path) -> None:
    (folder / "age_band.mp4").unlink()
    assert app.test_client().get("/media/age_band.mp4").status_code == 404


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    assert client.post("/media/age_band.mp4").status_code == 405


def test_the_site_does_not_start_with_a_folder_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = make_settings(f"sqlite:///{tmp_path / 'site.db'}")
    for name in ("database", "secret", "master_keys", "public_address"):
        value = getattr(given, name)
        text = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        monkeypatch.setenv(f"SEND_VOICES_{name.upper()}", text)
    monkeypatch.setenv("SEND_VOICES_MEDIA", str(tmp_path / "none"))
    with pytest.raises(SettingsProblem, match="SEND_VOICES_MEDIA names a folder that is not there"):
        read_settings()
    (tmp_path / "page.opus").write_bytes(b"<html>")
    monkeypatch.setenv("SEND_VOICES_MEDIA", str(tmp_path))
    with pytest.raises(
        SettingsProblem, match=r"SEND_VOICES_MEDIA holds .* page\.opus is not what its ending"
    ):
        read_settings()
