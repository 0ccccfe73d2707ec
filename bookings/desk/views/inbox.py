"""/desk/requests/: the whole inbox. What was searched for stays out of the address."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from bookings.desk import bulk, dimensions, ordering, saved, sheets, wanted
from bookings.desk import inbox as shown
from bookings.desk.door import desk_door
from bookings.desk.forms.saved import SavedViewForm
from bookings.desk.wanted import Wanted
from bookings.models import Consultation
from bookings.spelling import references
from config import clock
from lectures.zones import venue_zone

PER_PAGE = 30
LONGEST = 100
_KEPT = "desk-search"


@require_safe
@desk_door
def inbox(request: HttpRequest) -> HttpResponse:
    return page(request)


@require_POST
@desk_door
def search(request: HttpRequest) -> HttpResponse:
    """Names do not belong into addresses and logs: the words wait in the session. The number of a
    相談 leads to its own page."""
    words = request.POST.get("words", "").strip()[:LONGEST]
    if named := references.of_consultation(words):
        year, number = named
        found = Consultation.objects.filter(fiscal_year__year=year, number=number).first()
        if found is not None:
            return redirect("desk:consultation", found.public_id)
    request.session[_KEPT] = words
    return redirect(reverse("desk:inbox") + ("?found=1" if words else ""))


@require_safe
@desk_door
def export(request: HttpRequest) -> HttpResponse:
    """All that the inbox shows by the same address, on every page of it."""
    at = clock.now()
    asked = wanted_of(request, wanted.choices_on(clock.today(venue_zone())))
    rows = shown.by_due_date(wanted.narrowed(asked, at=at), at=at)
    rows = rows.filter(status__in=asked.view.statuses)
    return sheets.answer(ordering.in_order(rows, asked.sort), at=at)


def page(request: HttpRequest, *, form: SavedViewForm | None = None) -> HttpResponse:
    """The inbox as its address wants it; `form`: the name for a view that could not be kept."""
    assert isinstance(request.user, User)
    at, choices = clock.now(), wanted.choices_on(clock.today(venue_zone()))
    asked = wanted_of(request, choices)
    among = wanted.narrowed(asked, at=at)
    rows = shown.by_due_date(among.filter(status__in=asked.view.statuses), at=at)
    found = Paginator(ordering.in_order(rows, asked.sort), PER_PAGE)
    part = found.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "asked": asked,
        "kind": asked.kind,
        "words": asked.words,
        "tabs": shown.tabs(asked.view, among=among, link=lambda key: asked.but(status=key)),
        "saved": saved.views_of(request.user, shown=asked, choices=choices, at=at),
        "chips": wanted.chips(asked, choices),
        "fields": [
            (row, choices[row.key], asked.chosen.get(row.key, "")) for row in dimensions.DIMENSIONS
        ],
        "headings": ordering.headings(asked.sort, lambda sort: asked.but(sort=sort)),
        "columns": ordering.COLUMNS,
        "page": part,
        "rows": [shown.row_of(row, at=at) for row in part],
        "deeds": bulk.DEEDS,
        "form": form or SavedViewForm(),
    }
    status = 422 if form is not None else 200
    return render(request, "bookings/desk/inbox.html", context, status=status)


def wanted_of(request: HttpRequest, choices: dict[str, dimensions.Choices]) -> Wanted:
    words = request.session.get(_KEPT, "") if "found" in request.GET else ""
    return wanted.read(request.GET, choices, words=words)
