"""The site's own pages: home and articles. Lectures and courses bring theirs."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from bookings.counting import year_count
from cms.blocks import ArticleBody
from cms.opendata.settings import OpenDataSettings
from cms.paper.models import PaperJob
from cms.rollover.models import MenuAsk, MenuEntry, MenuRollover
from config import clock
from lectures import spoken
from lectures.eras import fiscal_year_label, fiscal_year_of
from lectures.models import LecturePage, MenuPage
from lectures.models.pages.tabs import ADDRESS
from lectures.spoken import Spoken
from lectures.zones import local

LATEST = 5
NEW = 3
A_PAGE = 20
__all__ = [
    "ArticlePage",
    "HomePage",
    "MenuAsk",
    "MenuEntry",
    "MenuRollover",
    "NewsIndexPage",
    "OpenDataSettings",
    "PaperJob",
]


class HomePage(Spoken, Page):
    """The front door: three ways in, this year's number, news."""

    lead = models.CharField(
        _("いちばん上の文"),
        max_length=120,
        default="市の職員が、みなさんの集まりにうかがってお話しします。",
        help_text=_("初めて見る人に、何をするところかを一文で。"),
    )

    template = "cms/home.html"
    spoken_words = ("title", "lead")
    page_description = _("サイトの入口。市町村ごとに一つです。")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.ArticlePage",
        "cms.NewsIndexPage",
        "lectures.MenuPage",
        "lectures.CourseIndexPage",
    ]
    content_panels = [
        TitleFieldPanel(
            "title",
            heading=_("サイトの名前"),
            placeholder=_("サイトの名前"),
            help_text=_("入口のいちばん上に出る名前。例：みかがみ市 お気軽講座"),
        ),
        FieldPanel("lead"),
    ]
    promote_panels = ADDRESS

    class Meta:
        verbose_name = _("入口のページ")
        verbose_name_plural = _("入口のページ")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        year = fiscal_year_of(local(clock.now()).date())
        news = ArticlePage.objects.live().descendant_of(self).filter(in_footer=False)
        menu = MenuPage.objects.live().child_of(self).order_by("-fiscal_year__year").first()
        new, articles = _new_lectures(menu), list(news.order_by("-first_published_at")[:LATEST])
        spoken.speak([menu])
        spoken.speak([*new, *articles], but=["body"])
        return super().get_context(request, *args, **kwargs) | {
            "menu": menu,
            "categories": _categories(menu),
            "new_lectures": new,
            "articles": articles,
            "all_news": NewsIndexPage.objects.live().child_of(self).first(),
            "count": year_count(year, at=clock.now()),
            "year_label": fiscal_year_label(year),
        }


def _categories(menu: MenuPage | None) -> list[dict[str, Any]]:
    """Each category of the menu, with how many lectures it has."""
    if menu is None:
        return []
    pages = LecturePage.objects.live().child_of(menu)
    counted = pages.values("category", "category__name").annotate(count=Count("pk"))
    return list(counted.order_by("category__order", "category__name"))


def _new_lectures(menu: MenuPage | None) -> list[LecturePage]:
    """Those that continue none of the year before; none in a town's first year, when all are."""
    if menu is None:
        return []
    rows = LecturePage.objects.live().child_of(menu).filter(lecture__isnull=False).defer("body")
    new = rows.filter(lecture__continued_from__isnull=True).order_by("-first_published_at", "pk")
    return list(new[:NEW]) if rows.filter(lecture__continued_from__isnull=False).exists() else []


class ArticlePage(Spoken, Page):
    """お知らせ, how-to, policies."""

    intro = models.CharField(
        _("はじめの文"), max_length=160, blank=True, help_text=_("何が書いてあるかを、一文で。")
    )
    body = StreamField(
        ArticleBody(),
        blank=True,
        verbose_name=_("本文"),
        help_text=_("見出し、文章、手順、表、写真、ファイルを重ねて作ります。"),
    )
    easy_title = models.CharField(
        _("やさしい日本語の題"),
        max_length=120,
        blank=True,
        help_text=_("やさしい日本語で読む人に出ます。漢字の読みは、漢字《かんじ》と書きます。"),
    )
    easy_body = StreamField(
        ArticleBody(),
        blank=True,
        verbose_name=_("やさしい日本語の本文"),
        help_text=_("空けておくと、ふつうの本文が出ます。漢字の読みは、漢字《かんじ》と書きます。"),
    )
    in_footer = models.BooleanField(
        _("すべてのページの下に出す"), default=False, help_text=_("方針や個人情報の扱いなど。")
    )

    template = "cms/article.html"
    spoken_words = ("title", "intro", "body")
    page_description = _("お知らせや、使い方、よくある質問、方針の文章。")
    parent_page_types = ["cms.HomePage", "cms.NewsIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
        index.SearchField("easy_body"),
    ]
    content_panels = [
        TitleFieldPanel(
            "title", heading=_("題"), placeholder=_("題"), help_text=_("短く、中身が分かる題を。")
        ),
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("easy_title"), FieldPanel("easy_body")], heading=_("やさしい日本語")
        ),
        FieldPanel(
            "in_footer",
            help_text=_(
                "お知らせでは選びません。方針や個人情報の扱いなど、いつも見られるようにする記事だけです。"
            ),
        ),
    ]
    promote_panels = ADDRESS

    class Meta:
        verbose_name = _("記事")
        verbose_name_plural = _("記事")


class NewsIndexPage(Spoken, Page):
    """お知らせの一覧: all of them, newest first."""

    intro = models.CharField(
        _("はじめの文"), max_length=160, blank=True, help_text=_("一覧の上に出る、短い案内です。")
    )

    is_news = True
    template = "cms/news_index.html"
    spoken_words = ("title", "intro")
    page_description = _("お知らせの一覧。この下にお知らせの記事を作ります。")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ArticlePage"]
    max_count_per_parent = 1
    content_panels = [
        TitleFieldPanel(
            "title",
            heading=_("一覧の名前"),
            placeholder=_("一覧の名前"),
            help_text=_("例：お知らせ"),
        ),
        FieldPanel("intro"),
    ]
    promote_panels = ADDRESS

    class Meta:
        verbose_name = _("お知らせの一覧")
        verbose_name_plural = _("お知らせの一覧")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Also those that stand beside it, from before there was a list."""
        above = self.get_parent()
        news = ArticlePage.objects.live().descendant_of(above).filter(in_footer=False)
        pages = Paginator(news.order_by("-first_published_at", "-pk"), A_PAGE)
        shown = pages.get_page(request.GET.get("page"))
        shown.object_list = list(shown.object_list)
        spoken.speak(shown.object_list, but=["body"])
        return super().get_context(request, *args, **kwargs) | {"news": shown}
