"""One page for each step: GET shows what it does, POST does it or says why not."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from bookings.actions.closed_years import YearClosed
from bookings.actions.moves import Refused, Stale, locked
from bookings.desk.door import desk_door
from bookings.desk.foreseen import foreseen
from bookings.desk.forms.base import AMENDS, About, DeskForm
from bookings.desk.steps import ASK_STEPS, REQUEST_STEPS, SESSION_STEPS, Heard, Step, find
from bookings.models import Assignment, BookingRequest, LectureSession
from config import clock

PAGE, CLOSED = "bookings/desk/step.html", "bookings/desk/step_closed.html"
shows_and_decides = require_http_methods(["GET", "HEAD", "POST"])


@shows_and_decides
@desk_door
def request_step(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    rows = BookingRequest.objects.submitted().select_related(
        "lecture__department", "group", "fiscal_year", "centre", "room__centre"
    )
    about = get_object_or_404(rows, public_id=public_id)
    return _step_page(request, REQUEST_STEPS, name, about, about)


@shows_and_decides
@desk_door
def ask_step(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    rows = Assignment.objects.select_related(
        "department", "request__lecture__department", "request__group", "request__fiscal_year"
    )
    about = get_object_or_404(rows, public_id=public_id)
    return _step_page(request, ASK_STEPS, name, about, about.request)


@shows_and_decides
@desk_door
def session_step(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    about = session_or_404(public_id)
    return _step_page(request, SESSION_STEPS, name, about, about.request)


def session_or_404(public_id: UUID) -> LectureSession:
    """With what the pages of its steps show."""
    rows = LectureSession.objects.select_related(
        "department", "centre", "room__centre", "lecture", "request__lecture__department",
        "request__group", "request__fiscal_year",
    )  # fmt: skip
    return get_object_or_404(rows, public_id=public_id)


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
        return _pressed(request, step, context)
    if why := step.why_not(about, at=clock.now()):
        return render(request, CLOSED, {**context, "why": why}, status=409)
    return render(request, PAGE, {**context, "form": step.form(about=about)})


def _pressed(request: HttpRequest, step: Step, context: dict[str, Any]) -> HttpResponse:
    """The step is taken; or, by the other button, what it would tell is shown."""
    about, booking_request = context["about"], context["booking_request"]
    form = step.form(request.POST, about=about)
    looks = "look" in request.POST
    if form.is_valid():
        act = acting(request, step, form, about, booking_request)
        if looks and (seen := tried(form, lambda: foreseen(act, about=[booking_request]))):
            return render(
                request, PAGE, {**context, "form": form, "looked": True, "foreseen": seen[0]}
            )
        if not looks and tried(form, act):
            messages.success(request, str(step.done))
            return redirect("desk:request", booking_request.public_id)
    booking_request.refresh_from_db(fields=["version", "status"])
    return render(request, PAGE, {**context, "form": form}, status=422)


def acting(
    request: HttpRequest, step: Step, form: DeskForm, about: About, booking_request: BookingRequest
) -> Callable[[], object]:
    assert isinstance(request.user, User)
    heard, seen = Heard(request.user, clock.now(), form.why), request.POST.get("version", "")

    def act() -> None:
        refuse_stale(booking_request, seen=seen)
        step.act(about, form, heard)

    return act


def tried(form: DeskForm, act: Callable[[], object]) -> tuple[Any] | None:
    """What the action gave, in a tuple; None: its refusal stands on the form."""
    try:
        with transaction.atomic():
            return (act(),)
    except YearClosed as refusal:
        form.ask_why()
        form.add_error(AMENDS, str(refusal))
        return None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def refuse_stale(booking_request: BookingRequest, *, seen: str) -> None:
    """The page spoke of one version of the request; the row is locked while they are compared."""
    if str(locked(booking_request.pk).version) != seen:
        raise Stale(
            _(
                "この画面を開いたあとで、申込みのようすが変わりました。"
                "下のようすを確かめて、よければもう一度おしてください。"
            )
        )
