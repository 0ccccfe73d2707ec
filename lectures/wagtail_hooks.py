"""Where Wagtail's admin asks the catalogue: its menu, and before pages are deleted or published."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from lectures import deleting, schedule
from lectures.courses import applying as bringing_in
from lectures.ledger.viewsets import LedgerGroup
from lectures.models import CoursePage, LecturePage
from lectures.sheets import applying


@hooks.register("register_admin_viewset")
def ledger() -> ViewSetGroup:
    return LedgerGroup()


@hooks.register("register_log_actions")
def words_of_the_history(actions: LogActionRegistry) -> None:
    actions.register_action(
        applying.ACTION,
        gettext_lazy("表計算のファイル"),
        gettext_lazy("表計算のファイルから直しました"),
    )
    actions.register_action(
        bringing_in.ACTION,
        gettext_lazy("公開講座の取りこみ"),
        gettext_lazy("公開講座の取りこみ元から直しました"),
    )


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def caution(request: HttpRequest, page: Page) -> None:
    if isinstance(page, CoursePage) and request.accepts("text/html"):  # not saved by itself
        for sentence in page.get_latest_revision_as_object().cautions():
            messages.warning(request, sentence)


@hooks.register("before_delete_page")
def keep_what_is_used(request: HttpRequest, page: Page) -> HttpResponse | None:
    sentence = deleting.why_not_delete(page)
    if sentence is None:
        return None
    messages.error(request, sentence)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("after_delete_page")
def let_the_row_go(request: HttpRequest, page: Page) -> None:
    row = getattr(page, "lecture", None) or getattr(page, "course", None)
    if row is not None:
        deleting.let_go(row)


@hooks.register("before_bulk_action")
def check_many(
    request: HttpRequest, action: str, pages: Iterable[Any], view: Any
) -> HttpResponse | None:
    """Many at once: published lectures are deleted one by one, and a draft must be complete."""
    pages = [page for page in pages if isinstance(page, Page)]
    sentence = None
    if action == "delete":
        sentence = _first(deleting.why_not_delete_many(page) for page in pages)
    elif action == "publish":
        sentence = _first(_why_not_publish(page) for page in _with_drafts(pages))
    if sentence is None:
        return None
    messages.error(request, sentence)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


@hooks.register("after_bulk_action")
def stop_unlisted(request: HttpRequest, action: str, pages: Iterable[Any], view: Any) -> None:
    """Wagtail unpublishes many without asking each page's own class."""
    if action == "unpublish":
        schedule.stop_unlisted()


def _with_drafts(pages: list[Page]) -> Iterable[Page]:
    for page in pages:
        yield page
        yield from page.get_descendants().not_live()


def _why_not_publish(page: Page) -> str | None:
    if page.specific_class not in (LecturePage, CoursePage):
        return None
    try:
        page.get_latest_revision_as_object().full_clean()
    except ValidationError as error:
        return _("「%(title)s」は公開できません。%(why)s") % {
            "title": page.get_admin_display_title(),
            "why": " ".join(error.messages),
        }
    return None


def _first(sentences: Iterable[str | None]) -> str | None:
    return next((sentence for sentence in sentences if sentence), None)
