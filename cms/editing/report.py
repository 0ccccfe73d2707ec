"""文章の点検: every published page that somebody may edit and that has notes. Reads only."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_scopes import get_scope
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from accounts.models import User
from cms.editing import reading
from cms.editing.checks import Note
from lectures import own_pages, trees

_MOST = 1000


@dataclass(frozen=True)
class Noted:
    """A page with what could be better on it."""

    page: Page
    notes: list[Note]


def noted_pages(user: User, *, most: int = _MOST) -> list[Noted]:
    """Most notes first. One query for each kind of page."""
    own = page_permission_policy.instances_user_has_permission_for(user, "change")
    pages = own.filter(trees.below(trees.roots(get_scope()["site"])), live=True)
    found = [
        Noted(page, reading.notes_of(page)) for page in pages.order_by("path").specific()[:most]
    ]
    return sorted((row for row in found if row.notes), key=lambda row: -len(row.notes))


@require_safe
@require_admin_access
def notes_report(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    context = {"noted": noted_pages(request.user), "heading": _("文章の点検")}
    return render(request, "cms/editing/report.html", context)


@require_admin_access
def page_types(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Wagtail's report names the newest page of each kind, whoever may see it."""
    assert isinstance(request.user, User)
    if own_pages.departments_of(request.user, site=get_scope()["site"]) is not None:
        return permission_denied(request)
    return PageTypesUsageReportView.as_view(**kwargs)(request)
