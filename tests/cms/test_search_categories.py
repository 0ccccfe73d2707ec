"""The categories that /search/ and a menu offer say as many lectures as their links open."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from cms.search import finding
from lectures.models import LecturePage
from tests.factories import lectures as make

CHOICE = re.compile(r'<a class="chip off" href="([^"]+category=[^"]+)">(.+?)（(\d+)）</a>')


@pytest.fixture
def menu(site, clock_at):
    clock_at("2026-11-23 10:00")
    return make.menu(site, year=2026)


@pytest.fixture
def translated(site, menu):
    """防災: three lectures, two of them in English too, and one of the year that is over."""
    fire = make.category(site, name="防災")
    pages = [make.lecture_page(menu, title=f"備え{number}", category=fire) for number in (1, 2, 3)]
    english = Locale.objects.get_or_create(language_code="en")[0]
    menu.copy_for_translation(english, copy_parents=True).save_revision().publish()
    for page in pages[:2]:
        page.copy_for_translation(english).save_revision().publish()
    make.lecture_page(make.menu(site, year=2025), title="去年の備え", category=fire)
    return fire


def read(client, address: str, **headers) -> str:
    return unescape(client.get(address, **headers).content.decode())


def opened(html: str) -> int:
    return len(re.findall(r"<h3><a href=", html))


@pytest.mark.parametrize("address", ["/search/?q=ぷよぷよ", "/search/"])
def test_a_category_says_as_many_lectures_as_its_link_opens(client, translated, address):
    for language in ("ja", "en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        [(link, name, number)] = CHOICE.findall(read(client, address))

        found = opened(read(client, f"/search/{link}"))

        assert (name, int(number), found) == ("防災", 3, 3)


def test_counting_pages_in_place_of_lectures_says_too_many(client, translated, site, monkeypatch):
    """The guard taken away: a translation counts as a lecture of its own."""
    monkeypatch.setattr(finding, "_once", list)
    places = finding.searched(site, language="en")

    [(_value, _name, number)] = finding.categories(places, language="en")

    assert (number, LecturePage.objects.live().count()) == (5, 6)


def test_a_menu_that_found_nothing_offers_its_own_categories(client, menu, translated, site):
    past = make.menu(site, year=2024)
    make.lecture_page(past, title="おととしの備え", category=translated)

    [(link, _name, number)] = CHOICE.findall(read(client, f"{past.url}?q=ぷよぷよ"))

    assert (int(number), opened(read(client, f"{past.url}{link}"))) == (1, 1)


def test_categories_of_three_lectures_take_as_many_queries_as_of_one(client, menu, site):
    def queries() -> int:
        client.get("/search/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/search/")
        return len(asked)

    make.lecture_page(menu)
    one = queries()
    make.lecture_page(menu)
    make.lecture_page(menu)
    assert queries() == one
