"""The pictures as a browser paints them."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat
from playwright.sync_api import Browser, Page

from accessibility import preferences
from accessibility.display_themes import stylesheet
from accessibility.symbols import inline, load_symbols, sprite, use

SYMBOLS = load_symbols()

# Each shape with its stroke must lie inside the 48 units; a unit is 10 pixels here.
OUTSIDE = """
() => [...document.querySelectorAll('svg')].filter(svg => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('path,circle,rect,ellipse')].some(shape => {
    const box = shape.getBoundingClientRect(), line = parseFloat(getComputedStyle(shape).strokeWidth) * 5;
    return box.left - line < frame.left - 1 || box.top - line < frame.top - 1
        || box.right + line > frame.right + 1 || box.bottom + line > frame.bottom + 1;
  });
}).map(svg => svg.parentElement.id)
"""
PLAIN = "body{background:var(--paper)}b,svg{display:block}"
EMPTY = "() => document.querySelectorAll('#i svg > *').forEach(part => part.remove())"


def shot(page: Page, selector: str) -> Image.Image:
    return Image.open(BytesIO(page.locator(selector).screenshot())).convert("L")


def apart(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart on average, 0 to 255."""
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


@pytest.mark.browser
def test_no_picture_is_cut_off_at_its_edge(browser: Browser) -> None:
    page = browser.new_page()
    pictures = "".join(
        f'<div id="{name}">{inline(symbol, size=480)}</div>' for name, symbol in SYMBOLS.items()
    )
    page.set_content(f"<style>{stylesheet()}</style>{pictures}")
    assert page.evaluate(OUTSIDE) == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["default", "yellow_on_black", "system"])
@pytest.mark.parametrize("forced", ["active", "none"])
def test_a_picture_keeps_its_lines_in_every_theme_and_in_forced_colours(
    browser: Browser, theme: str, forced: str
) -> None:
    context = browser.new_context(forced_colors=forced, color_scheme="dark", device_scale_factor=1)
    page = context.new_page()
    page.set_content(
        f'<html data-theme="{theme}"><style>{stylesheet()}{PLAIN}</style>'
        f'<b id="i">{inline(SYMBOLS["face_good"])}</b>'
        f'{sprite(["face_good"], SYMBOLS)}<b id="s">{use(SYMBOLS["face_good"])}</b>'
    )
    drawn, used = (shot(page, f"#{name} svg") for name in ("i", "s"))
    page.evaluate(EMPTY)
    empty = shot(page, "#i svg")
    assert apart(drawn, used) < 1
    assert apart(drawn, empty) > 20
    context.close()


@pytest.mark.browser
def test_an_arrow_points_the_other_way_where_a_language_runs_from_right_to_left(browser: Browser) -> None:
    page = browser.new_page()
    style = f"<style>{stylesheet()}{preferences.stylesheet()}{PLAIN}</style>"
    arrow = f'<b id="i">{inline(SYMBOLS["next_steps"])}</b>'
    page.set_content(f'<html dir="ltr">{style}{arrow}')
    on = shot(page, "#i svg")
    page.set_content(f'<html dir="rtl">{style}{arrow}')
    turned = shot(page, "#i svg")
    assert apart(on, turned) > 20
    assert apart(ImageOps.mirror(on), turned) < 5
    page.close()
