"""公開講座の一覧: the one list of courses and of other learning information."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page

from lectures.courses import listing
from lectures.models.pages.row import DraftCopies
from lectures.models.pages.tabs import ADDRESS
from lectures.spoken import Spoken


class CourseIndexPage(Spoken, DraftCopies, Page):
    intro = models.TextField(
        _("はじめの文"),
        max_length=400,
        blank=True,
        help_text=_("公開講座の一覧の上に出る、2〜3文の案内です。"),
    )

    template = "lectures/courses.html"
    spoken_words = ("title", "intro")
    page_description = _("大学などの公開講座の一覧。この下に公開講座のページを作ります。")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["lectures.CoursePage", "lectures.ProgrammePage"]
    content_panels = [
        TitleFieldPanel(
            "title",
            heading=_("一覧の名前"),
            placeholder=_("一覧の名前"),
            help_text=_("例：大学の公開講座"),
        ),
        FieldPanel("intro"),
    ]
    promote_panels = ADDRESS

    class Meta:
        verbose_name = _("公開講座の一覧")
        verbose_name_plural = _("公開講座の一覧")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked = listing.CoursesAsked.read(request.GET)
        return super().get_context(request, *args, **kwargs) | listing.of_courses(self, asked)
