"""/search/ as a citizen meets it, and what the office learns of words that found nothing."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from cms.models import ArticlePage, HomePage
from lectures import tasks
from lectures.models import BookingRules, MissedWords, OfficeSettings
from lectures.search import missed
from tests.factories import lectures as make

NOW = "2026-11-23 10:00"


@pytest.fixture
def home(site, clock_at):
    clock_at(NOW)
    OfficeSettings.objects.create(
        site=site, town_name="みかがみ市", office_name="生涯学習課", phone="0000-00-0000",
        email="gakushu@city.example.jp",
    )  # fmt: skip
    home = HomePage(title="みかがみ市 お気軽講座", slug="home-of-search")
    site.root_page.get_parent().add_child(instance=home)
    site.root_page = home
    site.save()
    return home


@pytest.fixture
def menu(home, site):
    return make.menu(site, year=2026)


@pytest.fixture
def kept(monkeypatch):
    """What the page handed to the worker."""
    sent: list[dict] = []
    monkeypatch.setattr(
        missed.current_app, "send_task", lambda _name, kwargs, **_options: sent.append(kwargs)
    )
    return sent


def read(client, query: str, **headers) -> str:
    response = client.get(f"/search/{query}", **headers)
    assert response.status_code == 200
    return unescape(response.content.decode())


def titles(html: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]+">(.+?)</a></h3>', html)


def choices(html: str) -> list[str]:
    return re.findall(r'<a class="chip off"[^>]*>(.+?)</a>', html)


def test_lectures_courses_and_articles_are_found_together_lectures_first(client, menu, home, site):
    home.add_child(instance=ArticlePage(title="防災の日のお知らせ", slug="day", intro="9月1日。"))
    make.course_page(make.course_index(site), title="防災を科学する")
    make.lecture_page(menu, title="家の点検", summary="防災の話です。")

    html = read(client, "?q=防災")

    assert titles(html)[-1] == "防災の日のお知らせ"
    assert set(titles(html)) == {"家の点検", "防災を科学する", "防災の日のお知らせ"}
    assert "3件見つかりました。" in html


def test_a_number_or_a_whole_title_comes_first(client, menu):
    make.lecture_page(menu, title="手話の手話による手話", number="1-01")
    make.lecture_page(menu, title="手話", number="1-02")
    make.lecture_page(menu, title="1-02について", number="1-03")

    assert titles(read(client, "?q=手話"))[0] == "手話"
    assert titles(read(client, "?q=１－０２"))[0] == "手話"


def test_only_this_years_menu_is_searched_and_one_that_is_open_already(client, menu, site):
    make.lecture_page(make.menu(site, year=2025), title="手話の去年")
    make.lecture_page(menu, title="手話の今年")
    make.lecture_page(make.menu(site, year=2027), title="手話の来年")
    make.lecture_page(menu, title="手話の下書き", live=False)

    assert set(titles(read(client, "?q=手話"))) == {"手話の今年", "手話の来年"}


def test_choices_with_counts_narrow_the_result_and_come_off_again(client, menu, site):
    BookingRules.objects.create(site=site, **BookingRules.usual() | {"weekends": False})
    health, fire = make.category(site, name="健康"), make.category(site, name="防災")
    one = make.lecture_page(
        menu, title="手話と健康", category=health, minutes=30, cost_note="100円"
    )
    make.lecture_page(menu, title="手話と体操", category=health, minutes=60)
    make.lecture_page(menu, title="手話と避難", category=fire, minutes=120, audience="小学生から")
    BookingRules.objects.create(site=site, lecture=one.lecture, weekends=True)

    html = read(client, "?q=手話")

    shown = choices(html)
    for words in (
        "健康（2）",
        "防災（1）",
        "30分まで（1）",
        "91分から（1）",
        "小学生から（1）",
        "無料（2）",
        "土曜・日曜（1）",
    ):
        assert words in shown, words
    assert not any("平日" in words for words in shown)  # all three: it would change nothing
    narrowed = read(client, f"?q=手話&category={health.pk}&length=60")
    assert titles(narrowed) == ["手話と体操"]
    off = re.findall(r'<a class="chip key" href="([^"]+)"', narrowed)
    assert set(titles(read(client, off[1]))) == {"手話と健康", "手話と体操"}


def test_choices_alone_show_the_whole_catalogue_narrowed(client, menu, site):
    make.lecture_page(menu, title="手話", minutes=30)
    make.lecture_page(menu, title="体操", minutes=60)

    assert titles(read(client, "?length=30")) == ["手話"]


def test_nothing_found_leads_on(client, menu, site, kept):
    health = make.category(site, name="健康")
    make.lecture_page(menu, title="地震への備え", category=health)

    html = read(client, "?q=地震とロケットと潜水艦")

    assert "「地震とロケットと潜水艦」では見つかりませんでした。" in html
    assert '<a class="chip key" href="/search/?q=%E5%9C%B0%E9%9C%87">地震（1）</a>' in html
    assert "健康（1）" in html
    assert 'href="/consult/"' in html
    assert 'href="tel:0000000000"' in html
    assert kept == [
        {"site": site.pk, "words": "地震とロケットと潜水艦", "language": "ja", "day": "2026-11-23"}
    ]


def test_a_slip_of_the_keyboard_is_offered_the_like_word(client, menu, kept):
    make.lecture_page(menu, title="マイナンバーカードの使い方")

    assert "マイナンバーカード（1）" in read(client, "?q=マイナンバカド")


def test_the_menus_own_field_finds_by_the_same_rules_and_leads_on(client, menu, kept):
    make.lecture_page(menu, title="特殊詐欺にだまされない")

    found = client.get("/menu-2026/?q=振り込め詐欺").content.decode()
    nothing = client.get("/menu-2026/?q=ロケット").content.decode()

    assert titles(found) == ["特殊詐欺にだまされない"]
    assert "「ロケット」では見つかりませんでした。" in unescape(nothing)
    assert 'href="/consult/"' in nothing
    assert [one["words"] for one in kept] == ["ロケット"]


def test_home_has_the_field(client, home):
    html = client.get("/").content.decode()

    assert '<form class="filter" method="get" action="/search/" role="search"' in html


def test_readers_of_english_find_english_pages_first_and_japanese_ones_without_translation(
    client, menu, home
):
    english = Locale.objects.get_or_create(language_code="en")[0]
    page = make.lecture_page(menu, title="大きな地震にそなえる")
    make.lecture_page(menu, title="地震の科学")
    home.copy_for_translation(english).save_revision().publish()
    menu.copy_for_translation(english).save_revision().publish()
    copy = page.copy_for_translation(english)
    copy.title = copy.draft_title = "Before a big earthquake"
    copy.save_revision().publish()

    html = read(client, "?q=earthquake", headers={"accept-language": "en"})

    assert titles(html) == ["Before a big earthquake", "地震の科学"]
    assert titles(read(client, "?q=地震", headers={"accept-language": "ja"})).count(copy.title) == 0


def test_plain_japanese_has_the_page_too(client, menu):
    make.lecture_page(menu, title="手話")
    client.cookies["django_language"] = "ja-easy"

    assert titles(read(client, "?q=手話")) == ["手話"]


@pytest.mark.parametrize(
    "query",
    ["", "?", "?q=", "?q=%00", "?q=***", "?q=%22", "?q=(", "?q=' OR 1=1", "?q=手話&page=0", "?q=手話&page=99999999999999999999",
     "?q=手話&page=-1", "?q=手話&page=²", "?category=x", "?q=手話&category=" + "9" * 200, "?length=%00", "?kind=<b>",
     "?q=" + "手話 " * 500, "?q=%ff%fe", "?q=手話&q=体操&when=evening"],
)  # fmt: skip
def test_no_address_breaks_the_page(client, menu, kept, query):
    make.lecture_page(menu, title="手話")

    assert client.get(f"/search/{query}").status_code == 200
    assert client.get(f"/menu-2026/{query}").status_code == 200
    assert client.post(f"/search/{query}").status_code == 405


def test_what_was_typed_is_shown_as_text(client, menu, kept):
    html = client.get("/search/?q=<script>alert(1)</script>&kind=<i>x").content.decode()

    assert "<script>alert" not in html
    assert "<i>x" not in html


def test_more_than_a_page_is_turned(client, menu):
    for number in range(25):
        make.lecture_page(menu, title=f"手話{number}")

    first, second = read(client, "?q=手話"), read(client, "?q=手話&page=2")

    assert (len(titles(first)), len(titles(second))) == (20, 5)
    assert not set(titles(first)) & set(titles(second))
    assert 'href="?q=%E6%89%8B%E8%A9%B1&page=2"' in first


def asked_for(client, path: str) -> int:
    client.get(path)  # which sites there are is remembered
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


@pytest.mark.parametrize("path", ["/search/?q=手話", "/menu-2026/?q=手話", "/search/?when=weekday"])
def test_many_pages_cost_as_many_questions_as_one(client, menu, home, site, path):
    BookingRules.objects.create(site=site, **BookingRules.usual())
    courses = make.course_index(site)

    def add(number: int) -> None:
        make.lecture_page(menu, title=f"手話{number}")
        make.course_page(courses, title=f"手話を学ぶ{number}")
        home.add_child(instance=ArticlePage(title=f"手話の記事{number}", slug=f"a{number}"))

    add(0)
    few = asked_for(client, path)
    for number in range(1, 6):
        add(number)

    assert asked_for(client, path) == few


def test_a_look_changes_nothing_in_the_database(client, menu, kept):
    with CaptureQueriesContext(connection) as seen:
        client.get("/search/?q=ロケット")

    assert [
        one["sql"] for one in seen if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ] == []


def test_words_that_found_nothing_are_counted_by_day(site):
    for day in ("2026-11-23", "2026-11-23", "2026-11-24"):
        tasks.keep_missed(site=site.pk, words="ロケット", language="ja", day=day)

    rows = MissedWords.objects.order_by("day").values_list("day", "words", "times", "keep_until")
    assert list(rows) == [
        (date(2026, 11, 23), "ロケット", 2, date(2027, 11, 23)),
        (date(2026, 11, 24), "ロケット", 1, date(2027, 11, 24)),
    ]


def test_a_flood_of_words_is_not_kept(site, monkeypatch):
    monkeypatch.setattr(missed, "MOST_A_DAY", 3)
    for number in range(5):
        tasks.keep_missed(site=site.pk, words=f"ことば{number}", language="ja", day="2026-11-23")
    tasks.keep_missed(site=site.pk, words="ことば1", language="ja", day="2026-11-23")

    assert MissedWords.objects.count() == 3
    assert MissedWords.objects.get(words="ことば1").times == 2


def test_words_are_let_go_after_a_year(site, clock_at):
    for ago in (365, 364):
        day = date(2026, 11, 23) - timedelta(days=ago)
        tasks.keep_missed(site=site.pk, words=f"{ago}", language="ja", day=day.isoformat())
    clock_at(NOW)

    tasks.forget_missed()

    assert list(MissedWords.objects.values_list("words", flat=True)) == ["364"]


@pytest.mark.parametrize(
    "typed",
    ["090-1234-5678", "０９０１２３４５６７８", "sato@mail.example", "佐藤花子", "林様", "https://a.example/x", "鈴木さん 電話",
     "みかがみ市桜が丘2-3-415"],
)  # fmt: skip
def test_what_may_name_somebody_is_not_kept(typed):
    assert missed.without_persons(typed) == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ロケット　工作", "ロケット 工作"), ("宇宙" * 40, "宇宙" * 20), ("赤ちゃん", "赤ちゃん")],
)
def test_other_words_are_kept_and_cut(typed, kept):
    assert missed.without_persons(typed) == kept


def test_a_broker_that_is_away_costs_a_count_and_no_answer(client, menu, monkeypatch):
    def away(*_args, **_kwargs):
        raise missed.OperationalError("gone")

    monkeypatch.setattr(missed.current_app, "send_task", away)

    assert "見つかりませんでした" in read(client, "?q=ロケット")


def test_editors_keep_synonyms_and_only_read_what_was_missed(client, site, menu):
    client.force_login(make.person(site))
    MissedWords.objects.create(
        site=site,
        day=date(2026, 11, 23),
        words="ロケット",
        language="ja",
        keep_until=date(2027, 11, 23),
    )

    shown = client.get("/admin/synonyms/new/").content.decode()
    one = client.post("/admin/synonyms/new/", {"words": "宇宙"})
    two = client.post("/admin/synonyms/new/", {"words": "ロケット\r\n宇宙船"})
    missing = client.get("/admin/missed_words/")

    assert "1行に一つ。" in shown
    assert "ことばを二つ以上" in one.content.decode()
    assert two.status_code == 302
    assert "ロケット" in missing.content.decode()
    assert client.get("/admin/missed_words/new/").status_code in (302, 403)
