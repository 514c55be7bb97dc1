"""Charts in a real browser: drawn by plotly under our content policy, and there without any script."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from survey_app.services.permissions import LEAD_INSPECTOR
from survey_app.web.site import Site
from tests.benchmarks.filled_visit import fill
from tests.builders import BuiltVisit, sign_in

pytestmark = pytest.mark.browser

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
SCROLL_THROUGH = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 500) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 20));
  }
}"""


@pytest.fixture
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The browser sees no difference between databases: one is enough here."""
    return f"sqlite:///{tmp_path_factory.mktemp('charts') / 'voices.sqlite3'}"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def cookie(client: FlaskClient, site: Site, visit: BuiltVisit) -> str:
    """What a lead inspector's browser holds after signing in; the visit has some answers."""
    with site.writing() as work:
        fill(work, visit.id, 30)
    sign_in(client, LEAD_INSPECTOR, visit)
    kept = client.get_cookie("visit")
    assert kept is not None
    return kept.value


def opened(browser: Browser, address: str, cookie: str, path: str, **more: object) -> tuple[Page, list[str]]:
    """A page in a fresh browser, and everything that it complains about."""
    context = browser.new_context(**more)  # type: ignore[arg-type]
    context.add_cookies([{"name": "visit", "value": cookie, "url": address}])
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"not loaded: {request.url}"))
    page.goto(address + path)
    return page, complaints


def test_plotly_draws_every_chart_and_breaks_no_rule_of_the_policy(
    browser: Browser, address: str, cookie: str, visit: BuiltVisit
) -> None:
    path = f"/staff/visits/{visit.id}/results"
    page, complaints = opened(browser, address, cookie, path, viewport=WIDE)
    charts = page.locator("figure.chart").count()
    page.evaluate(SCROLL_THROUGH)
    page.wait_for_function(f"document.querySelectorAll('.js-plotly-plot .bars path').length >= {charts}")
    assert page.locator(".js-plotly-plot").count() == charts
    first = page.locator(".js-plotly-plot").first
    # The legend and the bars lie in one box, not below each other as they do without plotly's styles.
    assert first.evaluate(
        "node => node.querySelectorAll('svg')[1].getBoundingClientRect().top"
    ) == first.evaluate("node => node.querySelectorAll('svg')[0].getBoundingClientRect().top")
    assert complaints == []
    page.context.close()


def test_the_charts_are_there_without_scripts(
    browser: Browser, address: str, cookie: str, visit: BuiltVisit
) -> None:
    path = f"/staff/visits/{visit.id}/results"
    page, _ = opened(browser, address, cookie, path, viewport=WIDE, java_script_enabled=False)
    assert page.locator("figure.chart svg").count() == page.locator("figure.chart").count() > 0
    assert page.locator("figure.chart svg").first.bounding_box()["height"] > 100  # type: ignore[index]
    page.context.close()


@pytest.mark.parametrize("path", ["results", "answers", "answers?level=1", "concerns"])
def test_pages_fit_a_small_phone(
    browser: Browser, address: str, cookie: str, visit: BuiltVisit, path: str
) -> None:
    page, complaints = opened(browser, address, cookie, f"/staff/visits/{visit.id}/{path}", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("path", ["results", "answers", "concerns"])
def test_axe_finds_nothing(
    browser: Browser, address: str, cookie: str, visit: BuiltVisit, axe_script: str, path: str
) -> None:
    page, _ = opened(browser, address, cookie, f"/staff/visits/{visit.id}/{path}", viewport=WIDE)
    page.evaluate(axe_script)
    found = page.evaluate("axe.run({rules: {'target-size': {enabled: true}}})")
    problems = [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})" for one in found["violations"]
    ]
    assert problems == []
    page.context.close()
