"""市民大学・シティカレッジ: a page that groups courses of several providers."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from lectures.courses import listing
from lectures.models.pages.body import BodyBlock
from lectures.models.pages.row import DraftCopies
from lectures.models.pages.tabs import ADDRESS
from lectures.spoken import Spoken


class ProgrammePage(Spoken, DraftCopies, Page):
    summary = models.CharField(
        _("短い説明"), max_length=160, blank=True, help_text=_("何が学べるかを、1〜2文で。")
    )
    body = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("くわしい内容"),
        help_text=_("入学のしかた、単位やポイントの数え方、修了など。"),
    )

    template = "lectures/programme.html"
    spoken_words = ("title", "summary", "body")
    page_description = _("市民大学・シティカレッジなど、いくつもの機関の講座をまとめたもの。")
    parent_page_types = ["lectures.CourseIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    content_panels = [
        TitleFieldPanel(
            "title",
            heading=_("市民大学などの名前"),
            placeholder=_("市民大学などの名前"),
            help_text=_("例：みかがみシティカレッジ 2026"),
        ),
        FieldPanel("summary"),
        InlinePanel(
            "entries",
            heading=_("入っている講座"),
            label=_("講座"),
            help_text=_("公開していない講座は、公開すると出てきます。"),
        ),
        FieldPanel("body"),
    ]
    promote_panels = ADDRESS

    class Meta:
        verbose_name = _("市民大学のページ")
        verbose_name_plural = _("市民大学のページ")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | listing.of_programme(self)


class ProgrammeEntry(Orderable):
    """One course in a programme, in the editor's order."""

    programme = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="entries")
    course_page = models.ForeignKey(
        "lectures.CoursePage",
        on_delete=models.CASCADE,
        related_name="in_programmes",
        verbose_name=_("講座"),
    )

    panels = [PageChooserPanel("course_page", page_type="lectures.CoursePage")]

    class Meta(Orderable.Meta):
        verbose_name = _("講座")

    def __str__(self) -> str:
        return str(self.course_page)
