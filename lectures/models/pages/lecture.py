"""The page of one lecture: an editor's one form for words and facts."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from lectures import conditions, neighbours, numbering, own_pages, publishing, spoken, trees
from lectures.ledger.forms import TownPageForm
from lectures.models.course import TITLE_LENGTH
from lectures.models.facts import LectureFacts
from lectures.models.lecture import Lecture
from lectures.models.pages.body import BodyBlock
from lectures.models.pages.menu import MenuPage
from lectures.models.pages.row import WritesRow
from lectures.models.pages.tabs import ADDRESS
from lectures.models.people import Department
from lectures.spoken import Spoken

_CATEGORY = FieldPanel("category", help_text=_("一覧は、この分野ごとに並びます。"))


class LecturePageForm(TownPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A department's people write for their own department; the others keep all choices."""
        super().__init__(*args, **kwargs)
        own = self.for_user and own_pages.departments_of(self.for_user, site=self.town)
        if own and "department" in self.fields:
            choices = self.fields["department"]
            choices.queryset = choices.queryset.filter(
                pk__in={*own, self.instance.department_id} - {None}
            )
        for form, name in self._links():
            self._offer_what_may_be_seen(form, name=name)
        if not self.instance.pk and isinstance(menu := self._menu(), MenuPage):
            self._say_next_numbers(menu)

    def _menu(self) -> Page | None:
        return self.parent_page and self.parent_page.specific

    def _say_next_numbers(self, menu: MenuPage) -> None:
        found = numbering.next_numbers(menu)
        if found and "number" in self.fields:
            listed = _now("、").join(f"{name} {number}" for name, number in found.items())
            told = _now("次の番号：%(numbers)s") % {"numbers": listed}
            self.fields["number"].help_text = f"{self.fields['number'].help_text} {told}"

    def _links(self) -> Iterator[tuple[ModelForm, str]]:
        """Where another lecture is named."""
        yield self, "next_step"
        related = self.formsets.get("related")
        for form in related.forms if related else ():
            yield form, "lecture_page"

    def _offer_what_may_be_seen(self, form: ModelForm, *, name: str) -> None:
        """The chooser's list, and what stands there already."""
        if self.for_user and name in form.fields:
            choices = form.fields[name]
            here = trees.below(trees.roots(self.town)) & own_pages.may_be_seen(self.for_user)
            stored = Q(pk=getattr(form.instance, f"{name}_id"))
            choices.queryset = LecturePage.objects.filter(here | stored)

    def is_valid(self) -> bool:
        """The chooser would name a page that was refused."""
        valid = super().is_valid()
        for form, name in self._links():
            if name in form.errors:
                typed = form.data.copy()
                typed[form.add_prefix(name)] = ""
                form.data = typed
        return valid

    def clean(self) -> dict[str, Any]:
        """A page that is not in the tree yet learns its menu here."""
        cleaned = super().clean()
        menu, number = self._menu(), cleaned.get("number")
        if menu and number and not self.instance.path:
            problem = publishing.number_problem(self.instance, menu=menu, number=number)
            if problem:
                self.add_error("number", problem)
        return cleaned


class LecturePage(Spoken, WritesRow, LectureFacts, Page):
    """Describes a `Lecture`. Drafts stay here; publishing copies the facts to the row."""

    # What a card of the menu says of its days; the list fills it in.
    told: conditions.Told | None = None

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
    easy_title = models.CharField(
        _("やさしい日本語の名前"),
        max_length=120,
        blank=True,
        help_text=_("やさしい日本語で読む人に出ます。漢字の読みは、漢字《かんじ》と書きます。"),
    )
    easy_summary = models.CharField(
        _("やさしい日本語の説明"),
        max_length=200,
        blank=True,
        help_text=_("短い文で。むずかしい言葉は、言いかえます。"),
    )
    keywords = models.CharField(
        _("さがすための言葉"),
        max_length=120,
        blank=True,
        help_text=_("名前や説明にない言葉で、市民がさがしそうなもの。例：地震、非常持ち出し袋"),
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

    next_step = models.ForeignKey(
        "lectures.LecturePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("この講座の次に"),
        help_text=_("この講座を聞いた人が、次に進む講座。なければ空けておきます。"),
    )

    template = "lectures/lecture.html"
    spoken_words = (
        "title", "summary", "audience", "to_prepare", "city_brings", "room_need", "care_note",
        "remarks", "body",
    )  # fmt: skip
    page_description = _("申込みを受け付ける講座。公開すると、台帳に講座ができます。")
    parent_page_types = ["lectures.MenuPage"]
    subpage_types: list[str] = []
    base_form_class = LecturePageForm
    exclude_fields_in_copy = ["lecture", "language"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("number"),
        index.SearchField("summary"),
        index.SearchField("keywords"),
        index.SearchField("easy_title"),
        index.SearchField("easy_summary"),
        index.SearchField("audience"),
        index.RelatedFields("category", [index.SearchField("name")]),
        index.RelatedFields("department", [index.SearchField("name")]),
        index.SearchField("body"),
        index.FilterField("language"),
        index.FilterField("category"),
    ]
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
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("format")]),
                FieldRowPanel([FieldPanel("need_kind"), FieldPanel("led_by")]),
            ],
            heading=_("番号・分野・担当課・時間"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldPanel("to_prepare"),
                FieldPanel("city_brings"),
                FieldPanel("room_need"),
                FieldPanel("care_note"),
                FieldPanel("cost_note"),
                FieldPanel("remarks"),
                FieldPanel("accepting"),
            ],
            heading=_("申し込む人に知らせること"),
        ),
        FieldPanel("body"),
        FieldPanel("other_departments"),  # as long as the town has departments
        MultiFieldPanel(
            [
                FieldPanel("keywords"),
                PageChooserPanel("next_step", "lectures.LecturePage"),
                InlinePanel(
                    "related",
                    heading=_("関連する講座"),
                    label=_("関連する講座"),
                    max_num=neighbours.MOST,
                    help_text=_("えらばなければ、同じ分野の講座が出ます。"),
                ),
            ],
            heading=_("見つけてもらう・次につなぐ"),
        ),
        MultiFieldPanel(
            [FieldPanel("easy_title"), FieldPanel("easy_summary")],
            heading=_("やさしい日本語"),
        ),
    ]

    promote_panels = ADDRESS

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

    def after_write(self) -> None:
        own_pages.let_edit(self)

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
        menu = self.menu()
        shown = conditions.shown_with(self, menu=menu) | neighbours.shown_with(self, menu=menu)
        spoken.speak([menu])
        spoken.speak([shown["next_step"], *shown["related"]], but=["body"])
        return context | shown


class RelatedLecture(Orderable):
    """One of the lectures that an editor put beside this one."""

    page = ParentalKey(LecturePage, on_delete=models.CASCADE, related_name="related")
    lecture_page = models.ForeignKey(
        LecturePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("講座")
    )

    panels = [PageChooserPanel("lecture_page", "lectures.LecturePage")]

    class Meta(Orderable.Meta):
        verbose_name = _("関連する講座")

    def __str__(self) -> str:
        return str(self.lecture_page)
