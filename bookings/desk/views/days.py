"""/desk/sessions/<uuid>/day/: the office writes what both sides must know on the day."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from bookings import printing
from bookings.actions.moves import Actor, By
from bookings.desk.door import desk_door
from bookings.desk.views.steps import shows_and_decides
from bookings.emails.on_the_day import plan_of, rows_of
from bookings.forms.day_plan import OFFICE, DayPlanForm, write
from bookings.models import LectureSession
from bookings.status import SessionState, Way
from config import clock
from lectures.zones import venue_zone


@shows_and_decides
@desk_door
def day(request: HttpRequest, public_id: UUID) -> HttpResponse:
    session = _session_or_404(public_id)
    plan, is_post = plan_of(session), request.method == "POST"
    form = DayPlanForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        names=OFFICE,
        plan=plan,
        today=clock.today(venue_zone()),
    )
    if form.is_valid() and _written(request, form, session):
        messages.success(request, _("当日のことを書きました。"))
        return redirect("desk:request", session.request.public_id)
    context = {
        "form": form,
        "plan": plan,
        "rows": rows_of(session, plan_of(session)),
        "about": session,
        "booking_request": session.request,
        "open": session.state in (SessionState.PLANNED, SessionState.POSTPONED),
        "has_map": bool(plan.map_picture),
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/desk/paper_day.html", context, status=status)


@require_safe
@desk_door
def sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """当日票 as things stand now."""
    return printing.day_sheet(_session_or_404(public_id))


def _session_or_404(public_id: UUID) -> LectureSession:
    rows = LectureSession.objects.select_related(
        "lecture", "department", "centre", "room__centre",
        "request__group", "request__lecture__department", "request__fiscal_year",
    )  # fmt: skip
    return get_object_or_404(rows, public_id=public_id)


def _written(request: HttpRequest, form: DayPlanForm, session: LectureSession) -> bool:
    assert isinstance(request.user, User)
    by = By(Actor.OFFICE, Way.DESK, request.user)
    seen = request.POST.get("version", "")
    return write(form, session, seen=seen, by=by, at=clock.now())
