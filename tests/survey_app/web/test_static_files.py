"""Our own files: found by name only, packed, and kept for as long as they stay the same."""

import gzip

import brotli
import pytest
from flask.testing import FlaskClient

from survey_app.web.static_files import FOLDER, JOINED, static_file, static_url

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TRICKS = [
    "../settings.py",
    "..%2fsettings.py",
    "..%2f..%2fpyproject.toml",
    "%2e%2e/settings.py",
    "staff/../../settings.py",
    "staff/..%2f..%2fsettings.py",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "..\\settings.py",
    "..%5csettings.py",
    "%00",
    "respondent.css%00.js",
    "respondent.css/",
    "respondent.css/x",
    "staff",
    "staff/",
    ".",
    "%20",
    "RESPONDENT.CSS",
    "respondent.css%0d%0aX-Evil: 1",
    "%ff%fe",
    "%ed%a0%80",
    "x" * 300,
    "a/" * 2000,
    "é" * 2000,
]


@pytest.mark.parametrize("name", TRICKS, ids=range(len(TRICKS)))
def test_no_trick_reaches_another_file(client: FlaskClient, name: str) -> None:
    response = client.get(f"/static/{name}")
    assert response.status_code in (404, 308)
    assert "KEY_BYTES" not in response.text
    assert "root:" not in response.text
    assert "X-Evil" not in response.headers


def test_what_is_asked_for_in_vain_is_not_remembered(client: FlaskClient) -> None:
    from survey_app.web import static_files

    client.get("/static/respondent.css")
    held = static_files._held.cache_info().currsize
    for number in range(50):
        client.get(f"/static/none-{number}.css")
    assert static_files._held.cache_info().currsize == held


def test_every_file_there_is_can_be_had_plain_and_packed(client: FlaskClient) -> None:
    names = [path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()]
    for name in [*names, *JOINED]:
        plain = client.get(static_url(name))
        assert plain.status_code == 200, name
        packed = client.get(static_url(name), headers={"Accept-Encoding": "gzip"})
        if packed.headers.get("Content-Encoding") == "gzip":
            assert gzip.decompress(packed.data) == plain.data
        assert packed.headers["Cache-Control"].endswith("immutable")


@pytest.mark.parametrize(
    ("accepted", "way"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip", "gzip"),
        ("identity", None),
        ("", None),
        ("*", "br"),
        ("br;q=x", None),
    ],
)
def test_the_smallest_packing_that_a_browser_can_open_is_sent(
    client: FlaskClient, accepted: str, way: str | None
) -> None:
    plain = client.get("/static/respondent.css").data
    answer = client.get("/static/respondent.css", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == way
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[way](answer.data)
    assert opened == plain
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [("respondent.css", "text/css"), ("staff/staff.css", "text/css"), ("staff/staff.js", "text/javascript")],
)
def test_a_file_says_what_it_is(client: FlaskClient, name: str, mimetype: str) -> None:
    assert client.get(f"/static/{name}").mimetype == mimetype


def test_the_address_changes_with_the_content(client: FlaskClient) -> None:
    found = static_file("respondent.css")
    assert found
    assert static_url("respondent.css") == f"/static/respondent.css?v={found.mark}"
    assert static_url("none.css") == "/static/none.css"


def test_the_respondents_style_sheet_is_layout_themes_and_choices(client: FlaskClient) -> None:
    styles = client.get("/static/respondent.css").text
    assert (FOLDER / "respondent_layout.css").read_text(encoding="utf-8") in styles
    assert "[data-theme=" in styles.replace('"', "")
    assert "[data-size=" in styles.replace('"', "")
    assert "http" not in styles.replace("http://www.w3.org/", "")


def test_the_respondents_scripts_are_small_and_whole(client: FlaskClient) -> None:
    names = ("respondent.js", "reading_aloud.js")
    packed = [client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"}).data for name in names]
    assert sum(map(len, packed)) < 4000
    served = [gzip.decompress(script).decode() for script in packed]
    assert all(script.startswith('"use strict";') for script in served)
    for path in (FOLDER / "respondent").glob("*.js"):
        code = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        bare = "\n".join(line for line in code if line and not line.startswith("//"))
        assert sum(bare in script for script in served) == 1


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    answer = client.post("/static/respondent.css")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
