"""One page for each step: GET shows what it does, POST does it or says why not."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from bookings.actions.moves import Refused, Stale, locked
from bookings.desk.door import office_only
from bookings.desk.forms.base import About, DeskForm
from bookings.desk.steps import ASK_STEPS, REQUEST_STEPS, SESSION_STEPS, Heard, Step, find
from bookings.models import Assignment, BookingRequest, LectureSession
from config import clock

shows_and_decides = require_http_methods(["GET", "HEAD", "POST"])


@shows_and_decides
@office_only
def request_step(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    rows = BookingRequest.objects.submitted().select_related(
        "lecture__department", "group", "fiscal_year", "centre", "room__centre"
    )
    about = get_object_or_404(rows, public_id=public_id)
    return _step_page(request, REQUEST_STEPS, name, about, about)


@shows_and_decides
@office_only
def ask_step(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    rows = Assignment.objects.select_related(
        "department", "request__lecture__department", "request__group", "request__fiscal_year"
    )
    about = get_object_or_404(rows, public_id=public_id)
    return _step_page(request, ASK_STEPS, name, about, about.request)


@shows_and_decides
@office_only
def session_step(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    rows = LectureSession.objects.select_related(
        "department",
        "centre",
        "room__centre",
        "lecture",
        "request__lecture__department",
        "request__group",
        "request__fiscal_year",
    )
    about = get_object_or_404(rows, public_id=public_id)
    return _step_page(request, SESSION_STEPS, name, about, about.request)


def _step_page(
    request: HttpRequest,
    steps: Sequence[Step],
    name: str,
    about: About,
    booking_request: BookingRequest,
) -> HttpResponse:
    step = find(steps, name)
    if step is None:
        raise Http404
    context: dict[str, Any] = {"step": step, "about": about, "booking_request": booking_request}
    if request.method == "POST":
        form = step.form(request.POST, about=about)
        if form.is_valid() and _taken(request, step, form, about, booking_request):
            messages.success(request, str(step.done))
            return redirect("desk:request", booking_request.public_id)
        booking_request.refresh_from_db(fields=["version", "status"])
        return render(request, "bookings/desk/step.html", {**context, "form": form}, status=422)
    if not step.is_open(about, at=clock.now()):
        return render(request, "bookings/desk/step_closed.html", context, status=409)
    return render(request, "bookings/desk/step.html", {**context, "form": step.form(about=about)})


def _taken(
    request: HttpRequest, step: Step, form: DeskForm, about: About, booking_request: BookingRequest
) -> bool:
    """Whether the action went through; its refusal stands on the form."""
    assert isinstance(request.user, User)
    try:
        with transaction.atomic():
            refuse_stale(booking_request, seen=request.POST.get("version", ""))
            step.act(about, form, Heard(request.user, clock.now()))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def refuse_stale(booking_request: BookingRequest, *, seen: str) -> None:
    """The page spoke of one version of the request; the row is locked while they are compared."""
    if str(locked(booking_request.pk).version) != seen:
        raise Stale(
            _(
                "この画面を開いたあとで、申込みのようすが変わりました。"
                "下のようすを確かめて、よければもう一度おしてください。"
            )
        )
