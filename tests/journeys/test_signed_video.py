"""A signed video in a real browser: fetched and played when somebody presses play, with and without scripts."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from survey_app.web.media import EXTENSION, Media
from tests.accessibility.recorded import record
from tests.journeys.conftest import LiveSite
from tests.survey_app.web.every_kind import ask_every_kind

pytestmark = pytest.mark.browser

# A real film of a second, drawn and recorded by the browser itself.
FILM = """async () => {
  const canvas = document.createElement("canvas");
  const draw = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const ended = new Promise((done) => (recorder.onstop = done));
  recorder.start();
  for (let at = 0; at < 20; at += 1) {
    draw.fillStyle = at % 2 ? "red" : "blue";
    draw.fillRect(0, 0, 300, 150);
    await new Promise((go) => setTimeout(go, 50));
  }
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


@pytest.fixture
def signed(browser: Browser, live: LiveSite, tmp_path: Path) -> str:
    """The code of a survey with a signed question."""
    folder = tmp_path / "media"
    folder.mkdir()
    page = browser.new_page()
    (folder / "listened_to.webm").write_bytes(base64.b64decode(page.evaluate(FILM)))
    page.close()
    live.app.extensions[EXTENSION] = Media(record(folder, "listened_to.vtt"))
    return ask_every_kind(live.site, live.visit)


@pytest.fixture
def on_the_page(phone: Page, live: LiveSite, signed: str) -> Page:
    """The phone of somebody who chose sign language, at the signed question."""
    phone.goto(f"{live.base}/s/{signed}")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Watch in sign language").click()
    with phone.expect_navigation():
        phone.locator("form#answers button").first.click()
    return phone


def test_nothing_of_it_is_fetched_before_somebody_asks(
    on_the_page: Page, live: LiveSite, signed: str
) -> None:
    fetched: list[str] = []
    on_the_page.on("request", lambda asked: fetched.append(asked.url))
    on_the_page.goto(f"{live.base}/s/{signed}/page/listen")
    expect(on_the_page.locator("form#answers video")).to_be_visible()
    assert [url for url in fetched if "/media/" in url] == []


@pytest.mark.parametrize("phone", ["with scripts"], indirect=True)
def test_it_plays_with_its_captions(on_the_page: Page, live: LiveSite, signed: str) -> None:
    on_the_page.goto(f"{live.base}/s/{signed}/page/listen")
    video = on_the_page.locator("form#answers video")
    # The controls are the browser's own; a press on them does this.
    video.evaluate("async (video) => { video.muted = true; await video.play(); }")
    video.evaluate("(video) => { video.textTracks[0].mode = 'showing'; }")
    expect(video).to_have_js_property("ended", True)
    assert video.evaluate("video => video.error") is None
    assert video.evaluate("video => video.textTracks[0].cues[0].text") == "What help do you get?"
