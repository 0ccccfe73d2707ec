"""Where Wagtail asks the site: which page it shows, which a chooser offers, what the admin adds."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_scopes import get_scope
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.editing import actions, labels, reading
from cms.editing.panels import Begin, OwnLectures, Waiting
from cms.paper import hooks as of_paper  # noqa: F401 - they register themselves
from cms.rollover import history
from config import clock
from lectures import own_pages, trees

labels.put()


@hooks.register("before_serve_page")
def remember_the_page(page: Page, request: HttpRequest, *args: object) -> None:
    request.served_page = page


@hooks.register("construct_page_chooser_queryset")
def offer_what_may_be_seen(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """A link leads to this town's pages: what is public, and one's own drafts."""
    site = get_scope().get("site")
    if site is None or not request.user.is_authenticated:
        return pages.none()
    return pages.filter(trees.below(trees.roots(site)), own_pages.may_be_seen(request.user))


@hooks.register("before_move_page")
def move_what_one_may(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail asks only when the button is pressed, and shows both titles before."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("register_log_actions")
def words_of_the_menus_history(actions: LogActionRegistry) -> None:
    history.register(actions)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_notes(request: HttpRequest, page: Page) -> None:
    """After saving, whatever was pressed: how many, and where they stand. Blocks nothing."""
    if not request.accepts("text/html"):  # saved by itself: its words would pile up unseen
        return
    if number := len(reading.notes_of(page)):
        messages.warning(
            request,
            ngettext(
                "保存しました。文章に、直すとよい所が%(number)dつあります。",
                "保存しました。文章に、直すとよい所が%(number)dつあります。",
                number,
            )
            % {"number": number},
            buttons=[messages.button(reverse("editing-notes"), _("点検のページを開く"))]
            if page.live
            else None,
        )


hooks.register("construct_page_action_menu", actions.side_by_side)


@hooks.register("insert_global_admin_js")
def read_days_as_they_are_typed() -> SafeString:
    return format_html('<script src="{}"></script>', static("js/dates.js"))


@hooks.register("insert_global_admin_js")
def let_a_button_wait_for_what_saves_itself() -> SafeString:
    return format_html('<script src="{}"></script>', static("js/one-save.js"))


@hooks.register("after_edit_page")
def say_that_nothing_is_scheduled_yet(request: HttpRequest, page: Page) -> None:
    """A day in a draft does nothing by itself."""
    if not request.accepts("text/html"):
        return
    newest = page.get_latest_revision()
    planned = newest and newest.as_object().go_live_at
    if planned and planned > clock.now() and newest.approved_go_live_at is None:
        messages.warning(
            request,
            _(
                "公開の日時は、まだ決まっていません。「公開を予約する」を押すと、その日時に公開されます。"
            ),
        )


@hooks.register("construct_help_menu")
def leave_out_english_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's guide and news are in English, and on another host."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    site = get_scope().get("site")
    if site is None or not request.user.is_authenticated:
        return
    if own_pages.departments_of(request.user, site=site):
        panels.append(OwnLectures(request.user))
    else:
        panels.append(Begin(request.user))
    panels.append(Waiting(request.user))


@hooks.register("register_reports_menu_item")
def notes_in_the_menu() -> MenuItem:
    return MenuItem(
        gettext_lazy("文章の点検"), reverse("editing-notes"), icon_name="glasses", order=50
    )
