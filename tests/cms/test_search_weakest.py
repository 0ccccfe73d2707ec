"""A wish of several words that no page holds is looked for without the word that stands in the way."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from cms.models import HomePage
from lectures.models import SynonymGroup
from lectures.search import missed, weakest
from tests.cms.test_search_page import titles
from tests.factories import lectures as make


@pytest.fixture
def menu(site, clock_at):
    clock_at("2026-11-23 10:00")
    home = HomePage(title="みかがみ市 お気軽講座", slug="home-of-search")
    site.root_page.get_parent().add_child(instance=home)
    site.root_page = home
    site.save()
    return make.menu(site, year=2026)


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    """The words that were handed to the worker, for the office."""
    sent: list[str] = []
    monkeypatch.setattr(
        missed.current_app,
        "send_task",
        lambda _name, kwargs, **_options: sent.append(kwargs["words"]),
    )
    return sent


def read(client, path: str, **headers) -> str:
    return unescape(client.get(path, **headers).content.decode())


@pytest.mark.parametrize("path", ["/search/", "/menu-2026/"])
@pytest.mark.parametrize("typed", ["地震 ロケット", "地震とロケット", "ロケット　地震"])
def test_the_rest_is_looked_for_and_the_page_says_so(client, menu, kept, path, typed):
    make.lecture_page(menu, title="地震への備え")
    make.lecture_page(menu, title="やさしい手話")

    html = read(client, f"{path}?q={typed}")

    assert titles(html) == ["地震への備え"]
    assert "すべてのことばに合うものがなかったので、「ロケット」を除いて探しました。" in html
    assert f'value="{typed}"' in html
    assert "では見つかりませんでした" not in html
    assert len(kept) == 1


@pytest.mark.parametrize("path", ["/search/", "/menu-2026/"])
def test_the_office_learns_of_the_whole_wish(client, menu, kept, path):
    make.lecture_page(menu, title="地震への備え")

    read(client, f"{path}?q=地震とロケット")

    assert kept == ["地震とロケット"]


def test_nothing_is_left_out_where_a_page_holds_every_word(client, menu, kept):
    make.lecture_page(menu, title="地震とロケット")
    make.lecture_page(menu, title="地震への備え")

    html = read(client, "/search/?q=地震 ロケット")

    assert titles(html) == ["地震とロケット"]
    assert "除いて" not in html
    assert kept == []


def test_without_the_second_attempt_nothing_would_be_found(client, menu, monkeypatch):
    """The guard taken away."""
    monkeypatch.setattr("cms.search.finding.rest_of", lambda *_asked: None)
    make.lecture_page(menu, title="地震への備え")

    assert "「地震 ロケット」では見つかりませんでした。" in read(client, "/search/?q=地震 ロケット")


def test_the_words_that_stand_in_a_title_are_kept(client, menu):
    make.lecture_page(menu, title="暮らしの話", summary="落語と散歩。")
    make.lecture_page(menu, title="落語と茶道")

    html = read(client, "/search/?q=散歩 茶道 落語")

    assert titles(html) == ["落語と茶道"]
    assert "「散歩」を除いて" in html


def test_of_two_that_say_as_much_the_one_typed_last_is_left_out(client, menu):
    make.lecture_page(menu, title="落語の会")
    make.lecture_page(menu, title="茶道の会")

    assert titles(read(client, "/search/?q=茶道 落語")) == ["茶道の会"]


def test_a_word_made_of_several_is_taken_apart(client, menu):
    SynonymGroup.objects.all().delete()
    make.lecture_page(menu, title="避難所の一日")

    html = read(client, "/search/?q=避難所運営")

    assert titles(html) == ["避難所の一日"]
    assert "「運営」を除いて" in html


@pytest.mark.parametrize("typed", ["ロケット", "ロケット教室", "ロケット 潜水艦 地震"])
def test_one_word_alone_and_two_that_nobody_knows_are_in_vain(client, menu, kept, typed):
    make.lecture_page(menu, title="地震への備え")

    html = read(client, f"/search/?q={typed}")

    assert f"「{typed}」では見つかりませんでした。" in html
    assert "除いて" not in html
    assert len(kept) == 1


def test_choices_narrow_what_is_left(client, menu):
    make.lecture_page(menu, title="地震への備え", minutes=30)
    make.lecture_page(menu, title="地震の科学", minutes=60)

    html = read(client, "/search/?q=地震 ロケット&length=30")

    assert titles(html) == ["地震への備え"]
    assert "「ロケット」を除いて" in html


def test_what_was_left_out_is_shown_as_text(client, menu):
    make.lecture_page(menu, title="地震への備え")

    html = client.get("/search/?q=地震 <i>&<b>").content.decode()

    assert "<i>" not in html
    assert "<b>&" not in html


def test_readers_of_english_are_told_in_english(client, menu):
    make.lecture_page(menu, title="地震への備え")
    Locale.objects.get_or_create(language_code="en")

    html = read(client, "/search/?q=earthquake rocket", headers={"accept-language": "en"})

    assert titles(html) == ["地震への備え"]
    assert "No page had every word, so we searched without “rocket”." in html


def test_plain_japanese_says_it_too(client, menu):
    make.lecture_page(menu, title="地震への備え")
    client.cookies["django_language"] = "ja-easy"

    html = read(client, "/search/?q=地震 ロケット")

    assert "「ロケット」を" in html
    assert "除いて" not in html


@pytest.mark.parametrize("path", ["/search/", "/menu-2026/"])
def test_it_costs_the_same_however_many_pages_there_are(client, menu, path):
    def asked_for() -> int:
        client.get(f"{path}?q=地震 ロケット")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{path}?q=地震 ロケット")
        return len(seen)

    make.lecture_page(menu, title="地震への備え")
    one = asked_for()
    for number in range(2):
        make.lecture_page(menu, title=f"地震への備え{number}")

    assert asked_for() == one


def test_a_long_wish_is_tried_a_few_times_only(menu):
    make.lecture_page(menu, title="地震への備え")
    long = "落語 茶道 散歩 俳句 将棋 囲碁 陶芸 園芸 料理 裁縫"
    with CaptureQueriesContext(connection) as seen:
        assert weakest.rest_of(Page.objects.all(), long) is None

    assert sum("wagtailcore_page" in row["sql"] for row in seen) == weakest.MOST_TRIED
