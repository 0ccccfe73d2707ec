"""The page of one lecture: its facts, what comes next, what is near, how often it was given."""

import pytest
from django.utils import translation

from lectures import neighbours
from lectures.models import LectureTally, RelatedLecture
from tests.factories import lectures as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def safety(site):
    return make.category(site, name="防災")


def _tally(page, delivered):
    LectureTally.objects.create(
        site=page.lecture.site, lecture=page.lecture, delivered=delivered, planned=0
    )


def test_the_facts_of_an_editor_stand_on_the_page_and_on_the_row(site, client):
    page = make.lecture_page(
        make.menu(site), format="both", led_by="together", city_brings="パソコン",
        room_need="水道が使える部屋", care_note="手話通訳を手配できます", remarks="雨の日は屋内",
    )  # fmt: skip

    shown = client.get(page.url).content.decode()

    for words in (
        "会場でも、オンラインでも", "市と市民がいっしょに行います", "パソコン", "水道が使える部屋",
        "手話通訳を手配できます", "雨の日は屋内",
    ):  # fmt: skip
        assert words in shown
    assert (page.lecture.format, page.lecture.led_by) == ("both", "together")


def test_what_builds_on_it_is_a_link(site, client):
    menu = make.menu(site)
    second = make.lecture_page(menu, title="防災マップを作る")
    first = make.lecture_page(menu, title="防災のきほん", next_step=second)
    assert second.url in client.get(first.url).content.decode()


def test_a_link_of_last_year_leads_to_this_years_version(site, client):
    before, now = make.menu(site, year=2025), make.menu(site, year=2026)
    old = make.lecture_page(before, title="去年の防災マップ")
    new = make.lecture_page(now, title="今年の防災マップ", copies_continue=old.lecture)
    page = make.lecture_page(now, next_step=old)
    page.related.add(RelatedLecture(lecture_page=old))
    page.save_revision().publish()

    shown = neighbours.shown_with(page, menu=now)

    assert shown["next_step"] == new
    assert shown["related"] == [new]


def test_a_link_is_followed_through_all_years(site):
    years = [make.menu(site, year=year) for year in (2024, 2025, 2026)]
    line = [make.lecture_page(years[0])]
    for menu in years[1:]:
        line.append(make.lecture_page(menu, copies_continue=line[-1].lecture))
    page = make.lecture_page(years[2], next_step=line[0])

    assert neighbours.shown_with(page, menu=years[2])["next_step"] == line[2]


def test_in_english_a_link_leads_to_the_english_page(site):
    menu = make.menu(site)
    second, third = make.lecture_page(menu), make.lecture_page(menu)
    first = make.lecture_page(menu, next_step=second)
    first.related.add(RelatedLecture(lecture_page=third))
    first.save_revision().publish()
    first, second, third = (make.in_english(page) for page in (first, second, third))

    shown = neighbours.shown_with(first, menu=first.menu())

    assert shown["next_step"] == second
    assert shown["related"] == [third]


def test_chosen_lectures_come_before_those_of_the_category(site, safety):
    menu = make.menu(site)
    page = make.lecture_page(menu, number="3-02", category=safety)
    near = [make.lecture_page(menu, number=f"3-{n:02}", category=safety) for n in (1, 3, 4, 5)]
    other = make.lecture_page(menu, number="1-01")

    by_category = neighbours.shown_with(page, menu=menu)["related"]
    assert by_category == [near[1], near[2], near[3]]

    page.related.add(RelatedLecture(lecture_page=other))
    page.save_revision().publish()
    assert neighbours.shown_with(page, menu=menu)["related"] == [other]


def test_drafts_are_never_near(site, safety):
    menu = make.menu(site)
    page = make.lecture_page(menu, category=safety)
    make.lecture_page(menu, category=safety, live=False)
    assert neighbours.shown_with(page, menu=menu)["related"] == []


def test_how_often_it_was_given_this_year_and_last(site, client):
    old = make.lecture_page(make.menu(site, year=2025))
    page = make.lecture_page(make.menu(site), copies_continue=old.lecture)
    _tally(old, 5)
    _tally(page, 3)

    shown = client.get(page.url).content.decode()

    assert "この年度に3回" in shown
    assert "前の年度に5回" in shown


def test_easy_words_are_shown_to_who_reads_easy_japanese(site, client):
    page = make.lecture_page(
        make.menu(site), title="災害時の備え", easy_title="地震《じしん》の話《はなし》"
    )
    assert "災害時の備え" in client.get(page.url).content.decode()
    with translation.override("ja-easy"):
        client.cookies["django_language"] = "ja-easy"
        shown = client.get(page.url).content.decode()
    assert '<ruby>地震<rt aria-hidden="true">じしん</rt></ruby>の' in shown


def test_the_page_asks_the_same_number_of_questions_for_any_number_of_lectures(
    site, client, safety, django_assert_max_num_queries
):
    menu = make.menu(site)
    page = make.lecture_page(menu, category=safety)
    for _ in range(20):
        make.lecture_page(menu, category=safety)
    client.get(page.url)
    with django_assert_max_num_queries(45):
        client.get(page.url)
