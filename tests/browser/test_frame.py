"""The look in a real browser: accessibility, narrow and enlarged screens, weight, forced colours."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, sync_playwright

from tests.factories.town import make_town

pytestmark = pytest.mark.browser
LOOK = ("/demo/look/", "/demo/look/?wide=1")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def town(live_server, site):
    return make_town(site)


@pytest.fixture
def chromium(town: object) -> Iterator[Browser]:
    """Starts after the database and stops before it: Playwright's loop hides the connection."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(live_server, settings, chromium):
    """`page = opened(path, width)`: without scripts of ours there is nothing to wait for."""
    settings.ROOT_URLCONF = "tests.browser.urls"

    def open_page(path: str, width: int = 360, **options: object) -> Page:
        page = chromium.new_page(
            viewport={"width": width, "height": 800}, locale="ja-JP", **options
        )
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text))
        page.goto(f"{live_server.url}{path}")
        return page

    return open_page


@pytest.mark.parametrize("path", LOOK)
@pytest.mark.parametrize("width", [320, 1280])
def test_no_component_breaks_a_rule_of_accessibility(opened, path, width):
    page = opened(path, width)

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]

    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    assert page.complaints == []


@pytest.mark.parametrize("path", LOOK)
@pytest.mark.parametrize(("width", "size"), [(320, 100), (360, 200), (640, 200), (1280, 200)])
def test_nothing_makes_the_page_scroll_sideways(opened, path, width, size):
    page = opened(path, width, bypass_csp=True)
    page.add_style_tag(content=f"html {{ font-size: {size}% }}")

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_is_pressed_is_large_enough(opened):
    page = opened(LOOK[0], 320)

    small = page.evaluate(
        """() => [...document.querySelectorAll('main :is(.button, .choice, summary, input, select)')]
        .filter(e => !e.closest('.choice') || e.matches('.choice'))
        .map(e => [e.textContent.trim() || e.name, e.getBoundingClientRect().height])
        .filter(([, height]) => height && height < 44)"""
    )

    assert small == []


def test_the_first_stop_of_the_keyboard_leads_to_the_content(opened):
    page = opened(LOOK[0])

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_link_of_the_error_summary_puts_the_cursor_into_its_field(opened):
    page = opened(LOOK[0])

    page.get_by_role("link", name="時間帯をえらんでください").click()

    assert page.evaluate("document.activeElement.id") == "id_part_0"


def test_the_focus_can_be_seen(opened):
    page = opened(LOOK[0])
    page.keyboard.press("Tab")

    outline = page.evaluate("getComputedStyle(document.activeElement).outline")

    assert outline == "rgb(0, 0, 0) solid 4px"


def test_a_chosen_card_is_still_seen_in_forced_colours(opened):
    page = opened(LOOK[0], forced_colors="active")

    style = page.evaluate(
        "getComputedStyle(document.querySelector('.choice:has(:checked)')).outlineStyle"
    )

    assert style == "solid"


def test_paper_shows_no_buttons_and_no_menu(opened):
    page = opened(LOOK[0], 1280)
    page.emulate_media(media="print")

    assert not page.locator(".button >> visible=true").count()
    assert not page.locator("nav.nav").is_visible()


def test_a_page_with_every_component_stays_light(site, settings, client):
    settings.ROOT_URLCONF = "tests.browser.urls"
    css = gzip.compress(Path(finders.find("css/okigaru.css")).read_bytes(), 9)
    html = gzip.compress(client.get(LOOK[0]).content, 9)

    assert len(css) <= 8_000
    assert len(css) + len(html) <= 30_000
