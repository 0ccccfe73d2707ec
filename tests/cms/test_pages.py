"""Home and articles, made the way an editor makes them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.models import SiteRole, User
from cms.models import ArticlePage, HomePage
from lectures.models import FiscalYear, MenuPage
from lectures.roles import give_role
from tests.factories.town import NOW, make_town


@pytest.fixture
def town(site, clock_at):
    clock_at(NOW)
    return make_town(site)


@pytest.fixture
def home(site, town):
    page = HomePage(title="みかがみ市 お気軽講座", slug="home-of-town")
    site.root_page.get_parent().add_child(instance=page)
    site.root_page = page
    site.save()
    return page


@pytest.fixture
def editor(client, site, home):
    user = User.objects.create_user("editor@city.mikagami.example", "a long password")
    give_role(user, site=site, role=SiteRole.Role.EDITOR)
    client.force_login(user)
    return client


def article(**fields):
    table = {
        "columns": [
            {"type": "text", "heading": "だれ"},
            {"type": "number", "heading": "円"},
        ],
        "rows": [{"values": ["大人", 100]}],
        "caption": "費用",
    }
    return {
        "title": "12月の講座",
        "slug": "december",
        "intro": "12月の空きのお知らせです。",
        "body": [
            {"type": "heading", "value": "申し込みかた"},
            {"type": "paragraph", "value": "<p>電話でも申し込めます。</p>"},
            {"type": "steps", "value": ["講座をえらぶ", "日をえらぶ"]},
            {"type": "table", "value": table},
        ],
        **fields,
    }


def queries_of(client):
    with CaptureQueriesContext(connection) as seen:
        client.get("/")
    return len(seen)


def add_article(home, **fields):
    page = ArticlePage(**{**article(**fields), "body": json.dumps(article()["body"])})
    home.add_child(instance=page)
    return page


def test_home_shows_the_ways_in_and_the_years_number(client, home, town):
    html = client.get("/").content.decode()

    assert "<h1>みかがみ市 お気軽講座</h1>" in html
    assert "令和8年度の実施" in html
    assert '<p class="figure"><b>0</b>回</p>' in html
    assert 'href="tel:0000000000"' in html


def test_home_leads_to_the_newest_menu(client, home, site):
    for year in (2025, 2026):
        row = FiscalYear.objects.get_or_create(site=site, year=year)[0]
        home.add_child(
            instance=MenuPage(title=f"{year}の講座", slug=f"menu-{year}", fiscal_year=row)
        )

    html = client.get("/").content.decode()

    assert html.count('href="/menu-2026/"') == 2
    assert "/menu-2025/" not in html


def test_home_lists_news_but_no_policies(client, home):
    add_article(home)
    add_article(home, title="個人情報の扱い", slug="privacy", in_footer=True)

    news = client.get("/").content.decode().partition('class="news"')[2].partition("</ul>")[0]

    assert '<a href="/december/">12月の講座</a>' in news
    assert "個人情報" not in news


def test_home_asks_as_much_for_five_articles_as_for_one(client, home):
    add_article(home)
    client.get("/")  # which sites there are is remembered
    one = queries_of(client)
    for number in range(4):
        add_article(home, title=f"お知らせ{number}", slug=f"news-{number}")

    assert queries_of(client) == one


def test_an_article_shows_every_block_as_plain_html(client, home):
    add_article(home)

    html = client.get("/december/").content.decode()

    assert "<h2>申し込みかた</h2>" in html
    assert "<p>電話でも申し込めます。</p>" in html
    assert "<li>講座をえらぶ</li>" in html
    assert "<caption>費用</caption>" in html
    assert '<th scope="col" class="number">円</th>' in html
    assert '<td class="number">100' in html


def test_an_editor_writes_previews_and_publishes_an_article(editor, home):
    form = nested_form_data(
        {
            "title": "年末のお休み",
            "slug": "holidays",
            "intro": "12月28日から1月4日はお休みです。",
            "body": streamfield(
                [("heading", "電話"), ("paragraph", rich_text("<p>1月5日から。</p>"))]
            ),
            "easy_title": "",
            "easy_body": streamfield([]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
    )
    add = f"/admin/pages/add/cms/articlepage/{home.pk}/"

    shown = editor.get(add)
    kept = editor.post(f"{add}preview/", form)
    preview = editor.get(f"{add}preview/?mode=")
    published = editor.post(add, {**form, "action-publish": "1"})

    assert "短く、中身が分かる題を。" in shown.content.decode()
    assert kept.json()["is_valid"] is True
    assert "<h1>年末のお休み</h1>" in preview.content.decode()
    assert published.status_code == 302
    assert "1月5日から。" in editor.get("/holidays/").content.decode()
