"""The page of one lecture: an editor's one form for words and facts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from lectures import conditions, publishing
from lectures.ledger.forms import TownPageForm
from lectures.models.course import TITLE_LENGTH
from lectures.models.lecture import Lecture, LectureFacts
from lectures.models.pages.body import BodyBlock
from lectures.models.pages.menu import MenuPage
from lectures.models.pages.row import WritesRow
from lectures.models.people import Department

_CATEGORY = FieldPanel("category", help_text=_("一覧は、この分野ごとに並びます。"))


class LecturePageForm(TownPageForm):
    def clean(self) -> dict[str, Any]:
        """A page that is not in the tree yet learns its menu here."""
        cleaned = super().clean()
        menu, number = self.parent_page and self.parent_page.specific, cleaned.get("number")
        if menu and number and not self.instance.path:
            problem = publishing.number_problem(self.instance, menu=menu, number=number)
            if problem:
                self.add_error("number", problem)
        return cleaned


class LecturePage(WritesRow, LectureFacts, Page):
    """Describes a `Lecture`. Drafts stay here; publishing copies the facts to the row."""

    lecture = models.ForeignKey(
        Lecture, on_delete=models.PROTECT, null=True, editable=False, related_name="pages"
    )
    language = models.CharField(max_length=10, editable=False, default="")
    copies_continue = models.ForeignKey(
        Lecture, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    summary = models.CharField(
        _("短い説明"),
        max_length=120,
        blank=True,
        help_text=_("一覧に出る1〜2文。120字まで。何を聞けるかを書きます。"),
    )
    body = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("くわしい内容"),
        help_text=_("講座の流れや写真など。なくてもかまいません。"),
    )
    other_departments = ParentalManyToManyField(
        Department,
        blank=True,
        related_name="+",
        verbose_name=_("いっしょに行う課"),
        help_text=_("担当課のほかにも話す課があれば選びます。"),
    )

    template = "lectures/lecture.html"
    page_description = _("申込みを受け付ける講座。公開すると、台帳に講座ができます。")
    parent_page_types = ["lectures.MenuPage"]
    subpage_types: list[str] = []
    base_form_class = LecturePageForm
    exclude_fields_in_copy = ["lecture", "language"]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [
        TitleFieldPanel(
            "title",
            heading=_("講座名"),
            placeholder=_("講座名"),
            help_text=_("市民が読んでわかる名前を、120字までで。"),
        ),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), _CATEGORY]),
                FieldPanel("department"),
                FieldPanel("other_departments"),
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("need_kind")]),
            ],
            heading=_("台帳にのること"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldPanel("to_prepare"),
                FieldPanel("cost_note"),
                FieldPanel("accepting"),
            ],
            heading=_("申し込む人に知らせること"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("講座のページ")
        verbose_name_plural = _("講座のページ")
        constraints = [
            models.UniqueConstraint(
                fields=["lecture", "language"], name="lecture_has_one_page_per_language"
            )
        ]

    def menu(self) -> MenuPage:
        """The menu that the page stands in."""
        parent = self.get_parent()
        return parent if isinstance(parent, MenuPage) else parent.specific

    def clean(self) -> None:
        super().clean()
        if len(self.title) > TITLE_LENGTH:
            raise ValidationError({"title": _("講座名は120字までにしてください。")})
        if self.path and self.number:
            problem = publishing.number_problem(self, menu=self.menu(), number=self.number)
            if problem:
                raise ValidationError({"number": problem})

    def write_row(self) -> None:
        publishing.write_lecture(self)

    def with_content_json(self, content: dict[str, Any]) -> "LecturePage":
        """A revision holds words and facts; which row they describe is the page's own."""
        page = super().with_content_json(content)
        page.lecture_id, page.language = self.lecture_id, self.language
        page.copies_continue_id = self.copies_continue_id
        return page

    def can_move_to(self, parent: Page) -> bool:
        """A published lecture stays in its fiscal year."""
        if not super().can_move_to(parent):
            return False
        year = parent.specific.fiscal_year_id
        return self.lecture_id is None or self.lecture.fiscal_year_id == year

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | conditions.shown_with(self, menu=self.menu())
