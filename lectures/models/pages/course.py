"""公開講座のページ: the one form for a course with its meetings."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
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
from wagtail.models import Orderable, Page, Revision
from wagtail.search import index

from accounts.ids import uuid7
from config import clock
from lectures import publishing
from lectures.courses import status, when
from lectures.ledger.forms import TownPageForm
from lectures.models.course import TITLE_LENGTH, Course, CourseFacts, MeetingFacts
from lectures.models.pages.body import BodyBlock
from lectures.models.pages.row import WritesRow
from lectures.models.pages.tabs import ADDRESS
from lectures.models.provider import Provider
from lectures.spoken import Spoken
from lectures.zones import local, venue_zone


class CoursePage(Spoken, WritesRow, CourseFacts, Page):
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
    spoken_words = ("title", "summary", "body")
    page_description = _("大学などが開く、日にちの決まった講座。")
    parent_page_types = ["lectures.CourseIndexPage"]
    subpage_types: list[str] = []
    base_form_class = TownPageForm
    exclude_fields_in_copy = ["course", "language"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("audience"),
        index.SearchField("place"),
        index.SearchField("source_name"),
        index.SearchField("words_of_days"),
        index.RelatedFields("provider", [index.SearchField("name")]),
        index.SearchField("body"),
    ]
    content_panels = [
        TitleFieldPanel(
            "title", heading=_("講座名"), placeholder=_("講座名"), help_text=_("120字までで。")
        ),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("provider"), FieldPanel("entry")]),
        InlinePanel(
            "meetings",
            heading=_("日程"),
            label=_("回"),
            help_text=_("1回ずつ入れます。公開すると、日にちの早い順に並びます。"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("fee_note")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("format")]),
            ],
            heading=_("受ける人に知らせること"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("intake_from"), FieldPanel("intake_until")]),
                FieldPanel("contact"),
                FieldPanel("apply_url"),
                FieldRowPanel([FieldPanel("standing"), FieldPanel("standing_note")]),
            ],
            heading=_("申込みと、いまの状態"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("hours_given"), FieldPanel("credit_points")]),
                FieldPanel("certificate"),
            ],
            heading=_("時間と修了"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("city_role"), FieldPanel("city_part")]),
                FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")]),
            ],
            heading=_("市のかかわりと、情報のもと"),
        ),
        FieldPanel("body"),
    ]

    promote_panels = ADDRESS

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

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        self._name_meetings()
        return super().save_revision(*args, **kwargs)

    def write_row(self) -> None:
        self._name_meetings()
        publishing.write_course(self)

    def after_write(self) -> None:
        """The index is written when the page is saved, and its meetings are saved after that."""
        index.insert_or_update_object(self)

    def _name_meetings(self) -> None:
        """Each line has a name of its own before it is kept anywhere."""
        lines, seen, renamed = list(self.meetings.all()), set(), False
        for line in lines:
            if line.public_id is None or line.public_id in seen:
                line.public_id = uuid7()
                renamed = True
            seen.add(line.public_id)
        if renamed:
            self.meetings = lines

    def with_content_json(self, content: dict[str, Any]) -> "CoursePage":
        """A revision holds words and facts; which row they describe is the page's own."""
        page = super().with_content_json(self._with_names(content))
        page.course_id, page.language = self.course_id, self.language
        return page

    def _with_names(self, content: dict[str, Any]) -> dict[str, Any]:
        """A revision older than the names of meetings: each line keeps the name it has by now."""
        lines = content.get("meetings") or []
        if all(line.get("public_id") for line in lines):
            return content
        known = {line.pk: str(line.public_id) for line in self.meetings.all() if line.public_id}
        named = [
            line
            if line.get("public_id")
            else line
            | {
                "public_id": known.get(line.get("pk"))
                or str(uuid5(self.translation_key, str(line.get("starts_at"))))
            }
            for line in lines
        ]
        return content | {"meetings": named}

    def dates(self) -> list["CoursePageMeeting"]:
        return sorted(self.meetings.all(), key=lambda meeting: meeting.starts_at)

    def held(self) -> list["CoursePageMeeting"]:
        """Those that are not cancelled one by one."""
        return [meeting for meeting in self.dates() if not meeting.cancelled]

    def shown_dates(self) -> list["CoursePageMeeting"]:
        """Of a course that is cancelled as a whole: all of them."""
        return self.held() or self.dates()

    def usual_days(self) -> str:
        """土曜 10時〜12時."""
        return when.usual(self.shown_dates())

    def slots(self) -> set[str]:
        return {when.slot(meeting) for meeting in self.shown_dates()}

    def words_of_days(self) -> str:
        """For the search: when and how it is held, as people say it."""
        online = "オンライン Zoom ウェブ 自宅 online" if self.is_online else ""
        return f"{when.words(self.shown_dates())} {online}".strip()

    @property
    def is_online(self) -> bool:
        return self.format in (self.Format.ONLINE, self.Format.BOTH)

    def first_day(self) -> date | None:
        dates = self.shown_dates()
        return local(dates[0].starts_at).date() if dates else None

    def last_day(self) -> date | None:
        dates = self.shown_dates()
        return max((local(meeting.ends_at).date() for meeting in dates), default=None)

    @property
    def is_cancelled(self) -> bool:
        dates = self.dates()
        return self.standing == status.CANCELLED or (bool(dates) and not self.held())

    def intake(self) -> tuple[str, str]:
        """(code, words) of where the course stands today."""
        if self.is_cancelled:
            return status.CANCELLED, _now("中止になりました")
        return status.status_of(
            self,
            first_day=self.first_day(),
            last_day=self.last_day(),
            today=clock.today(venue_zone()),
        )

    def hours(self) -> Decimal:
        """What the editor says, else the sum of the meetings that have hours."""
        if self.hours_given is not None:
            return self.hours_given
        timed = [meeting for meeting in self.held() if not meeting.all_day]
        return status.hours_of((meeting.starts_at, meeting.ends_at) for meeting in timed)

    def programmes(self) -> list[Page]:
        """The published ones it is part of."""
        found = Page.objects.live().filter(programmepage__entries__course_page=self.pk)
        return list(found.distinct().order_by("path"))

    def cautions(self) -> list[str]:
        """Sentences for the editor; nothing is refused."""
        if self.certificate != self.Certificate.RECOGNISED:
            return []
        found = []
        if self.hours() < status.CERTIFICATE_HOURS:
            found.append(
                _now(
                    "履修証明プログラムは60時間以上です。いまは%(hours)s時間なので、総時間か修了の証明を確かめてください。"
                )
                % {"hours": self.hours().normalize().__format__("f")}
            )
        if self.provider.kind != Provider.Kind.UNIVERSITY:
            found.append(
                _now("履修証明を出せるのは大学などだけです。提供機関の種類を確かめてください。")
            )
        return found


class CoursePageMeeting(Orderable, MeetingFacts):
    """A meeting as the page drafts it. Its name stays with it, wherever it moves in the list."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="meetings")
    # Empty in a new line of the form: the browser copies one empty line for all of them.
    public_id = models.UUIDField(_("回の名前"), null=True, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("starts_at", help_text=_("例：2026-12-05 13:30")),
                FieldPanel(
                    "ends_at", help_text=_("同じ日なら、時刻だけでもかまいません。例：15:00")
                ),
            ]
        ),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("lecturer"), FieldPanel("room")]),
        FieldRowPanel([FieldPanel("all_day"), FieldPanel("cancelled")]),
        FieldPanel("public_id", widget=forms.HiddenInput, classname="w-hidden"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("回")

    def __str__(self) -> str:
        return f"{self.page} {self.starts_at:%Y-%m-%d}"
