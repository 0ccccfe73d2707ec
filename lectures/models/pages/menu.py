"""The menu of one fiscal year: the page above its lectures' pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester

from accounts.models import User
from config import clock, languages
from lectures import eras, listing, own_pages
from lectures.ledger.forms import TownPageForm, town_of
from lectures.models.pages.row import DraftCopies
from lectures.models.pages.tabs import ADDRESS
from lectures.models.year import FiscalYear
from lectures.search import missed
from lectures.spoken import Spoken
from lectures.zones import venue_zone


class MenuPermissions(PagePermissionTester):
    """A department adds drafts to a menu whose year is not over, and reaches nothing else in it."""

    def __init__(self, user: User, menu: "MenuPage") -> None:
        super().__init__(user, menu)
        if user.is_active and not user.is_superuser and self._writes_here(user, menu):
            self.permissions.add("add")

    @staticmethod
    def _writes_here(user: User, menu: "MenuPage") -> bool:
        own = own_pages.departments_of(user, site=menu.fiscal_year.site)
        return bool(own) and not menu.is_over()


class MenuPage(Spoken, DraftCopies, Page):
    """One year's menu. The numbers of its lectures are unique in that year."""

    fiscal_year = models.ForeignKey(
        FiscalYear,
        on_delete=models.PROTECT,
        related_name="menus",
        verbose_name=_("年度"),
        help_text=_("この目次の講座は、すべてこの年度のものになります。"),
    )
    intro = models.TextField(
        _("はじめの文"),
        max_length=400,
        blank=True,
        help_text=_("講座の一覧の上に出る、2〜3文の案内です。"),
    )

    template = "lectures/menu.html"
    spoken_words = ("title", "intro")
    page_description = _("1年度分の講座の一覧。この下に講座のページを作ります。")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["lectures.LecturePage"]
    base_form_class = TownPageForm
    content_panels = [
        TitleFieldPanel(
            "title",
            heading=_("目次の名前"),
            placeholder=_("目次の名前"),
            help_text=_("例：令和8年度の講座。ページの見出しになります。"),
        ),
        FieldPanel("fiscal_year"),
        FieldPanel("intro"),
    ]
    promote_panels = ADDRESS

    class Meta:
        verbose_name = _("講座の目次")
        verbose_name_plural = _("講座の目次")

    def permissions_for_user(self, user: User) -> MenuPermissions:
        return MenuPermissions(user, self)

    def is_over(self) -> bool:
        """Its fiscal year has ended."""
        return clock.today(venue_zone()) > eras.fiscal_year_range(self.fiscal_year.year)[1]

    def clean(self) -> None:
        """The year belongs to this town, and stays once a lecture has been published in it."""
        super().clean()
        if self.fiscal_year_id is None:
            return
        if self.path and town_of(self).pk != self.fiscal_year.site_id:
            raise ValidationError({"fiscal_year": _("この市町村の年度をえらんでください。")})
        if self.pk and self._published_in_another_year():
            raise ValidationError(
                {
                    "fiscal_year": _(
                        "公開した講座があるので、年度は変えられません。新しい年度の目次を作ってください。"
                    )
                }
            )

    def _published_in_another_year(self) -> bool:
        pages = Page.objects.child_of(self).filter(lecturepage__lecture__isnull=False)
        return pages.exclude(lecturepage__lecture__fiscal_year=self.fiscal_year_id).exists()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked = listing.Asked.read(request.GET)
        told = listing.of_menu(self, asked)
        in_vain = told["in_vain"] or told["without"]
        if in_vain and not getattr(request, "is_preview", False):
            missed.hand_over(
                asked.q,
                site=self.fiscal_year.site,
                language=languages.written(),
                day=clock.today(venue_zone()),
            )
        return super().get_context(request, *args, **kwargs) | told
