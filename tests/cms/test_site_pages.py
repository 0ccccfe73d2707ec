"""Home, the list of news, questions and answers, easy words."""

import pytest

from cms.models import A_PAGE, ArticlePage, NewsIndexPage
from tests.factories import lectures as make

pytestmark = pytest.mark.django_db


def _news(catalogue, under, **fields):
    under.refresh_from_db()
    page = under.add_child(instance=ArticlePage(**fields))
    page.save_revision().publish()
    return page


@pytest.fixture
def index(catalogue):
    catalogue.home.refresh_from_db()
    return catalogue.home.add_child(instance=NewsIndexPage(title="お知らせ", slug="news-list"))


def test_home_leads_to_each_category_of_the_menu(catalogue, client):
    page = catalogue.lecture()
    shown = client.get("/").content.decode()
    assert f'?category={page.category_id}">{page.category.name}</a>（1）' in shown


def test_home_shows_what_is_new_once_there_was_a_year_before(catalogue, client):
    catalogue.lecture(title="はじめての年の講座")
    assert "新しい講座" not in client.get("/").content.decode()

    before = make.menu(catalogue.site, year=2025)
    old = make.lecture_page(before)
    catalogue.lecture(title="続きの講座", copies_continue=old.lecture)
    shown = client.get("/").content.decode()

    assert "新しい講座" in shown
    assert "はじめての年の講座" in shown
    assert "続きの講座" not in shown


def test_news_are_listed_newest_first_in_pages(catalogue, client, index, clock_at):
    for number in range(A_PAGE + 1):
        _news(catalogue, index, title=f"知らせ{number:02}", slug=f"n{number}")

    first = client.get(index.url).content.decode()
    second = client.get(index.url, {"page": "2"}).content.decode()
    odd = client.get(index.url, {"page": "x"})

    assert f"知らせ{A_PAGE:02}" in first
    assert "知らせ00" not in first
    assert "知らせ00" in second
    assert "2ページのうち2ページ目" in second
    assert odd.status_code == 200


def test_news_below_the_list_reach_home_and_the_feed(catalogue, client, index):
    _news(catalogue, index, title="一覧の下の知らせ", slug="below")
    assert "一覧の下の知らせ" in client.get("/").content.decode()
    assert "一覧の下の知らせ" in client.get("/feeds/news.rss").content.decode()
    assert "お知らせをすべて見る" in client.get("/").content.decode()


def test_a_question_is_a_heading_with_its_answer(catalogue, client):
    page = catalogue.news(
        title="よくある質問",
        in_footer=True,
        body=[("question", {"question": "何人から？", "answer": "<p>10人からです。</p>"})],
    )
    shown = client.get(page.url).content.decode()
    assert "<h3>何人から？</h3>" in shown
    assert "<p>10人からです。</p>" in shown


def test_easy_words_of_an_article_have_their_readings(catalogue, client):
    page = catalogue.news(
        title="使い方",
        easy_title="使《つか》い方《かた》",
        body=[("paragraph", "<p>ふつうの本文</p>")],
        easy_body=[("paragraph", "<p>電話《でんわ》でも いいです。</p>")],
    )
    assert "ふつうの本文" in client.get(page.url).content.decode()
    client.cookies["django_language"] = "ja-easy"
    shown = client.get(page.url).content.decode()
    assert '<ruby>電話<rt aria-hidden="true">でんわ</rt></ruby>でも' in shown
    assert "ふつうの本文" not in shown
    assert "《" not in shown


def test_page_types_stand_only_where_they_belong():
    assert NewsIndexPage.allowed_subpage_models() == [ArticlePage]
    assert {model.__name__ for model in ArticlePage.allowed_parent_page_models()} == {
        "HomePage",
        "NewsIndexPage",
    }
