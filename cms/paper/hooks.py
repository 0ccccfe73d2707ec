"""Where the admin leads to paper: its menu, and the buttons of menus, lectures and courses."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.paper import urls
from lectures.models import CoursePage, LecturePage, MenuPage


class PaperMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_permission(request.user, "change")


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("paper/", include((urls.in_the_admin, "paper"), namespace="paper"))]


@hooks.register("register_admin_menu_item")
def in_the_menu() -> MenuItem:
    return PaperMenuItem(
        gettext_lazy("冊子・ポスター"), reverse("paper:index"), name="paper", icon_name="doc-full",
        order=250,
    )  # fmt: skip


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def of_the_page(page: Page, user: Any, **_more: object) -> Iterator[Button]:
    kind = page.specific_class
    if not page.pk or not page.permissions_for_user(user).can_edit():
        return
    if kind is MenuPage:
        yield Button(
            _("冊子を作る"),
            reverse("paper:menu", args=[page.pk]),
            icon_name="doc-full",
            priority=65,
        )
    elif kind in (LecturePage, CoursePage):
        words = _("ポスターと文を作る")
        yield Button(
            words, reverse("paper:page", args=[page.pk]), icon_name="doc-full", priority=65
        )
