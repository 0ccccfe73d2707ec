"""公開講座のページ: the list of courses and the one form for a course with its meetings."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from config import clock
from lectures import listing, publishing
from lectures.ledger.forms import TownPageForm
from lectures.models.course import TITLE_LENGTH, Course, CourseFacts, MeetingFacts, intake_words
from lectures.models.pages.body import BodyBlock
from lectures.models.pages.row import DraftCopies, WritesRow
from lectures.zones import local, venue_zone


class CourseIndexPage(DraftCopies, Page):
    intro = models.TextField(
        _("はじめの文"),
        max_length=400,
        blank=True,
        help_text=_("公開講座の一覧の上に出る、2〜3文の案内です。"),
    )

    template = "lectures/courses.html"
    page_description = _("大学などの公開講座の一覧。この下に公開講座のページを作ります。")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["lectures.CoursePage"]
    content_panels = [
        TitleFieldPanel(
            "title",
            heading=_("一覧の名前"),
            placeholder=_("一覧の名前"),
            help_text=_("例：大学の公開講座"),
        ),
        FieldPanel("intro"),
    ]

    class Meta:
        verbose_name = _("公開講座の一覧")
        verbose_name_plural = _("公開講座の一覧")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked = listing.Asked.read(request.GET)
        return super().get_context(request, *args, **kwargs) | listing.of_courses(self, asked)


class CoursePage(WritesRow, CourseFacts, Page):
    """Describes a `Course`. Drafts stay here; publishing copies facts and meetings."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, editable=False, related_name="pages"
    )
    language = models.CharField(max_length=10, editable=False, default="")
    summary = models.CharField(
        _("短い説明"), max_length=120, blank=True, help_text=_("一覧に出る1〜2文。120字まで。")
    )
    body = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("くわしい内容"),
        help_text=_("内容や写真など。なくてもかまいません。"),
    )

    template = "lectures/course.html"
    page_description = _("大学などが開く、日にちの決まった講座。")
    parent_page_types = ["lectures.CourseIndexPage"]
    subpage_types: list[str] = []
    base_form_class = TownPageForm
    exclude_fields_in_copy = ["course", "language"]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [
        TitleFieldPanel(
            "title", heading=_("講座名"), placeholder=_("講座名"), help_text=_("120字までで。")
        ),
        FieldPanel("summary"),
        FieldPanel("provider"),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("fee_note")]),
                FieldPanel("place"),
            ],
            heading=_("受ける人に知らせること"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("intake_from"), FieldPanel("intake_until")]),
                FieldPanel("contact"),
                FieldPanel("apply_url"),
            ],
            heading=_("申込み"),
        ),
        FieldPanel("city_part"),
        InlinePanel(
            "meetings",
            heading=_("日程"),
            label=_("回"),
            help_text=_("1回ずつ入れます。公開すると、日にちの早い順に並びます。"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("公開講座のページ")
        verbose_name_plural = _("公開講座のページ")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "language"], name="course_has_one_page_per_language"
            )
        ]

    def clean(self) -> None:
        super().clean()
        if len(self.title) > TITLE_LENGTH:
            raise ValidationError({"title": _("講座名は120字までにしてください。")})
        if self.intake_from and self.intake_until and self.intake_until < self.intake_from:
            raise ValidationError(
                {"intake_until": _("受付のおわりは、はじまりより後の日にしてください。")}
            )

    def write_row(self) -> None:
        publishing.write_course(self)

    def with_content_json(self, content: dict[str, Any]) -> "CoursePage":
        """A revision holds words and facts; which row they describe is the page's own."""
        page = super().with_content_json(content)
        page.course_id, page.language = self.course_id, self.language
        return page

    def dates(self) -> list["CoursePageMeeting"]:
        return sorted(self.meetings.all(), key=lambda meeting: meeting.starts_at)

    def first_day(self) -> date | None:
        return min(
            (local(meeting.starts_at).date() for meeting in self.meetings.all()), default=None
        )

    def last_day(self) -> date | None:
        return max((local(meeting.ends_at).date() for meeting in self.meetings.all()), default=None)

    def intake(self) -> tuple[str, str]:
        """(code, words) of where the intake stands today."""
        return intake_words(self, last_day=self.last_day(), today=clock.today(venue_zone()))


class CoursePageMeeting(Orderable, MeetingFacts):
    """A meeting as the page drafts it."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="meetings")

    panels = [
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("lecturer"), FieldPanel("room")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("回")

    def __str__(self) -> str:
        return f"{self.page} {self.starts_at:%Y-%m-%d}"
