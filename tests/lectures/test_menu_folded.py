"""A long menu stands by category, folded, with its contents above: nobody rolls past eighty lectures."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import sync_playwright

from lectures import listing
from tests.factories import lectures as make


@pytest.fixture
def menu(site, clock_at, monkeypatch):
    """More than three lectures are many here."""
    clock_at("2026-11-22 10:00")
    monkeypatch.setattr(listing, "MOST_OPEN", 3)
    return make.menu(site)


@pytest.fixture
def health(site, menu):
    category = make.category(site, name="健康")
    for number in (1, 2):
        make.lecture_page(menu, title=f"体操{number}", category=category)
    return category


@pytest.fixture
def fire(site, menu, health):
    category = make.category(site, name="防災")
    for number in (1, 2):
        make.lecture_page(menu, title=f"備え{number}", category=category)
    return category


def read(client, menu, **query) -> str:
    return unescape(client.get(menu.url, query).content.decode())


def folds(html: str) -> list[tuple[str, bool]]:
    """Each category that is folded, and whether it is open."""
    found = re.findall(r'<details class="category"( open)?>\s*<summary><h2>(.+?)</h2>', html)
    return [(name, bool(is_open)) for is_open, name in found]


def test_a_long_menu_is_folded_and_its_contents_lead_into_it(client, menu, health, fire):
    html = read(client, menu)

    assert folds(html) == [("健康（2）", False), ("防災（2）", False)]
    assert f'href="?open={fire.pk}#category-{fire.pk}">防災（2）</a>' in html
    assert html.count(f'<ul class="cards" id="category-{fire.pk}">') == 1
    assert html.count("体操") == 2


def test_the_category_of_the_address_is_open(client, menu, health, fire):
    html = read(client, menu, open=str(fire.pk))

    assert folds(html) == [("健康（2）", False), ("防災（2）", True)]


def test_all_can_be_opened_at_once(client, menu, health, fire):
    assert {is_open for _name, is_open in folds(read(client, menu, open="all"))} == {True}


@pytest.mark.parametrize("odd", ["", "0", "999999", "<b>", "²", "9" * 500])
def test_an_odd_address_opens_nothing(client, menu, health, fire, odd):
    assert {is_open for _name, is_open in folds(read(client, menu, open=odd))} == {False}


def test_a_short_menu_stands_open(client, menu, health):
    html = read(client, menu)

    assert folds(html) == []
    assert "分野の一覧にもどる" not in html


def test_what_was_searched_for_is_not_folded(client, menu, health, fire):
    for query in ({"q": "体操"}, {"category": str(health.pk)}):
        html = read(client, menu, **query)

        assert folds(html) == []
        assert "体操1" in html


def test_a_folded_menu_costs_no_more_questions(client, site, menu, health, fire):
    def asked_for() -> int:
        client.get(menu.url)
        with CaptureQueriesContext(connection) as seen:
            client.get(menu.url)
        return len(seen)

    few = asked_for()
    for number in range(3):
        make.lecture_page(menu, title=f"体操{number}", category=health)

    assert asked_for() == few


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.once
def test_a_browser_opens_what_the_address_names_and_prints_everything(
    live_server, menu, health, fire
):
    """Without script: what stands inside a fold opens it, and paper knows no folds."""
    seen = "[...document.querySelectorAll('.card')].map(one => one.checkVisibility({contentVisibilityAuto: true}) && one.getBoundingClientRect().height > 0)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 640})
        page.goto(f"{live_server.url}{menu.url}")
        folded = page.evaluate(seen)
        page.goto(f"{live_server.url}{menu.url}#category-{fire.pk}")
        named = page.evaluate(seen)
        page.emulate_media(media="print")
        page.wait_for_function(f"{seen}.every(Boolean)")
        printed = page.evaluate(seen)
        browser.close()

    assert folded == [False] * 4
    assert named == [False, False, True, True]
    assert printed == [True] * 4
