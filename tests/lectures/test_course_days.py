"""Courses are found by day, hour and the way they are held: by the list's choices and by its words."""

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lectures.courses import calendars, tables, when
from lectures.models import CoursePage, CoursePageMeeting
from tests.factories import lectures as make
from tests.lectures.course_files import HEAD, RIVER, calendar, table


def course(index, title, *moments, minutes=90, **fields):
    page = make.course_page(index, title=title, days=(), **fields)
    page.meetings = [
        CoursePageMeeting(starts_at=starts, ends_at=starts + timedelta(minutes=minutes))
        for starts in (_moment(each) for each in moments)
    ]
    page.save_revision().publish()
    return page


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def index(site, clock_at):
    clock_at("2026-11-23 10:00")
    return make.course_index(site)


@pytest.fixture
def courses(index):
    course(index, "とうけい", "2026-12-03 18:30", "2026-12-10 18:30", format="online")
    course(index, "かわ", "2026-12-05 10:00", "2026-12-12 10:00", format="in_person")
    course(index, "えいご", "2026-12-07 13:30", "2026-12-08 10:00")
    course(index, "れきし", "2026-12-06 16:00", format="both")


def read(client, index, **query) -> str:
    return unescape(client.get(index.url, query).content.decode())


def titles(html: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]+">(.+?)</a></h3>', html)


def facts(html: str, title: str) -> list[str]:
    card = html.partition(f">{title}</a></h3>")[2].partition("</ul>")[0]
    return re.findall(r"<li[^>]*>(.+?)</li>", card)


WORDS = {
    "夜": {"とうけい"}, "土曜": {"かわ"}, "日曜": {"れきし"}, "土曜日": {"かわ"},
    "週末": {"かわ", "れきし"}, "土日": {"かわ", "れきし"}, "夕方": {"とうけい", "れきし"},
    "平日": {"とうけい", "えいご"}, "仕事帰り": {"とうけい"}, "午前": {"かわ", "えいご"},
    "オンライン": {"とうけい", "れきし"}, "Zoom": {"とうけい", "れきし"},
    "ズーム": {"とうけい", "れきし"}, "平日 夜": {"とうけい"}, "土曜 夜": set(),
}  # fmt: skip


def test_days_hours_and_online_are_words_that_find_courses(client, index, courses):
    found = {typed: set(titles(read(client, index, q=typed))) for typed in WORDS}

    assert found == WORDS


def test_without_the_words_of_days_such_a_wish_finds_nothing(client, index, monkeypatch):
    """The guard taken away."""
    monkeypatch.setattr(CoursePage, "words_of_days", lambda _page: "")
    course(index, "とうけい", "2026-12-03 18:30", format="online")

    for typed in ("夜", "木曜", "オンライン"):
        assert titles(read(client, index, q=typed)) == []


def test_a_course_that_moves_to_another_day_is_found_by_the_new_one(client, index):
    page = course(index, "かわ", "2026-12-05 10:00")
    draft = page.get_latest_revision_as_object()
    line = CoursePageMeeting(
        starts_at=_moment("2026-12-06 10:00"), ends_at=_moment("2026-12-06 11:00")
    )
    draft.meetings = [line]
    draft.save_revision().publish()

    assert titles(read(client, index, q="土曜")) == []
    assert titles(read(client, index, q="日曜")) == ["かわ"]


def test_the_list_is_narrowed_by_day_and_hour_and_by_how_it_is_held(client, index, courses):
    for query, found in (
        ({"when": "weekday"}, ["えいご"]),
        ({"when": "evening"}, ["とうけい"]),
        ({"when": "weekend"}, ["かわ", "れきし"]),
        ({"how": "online"}, ["とうけい", "れきし"]),
        ({"how": "in_person"}, ["かわ", "れきし"]),
        ({"how": "online", "when": "weekend"}, ["れきし"]),
        ({"how": "\0"}, []),
        ({"when": "x" * 99}, []),
    ):
        assert titles(read(client, index, **query)) == found, query


def test_each_choice_says_how_many_courses_it_leaves(client, index, courses):
    html = read(client, index)

    for words, name, value, count in (
        ("平日の昼", "when", "weekday", 1),
        ("平日の夜（18時から）", "when", "evening", 1),
        ("土曜・日曜", "when", "weekend", 2),
        ("会場で", "how", "in_person", 2),
        ("オンライン", "how", "online", 2),
    ):
        assert f'<option value="{value}">{words}（{count}）</option>' in html
        assert len(titles(read(client, index, **{name: value}))) == count


def test_where_nobody_said_how_it_is_held_nothing_asks_for_it(client, index):
    course(index, "えいご", "2026-12-07 13:30")

    html = read(client, index)

    assert 'name="how"' not in html
    assert 'name="when"' not in html  # all of them: it would change nothing


def test_a_card_says_days_hours_times_and_the_way_it_is_held(client, index, courses):
    html = read(client, index)

    assert facts(html, "かわ")[1:4] == [
        "2026年12月5日（土）から 全2回",
        "土曜 10時〜11時30分",
        "会場で",
    ]
    assert facts(html, "れきし")[1:4] == [
        "2026年12月6日（日）", "16時〜17時30分", "会場でも、オンラインでも",
    ]  # fmt: skip
    assert facts(html, "えいご")[1:3] == [
        "2026年12月7日（月）から 全2回", "1回目は13時30分〜15時",
    ]  # fmt: skip


def test_a_page_says_how_it_is_held_and_nothing_where_nobody_said(client, index):
    online = course(index, "とうけい", "2026-12-03 18:30", format="online")
    unsaid = course(index, "えいご", "2026-12-07 13:30")

    assert "<dt>行い方</dt><dd>オンライン</dd>" in client.get(online.url).content.decode()
    assert "行い方" not in client.get(unsaid.url).content.decode()


def test_an_exhibition_has_days_but_no_hours(index):
    day = CoursePageMeeting(
        starts_at=_moment("2026-12-03 00:00"), ends_at=_moment("2026-12-08 23:59"), all_day=True
    )

    assert (when.usual([day]), when.slot(day)) == ("", "weekday")
    assert "夜" not in when.words([day])
    assert "午前" not in when.words([day])


def test_three_courses_with_days_take_as_many_queries_as_one(client, index):
    def queries() -> int:
        read(client, index)
        with CaptureQueriesContext(connection) as asked:
            read(client, index, q="夜", when="evening", how="online")
        return len(asked)

    course(index, "一", "2026-12-03 18:30", format="online")
    one = queries()
    course(index, "二", "2026-12-05 10:00", "2026-12-03 18:30", format="both")
    course(index, "三", "2026-12-03 18:30", format="in_person")
    assert queries() == one


def test_a_file_may_say_how_a_course_is_held():
    for word, meant in (("オンライン", "オンライン"), ("対面", "会場で"), ("", "")):
        found = tables.courses_in(table(RIVER | {"行い方": word}, head=(*HEAD, "行い方")))
        assert (found.problems, found.courses[0].facts["format"]) == ([], meant)

    for place, meant in (
        ("Zoom", "オンライン"),
        ("オンライン開催", "オンライン"),
        ("大学のオンライン室", None),
    ):
        event = f"""UID:a@u.example
            SUMMARY:鏡川の歴史
            LOCATION:{place}
            DTSTART:20261205T043000Z
            DTEND:20261205T060000Z"""
        found = calendars.courses_in(calendar(event), at=_moment("2026-11-22 10:00"))
        assert found.courses[0].facts.get("format") == meant
