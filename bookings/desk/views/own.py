"""/desk/ for a department or a centre that signed in: its own matter and nothing else."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.desk import own
from bookings.desk.agenda import lecturer_names, with_lecturers
from bookings.desk.door import desk_door
from bookings.desk.inbox import status_words
from bookings.desk.views import entry, home, requests
from bookings.desk.views.steps import shows_and_decides
from bookings.emails.facts import when, wishes
from bookings.models import BookingRequest, LectureSession
from bookings.permissions import given_by, own_asks, own_sessions, requests_at, standing_of
from bookings.spelling import SpellingError, parse_phone
from bookings.status import SessionState, Way
from config import clock
from lectures.zones import local

View = Callable[..., HttpResponseBase]


def _each_their_own(office: View, own_view: View, *, acts: bool = False) -> View:
    """One address: the whole for who sees all (or acts), their own matter for the others."""

    @wraps(office)
    def view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        standing = standing_of(request.user)
        whole = standing.acts if acts else standing.sees_all
        return (office if whole else own_view)(request, *args, **kwargs)

    return view


@require_safe
@desk_door
def mine(request: HttpRequest) -> HttpResponse:
    at, standing = clock.now(), standing_of(request.user)
    context = {
        "now": local(at),
        "standing": standing,
        "asks": own.asks_of(standing, at=at),
        "ahead": own.ahead(standing, at=at),
        "unreported": own.unreported(standing, at=at),
        "given": own.given(standing, at=at),
        "requests": own.requests_of(standing),
        "held": own.held_at(standing, at=at),
        "centres": own.centres_of(standing),
    }
    return render(request, "bookings/desk/own.html", context)


@require_safe
@desk_door
def request_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A centre reads what wants its rooms; a department is led to its own ask."""
    at, standing = clock.now(), standing_of(request.user)
    row = requests_at(standing).select_related(
        "group", "lecture__department", "fiscal_year", "centre", "room__centre"
    ).filter(public_id=public_id).first()  # fmt: skip
    if row is None:
        asks = own_asks(standing, on=local(at).date()).filter(request__public_id=public_id)
        ask = asks.order_by("-pk").first()
        if ask is None:
            raise Http404
        return redirect("answers:page", ask.public_id)
    standing_asks = row.assignments.filter(state__in=["asked", "accepted"])
    context = {
        "booking_request": row,
        "group": row.group,
        "phone_words": phone_words(row.group.phone),
        "status_words": status_words(row, asked=standing_asks.exists()),
        "wishes": wishes(row),
        "sessions": [
            (line, when(line.starts_at, line.ends_at), lecturer_names(line))
            for line in with_lecturers().filter(request=row).order_by("order")
        ],
    }
    return render(request, "bookings/desk/own_request.html", context)


@require_safe
@desk_door
def session_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One session of their own, with whom to call while it stands."""
    at, standing = clock.now(), standing_of(request.user)
    day = local(at).date()
    rows = with_lecturers().filter(pk__in=own_sessions(standing, on=day).values("pk"))
    row: LectureSession = get_object_or_404(rows, public_id=public_id)
    context = {
        "lecture_session": row,
        "booking_request": row.request,
        "lecture": row.lecture,
        "group": row.request.group,
        "phone_words": phone_words(row.request.group.phone),
        "when": when(row.starts_at, row.ends_at),
        "lecturers": lecturer_names(row),
        "stands": row.state != SessionState.CANCELLED,
        "gives": given_by(standing, on=day).filter(pk=row.pk).exists(),
        "ahead": row.state == SessionState.PLANNED and row.starts_at > at,
        "begun": row.state in (SessionState.PLANNED, SessionState.DELIVERED)
        and row.starts_at <= at,
    }
    return render(request, "bookings/desk/own_session.html", context)


@shows_and_decides
@desk_door
def enter(request: HttpRequest) -> HttpResponseBase:
    """A centre enters what was asked at its own counter, for its own rooms."""
    if request.method == "POST" and "same" not in request.POST:
        codes = set(own.centres_of(standing_of(request.user)).values_list("code", flat=True))
        given = request.POST.copy()
        given["way"] = Way.COUNTER
        if given.get("place") not in codes:
            given["place"] = ""
            messages.error(request, _("会場は、あなたのセンターをえらんでください。"))
        request.POST = given  # type: ignore[assignment]
    with transaction.atomic():
        before = BookingRequest.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        answer = entry.new(request)
        made = BookingRequest.objects.submitted().filter(pk__gt=before, entered_by=request.user)
        if made.exclude(pk__in=requests_at(standing_of(request.user)).values("pk")).exists():
            raise PermissionDenied  # whatever the form let through: nothing is kept
    return answer


def phone_words(digits: str) -> str:
    try:
        return parse_phone(digits).pretty
    except SpellingError:
        return digits


front = _each_their_own(home.home, mine)
request_front = _each_their_own(requests.page, request_page)
enter_front = _each_their_own(entry.new, enter, acts=True)
