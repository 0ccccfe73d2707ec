"""/desk/requests/: the whole inbox. What was searched for stays out of the address."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bookings.desk import inbox as shown
from bookings.desk.attention import Kind, kind_of
from bookings.desk.door import office_only
from bookings.models import BookingRequest
from config import clock

PER_PAGE = 30
LONGEST = 100
_KEPT = "desk-search"


@require_safe
@office_only
def inbox(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    words = request.session.get(_KEPT, "") if "found" in request.GET else ""
    kind = kind_of(request.GET.get("matter", ""))
    view = None if words or kind else shown.view_of(request.GET.get("status", ""))
    rows = _rows(words, kind, view)
    page = Paginator(shown.by_due_date(rows, at=at), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": shown.tabs(view),
        "kind": kind,
        "words": words,
        "page": page,
        "rows": [shown.row_of(row, at=at) for row in page],
        "query": _query(words, kind, view),
    }
    return render(request, "bookings/desk/inbox.html", context)


@require_POST
@office_only
def search(request: HttpRequest) -> HttpResponse:
    """Names do not belong into addresses and logs: the words wait in the session."""
    words = request.POST.get("words", "").strip()[:LONGEST]
    request.session[_KEPT] = words
    return redirect(reverse("desk:inbox") + ("?found=1" if words else ""))


def _rows(words: str, kind: Kind | None, view: shown.View | None) -> QuerySet[BookingRequest]:
    if words:
        return shown.searched(BookingRequest.objects.submitted(), words)
    if kind is not None:
        return kind.rows(at=clock.now())
    assert view is not None
    return BookingRequest.objects.filter(status__in=view.statuses)


def _query(words: str, kind: Kind | None, view: shown.View | None) -> str:
    """What the links to the other pages of this list begin with."""
    if words:
        return "found=1&"
    return f"matter={kind.key}&" if kind else f"status={view.key}&" if view else ""
