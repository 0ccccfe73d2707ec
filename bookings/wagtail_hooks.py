"""The way from Wagtail's menu to the office's desk."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from bookings.permissions import is_office


class DeskMenuItem(MenuItem):
    """Shown to the office only."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_office(request.user)


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem(
        _("事務局の机"), reverse_lazy("desk:home"), name="desk", icon_name="tasks", order=90
    )
