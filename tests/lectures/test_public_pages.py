"""What a visitor sees of the menu, a lecture and the courses."""

import re
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lectures import conditions, listing
from lectures.models import Blackout, BookingRules, LectureTally, OfficeSettings
from tests.factories import lectures as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(clock_at):
    clock_at("2026-11-22 10:00")


def read(client, page, **query):
    answer = client.get(page.url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def queries(client, page):
    """The fewest of three readings: another process may empty the shared cache in between."""
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            read(client, page)
        counts.append(len(captured))
    return min(counts)


def test_the_menu_tells_what_can_be_asked_for(site, client):
    menu = make.menu(site)
    page = make.lecture_page(
        menu,
        number="3-07",
        title="わが家の防災",
        minutes=45,
        audience="小学生から",
        department=make.department(site, name="防災課"),
        category=make.category(site, name="防災・安全"),
    )
    LectureTally.objects.create(site=site, lecture=page.lecture, delivered=6)

    shown = read(client, menu)

    for words in (
        "令和8年度（2026年度）",
        "防災・安全",
        "3-07",
        "わが家の防災",
        "45分",
        "小学生から",
        "防災課",
        "実施 6回",
        "受付中",
    ):
        assert words in shown, words


def test_numbers_are_in_the_order_people_expect(site, client):
    menu, category = make.menu(site), make.category(site)
    for number in ("10-01", "3-10", "3-9"):
        make.lecture_page(menu, number=number, category=category)
    shown = read(client, menu)
    assert shown.index("3-9") < shown.index("3-10") < shown.index("10-01")


def test_drafts_are_not_in_the_menu(site, client):
    menu = make.menu(site)
    make.lecture_page(menu, title="まだ下書き", live=False)
    shown = read(client, menu)
    assert "まだ下書き" not in shown
    assert "講座は準備中です。" in shown


@pytest.mark.parametrize("typed", ["防災", "ﾏｯﾌﾟ", "まっぷ", "３－０７", "防災　マップ"])
def test_words_are_found_in_any_width_and_kana(site, client, typed):
    menu = make.menu(site)
    make.lecture_page(menu, number="3-07", title="わが家の防災マップ")
    make.lecture_page(menu, number="4-01", title="減塩のはなし")
    shown = read(client, menu, q=typed)
    assert "わが家の防災マップ" in shown
    assert "減塩のはなし" not in shown


def test_a_category_narrows_the_list_and_an_odd_one_finds_nothing(site, client):
    menu = make.menu(site)
    health = make.category(site, name="健康")
    make.lecture_page(menu, title="減塩のはなし", category=health)
    make.lecture_page(menu, title="わが家の防災")
    shown = read(client, menu, category=str(health.pk))
    assert "減塩のはなし" in shown
    assert "わが家の防災" not in shown
    assert "合う講座がありませんでした。" in read(client, menu, category="'; --")


@pytest.mark.parametrize("typed", ["\0", "<script>alert(1)</script>", "あ" * 5000, "%00", "🙂"])
def test_no_question_breaks_the_page(site, client, typed):
    shown = read(client, make.menu(site), q=typed)
    assert "<script>" not in shown


def test_thirty_lectures_take_as_many_queries_as_one(site, client):
    menu = make.menu(site)
    make.lecture_page(menu)
    one = queries(client, menu)
    for _ in range(29):
        make.lecture_page(menu)
    assert queries(client, menu) == one


def test_thirty_courses_take_as_many_queries_as_one(site, client):
    index = make.course_index(site)
    make.course_page(index)
    one = queries(client, index)
    for _ in range(29):
        make.course_page(index)
    assert queries(client, index) == one


def rules(site, **changes):
    return BookingRules.objects.create(site=site, **(BookingRules.usual() | changes))


def test_a_lecture_tells_what_to_know_before_asking(site, client):
    OfficeSettings.objects.create(
        site=site,
        town_name="みかがみ市",
        office_name="生涯学習課",
        phone="0000-00-0000",
        email="gakushu@city.example.jp",
    )
    rules(site, weekends=False)
    page = make.lecture_page(
        make.menu(site), minutes=60, to_prepare="プロジェクター", cost_note="材料費 一人200円"
    )

    shown = read(client, page)

    for words in (
        "60分",
        "10人から",
        "月曜から金曜 9時〜21時（祝日を除く）",
        "希望する日の21日前まで",
        "プロジェクター",
        "材料費 一人200円",
        "12月14日（月）",
        "この講座を申し込む",
        f"/apply/{page.lecture.public_id}/",
    ):
        assert words in shown, words


def test_a_lecture_that_rests_tells_whom_to_call(site, client):
    OfficeSettings.objects.create(
        site=site,
        town_name="みかがみ市",
        office_name="生涯学習課",
        phone="0000-00-0000",
        email="gakushu@city.example.jp",
    )
    page = make.lecture_page(make.menu(site), accepting=False)
    shown = read(client, page)
    assert "この講座は、いま申込みを受け付けていません。" in shown
    assert "生涯学習課にお電話ください（0000-00-0000" in shown
    assert "/apply/" not in shown


def test_a_town_without_rules_still_shows_its_lectures(site, client):
    assert "この講座を申し込む" in read(client, make.lecture_page(make.menu(site)))


def test_last_years_menu_stays_but_takes_no_requests(site, client):
    menu = make.menu(site, year=2025)
    page = make.lecture_page(menu)
    assert "この年度は終わりました。" in read(client, menu)
    assert "/apply/" not in read(client, page)


def test_the_first_day_skips_days_when_nobody_goes_out(site):
    rules(site, lead_days=14, weekends=False)
    Blackout.objects.create(
        site=site,
        reason="年末年始",
        starts_on=date(2025, 12, 28),
        ends_on=date(2026, 1, 4),
        every_year=True,
    )
    found = conditions.conditions_of(site_id=site.pk, lecture=None)
    # 24 December is 14 days ahead; on the 14th day before New Year only 5 January is open.
    assert found.earliest_day(today=date(2026, 12, 10)) == date(2026, 12, 24)
    assert found.earliest_day(today=date(2026, 12, 14)) == date(2027, 1, 5)
    # 23 November is a holiday, and 21 and 22 are a weekend.
    assert found.earliest_day(today=date(2026, 11, 7)) == date(2026, 11, 24)


def test_a_lectures_own_rules_and_blackouts_come_before_the_towns(site):
    rules(site, lead_days=14)
    page = make.lecture_page(make.menu(site))
    BookingRules.objects.create(
        site=site, lecture=page.lecture, lead_days=30, day_until=time(17), max_people=40
    )
    Blackout.objects.create(
        site=site,
        lecture=page.lecture,
        reason="議会",
        starts_on=date(2026, 12, 22),
        ends_on=date(2026, 12, 24),
    )
    own = conditions.conditions_of(site_id=site.pk, lecture=page.lecture)
    assert (own.lead_days, own.min_people, own.max_people, own.day_until) == (30, 10, 40, time(17))
    assert own.earliest_day(today=date(2026, 11, 22)) == date(2026, 12, 25)


def test_courses_show_dates_provider_fee_and_where_the_intake_stands(site, client):
    index = make.course_index(site)
    page = make.course_page(
        index,
        title="やさしい歴史",
        provider=make.provider(site, name="みかがみ大学"),
        capacity=30,
        fee_note="3,000円",
        intake_until=date(2026, 11, 30),
    )
    make.course_page(index, title="夏の講座", days=("2026-08-01",))

    listed = read(client, index)
    assert (
        listed.index("やさしい歴史") < listed.index("終わった公開講座") < listed.index("夏の講座")
    )
    shown = read(client, page)
    for words in (
        "みかがみ大学",
        "30人",
        "3,000円",
        "2026年12月5日（土） 13時30分〜15時",
        "受付中",
        "2026年11月30日（月）",
    ):
        assert words in shown, words


@pytest.mark.parametrize(
    ("today", "code"),
    [
        ("2026-10-31 23:59", "soon"),
        ("2026-11-01 00:00", "open"),
        ("2026-11-30 23:59", "open"),
        ("2026-12-01 00:00", "closed"),
        ("2026-12-04 23:59", "closed"),
        ("2026-12-05 00:00", "running"),
        ("2026-12-12 23:00", "running"),
        ("2026-12-13 00:00", "over"),
    ],
)
def test_the_intake_follows_the_local_date(site, clock_at, today, code):
    page = make.course_page(
        make.course_index(site), intake_from=date(2026, 11, 1), intake_until=date(2026, 11, 30)
    )
    clock_at(today)
    assert page.intake()[0] == code


def test_natural_order():
    assert sorted(["10-1", "3-10", "A-1", "3-9"], key=listing.natural) == [
        "A-1",
        "3-9",
        "3-10",
        "10-1",
    ]


@pytest.mark.parametrize(
    ("first", "headings"), [("paragraph", ["内容"]), ("heading", ["話すこと"])]
)
def test_what_a_lecture_is_about_has_a_heading_of_its_own(site, client, first, headings):
    words = {"paragraph": "<p>地図を書きます。</p>", "heading": "話すこと"}[first]
    page = make.lecture_page(make.menu(site), to_prepare="机といす", body=[(first, words)])

    shown = re.findall("<h2>(.+?)</h2>", read(client, page))

    assert shown[shown.index("用意していただくもの") + 1] == headings[0]
