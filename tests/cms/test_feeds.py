"""RSS and Atom, read by somebody else's reader."""

from datetime import timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from config import clock

FORMS = pytest.mark.parametrize("form", ["rss", "atom"])


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def titles(client, address):
    return [entry.title for entry in read(client, address).entries]


@FORMS
def test_a_reader_finds_what_is_new_the_newest_first(client, catalogue, clock_at, form):
    catalogue.lecture(title="わが家の備え <&> 防災", summary="地図を見ます。")
    clock_at("2026-11-23 10:00")
    course = catalogue.course(title="鏡川の歴史")
    clock_at("2026-11-24 10:00")
    catalogue.news(title="12月の講座")

    found = read(client, f"/feeds/new.{form}")

    assert [entry.title for entry in found.entries] == [
        "12月の講座", "鏡川の歴史", "わが家の備え <&> 防災",
    ]  # fmt: skip
    assert found.entries[1].link == course.full_url
    assert found.entries[2].summary == "地図を見ます。"
    assert found.feed.title == "みかがみ市 出前講座 新しい講座とお知らせ"
    assert found.feed.language == "ja"
    assert found.version.startswith(form)


@pytest.mark.parametrize(
    "kind,shown", [("lectures", "講座"), ("courses", "公開"), ("news", "知らせ")]
)
def test_each_kind_has_a_feed_of_its_own(client, catalogue, kind, shown):
    catalogue.lecture(title="講座")
    catalogue.course(title="公開")
    catalogue.news(title="知らせ")

    assert titles(client, f"/feeds/{kind}.rss") == [shown]


@FORMS
def test_drafts_expired_and_private_pages_are_not_told(client, catalogue, form):
    draft, private, expired = (catalogue.lecture() for _ in range(3))
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    expired.expire_at = clock.now() - timedelta(minutes=1)
    expired.save(update_fields=["expire_at"])
    catalogue.news(title="方針", in_footer=True)
    catalogue.news(title="見える", slug="seen")

    assert titles(client, f"/feeds/new.{form}") == ["見える"]


@FORMS
def test_another_towns_pages_are_not_told(client, catalogue, next_town, form):
    catalogue.lecture(title="うちの講座")

    assert titles(client, f"/feeds/new.{form}") == ["うちの講座"]
    answer = client.get(f"/feeds/new.{form}", headers={"host": "tonari.test"})
    assert "となりの講座" in answer.content.decode()
    assert "うちの講座" not in answer.content.decode()


def english(catalogue, page, **fields):
    locale = Locale.objects.get_or_create(language_code="en")[0]
    for parent in (catalogue.home, page.get_parent().specific):
        if not parent.has_translation(locale):
            parent.copy_for_translation(locale).save_revision().publish()
    copy = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


def test_in_english_the_translation_stands_for_its_page(client, catalogue):
    english(catalogue, catalogue.course(title="鏡川の歴史"), title="History of the river")
    catalogue.course(title="短歌")

    assert titles(client, "/feeds/courses.rss?lang=en") == ["短歌", "History of the river"]
    assert titles(client, "/feeds/courses.rss") == ["短歌", "鏡川の歴史"]
    found = read(client, "/feeds/courses.rss?lang=en").feed
    assert found.language == "en"


@FORMS
def test_a_reader_that_has_it_already_is_told_so(client, catalogue, form):
    catalogue.lecture()
    first = client.get(f"/feeds/new.{form}")

    by_tag = client.get(f"/feeds/new.{form}", headers={"if-none-match": first["ETag"]})
    by_time = client.get(
        f"/feeds/new.{form}", headers={"if-modified-since": first["Last-Modified"]}
    )
    catalogue.lecture()
    after = client.get(f"/feeds/new.{form}", headers={"if-none-match": first["ETag"]})

    assert (by_tag.status_code, by_time.status_code, after.status_code) == (304, 304, 200)
    assert "public" in first["Cache-Control"]
    assert "Cookie" not in first.get("Vary", "")


@FORMS
def test_an_entry_keeps_its_name_when_its_page_moves(client, catalogue, form):
    page = catalogue.lecture()
    before = read(client, f"/feeds/new.{form}").entries[0].id
    page.slug = "elsewhere"
    page.save_revision().publish()

    assert read(client, f"/feeds/new.{form}").entries[0].id == before


def test_characters_that_xml_forbids_break_nothing(client, catalogue):
    catalogue.news(title="あ\x0bい\ufff9う")

    assert titles(client, "/feeds/news.rss") == ["あいう"]


@pytest.mark.parametrize(
    "address", ["/feeds/x.rss", "/feeds/new.rss?lang=fr", "/feeds/new.atom?lang="]
)
def test_what_is_not_there_is_not_found(client, catalogue, address):
    assert client.get(address).status_code == 404


def test_an_empty_town_has_an_empty_feed_that_does_not_change(client, catalogue):
    first = client.get("/feeds/new.atom")

    assert titles(client, "/feeds/new.atom") == []
    assert (
        client.get("/feeds/new.atom", headers={"if-none-match": first["ETag"]}).status_code == 304
    )


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/new.rss", "/feeds/new.atom", "/feeds/courses.ics", "/sitemap.xml", "/open-data/",
        "/open-data/lectures.csv", "/open-data/course-meetings.csv",
        "/api/v2/pages/?type=lectures.LecturePage&fields=*",
    ],
)  # fmt: skip
def test_three_of_each_take_no_more_questions_than_one(client, catalogue, address):
    def questions():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    for make in (catalogue.lecture, catalogue.course, catalogue.news):
        make(slug=f"first-{make.__name__}")
    client.get(address)
    one = questions()
    for number in range(2):
        for make in (catalogue.lecture, catalogue.course, catalogue.news):
            make(slug=f"more-{number}-{make.__name__}")
    client.get(address)

    assert questions() == one
