"""/days/<session>/: what both sides must know on the day, as its department writes it.

GET shows; POST writes. Behind a DAY grant.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bookings import keys
from bookings.actions.moves import Actor, By, Shut
from bookings.emails import facts
from bookings.emails.on_the_day import plan_of, pretty_phone, rows_of
from bookings.forms.day_plan import DEPARTMENT, DayPlanForm, write
from bookings.models import Grant, LectureSession
from bookings.printing import audience_sheet, day_sheet
from bookings.status import SessionState, Way
from config import clock
from lectures.zones import venue_zone

BY_PAGE = By(Actor.DEPARTMENT, Way.WEB)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    key = _key(request, public_id)
    if key is None:
        return keys.refused(request)
    try:
        return _page(request, key)
    except Shut:  # between opening the page and having the lock
        return keys.refused(request)


def _page(request: HttpRequest, key: Grant) -> HttpResponse:
    session, at = _session(key), clock.now()
    plan, posted = plan_of(session), request.POST if request.method == "POST" else None
    form = DayPlanForm(posted, names=DEPARTMENT, plan=plan, today=clock.today(venue_zone()))
    seen = request.POST.get("version", "")
    if form.is_valid() and write(form, session, seen=seen, by=BY_PAGE, at=at, key=key):
        return HttpResponseRedirect(f"{reverse('days:page', args=[session.public_id])}?written=1")
    context = {
        **facts.of_session(session),
        "form": form,
        "group_phone": pretty_phone(session.request.group.phone),
        "plan": plan,
        "rows": rows_of(session, plan_of(session)),
        "written": "written" in request.GET and posted is None,
        "open": session.state in (SessionState.PLANNED, SessionState.POSTPONED),
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/departments/day.html", context, status=status)


@never_cache
@require_safe
def sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """当日票 as a PDF."""
    key = _key(request, public_id)
    return day_sheet(_session(key)) if key else keys.refused(request)


@never_cache
@require_safe
def audience(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sheet with the QR code for those who listen."""
    key = _key(request, public_id)
    return audience_sheet(_session(key)) if key else keys.refused(request)


def _key(request: HttpRequest, public_id: UUID) -> Grant | None:
    what = {"purpose": Grant.Purpose.DAY, "session__public_id": public_id}
    return keys.held(request, at=clock.now(), **what)


def _session(key: Grant) -> LectureSession:
    return LectureSession.objects.select_related(
        "lecture", "department", "centre", "room__centre",
        "request__group", "request__lecture", "request__fiscal_year",
    ).get(pk=key.session_id)  # fmt: skip
