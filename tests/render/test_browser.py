"""The site in a browser: accessible by axe-core, by keyboard, on a narrow screen, enlarged and on paper."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PAGES = ("assessments/2024/index.html", "assessments/2024/generated/themes/inclusive.html", "pages.html")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed; install it before running the tests here")
        pytest.skip("Chromium is not installed")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.route("http*://**", lambda route: pytest.fail(f"the page asks the network for {route.request.url}"))
    yield page
    page.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(page: Any, rendered: Path, path: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    page.goto((rendered / "_site" / path).as_uri())
    results = Axe().run(page, options={"runOnly": STANDARD})
    found = [(each["id"], [node["html"] for node in each["nodes"]]) for each in results.response["violations"]]
    assert found == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_on_a_narrow_screen(page: Any, rendered: Path, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto((rendered / "_site" / path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_text_may_be_twice_as_large(page: Any, rendered: Path) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto((rendered / "_site" / PAGES[0]).as_uri())
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 640


def test_the_keyboard_reaches_the_main_content_first(page: Any, rendered: Path) -> None:
    page.goto((rendered / "_site" / PAGES[0]).as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_every_focus_can_be_seen(page: Any, rendered: Path) -> None:
    page.goto((rendered / "_site" / PAGES[0]).as_uri())
    for _ in range(30):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid" or page.evaluate("document.activeElement.tagName") == "BODY"


def test_navigation_shows_where_one_is(page: Any, rendered: Path) -> None:
    page.goto((rendered / "_site" / PAGES[1]).as_uri())
    current = page.locator('.site-pages a[aria-current="page"]')
    assert current.count() == 1 and current.is_visible()
    assert current.inner_text() == "Building inclusive communities"


def test_pages_are_reached_on_a_narrow_screen_without_a_script(browser: Any, rendered: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto((rendered / "_site" / PAGES[0]).as_uri())
    page.locator(".to-pages a").click()
    page.get_by_role("link", name="Places", exact=True).click()
    assert page.locator("h1").inner_text() == "Places"
    context.close()


def test_the_first_address_leads_to_the_assessment(page: Any, rendered: Path) -> None:
    page.goto((rendered / "_site" / "index.html").as_uri())
    page.wait_for_url("**/assessments/2024/index.html")
    assert page.locator("h1").inner_text() == "Every item, once"


def test_the_packaged_typeface_is_loaded(page: Any, rendered: Path) -> None:
    page.goto((rendered / "_site" / PAGES[0]).as_uri())
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")


def test_on_paper_there_is_no_navigation_and_marks_keep_their_colour(page: Any, rendered: Path) -> None:
    page.goto((rendered / "_site" / PAGES[0]).as_uri())
    page.emulate_media(media="print")
    assert not page.locator(".site-pages").is_visible()
    mark = page.locator(".rating-red").first
    assert mark.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(179, 20, 28)"
    assert mark.evaluate("element => getComputedStyle(element).printColorAdjust") == "exact"
