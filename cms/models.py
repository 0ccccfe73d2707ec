"""The site's own pages: home and articles. Lectures and courses bring theirs."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from bookings.counting import year_count
from cms.blocks import ArticleBody
from config import clock
from lectures.eras import fiscal_year_label, fiscal_year_of
from lectures.models import MenuPage
from lectures.zones import local

LATEST = 5


class HomePage(Page):
    """The front door: three ways in, this year's number, news."""

    lead = models.CharField(
        _("いちばん上の文"),
        max_length=120,
        default="市の職員が、みなさんの集まりにうかがってお話しします。",
        help_text=_("初めて見る人に、何をするところかを一文で。"),
    )

    template = "cms/home.html"
    page_description = _("サイトの入口。市町村ごとに一つです。")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.ArticlePage", "lectures.MenuPage", "lectures.CourseIndexPage"]
    content_panels = [
        TitleFieldPanel(
            "title",
            heading=_("サイトの名前"),
            help_text=_("入口のいちばん上に出る名前。例：みかがみ市 お気軽講座"),
        ),
        FieldPanel("lead"),
    ]

    class Meta:
        verbose_name = _("入口のページ")
        verbose_name_plural = _("入口のページ")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        year = fiscal_year_of(local(clock.now()).date())
        children = ArticlePage.objects.live().child_of(self).filter(in_footer=False)
        return super().get_context(request, *args, **kwargs) | {
            "menu": MenuPage.objects.live().child_of(self).order_by("-fiscal_year__year").first(),
            "articles": children.order_by("-first_published_at")[:LATEST],
            "count": year_count(year, at=clock.now()),
            "year_label": fiscal_year_label(year),
        }


class ArticlePage(Page):
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
    in_footer = models.BooleanField(
        _("すべてのページの下に出す"), default=False, help_text=_("方針や個人情報の扱いなど。")
    )

    template = "cms/article.html"
    page_description = _("お知らせや、使い方、方針の文章。")
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    content_panels = [
        TitleFieldPanel("title", heading=_("題"), help_text=_("短く、中身が分かる題を。")),
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("in_footer"),
    ]

    class Meta:
        verbose_name = _("記事")
        verbose_name_plural = _("記事")
