"""/desk/sessions/<uuid>/reschedule/: choose a day and a time, see what it means, decide once."""

from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bookings.desk import moving
from bookings.desk.door import desk_door
from bookings.desk.foreseen import foreseen
from bookings.desk.forms.slots import RescheduleForm
from bookings.desk.steps import SESSION_STEPS, Step, find
from bookings.desk.views.steps import CLOSED, acting, session_or_404, shows_and_decides, tried
from bookings.models import LectureSession
from config import clock
from lectures.zones import local

PAGE = "bookings/desk/moving.html"
_TYPED = ("day", "starts", "ends", "place", "centre", "venue_name", "venue_address")


@shows_and_decides
@desk_door
def reschedule(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, session_or_404(public_id), "reschedule")


@shows_and_decides
@desk_door
def move_row(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same for every class of a school that still comes that day."""
    return _page(request, session_or_404(public_id), "move-row")


def _page(request: HttpRequest, session: LectureSession, name: str) -> HttpResponse:
    step = find(SESSION_STEPS, name)
    assert step is not None
    context: dict[str, Any] = {
        "step": step, "about": session, "booking_request": session.request,
        "is_row": name == "move-row",
    }  # fmt: skip
    if why := step.why_not(session, at=clock.now()):
        return render(request, CLOSED, {**context, "why": why}, status=409)
    typed = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" and not {"pick", "month"} & set(typed):
        return _pressed(request, step, context)
    form = RescheduleForm(about=session)
    form.initial.update({key: typed[key] for key in _TYPED if key in typed})
    if picked := _day(typed.get("pick", "")):
        form.initial["day"] = f"{picked:%Y/%m/%d}"
    return _shown(request, context, form=form, month=typed.get("month", ""))


def _pressed(request: HttpRequest, step: Step, context: dict[str, Any]) -> HttpResponse:
    """Looked at first; the decision holds for exactly what was looked at."""
    session, booking_request = context["about"], context["booking_request"]
    form = RescheduleForm(request.POST, about=session)
    if not form.is_valid():
        return _shown(request, context, form=form, status=422)
    act = acting(request, step, form, session, booking_request)
    checked = _checked(form)
    if "decide" in request.POST and request.POST.get("checked") == checked:
        if tried(form, act):
            messages.success(request, str(step.done))
            return redirect("desk:request", booking_request.public_id)
        booking_request.refresh_from_db(fields=["version", "status"])
    plan = moving.plan(
        session, form.cleaned_data["slot"], venue=form.venue, whole_row=context["is_row"],
        at=clock.now(),
    )  # fmt: skip
    seen = None if form.errors else tried(form, lambda: foreseen(act, about=[booking_request]))
    if seen is None:
        booking_request.refresh_from_db(fields=["version", "status"])
    found = {"plan": plan, "foreseen": seen[0] if seen else None, "checked": checked}
    if seen and "decide" in request.POST:
        found["anew"] = _("確かめたあとで、日時か会場がかわりました。もう一度確かめてください。")
    return _shown(request, context | found, form=form, status=422 if form.errors else 200)


def _shown(
    request: HttpRequest,
    context: dict[str, Any],
    *,
    form: RescheduleForm,
    month: str = "",
    status: int = 200,
) -> HttpResponse:
    at, session = clock.now(), context["about"]
    chosen = _chosen(form)
    shown = _day(f"{month}-01") or chosen or local(max(at, session.starts_at)).date()
    first = max(shown, local(at).date())
    month_of_days = moving.choices(session, first, chosen=chosen, at=at)
    return render(request, PAGE, {**context, "form": form, "month": month_of_days}, status=status)


def _chosen(form: RescheduleForm) -> date | None:
    """The day that stands in the field, as far as it is one."""
    if form.is_bound:
        return form.cleaned_data.get("day")
    field = form.fields["day"]
    try:
        return field.clean(form.initial.get("day", ""))
    except ValidationError:
        return None


def _checked(form: RescheduleForm) -> str:
    """The seal of what was looked at, which the page carries."""
    data = form.cleaned_data
    slot, venue = data["slot"], form.venue
    seen = f"{slot.starts_at.isoformat()} {slot.ends_at.isoformat()} {venue}"
    return sha256(seen.encode()).hexdigest()[:16]


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 < found.year < 2200 else None
